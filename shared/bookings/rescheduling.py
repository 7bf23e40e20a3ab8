"""Rescheduling of bookings: one side proposes another time, the other side accepts or declines."""

from datetime import datetime

from shared.bookings import actions, changes, meeting_links, meeting_place_rules, proposal_rules, slot_holds, store
from shared.bookings.models import Booking, Side
from shared.bookings.settings import BookingSettings
from shared.claims.holds import release_claims
from shared.contracts.bookings import BookingChange
from shared.contracts.events.bookings import BookingMoved
from shared.contracts.offers import MeetingAddress
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId
from shared.kernel.ports import UnitOfWork


async def propose_reschedule(
    uow: UnitOfWork,
    booking_id: BookingId,
    starts_at: datetime,
    settings: BookingSettings,
    *,
    buffer_minutes: int,
    overlaps: tuple[BookingId, ...] = (),
    actor: Actor,
    now: datetime,
) -> Booking:
    """Propose another time to the other side, and hold that time until the proposal expires.

    A proposal replaces an earlier one, whose time is released.

    Raises:
        BookingNotFound: The booking does not exist, or the actor has no part in it.
        BookingNotOpen: The booking is neither requested nor confirmed, has begun, or was not answered in time.
        SeatIsFixed: The booking is a seat in a group.
        Invalid: The booking has that time already.
        SlotTaken: Another booking has the proposed time.
    """
    before, side = await store.access_booking(uow, booking_id, actor)
    booking = proposal_rules.with_proposal(
        before, side, starts_at, settings, buffer_minutes=buffer_minutes, overlaps=overlaps, now=now
    )
    await release_claims(uow, slot_holds.proposed_quarters(before), holder=booking.id)
    if booking.proposal is not None:
        around, until = booking.buffer_quarters_at(starts_at, buffer_minutes), booking.proposal.expires_at
        await slot_holds.claim_quarters(
            uow, booking, slot_holds.proposed_quarters(booking), must_be_free=around, now=now, until=until
        )
    uow.put(store.booking_ref(booking.id), booking)
    _emit_to_other_party(uow, booking, BookingChange.PROPOSED, side)
    return booking


async def accept_reschedule(
    uow: UnitOfWork,
    booking_id: BookingId,
    *,
    overlaps: tuple[BookingId, ...] | None = None,
    place: MeetingAddress | None = None,
    actor: Actor,
    now: datetime,
) -> Booking:
    """Accept the proposed time and release the old time in the same commit. A request is approved by that.

    Args:
        uow: Unit of work that carries the changes.
        booking_id: Id of the booking.
        overlaps: Other bookings that the customer has at the new time; those of the proposal if None.
        place: Present place of the service, if people meet there; None for that of the offer.
        actor: Side that accepts.
        now: Present instant.

    Raises:
        BookingNotFound: The booking does not exist, or the actor has no part in it.
        BookingNotOpen: The booking is neither requested nor confirmed.
        NoProposal: No proposal is open.
        OwnProposal: The actor made the proposal.
        SlotTaken: Another booking has the time.
    """
    settings = await store.get_booking_settings(uow, store.booking_ref(booking_id))
    before, side = await store.access_booking(uow, booking_id, actor)
    booking = proposal_rules.with_accepted_proposal(before, side, settings, now=now)
    booking = meeting_place_rules.with_place_of_service(booking, place)
    if overlaps is not None:
        booking = booking.having(overlaps=overlaps)
    await release_claims(
        uow, slot_holds.subtract_paths(before.claimed_quarters, booking.claimed_quarters), holder=booking.id
    )
    await slot_holds.hold_slot(uow, booking, now=now)
    if booking.awaits_payment:
        actions.save_approved_booking(uow, booking, by=booking.person_on(side))
        return booking
    return await _reschedule_confirmed(uow, before, booking, side, now=now)


async def _reschedule_confirmed(
    uow: UnitOfWork, before: Booking, booking: Booking, side: Side, *, now: datetime
) -> Booking:
    await meeting_links.release_meeting_link(uow, before)
    booking = booking.having(meeting=await meeting_links.assign_meeting_place(uow, booking, now=now))
    uow.put(store.booking_ref(booking.id), booking)
    uow.emit(BookingMoved(booking_id=booking.id, starts_at=booking.starts_at, ends_at=booking.ends_at))
    by = booking.person_on(side)
    changes.emit_change(uow, booking, BookingChange.MOVED, booking.customer, booking.offer.expert, by=by)
    return booking


async def decline_reschedule(uow: UnitOfWork, booking_id: BookingId, *, actor: Actor, now: datetime) -> Booking:
    """Decline or withdraw the proposal and release its time. A withdrawal sends no notice.

    Raises:
        BookingNotFound: The booking does not exist, or the actor has no part in it.
        BookingNotOpen: The booking is neither requested nor confirmed.
        NoProposal: No proposal is open.
    """
    before, side = await store.access_booking(uow, booking_id, actor)
    booking = proposal_rules.with_declined_proposal(before, now=now)
    await release_claims(uow, slot_holds.proposed_quarters(before), holder=booking.id)
    uow.put(store.booking_ref(booking.id), booking)
    if before.proposal is not None and before.proposal.by is not side:
        _emit_to_other_party(uow, booking, BookingChange.DECLINED, side)
    return booking


def _emit_to_other_party(uow: UnitOfWork, booking: Booking, change: BookingChange, side: Side) -> None:
    other = booking.customer if side is Side.EXPERT else booking.offer.expert
    changes.emit_change(uow, booking, change, other, by=booking.person_on(side))
