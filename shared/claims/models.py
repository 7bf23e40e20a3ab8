"""The claim document: who holds a scarce thing, and for how long.

Nothing is counted, so no counter can drift: the claims that are free are what is left.
"""

from datetime import datetime

from pydantic import computed_field

from shared.kernel.ports import Ref
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import StoredEnum


class ClaimState(StoredEnum):
    """`HELD` is a lease that expires; `SOLD` has no end."""

    FREE = "free"
    HELD = "held"
    SOLD = "sold"
    UNKNOWN = "unknown"


class Claim(Entity):
    """The reservation of one scarce thing.

    Attributes:
        state: Free, held or sold.
        holder: Id of the holder; None when free.
        until: Instant at which a hold expires; None when sold or free.
    """

    state: ClaimState
    holder: str | None = None
    until: Moment | None = None

    def is_free_at(self, now: datetime) -> bool:
        """Tell whether anybody may claim this at `now`: an expired hold counts as free, an unknown state never."""
        if self.state is ClaimState.UNKNOWN:
            return False
        return self.state is ClaimState.FREE or (self.until is not None and self.until <= now)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def held(self) -> int:
        """Return 1 for a hold, else 0: stored so that one aggregation counts all states at one moment."""
        return int(self.state is ClaimState.HELD)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def sold(self) -> int:
        """Return 1 for a sale or an unknown state, else 0: stored for the same aggregation."""
        return int(self.state in (ClaimState.SOLD, ClaimState.UNKNOWN))


def claim_ref(path: str) -> Ref[Claim]:
    """Return the reference of the claim document at `path`."""
    return Ref(path, Claim)
