"""Rules of strikes: their grounds, their consequences, appeals, and their end. Pure, told the time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from shared.contracts.sessions import AttendanceOutcome, ListingState, StrikeGround, StrikeStep
from shared.kernel.ids import BookingId, Id, UserId
from shared.sessions.errors import AppealClosed, AppealTimeOver
from shared.sessions.strike_models import (
    AppealStatus,
    CountedStrike,
    Strike,
    StrikeAppeal,
    StrikeStanding,
    StrikeStatus,
)
from shared.sessions.strike_settings import StrikeSettings

STRUCK_OUTCOMES = (AttendanceOutcome.EXPERT_ABSENT, AttendanceOutcome.NOBODY_CAME, AttendanceOutcome.ENDED_EARLY)
"""Outcomes of a session that can give its expert a strike, as the settings say."""
MOST_COUNTED = 50
"""Strikes that a standing holds; older ones lead to nothing any more."""


class StrikeOccasion(NamedTuple):
    """Happening that gives an expert a strike.

    Attributes:
        id: Id of the strike: that of the booking or of the group's date, or a random one.
        booking_id: Booking; None for a strike that an admin gives.
        starts_at: Agreed start of the session; None for a strike that an admin gives.
        reason: Reason of the admin; empty for a strike that follows from a booking.
    """

    id: Id
    expert: UserId
    ground: StrikeGround
    booking_id: BookingId | None = None
    starts_at: datetime | None = None
    reason: str = ""


def find_attendance_ground(outcome: AttendanceOutcome, settings: StrikeSettings) -> StrikeGround | None:
    """Find the ground on which the outcome of a session gives its expert a strike; None if it gives none."""
    gives = {
        AttendanceOutcome.EXPERT_ABSENT: (settings.expert_absent, StrikeGround.EXPERT_ABSENT),
        AttendanceOutcome.NOBODY_CAME: (settings.nobody_came, StrikeGround.NOBODY_CAME),
        AttendanceOutcome.ENDED_EARLY: (settings.ended_early, StrikeGround.ENDED_EARLY),
    }
    is_on, ground = gives.get(outcome, (False, None))
    return ground if is_on else None


def is_late_cancellation(starts_at: datetime, settings: StrikeSettings, *, now: datetime) -> bool:
    """Return whether an expert who cancels a session now gets a strike."""
    return now > starts_at - settings.late_cancel_time


def with_strike(
    known: StrikeStanding | None, occasion: StrikeOccasion, settings: StrikeSettings, *, now: datetime
) -> tuple[Strike, StrikeStanding]:
    """Return a new strike, and the standing of the expert with it."""
    counted = CountedStrike(
        id=occasion.id,
        given_at=now,
        counts_until=now + timedelta(days=settings.counts_days),
        pause_at=settings.pause_at,
        vet_at=settings.vet_at,
        paused_until=now + timedelta(days=settings.pause_days),
    )
    standing = known or StrikeStanding(id=occasion.expert, changed_at=now)
    standing = with_listing(standing.having(strikes=(*standing.strikes, counted)[-MOST_COUNTED:]), now=now)
    strike = Strike(
        id=occasion.id,
        expert=occasion.expert,
        ground=occasion.ground,
        booking_id=occasion.booking_id,
        starts_at=occasion.starts_at,
        reason=occasion.reason,
        step=compute_step(standing.strikes, len(standing.strikes) - 1),
        given_at=now,
        counts_until=counted.counts_until,
        appeal_before=now + timedelta(days=settings.appeal_days),
    )
    return strike, standing


def without_strike(standing: StrikeStanding, strike_id: Id, *, now: datetime) -> StrikeStanding:
    """Return the standing as if the strike had never been given."""
    return with_listing(standing.having(strikes=tuple(one for one in standing.strikes if one.id != strike_id)), now=now)


def with_listing(standing: StrikeStanding, *, now: datetime) -> StrikeStanding:
    """Return the standing with the state of the listing that follows from its strikes at `now`."""
    steps = [compute_step(standing.strikes, place) for place in range(len(standing.strikes))]
    if StrikeStep.VETTING in steps:
        return standing.having(listing=ListingState.VETTING, paused_until=None, changed_at=now)
    pauses = [
        one.paused_until
        for one, step in zip(standing.strikes, steps, strict=True)
        if step is StrikeStep.PAUSE and now < one.paused_until
    ]
    listing = ListingState.PAUSED if pauses else ListingState.SHOWN
    return standing.having(listing=listing, paused_until=max(pauses, default=None), changed_at=now)


def compute_step(strikes: Sequence[CountedStrike], place: int) -> StrikeStep:
    """Compute the consequence of the strike at `place`: by its own terms and the earlier strikes that counted then.

    The present time plays no part. So a strike that is taken away undoes exactly its own consequence.
    """
    strike = strikes[place]
    count = 1 + sum(strike.given_at < earlier.counts_until for earlier in strikes[:place])
    if count >= strike.vet_at:
        return StrikeStep.VETTING
    return StrikeStep.PAUSE if count >= strike.pause_at else StrikeStep.WARNING


def count_strikes(standing: StrikeStanding | None, *, now: datetime) -> int:
    """Count the strikes that count at `now`."""
    return sum(now < one.counts_until for one in standing.strikes) if standing else 0


def with_clean_slate(standing: StrikeStanding, *, now: datetime) -> StrikeStanding:
    """Return the standing of an expert who was vetted anew: no earlier strike counts."""
    return standing.having(strikes=(), listing=ListingState.SHOWN, paused_until=None, changed_at=now)


def with_appeal(strike: Strike, text: str, settings: StrikeSettings, *, now: datetime) -> Strike:
    """Return the strike with the expert's appeal, or with another text of the open one.

    Raises:
        AppealTimeOver: The expert has not appealed in time.
        AppealClosed: The appeal was decided, or the strike does not stand any more.
    """
    if strike.status is not StrikeStatus.GIVEN:
        raise AppealClosed()
    if strike.appeal is not None:
        if not is_appeal_open(strike, now=now):
            raise AppealClosed()
        return strike.having(appeal=strike.appeal.having(text=text))
    if now >= strike.appeal_before:
        raise AppealTimeOver(appeal_before=strike.appeal_before)
    appeal = StrikeAppeal(
        text=text,
        opened_at=now,
        decide_before=now + timedelta(days=settings.decide_appeal_days),
        on_silence="lifted" if settings.silence_lifts else "kept",
    )
    return strike.having(appeal=appeal)


def is_appeal_open(strike: Strike, *, now: datetime) -> bool:
    """Return whether an admin may still decide the appeal against the strike."""
    appeal = strike.appeal
    return appeal is not None and appeal.status is AppealStatus.OPEN and now < appeal.decide_before


def is_appeal_overdue(strike: Strike, *, now: datetime) -> bool:
    """Return whether nobody has decided the appeal against the strike in time."""
    return strike.undecided_before is not None and strike.undecided_before <= now


def with_appeal_decided(strike: Strike, *, is_lifted: bool, reason: str = "", by_admin: bool, now: datetime) -> Strike:
    """Return the strike with its open appeal decided, and lifted if so decided. Without an open appeal: the strike."""
    appeal = strike.appeal
    if appeal is None or appeal.status is not AppealStatus.OPEN:
        return strike
    closed = appeal.having(
        status=AppealStatus.ACCEPTED if is_lifted else AppealStatus.REFUSED,
        closed_at=now,
        by_admin=by_admin,
        reason=reason,
    )
    strike = strike.having(appeal=closed)
    return with_strike_ended(strike, StrikeStatus.LIFTED, reason=reason, now=now) if is_lifted else strike


def with_strike_ended(strike: Strike, status: StrikeStatus, *, reason: str, now: datetime) -> Strike:
    """Return the strike lifted or withdrawn. An appeal that is still open is then about nothing."""
    appeal = strike.appeal
    if appeal is not None and appeal.status is AppealStatus.OPEN:
        appeal = appeal.having(status=AppealStatus.MOOT, closed_at=now)
    return strike.having(status=status, appeal=appeal, ended_at=now, end_reason=reason)
