"""What becomes of bookings: load, decide, save, tell. Where the two meet is the business of `links`."""

from datetime import datetime, timedelta

from shared.bookings import jobs, meeting_links, reminders, rules, slot_holds, store
from shared.bookings.jobs import BookingNoticeKind
from shared.bookings.models import Booking, Customer, ReminderKind, Side
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

# Most services are no longer than this, and most experts want no buffer.
_DEFAULT_LENGTH_AND_BUFFER = (60, 0)
_INVOICE_DELAY = timedelta(minutes=2)


async def prefetch_quarters(uow: UnitOfWork, request: BookingRequest) -> None:
    """Read the quarters that a booking will want and those around them together with what says how many these are."""
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
    open_bookings: int,
    now: datetime,
) -> Booking:
    """Ask for a time, and hold it. Raises `TooManyOpenBookings`, `SlotTaken`."""
    settings = await store.get_booking_settings(uow)
    booking = rules.booking_from_request(
        booking_id, offer, request, customer, settings, buffer_minutes=buffer_minutes, now=now
    )
    _cache_length(uow, booking)
    rules.check_open_booking_limit(open_bookings, settings)
    await slot_holds.hold_slot(uow, booking, now=now)
    uow.create(store.booking_ref(booking.id), booking)
    if booking.status is BookingStatus.REQUESTED:
        job = jobs.ExpireBookingRequest(booking_id=booking.id)
        uow.schedule(job, at=booking.answer_before, key=booking.id, precise=False)
        jobs.schedule_notices(uow, booking, BookingNoticeKind.REQUESTED, booking.offer.expert, booking.customer)
    return booking


async def approve_booking(uow: UnitOfWork, booking_id: BookingId, *, actor: Actor, now: datetime) -> Booking:
    """The expert will do it: the hold on the time begins anew. Raises `SlotTaken` where a request holds nothing."""
    settings = await store.get_booking_settings(uow, store.booking_ref(booking_id))
    before = await store.access_booking_as(uow, booking_id, actor, Side.EXPERT)
    booking = rules.with_approval(before, settings, now=now)
    await release_claims(uow, slot_holds.proposed_quarters(before), holder=booking.id)
    await slot_holds.hold_slot(uow, booking, now=now)
    save_approved_booking(uow, booking)
    return booking


def save_approved_booking(uow: UnitOfWork, booking: Booking) -> None:
    """Keep what the expert has agreed to, and have the customer told to pay."""
    uow.put(store.booking_ref(booking.id), booking)
    uow.cancel_job(jobs.ExpireBookingRequest, booking.id)
    # By then the invoice has been opened, and the mail can say where to pay.
    jobs.schedule_notices(
        uow, booking, BookingNoticeKind.APPROVED, booking.customer, at=booking.changed_at + _INVOICE_DELAY
    )


async def reject_booking(
    uow: UnitOfWork, booking_id: BookingId, *, reason: str, actor: Actor, now: datetime
) -> Booking:
    """The expert will not do it: the time is free again."""
    before = await store.access_booking_as(uow, booking_id, actor, Side.EXPERT)
    booking = rules.with_rejection(before, reason=reason, now=now)
    await _end_request(uow, before, booking)
    jobs.schedule_notices(uow, booking, BookingNoticeKind.REJECTED, booking.customer)
    return booking


async def expire_booking_request(uow: UnitOfWork, booking_id: BookingId, *, now: datetime) -> None:
    """Nobody answered in time: the time is free again. One that was answered, or has time left, stays as it is."""
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
    """Nobody paid. The order has given the time back already, and may get it again for a late payment."""
    booking = await store.find_booking(uow, booking_id)
    if booking is not None and booking.awaits_payment and order_over:
        booking = rules.with_expired_status(booking, now=now)
        uow.put(store.booking_ref(booking.id), booking)
        jobs.schedule_notices(uow, booking, BookingNoticeKind.EXPIRED, booking.customer)


async def confirm_booking(uow: UnitOfWork, booking_id: BookingId, *, paid: int, now: datetime) -> int:
    """The money has come: they will meet. What of it has to go back, when they can not any more."""
    booking = await store.find_booking(uow, booking_id)
    if booking is None or rules.is_payment_recorded(booking):
        return 0
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
    """The booking, and what would go back if this actor cancelled it now."""
    booking, side = await store.access_booking(reader, booking_id, actor)
    return booking, rules.compute_refund(booking, side, paid=paid, now=now)


async def cancel_booking(
    uow: UnitOfWork, booking_id: BookingId, *, reason: str, quoted: int, paid: int, actor: Actor, now: datetime
) -> Booking:
    """Call it off, for the refund that was quoted: its time and its link are free again. Raises `QuoteChanged`."""
    before, side = await store.access_booking(uow, booking_id, actor)
    due = rules.compute_refund(before, side, paid=paid, now=now)
    rules.check_quote_matches(due, quoted)
    booking = rules.with_cancellation(before, by=side, reason=reason, refund=due, now=now).having(paid=paid)
    return await _save_cancellation(uow, before, booking, now=now)


async def cancel_booking_with_order(uow: UnitOfWork, booking_id: BookingId, *, whole: bool, now: datetime) -> None:
    """The order is over (cancelled unpaid, or given back as a *whole*), so the booking is too."""
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
    """The booking, if its customer may pay it now. Raises `SlotTaken` when its hold ran out and others came."""
    booking = await store.access_booking_as(reader, booking_id, actor, Side.CUSTOMER)
    rules.check_payable(booking, now=now)
    await slot_holds.check_slot_available(reader, booking, now=now)
    return booking


async def list_bookings_page(
    reader: Reader, person: UserId, side: Side, tab: BookingTab, *, cursor: str | None, limit: int
) -> Page[BookingView]:
    """One page of a person's bookings, the newest first."""
    found = await store.list_bookings(reader, person, side, tab.statuses, cursor=cursor, limit=limit)
    return found.to_page(BookingView.of)


async def get_booking_for_notice(
    reader: Reader, booking_id: BookingId, notice: BookingNoticeKind, to: UserId
) -> Booking:
    """The booking, if *notice* is still true of it. Raises `NoLongerSo`."""
    booking = await store.get_booking(reader, booking_id)
    reminders.check_notice_current(booking, notice, to)
    return booking


async def get_booking_for_reminder(
    reader: Reader, booking_id: BookingId, version: int, kind: ReminderKind, *, now: datetime
) -> Booking:
    """The booking, if it is still the one to be reminded of. Raises `NoLongerSo`."""
    booking = await store.get_booking(reader, booking_id)
    reminders.check_reminder_current(booking, version, kind, now=now)
    return booking


async def schedule_reminder_emails(uow: UnitOfWork, booking_id: BookingId, *, now: datetime) -> int:
    """Have both reminded, if it is time; how many reminders that are. The next one is noted in the same commit."""
    booking = await store.get_booking(uow, booking_id)
    if booking.next_reminder_at is None or booking.next_reminder_at > now:
        return 0
    uow.put(store.booking_ref(booking.id), reminders.with_next_reminder(booking, now=now))
    kind = reminders.compute_due_reminder(booking, now=now)
    if kind is None:
        return 0
    for to in (booking.customer, booking.offer.expert):
        job = jobs.EmailBookingReminder(booking_id=booking.id, kind=kind, version=booking.timed_in, to=to)
        uow.schedule(job, key=f"{booking.id}-{kind}-{booking.timed_in}-{to}")
    return 2


async def complete_booking(uow: UnitOfWork, booking_id: BookingId, *, now: datetime) -> None:
    """Its time is over: they have met. One that was moved meanwhile stays as it is."""
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
