"""Actions of bookings: request, approve, reject, confirm, expire, complete and remind.

Meeting places are assigned by `meeting_links`, other times are agreed on in `rescheduling`, and bookings are cancelled
in `cancellation`.
"""

from datetime import datetime, timedelta

from shared.bookings import (
    cancellation_rules,
    changes,
    group_dates,
    jobs,
    meeting_links,
    meeting_place_rules,
    reminders,
    rules,
    slot_holds,
    store,
)
from shared.bookings.models import Booking, BookingPayment, Customer, Side
from shared.bookings.schemas import BookingRequest
from shared.claims.holds import release_claims
from shared.contracts import slots
from shared.contracts.bookings import BookingChange, BookingStatus
from shared.contracts.events.bookings import BookingCompleted, BookingConfirmed
from shared.contracts.offers import MeetingAddress, Offer
from shared.contracts.sessions import AttendanceOutcome
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId, GroupDateId, ServiceId, UserId
from shared.kernel.ports import Reader, Refs, UnitOfWork

# Minutes of a meeting and of its buffer: most services are no longer, and most experts want no buffer.
_DEFAULT_LENGTH_AND_BUFFER = (60, 0)


async def prefetch_quarters(uow: UnitOfWork, request: BookingRequest) -> None:
    """Read the quarters of a booking and of the buffer around it, in one round trip with the settings.

    Optimisation only: correctness comes from the commit's preconditions. The length and the buffer come from the
    instance's cache of earlier bookings of the service. Without an entry, 60 minutes and no buffer are assumed.
    """
    minutes, buffer = uow.instance_cache.get(
        _length_cache_key(request.expert_id, request.service_id), _DEFAULT_LENGTH_AND_BUFFER
    )
    begins = request.starts_at - timedelta(minutes=buffer)
    quarters = slots.quarter_claim_refs(request.expert_id, begins, minutes + 2 * buffer)
    await uow.prefetch(store.SETTINGS, Refs(quarters))


def _length_cache_key(expert: UserId, service_id: ServiceId) -> str:
    return f"length:{expert}/{service_id}"


def _cache_length(uow: UnitOfWork, booking: Booking) -> None:
    name = _length_cache_key(booking.offer.expert, booking.offer.service_id)
    uow.instance_cache.pop(name, None)
    uow.instance_cache.setdefault(name, (booking.offer.minutes, booking.buffer_minutes))


async def request_booking(
    uow: UnitOfWork,
    booking_id: BookingId,
    offer: Offer,
    request: BookingRequest,
    customer: Customer,
    *,
    buffer_minutes: int,
    in_danger: bool,
    overlaps: tuple[BookingId, ...] = (),
    group_date: GroupDateId | None = None,
    now: datetime,
) -> Booking:
    """Create a booking and hold its time. A booking that needs approval expires at `answer_before`.

    A seat in a group holds no time; the caller holds the seat.

    Args:
        uow: Unit of work that carries the booking and its claims.
        booking_id: Id of the new booking and of its order.
        offer: The expert's service as it is offered now.
        request: Body of the customer's call.
        customer: Customer who books.
        buffer_minutes: Minutes that the expert keeps free before and after a meeting.
        in_danger: True if the topic or the notes speak of danger.
        overlaps: Other bookings of the customer's at the same time.
        group_date: Date of the group in which the booking is to be a seat; None for a meeting of two.
        now: Present instant.

    Raises:
        OwnService: The customer is the expert.
        SlotTaken: The time, or a quarter within the buffer, belongs to another booking.
    """
    settings = await store.get_booking_settings(uow)
    booking = rules.booking_from_request(
        booking_id,
        offer,
        request,
        customer,
        settings,
        buffer_minutes=buffer_minutes,
        in_danger=in_danger,
        overlaps=overlaps,
        group_date=group_date,
        now=now,
    )
    _cache_length(uow, booking)
    await slot_holds.hold_slot(uow, booking, now=now)
    uow.create(store.booking_ref(booking.id), booking)
    if booking.status is BookingStatus.REQUESTED:
        job = jobs.ExpireBookingRequest(booking_id=booking.id)
        uow.schedule(job, at=booking.answer_before, key=booking.id, precise=False)
        changes.emit_change(
            uow, booking, BookingChange.REQUESTED, booking.offer.expert, booking.customer, by=booking.customer
        )
    return booking


async def approve_booking(uow: UnitOfWork, booking_id: BookingId, *, actor: Actor, now: datetime) -> Booking:
    """Approve a request and hold its time anew. An open proposal is dropped.

    Raises:
        BookingNotFound: The booking does not exist, or the actor is not its expert.
        BookingNotOpen: The request was answered before, or its time to answer is over.
        SlotTaken: Another booking has the time, because this request did not hold it.
    """
    settings = await store.get_booking_settings(uow, store.booking_ref(booking_id))
    before = await store.access_booking_as(uow, booking_id, actor, Side.EXPERT)
    booking = rules.with_approval(before, settings, now=now)
    await release_claims(uow, slot_holds.proposed_quarters(before), holder=booking.id)
    await slot_holds.hold_slot(uow, booking, now=now)
    save_approved_booking(uow, booking, by=booking.offer.expert)
    return booking


def save_approved_booking(uow: UnitOfWork, booking: Booking, *, by: UserId | None) -> None:
    """Save an approved booking, cancel its expiry job, and have the customer asked to pay.

    Nobody is asked to pay for a free booking.

    Args:
        uow: Unit of work that carries the change.
        booking: Booking after the approval.
        by: Person whose answer approves the booking; None for an admin.
    """
    uow.put(store.booking_ref(booking.id), booking)
    uow.cancel_job(jobs.ExpireBookingRequest, booking.id)
    if booking.total.amount:
        changes.emit_change(uow, booking, BookingChange.APPROVED, booking.customer, by=by)


async def reject_booking(
    uow: UnitOfWork, booking_id: BookingId, *, reason: str, actor: Actor, now: datetime
) -> Booking:
    """Reject a request and release its time.

    Raises:
        BookingNotFound: The booking does not exist, or the actor is not its expert.
        BookingNotOpen: The request was answered before, or its time to answer is over.
    """
    before = await store.access_booking_as(uow, booking_id, actor, Side.EXPERT)
    booking = rules.with_rejection(before, reason=reason, now=now)
    await _end_request(uow, before, booking)
    changes.emit_change(uow, booking, BookingChange.REJECTED, booking.customer, by=booking.offer.expert)
    return booking


async def expire_booking_request(uow: UnitOfWork, booking_id: BookingId, *, now: datetime) -> None:
    """Expire a request that was not answered in time, and release its time.

    A request that was answered, or still has time, stays as it is.

    Raises:
        BookingNotFound: No booking has this id.
    """
    before = await store.get_booking(uow, booking_id)
    if before.status is not BookingStatus.REQUESTED or before.over_at is None or before.over_at > now:
        return
    booking = rules.with_expired_status(before, now=now)
    await _end_request(uow, before, booking)
    changes.emit_change(uow, booking, BookingChange.EXPIRED, booking.customer, booking.offer.expert)


async def _end_request(uow: UnitOfWork, before: Booking, booking: Booking) -> None:
    await slot_holds.release_slot(uow, before)
    uow.put(store.booking_ref(booking.id), booking)
    uow.cancel_job(jobs.ExpireBookingRequest, booking.id)


async def expire_unpaid_booking(uow: UnitOfWork, booking_id: BookingId, *, order_over: bool, now: datetime) -> None:
    """Expire a booking whose order was not paid, and give its seat in a group back.

    The order has released the time of a meeting of two already. A late payment may claim time or seat again.

    Args:
        order_over: True when the order can no longer be paid. Otherwise nothing happens.
    """
    booking = await store.find_booking(uow, booking_id)
    if booking is not None and booking.awaits_payment and order_over:
        await group_dates.release_seat(uow, booking)
        booking = rules.with_expired_status(booking, now=now)
        uow.put(store.booking_ref(booking.id), booking)
        changes.emit_change(uow, booking, BookingChange.EXPIRED, booking.customer)


async def confirm_booking(
    uow: UnitOfWork,
    booking_id: BookingId,
    *,
    paid: int,
    payment: BookingPayment,
    place: MeetingAddress | None = None,
    can_meet: bool = True,
    now: datetime,
) -> int:
    """Confirm a paid booking with its meeting place, and return the amount to refund.

    A payment that is recorded already changes nothing.

    Args:
        paid: Payment that was not refunded, in rupiah.
        payment: Amount, channel and time of the payment.
        place: Present place of the service, if people meet there; None for that of the offer.
        can_meet: False if one of the two may not come; then the booking is not confirmed.

    Returns:
        All of `paid`, in rupiah, if the booking can no longer be confirmed; otherwise 0.

    Raises:
        Unavailable: Only a newer version knows the booking's status.
    """
    booking = await store.find_booking(uow, booking_id)
    if booking is None or rules.is_payment_recorded(booking):
        return 0
    booking = meeting_place_rules.with_place_of_service(booking.having(payment=payment), place)
    can_be_confirmed = can_meet and rules.can_be_confirmed(booking, now=now)
    if not can_be_confirmed or not await group_dates.secure_seat(uow, booking, now=now):
        await group_dates.release_seat(uow, booking)
        await release_claims(uow, booking.quarters_at(booking.starts_at), holder=booking.id)
        booking = cancellation_rules.with_late_payment_refunded(booking, paid=paid, now=now)
        uow.put(store.booking_ref(booking.id), booking)
        return paid
    await _save_confirmation(uow, booking, paid=paid, now=now)
    return 0


async def confirm_free_booking(
    uow: UnitOfWork, booking: Booking, *, place: MeetingAddress | None = None, now: datetime
) -> None:
    """Confirm a booking that costs nothing with its meeting place, in the commit that fixes its time.

    Args:
        place: Present place of the service, if people meet there; None for that of the offer.
    """
    booking = booking.having(payment=BookingPayment(amount=0, paid_at=now))
    await _save_confirmation(uow, meeting_place_rules.with_place_of_service(booking, place), paid=0, now=now)


async def _save_confirmation(uow: UnitOfWork, booking: Booking, *, paid: int, now: datetime) -> None:
    booking = rules.with_confirmation(
        booking, await meeting_links.assign_meeting_place(uow, booking, now=now), paid=paid, now=now
    )
    uow.put(store.booking_ref(booking.id), booking)
    uow.emit(
        BookingConfirmed(
            booking_id=booking.id,
            expert=booking.offer.expert,
            customer=booking.customer,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
        )
    )
    changes.emit_change(
        uow, booking, BookingChange.CONFIRMED, booking.customer, booking.offer.expert, by=booking.customer
    )


async def access_payable_booking(reader: Reader, booking_id: BookingId, *, actor: Actor, now: datetime) -> Booking:
    """Get a booking that this customer may pay now.

    Raises:
        BookingNotFound: The booking does not exist, or the actor is not its customer.
        BookingNotOpen: The booking awaits no payment, or its time to pay is over.
        SlotTaken: The hold has expired, and another booking has the time.
        SEAT_ERRORS: The hold of the seat has expired, and the date has none for it.
    """
    booking = await store.access_booking_as(reader, booking_id, actor, Side.CUSTOMER)
    rules.check_payable(booking, now=now)
    await slot_holds.check_slot_available(reader, booking, now=now)
    return booking


async def emit_due_reminder(uow: UnitOfWork, booking_id: BookingId, *, now: datetime) -> int:
    """Emit the reminder that is due, and return the number of people to remind: of the payment, or of the meeting.

    The time of the next reminder is saved in the same commit.

    Raises:
        BookingNotFound: No booking has this id.
    """
    booking = await store.get_booking(uow, booking_id)
    if booking.next_reminder_at is None or booking.next_reminder_at > now:
        return 0
    uow.put(store.booking_ref(booking.id), reminders.with_next_reminder(booking, now=now))
    if reminders.is_payment_reminder_due(booking, now=now):
        changes.emit_change(uow, booking, BookingChange.UNPAID, booking.customer, at=now)
        return 1
    reminder = reminders.compute_due_reminder(booking, now=now)
    if reminder is None:
        return 0
    changes.emit_reminder(uow, booking, reminder, at=now)
    return 2


def is_confirmed(booking: Booking) -> bool:
    """Return whether the booking waits for its meeting, or for the decision who came."""
    return booking.status is BookingStatus.CONFIRMED


async def complete_booking(uow: UnitOfWork, booking: Booking, *, ended_at: datetime, now: datetime) -> None:
    """Complete a confirmed booking without a session, whose time is over. Another booking stays as it is."""
    if is_confirmed(booking):
        await conclude_booking(uow, booking, AttendanceOutcome.NOT_OBSERVED, refunded=0, ended_at=ended_at, now=now)


async def conclude_booking(
    uow: UnitOfWork,
    booking: Booking,
    outcome: AttendanceOutcome,
    *,
    refunded: int,
    ended_at: datetime,
    now: datetime,
) -> None:
    """Complete a confirmed booking, or record who did not come to its meeting, and release its meeting link.

    Args:
        uow: Unit of work that carries the change.
        booking: Confirmed booking.
        outcome: Outcome of the meeting.
        refunded: Money that goes back to the customer by this, in rupiah.
        ended_at: Instant in UTC at which the meeting ended.
        now: Present instant.

    Raises:
        BookingNotOpen: The booking is not confirmed.
    """
    await meeting_links.release_meeting_link(uow, booking)
    concluded = rules.with_conclusion(booking, outcome, refunded=refunded, now=now)
    uow.put(store.booking_ref(booking.id), concluded)
    if concluded.status is BookingStatus.COMPLETED:
        _emit_completion(uow, booking, ended_at)


async def change_conclusion(
    uow: UnitOfWork, booking: Booking, outcome: AttendanceOutcome, *, refunded: int, now: datetime
) -> None:
    """Record that an admin has decided otherwise about who came to the meeting of a booking.

    Raises:
        BookingNotOpen: The booking is not concluded.
    """
    concluded = rules.with_other_conclusion(booking, outcome, refunded=refunded, now=now)
    uow.put(store.booking_ref(booking.id), concluded)
    if concluded.status is BookingStatus.COMPLETED and booking.status is not BookingStatus.COMPLETED:
        _emit_completion(uow, booking, booking.ends_at)


def _emit_completion(uow: UnitOfWork, booking: Booking, ended_at: datetime) -> None:
    uow.emit(
        BookingCompleted(
            booking_id=booking.id, expert=booking.offer.expert, customer=booking.customer, ended_at=ended_at
        )
    )
