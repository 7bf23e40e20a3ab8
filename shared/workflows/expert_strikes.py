"""Strikes of experts with their effects in the same commit: page, search, sale and calls follow the standing."""

from datetime import datetime
from typing import Literal

from shared.bookings.models import Booking, Side
from shared.catalogue import listing_pauses
from shared.catalogue import store as catalogue
from shared.contracts.events.sessions import ListingResumed
from shared.contracts.sessions import ListingState, StrikeGround
from shared.identity import store as identity
from shared.kernel.ids import BookingId, Id, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.pairing import presence
from shared.sessions import attendance, strike_rules, strikes
from shared.sessions.attendance_models import Attendance
from shared.sessions.errors import AppealClosed
from shared.sessions.strike_models import Strike, StrikeStanding, StrikeStatus
from shared.sessions.strike_rules import StrikeOccasion
from shared.sessions.strike_schemas import StandingView
from shared.sessions.strike_settings import StrikeSettings
from shared.workflows import group_sessions

AppealDecision = Literal["lift", "keep"]
"""Decision on an appeal: the strike is lifted, or kept."""


async def follow_attendance(uow: UnitOfWork, decided: Attendance, meeting_id: Id, *, now: datetime) -> None:
    """Give the expert the strike that follows from a decision about a session, or withdraw a strike that does not.

    All seats of a group give one strike together. It follows the seat that gave it, and passes on to another seat that
    gives one too.

    What an admin has lifted stays lifted. What was withdrawn can be given again. A changed ground is written into the
    strike, which keeps its day.

    Args:
        uow: Unit of work that carries the changes.
        decided: Decision about the session.
        meeting_id: Id of the meeting, and of its strike: that of the booking, or of the group's date.
        now: Present instant.
    """
    if decided.version == 1 and decided.outcome not in strike_rules.STRUCK_OUTCOMES:
        return
    ground = strike_rules.find_attendance_ground(decided.outcome, await strikes.get_settings(uow))
    known = await uow.get(strikes.strike_ref(meeting_id))
    if known is not None and known.status is StrikeStatus.GIVEN and known.booking_id != decided.booking_id:
        return
    is_absent = known is None or known.status is StrikeStatus.WITHDRAWN
    if is_absent and ground is not None:
        occasion = StrikeOccasion(meeting_id, decided.expert, ground, BookingId(decided.booking_id), decided.starts_at)
        await _give_strike(uow, occasion, now=now)
    elif known is not None and known.status is StrikeStatus.GIVEN:
        if ground is None and (other := await _find_other_seat(uow, decided, meeting_id)) is not None:
            uow.put(strikes.strike_ref(known.id), known.having(booking_id=other[0], ground=other[1]))
        elif ground is None:
            withdrawn = strike_rules.with_strike_ended(known, StrikeStatus.WITHDRAWN, reason="", now=now)
            await _end_strike(uow, withdrawn, now=now)
        elif ground is not known.ground:
            uow.put(strikes.strike_ref(known.id), known.having(ground=ground))


async def _find_other_seat(
    uow: UnitOfWork, decided: Attendance, meeting_id: Id
) -> tuple[BookingId, StrikeGround] | None:
    """Find another seat of the same group whose decision gives a strike, with its ground; None for a meeting of two."""
    ids = [id for id in await group_sessions.list_session_ids(uow, meeting_id) if id != decided.id]
    settings = await strikes.get_settings(uow)
    for found in await uow.get_all([attendance.attendance_ref(id) for id in ids]):
        ground = strike_rules.find_attendance_ground(found.outcome, settings) if found is not None else None
        if found is not None and ground is not None:
            return BookingId(found.booking_id), ground
    return None


async def gives_strike(reader: Reader, booking: Booking, side: Side, *, now: datetime) -> bool:
    """Return whether this side gets a strike for cancelling the booking now: the expert, shortly before the start."""
    if side is not Side.EXPERT or booking.meeting is None:
        return False
    return strike_rules.is_late_cancellation(booking.starts_at, await strikes.get_settings(reader), now=now)


async def give_cancellation_strike(uow: UnitOfWork, booking: Booking, *, now: datetime) -> None:
    """Give the expert a strike for a booking that the expert has just cancelled shortly before its start.

    All seats of a group give one strike together.
    """
    ground, expert = StrikeGround.CANCELLED_LATE, booking.offer.expert
    if await uow.get(strikes.strike_ref(booking.meeting_id)) is None:
        occasion = StrikeOccasion(booking.meeting_id, expert, ground, booking.id, booking.starts_at)
        await _give_strike(uow, occasion, now=now)


async def give_strike(uow: UnitOfWork, expert: UserId, reason: str, *, now: datetime) -> Strike:
    """Give an expert a strike as an admin.

    Raises:
        ExpertNotFound: The person has never applied.
    """
    await catalogue.get_expert(uow, expert)
    occasion = StrikeOccasion(Id.new(uow.random_below), expert, StrikeGround.ADMIN, reason=reason)
    return await _give_strike(uow, occasion, now=now)


async def lift_strike(uow: UnitOfWork, strike_id: Id, reason: str, *, now: datetime) -> Strike:
    """Lift a strike as an admin, and undo what it led to. A strike that does not stand stays as it is.

    An open appeal against it is accepted.

    Raises:
        StrikeNotFound: There is no such strike.
    """
    known = await strikes.get_strike(uow, strike_id)
    if known.status is not StrikeStatus.GIVEN:
        return known
    lifted = strike_rules.with_appeal_decided(known, is_lifted=True, reason=reason, by_admin=True, now=now)
    if lifted.status is StrikeStatus.GIVEN:
        lifted = strike_rules.with_strike_ended(lifted, StrikeStatus.LIFTED, reason=reason, now=now)
    return await _end_strike(uow, lifted, now=now)


async def decide_appeal(
    uow: UnitOfWork, strike_id: Id, decision: AppealDecision, reason: str, *, now: datetime
) -> Strike:
    """Decide the appeal against a strike as an admin. A lifted strike undoes what it led to.

    Raises:
        StrikeNotFound: There is no such strike.
        AppealClosed: The strike has no open appeal.
    """
    known = await strikes.get_strike(uow, strike_id)
    if not strike_rules.is_appeal_open(known, now=now):
        raise AppealClosed()
    is_lifted = decision == "lift"
    decided = strike_rules.with_appeal_decided(known, is_lifted=is_lifted, reason=reason, by_admin=True, now=now)
    return await _save_decided_appeal(uow, decided, now=now)


async def end_silent_appeal(uow: UnitOfWork, strike_id: Id, *, now: datetime) -> None:
    """End an appeal that no admin has decided in time, as the expert was told beforehand.

    Raises:
        StrikeNotFound: There is no such strike.
    """
    known = await strikes.get_strike(uow, strike_id)
    if known.appeal is not None and strike_rules.is_appeal_overdue(known, now=now):
        is_lifted = known.appeal.on_silence == "lifted"
        decided = strike_rules.with_appeal_decided(known, is_lifted=is_lifted, by_admin=False, now=now)
        await _save_decided_appeal(uow, decided, now=now)


async def resume_listing(uow: UnitOfWork, expert: UserId, *, now: datetime) -> None:
    """Show the listing of an expert whose pause is over. A pause that lasts goes on."""
    known = await uow.get(strikes.standing_ref(expert))
    if known is None or known.paused_until is None or now < known.paused_until:
        return
    standing = strike_rules.with_listing(known, now=now)
    strikes.put_standing(uow, standing)
    await _follow_standing(uow, standing, now=now)
    if standing.listing is ListingState.SHOWN:
        uow.emit(ListingResumed(expert=expert, at=now))


async def follow_vetting(uow: UnitOfWork, expert: UserId, *, now: datetime) -> None:
    """Let no earlier strike count of an expert whom an admin has just accepted, and let the expert take calls."""
    await strikes.clear_strikes(uow, expert, now=now)
    await presence.set_paused(uow, expert, "", paused=False, now=now)


async def get_standing(reader: Reader, expert: UserId, *, now: datetime) -> StandingView:
    """Get what an expert's strikes lead to, and what a further one would lead to."""
    standing, settings = await reader.get_many(strikes.standing_ref(expert), strikes.SETTINGS)
    return StandingView.of(standing, settings or StrikeSettings(), now=now)


async def _give_strike(uow: UnitOfWork, occasion: StrikeOccasion, *, now: datetime) -> Strike:
    strike, standing = await strikes.give_strike(uow, occasion, now=now)
    await _follow_standing(uow, standing, now=now)
    return strike


async def _end_strike(uow: UnitOfWork, strike: Strike, *, now: datetime) -> Strike:
    standing = await strikes.end_strike(uow, strike, now=now)
    if standing is not None:
        await _follow_standing(uow, standing, now=now)
    return strike


async def _save_decided_appeal(uow: UnitOfWork, decided: Strike, *, now: datetime) -> Strike:
    if decided.status is StrikeStatus.LIFTED:
        return await _end_strike(uow, decided, now=now)
    strikes.keep_strike(uow, decided, now=now)
    return decided


async def _follow_standing(uow: UnitOfWork, standing: StrikeStanding, *, now: datetime) -> None:
    """Bring page and calls of an expert in line with the standing."""
    uid = standing.id
    expert = await listing_pauses.update_listing(uow, uid, standing.listing, now=now)
    person = None if expert else await uow.get(identity.user_ref(uid))
    name = expert.full_name if expert else person.full_name if person else None
    if name is not None:
        await presence.set_paused(uow, uid, name, paused=standing.listing is not ListingState.SHOWN, now=now)
