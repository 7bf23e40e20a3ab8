"""Views of strikes."""

from typing import Self

from shared.contracts.sessions import ListingState, StrikeGround, StrikeStep
from shared.kernel.ids import BookingId, Id, UserId
from shared.kernel.schemas import Moment, View
from shared.sessions.strike_models import (
    AppealDefault,
    AppealStatus,
    Strike,
    StrikeAppeal,
    StrikeStanding,
    StrikeStatus,
)
from shared.sessions.strike_rules import count_strikes
from shared.sessions.strike_settings import StrikeSettings


class StrikeAppealView(View):
    """Appeal of an expert against a strike."""

    status: AppealStatus
    """State of the appeal: `open`, `accepted`, `refused`, or `moot` because the strike ended for another reason."""
    text: str
    """Statement in the expert's words."""
    opened_at: Moment
    """Instant in UTC at which the expert appealed."""
    decide_before: Moment
    """Instant in UTC at which the appeal ends by itself, unless an admin has decided by then."""
    on_silence: AppealDefault
    """Fate of the strike if nobody decides before `decide_before`: `lifted` or `kept`."""
    closed_at: Moment | None
    """Instant in UTC at which the appeal ended; null while it is open."""
    by_admin: bool
    """True if an admin decided; false while the appeal is open, and if nobody decided in time."""
    reason: str
    """Reason of the admin who decided; empty while the appeal is open, and if nobody decided."""

    @classmethod
    def of(cls, appeal: StrikeAppeal) -> Self:
        return cls(**appeal.model_dump())


class StrikeView(View):
    """Strike of an expert."""

    strike_id: Id
    """Id of the strike: that of the booking, or a random one if an admin gave the strike."""
    expert: UserId
    """Account id of the expert."""
    status: StrikeStatus
    """State of the strike: `given`, `lifted` by us, or `withdrawn` because another decision about the session fell."""
    ground: StrikeGround
    """Reason of the strike: what happened to the session, or `admin`."""
    booking_id: BookingId | None
    """Id of the booking that the strike is about, for `get_booking`; null if an admin gave the strike."""
    starts_at: Moment | None
    """Agreed start of the session, UTC; null if an admin gave the strike."""
    reason: str
    """Reason of the admin who gave the strike; empty if the strike follows from a booking."""
    step: StrikeStep
    """Consequence on the day of the strike: a warning, a pause of the listing, or a new vetting."""
    given_at: Moment
    """Instant in UTC at which the strike was given."""
    counts_until: Moment
    """Instant in UTC from which on a strike that stands does not count any more."""
    appeal_before: Moment
    """Instant in UTC until which the expert may call `appeal_strike`; then the strike is final."""
    appeal: StrikeAppealView | None
    """Appeal of the expert; null while the expert has not appealed."""
    ended_at: Moment | None
    """Instant in UTC at which the strike was lifted or withdrawn; null while it stands."""
    end_reason: str
    """Reason of the admin who lifted the strike; empty if no admin did."""

    @classmethod
    def of(cls, strike: Strike) -> Self:
        told = strike.model_dump(include=set(cls.model_fields) - {"appeal"})
        return cls(**told, strike_id=strike.id, appeal=StrikeAppealView.of(strike.appeal) if strike.appeal else None)


class StandingView(View):
    """Standing of an expert: what the strikes lead to now, and what a further one would lead to."""

    listing: ListingState
    """State of the listing by strikes alone: `shown`, `paused`, or hidden until a new `vetting`."""
    paused_until: Moment | None
    """Instant in UTC at which the pause ends by itself; null unless the listing is paused."""
    strikes: int
    """Number of strikes that count now; `list_my_strikes` shows them."""
    pause_at: int
    """Number of strikes from which on a further one pauses the listing."""
    pause_days: int
    """Length of a pause of the listing, in days."""
    vet_at: int
    """Number of strikes from which on the listing is hidden until the expert is vetted anew."""
    counts_days: int
    """Days for which a further strike would count."""
    late_cancel_hours: int
    """Hours before the start in which a cancellation by the expert gives a strike; 0 if none ever does."""
    appeal_days: int
    """Days in which the expert may appeal against a further strike."""

    @classmethod
    def of(cls, standing: StrikeStanding | None, settings: StrikeSettings, *, now: Moment) -> Self:
        told = settings.model_dump(include=set(cls.model_fields))
        return cls(
            **told,
            listing=standing.listing if standing else ListingState.SHOWN,
            paused_until=standing.paused_until if standing else None,
            strikes=count_strikes(standing, now=now),
        )
