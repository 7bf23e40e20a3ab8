"""Actions of bookings: request, approve, reject, confirm, cancel, expire, complete and remind.

Meeting places are assigned by `meeting_links`, other times are agreed on in `rescheduling`.
"""

from datetime import datetime, timedelta

from shared.bookings import jobs, meeting_links, reminders, rules, slot_holds, store
from shared.bookings.jobs import BookingNoticeKind
from shared.bookings.models import Booking, BookingPayment, Customer, ReminderKind, Side
from shared.bookings.schemas import BookingRequest, BookingTab, BookingView
from shared.claims.holds import release_claims
from shared.contracts import slots
from shared.contracts.bookings import BookingStatus
from shared.contracts.events.bookings import BookingCancelled, BookingCompleted, BookingConfirmed
from shared.contracts.offers import Offer
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId, ServiceId, UserId
from shared.kernel.paging import Page
from shared.kernel.ports import Reader, Refs, UnitOfWork

# Minutes of a meeting and of its buffer: most services are no longer, and most experts want no buffer.
_DEFAULT_LENGTH_AND_BUFFER = (60, 0)
_INVOICE_DELAY = timedelta(minutes=2)


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
    now: datetime,
) -> Booking:
    """Create a booking and hold its time. A booking that needs approval expires at `answer_before`.

    Args:
        uow: Unit of work that carries the booking and its claims.
        booking_id: Id of the new booking and of its order.
        offer: The expert's service as it is offered now.
        request: Body of the customer's call.
        customer: Customer who books.
        buffer_minutes: Minutes that the expert keeps free before and after a meeting.
        in_danger: True if the topic or the notes speak of danger.
        overlaps: Other bookings of the customer's at the same time.
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
        now=now,
    )
    _cache_length(uow, booking)
    await slot_holds.hold_slot(uow, booking, now=now)
    uow.create(store.booking_ref(booking.id), booking)
    if booking.status is BookingStatus.REQUESTED:
        job = jobs.ExpireBookingRequest(booking_id=booking.id)
        uow.schedule(job, at=booking.answer_before, key=booking.id, precise=False)
        jobs.schedule_notices(uow, booking, BookingNoticeKind.REQUESTED, booking.offer.expert, booking.customer)
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
    save_approved_booking(uow, booking)
    return booking


def save_approved_booking(uow: UnitOfWork, booking: Booking) -> None:
    """Save an approved booking, cancel its expiry job, and schedule the e-mail that asks the customer to pay."""
    uow.put(store.booking_ref(booking.id), booking)
    uow.cancel_job(jobs.ExpireBookingRequest, booking.id)
    # The invoice is created meanwhile, so that the e-mail can link to the checkout page.
    jobs.schedule_notices(
        uow, booking, BookingNoticeKind.APPROVED, booking.customer, at=booking.changed_at + _INVOICE_DELAY
    )


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
    jobs.schedule_notices(uow, booking, BookingNoticeKind.REJECTED, booking.customer)
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
    jobs.schedule_notices(uow, booking, BookingNoticeKind.EXPIRED, booking.customer, booking.offer.expert)


async def _end_request(uow: UnitOfWork, before: Booking, booking: Booking) -> None:
    await slot_holds.release_slot(uow, before)
    uow.put(store.booking_ref(booking.id), booking)
    uow.cancel_job(jobs.ExpireBookingRequest, booking.id)


async def expire_unpaid_booking(uow: UnitOfWork, booking_id: BookingId, *, order_over: bool, now: datetime) -> None:
    """Expire a booking whose order was not paid.

    The order has released the time already, and may claim it again for a late payment.

    Args:
        order_over: True when the order can no longer be paid. Otherwise nothing happens.
    """
    booking = await store.find_booking(uow, booking_id)
    if booking is not None and booking.awaits_payment and order_over:
        booking = rules.with_expired_status(booking, now=now)
        uow.put(store.booking_ref(booking.id), booking)
        jobs.schedule_notices(uow, booking, BookingNoticeKind.EXPIRED, booking.customer)


async def confirm_booking(
    uow: UnitOfWork, booking_id: BookingId, *, paid: int, payment: BookingPayment, now: datetime
) -> int:
    """Confirm a paid booking with its meeting place, and return the amount to refund.

    A payment that is recorded already changes nothing.

    Args:
        paid: Payment that was not refunded, in rupiah.
        payment: Amount, channel and time of the payment.

    Returns:
        All of `paid`, in rupiah, if the booking can no longer be confirmed; otherwise 0.

    Raises:
        Unavailable: Only a newer version knows the booking's status.
    """
    booking = await store.find_booking(uow, booking_id)
    if booking is None or rules.is_payment_recorded(booking):
        return 0
    booking = booking.having(payment=payment)
    if not rules.can_be_confirmed(booking, now=now):
        await release_claims(uow, booking.quarters_at(booking.starts_at), holder=booking.id)
        booking = rules.with_late_payment_refunded(booking, paid=paid, now=now)
        uow.put(store.booking_ref(booking.id), booking)
        return paid
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
    jobs.schedule_notices(uow, booking, BookingNoticeKind.CONFIRMED, booking.customer, booking.offer.expert)
    return 0


async def quote_refund(
    reader: Reader, booking_id: BookingId, *, paid: int, actor: Actor, now: datetime
) -> tuple[Booking, int]:
    """Get the booking, and the refund in rupiah if this actor cancelled now.

    Raises:
        BookingNotFound: The booking does not exist, or the actor has no part in it.
        BookingNotOpen: The booking is over, or the meeting has begun.
    """
    booking, side = await store.access_booking(reader, booking_id, actor)
    return booking, rules.compute_refund(booking, side, paid=paid, now=now)


async def cancel_booking(
    uow: UnitOfWork, booking_id: BookingId, *, reason: str, quoted: int, paid: int, actor: Actor, now: datetime
) -> Booking:
    """Cancel a booking for the quoted refund, and release its time and its meeting link.

    Args:
        quoted: Refund that the caller was told, in rupiah.
        paid: Payment that was not refunded yet, in rupiah.

    Raises:
        BookingNotFound: The booking does not exist, or the actor has no part in it.
        BookingNotOpen: The booking is over, or the meeting has begun.
        QuoteChanged: The refund is another amount by now.
    """
    before, side = await store.access_booking(uow, booking_id, actor)
    due = rules.compute_refund(before, side, paid=paid, now=now)
    rules.check_quote_matches(due, quoted, currency=before.total.currency)
    booking = rules.with_cancellation(before, by=side, reason=reason, refund=due, now=now).having(
        paid=paid, cancelled_by_admin=UserId(actor.id) if side is Side.ADMIN else None
    )
    return await _save_cancellation(uow, before, booking, now=now)


async def cancel_booking_with_order(uow: UnitOfWork, booking_id: BookingId, *, whole: bool, now: datetime) -> None:
    """Cancel a booking whose order was cancelled unpaid or refunded. A booking that is over stays as it is.

    Args:
        whole: False after a partial refund: then nothing happens.
    """
    before = await store.find_booking(uow, booking_id)
    if whole and before is not None and before.status in (BookingStatus.AWAITING_PAYMENT, BookingStatus.CONFIRMED):
        booking = rules.with_cancellation(before, by=Side.SYSTEM, reason="", refund=before.paid, now=now)
        await _save_cancellation(uow, before, booking, now=now)


async def _save_cancellation(uow: UnitOfWork, before: Booking, booking: Booking, *, now: datetime) -> Booking:
    await slot_holds.release_slot(uow, before)
    await meeting_links.release_meeting_link(uow, before)
    uow.put(store.booking_ref(booking.id), booking)
    if before.status is BookingStatus.REQUESTED:
        uow.cancel_job(jobs.ExpireBookingRequest, booking.id)
    uow.emit(
        BookingCancelled(
            booking_id=booking.id,
            refund=booking.refund,
            was_confirmed=before.status is BookingStatus.CONFIRMED,
            cancelled_at=now,
        )
    )
    jobs.schedule_notices(uow, booking, BookingNoticeKind.CANCELLED, booking.customer, booking.offer.expert)
    return booking


async def access_payable_booking(reader: Reader, booking_id: BookingId, *, actor: Actor, now: datetime) -> Booking:
    """Get a booking that this customer may pay now.

    Raises:
        BookingNotFound: The booking does not exist, or the actor is not its customer.
        BookingNotOpen: The booking awaits no payment, or its time to pay is over.
        SlotTaken: The hold has expired, and another booking has the time.
    """
    booking = await store.access_booking_as(reader, booking_id, actor, Side.CUSTOMER)
    rules.check_payable(booking, now=now)
    await slot_holds.check_slot_available(reader, booking, now=now)
    return booking


async def list_bookings_page(
    reader: Reader, side: Side, tab: BookingTab, *, actor: Actor, cursor: str | None, limit: int
) -> Page[BookingView]:
    """List one page of the actor's bookings, newest first."""
    found = await store.list_bookings(reader, UserId(actor.id), side, tab.statuses, cursor=cursor, limit=limit)
    return found.to_page(lambda booking: BookingView.of(booking, viewer=actor))


async def get_booking_for_notice(
    reader: Reader, booking_id: BookingId, notice: BookingNoticeKind, to: UserId
) -> Booking:
    """Get the booking that a notice is about.

    Raises:
        BookingNotFound: The booking does not exist.
        NoLongerSo: The notice is no longer true of the booking.
    """
    booking = await store.get_booking(reader, booking_id)
    reminders.check_notice_current(booking, notice, to)
    return booking


async def get_booking_for_reminder(
    reader: Reader, booking_id: BookingId, version: int, kind: ReminderKind, *, now: datetime
) -> Booking:
    """Get the booking that a reminder is about.

    Args:
        version: Version of the booking in which the time was agreed.

    Raises:
        BookingNotFound: The booking does not exist.
        NoLongerSo: The booking was moved, is not confirmed any more, or a later reminder is due.
    """
    booking = await store.get_booking(reader, booking_id)
    reminders.check_reminder_current(booking, version, kind, now=now)
    return booking


async def schedule_reminder_emails(uow: UnitOfWork, booking_id: BookingId, *, now: datetime) -> int:
    """Schedule the reminder that is due, and return the number of e-mails: of the payment, or of the meeting to both.

    The time of the next reminder is saved in the same commit.

    Raises:
        BookingNotFound: No booking has this id.
    """
    booking = await store.get_booking(uow, booking_id)
    if booking.next_reminder_at is None or booking.next_reminder_at > now:
        return 0
    uow.put(store.booking_ref(booking.id), reminders.with_next_reminder(booking, now=now))
    if reminders.is_payment_reminder_due(booking, now=now):
        jobs.schedule_notices(uow, booking, BookingNoticeKind.UNPAID, booking.customer)
        return 1
    kind = reminders.compute_due_reminder(booking, now=now)
    if kind is None:
        return 0
    for to in (booking.customer, booking.offer.expert):
        job = jobs.EmailBookingReminder(booking_id=booking.id, kind=kind, version=booking.timed_in, to=to)
        uow.schedule(job, key=f"{booking.id}-{kind}-{booking.timed_in}-{to}")
    return 2


async def complete_booking(uow: UnitOfWork, booking_id: BookingId, *, now: datetime) -> None:
    """Complete a confirmed booking whose time is over. A booking that was moved meanwhile stays as it is.

    Raises:
        BookingNotFound: No booking has this id.
    """
    before = await store.get_booking(uow, booking_id)
    if before.status is BookingStatus.CONFIRMED and before.ends_at <= now:
        booking = rules.with_completed_status(before, now=now)
        await meeting_links.release_meeting_link(uow, before)
        uow.put(store.booking_ref(booking.id), booking)
        uow.emit(
            BookingCompleted(
                booking_id=booking.id, expert=booking.offer.expert, customer=booking.customer, ended_at=before.ends_at
            )
        )
