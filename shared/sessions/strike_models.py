"""Entities of strikes: failures of an expert, the appeals against them, and the standing that follows from all."""

from typing import Annotated, Literal

from pydantic import computed_field

from shared.contracts.sessions import ListingState, StrikeGround, StrikeStep
from shared.kernel.ids import BookingId, Id, UserId
from shared.kernel.schemas import Entity, Moment, Text
from shared.kernel.stored_choices import StoredEnum, UnknownAs


class StrikeStatus(StoredEnum):
    """State of a strike: `given`, `lifted` by us, or `withdrawn` because the decision about the session was changed.

    A given strike counts until its `counts_until`.
    """

    GIVEN = "given"
    LIFTED = "lifted"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


class AppealStatus(StoredEnum):
    """State of an appeal: `open`, `accepted`, `refused`, or `moot` because the strike ended for another reason."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    MOOT = "moot"
    UNKNOWN = "unknown"


AppealDefault = Literal["lifted", "kept"]
"""Fate of a strike whose appeal nobody decides in time."""


class StrikeAppeal(Entity):
    """Appeal of an expert against a strike.

    Attributes:
        text: Statement in the expert's words.
        opened_at: Instant in UTC at which the expert appealed.
        decide_before: Instant in UTC at which the appeal ends unless an admin has decided by then.
        on_silence: Fate of the strike then.
        closed_at: Instant in UTC at which the appeal ended; None while it is open.
        by_admin: True if an admin decided; False while it is open, and if nobody did.
        reason: Reason of the admin; empty by default.
    """

    status: AppealStatus = AppealStatus.OPEN
    text: Text
    opened_at: Moment
    decide_before: Moment
    on_silence: Annotated[AppealDefault, UnknownAs("kept")]
    closed_at: Moment | None = None
    by_admin: bool = False
    reason: str = ""


class Strike(Entity):
    """Strike of an expert. The id is that of the booking and session, or a random one if an admin gave it.

    Attributes:
        ground: Reason for which the strike was given.
        booking_id: Booking that the strike is about; None for one that an admin gave.
        starts_at: Agreed start of the session, UTC; None for one that an admin gave.
        reason: Reason of the admin who gave the strike; empty for one that follows from a booking.
        step: Consequence of the strike on the day when it was given.
        given_at: Instant in UTC at which the strike was given.
        counts_until: Instant in UTC from which on the strike does not count any more.
        appeal_before: Instant in UTC until which the expert may appeal.
        appeal: Appeal of the expert; None while the expert has not appealed.
        ended_at: Instant in UTC at which the strike was lifted or withdrawn; None while it stands.
        end_reason: Reason of the admin who lifted the strike; empty by default.
    """

    id: Id
    expert: UserId
    status: StrikeStatus = StrikeStatus.GIVEN
    ground: StrikeGround
    booking_id: BookingId | None = None
    starts_at: Moment | None = None
    reason: str = ""
    step: StrikeStep
    given_at: Moment
    counts_until: Moment
    appeal_before: Moment
    appeal: StrikeAppeal | None = None
    ended_at: Moment | None = None
    end_reason: str = ""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def undecided_before(self) -> Moment | None:
        """Return until when an open appeal waits for an admin. Stored, so that sweeps and lists can query for it."""
        is_open = self.appeal is not None and self.appeal.status is AppealStatus.OPEN
        return self.appeal.decide_before if self.appeal is not None and is_open else None


class CountedStrike(Entity):
    """A strike that stands, with the terms of the day on which it was given.

    Attributes:
        id: Id of the strike.
        pause_at: Number of strikes from which on the listing is paused.
        vet_at: Number of strikes from which on the expert is vetted anew.
        paused_until: Instant in UTC at which a pause by this strike ends.
    """

    id: Id
    given_at: Moment
    counts_until: Moment
    pause_at: int
    vet_at: int
    paused_until: Moment


class StrikeStanding(Entity):
    """All strikes of an expert that stand, and their consequence. The id is the expert's uid.

    Every change of a strike writes this document too, so that two changes at once cannot miss one another.

    Attributes:
        strikes: Strikes that stand, the oldest first; the latest 50.
        listing: State of the expert's listing that follows from the strikes.
        paused_until: Instant in UTC at which the pause ends; None unless the listing is paused.
        changed_at: Instant in UTC of the last change.
    """

    id: UserId
    strikes: tuple[CountedStrike, ...] = ()
    listing: ListingState = ListingState.SHOWN
    paused_until: Moment | None = None
    changed_at: Moment
