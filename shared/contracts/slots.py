"""Time of experts, claimed by the quarter of an hour: one document a quarter, and all quarters of a meeting or none.

Every zone on earth is a whole number of quarters away from UTC. So a quarter begins at the same instant everywhere.
A hold that has run out counts as free, here as in the claim engine.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from shared.claims.models import Claim, ClaimState, claim_ref
from shared.kernel.ids import UserId
from shared.kernel.ports import Query, Reader, Ref

QUARTER = timedelta(minutes=15)
_ID_FORMAT = "%Y%m%dT%H%MZ"


def is_quarter_aligned(moment: datetime) -> bool:
    """Return whether a slot may begin at `moment`."""
    return moment == floor_to_quarter(moment)


def floor_to_quarter(moment: datetime) -> datetime:
    """Return the start of the quarter in which `moment` lies."""
    utc = moment.astimezone(UTC)
    return utc.replace(minute=utc.minute // 15 * 15, second=0, microsecond=0)


def compute_quarters(starts_at: datetime, minutes: int) -> list[datetime]:
    """Compute the quarters of a meeting. A quarter that the meeting only begins counts as a whole."""
    first = floor_to_quarter(starts_at)
    count = -(-(starts_at + timedelta(minutes=minutes) - first) // QUARTER)
    return [first + QUARTER * n for n in range(count)]


def slots_collection(expert: UserId) -> str:
    """Return the collection of an expert's reserved quarters."""
    return f"experts/{expert}/slots"


def quarter_claim_refs(expert: UserId, starts_at: datetime, minutes: int) -> list[Ref[Claim]]:
    """Build the references of the claims of a meeting's quarters."""
    return [
        claim_ref(f"{slots_collection(expert)}/{quarter:{_ID_FORMAT}}")
        for quarter in compute_quarters(starts_at, minutes)
    ]


class TakenQuarter(Claim):
    """A claim that knows which quarter it is of: its document's id."""

    id: str

    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.id)


async def list_taken_quarters(
    reader: Reader, expert: UserId, *, begin: datetime, end: datetime, now: datetime
) -> Sequence[datetime]:
    """List the quarters between `begin` and `end` that are reserved at `now`, in one query."""
    query = (
        Query(slots_collection(expert), TakenQuarter)
        .order_by("id")
        .start_at(f"{floor_to_quarter(begin):{_ID_FORMAT}}")
        .before(f"{end:{_ID_FORMAT}}")
    )
    found = await reader.query(query)
    return [
        one.starts_at() for one in found if one.state is not ClaimState.FREE and (one.until is None or one.until > now)
    ]
