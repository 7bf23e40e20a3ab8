"""An expert's time, claimed by the quarter of an hour: whoever creates a quarter's document has it, all or none.

Every zone on earth is a whole number of quarters away from UTC, so a quarter is the same one for everybody. A hold that
has run out counts as free, here as in the claim engine.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from shared.kernel import claims
from shared.kernel.claims import Claim, State
from shared.kernel.ids import UserId
from shared.kernel.ports import Query, Reader, Ref

QUARTER = timedelta(minutes=15)
_STAMP = "%Y%m%dT%H%MZ"


def on_quarter(moment: datetime) -> bool:
    """Whether a slot may begin at *moment*."""
    return moment == floor(moment)


def floor(moment: datetime) -> datetime:
    """The quarter that *moment* is in."""
    utc = moment.astimezone(UTC)
    return utc.replace(minute=utc.minute // 15 * 15, second=0, microsecond=0)


def quarters(starts_at: datetime, minutes: int) -> list[datetime]:
    """The quarters that a meeting of *minutes* takes; one that ends within a quarter takes all of it."""
    first = floor(starts_at)
    count = -(-(starts_at + timedelta(minutes=minutes) - first) // QUARTER)
    return [first + QUARTER * n for n in range(count)]


def collection(expert: UserId) -> str:
    """Where an expert's taken quarters are kept."""
    return f"experts/{expert}/slots"


def refs(expert: UserId, starts_at: datetime, minutes: int) -> list[Ref[Claim]]:
    """The claims of a meeting's quarters."""
    return [claims.ref(f"{collection(expert)}/{quarter:{_STAMP}}") for quarter in quarters(starts_at, minutes)]


class TakenQuarter(Claim):
    """A claim that knows which quarter it is of: its document's id."""

    id: str

    def at(self) -> datetime:
        return datetime.fromisoformat(self.id)


async def taken(reader: Reader, expert: UserId, *, begin: datetime, end: datetime, now: datetime) -> Sequence[datetime]:
    """The quarters between *begin* and *end* that somebody has at *now*, in one query."""
    query = (
        Query(collection(expert), TakenQuarter).by("id").starting(f"{floor(begin):{_STAMP}}").before(f"{end:{_STAMP}}")
    )
    found = await reader.query(query)
    return [one.at() for one in found if one.state is not State.FREE and (one.until is None or one.until > now)]
