"""What becomes of bookings: load, decide, save, tell. Where the two meet is the business of `links`."""

from datetime import datetime, timedelta

from shared.bookings import holding, jobs, links, rules, store, telling
from shared.bookings.jobs import Notice
from shared.bookings.models import Booking, BookingStatus, Customer, ReminderKind, Side
from shared.bookings.schemas import BookingView, BookingWish, Tab
from shared.events.bookings import BookingCancelled, BookingCompleted, BookingConfirmed
from shared.kernel import claims, paging, slots
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId, ServiceId, UserId
from shared.kernel.offers import Offer
from shared.kernel.paging import Page
from shared.kernel.ports import Reader, UnitOfWork

# Most services are no longer than this, and most experts want no buffer.
_USUAL = (60, 0)
_INVOICED = timedelta(minutes=2)


async def look_ahead(uow: UnitOfWork, wish: BookingWish) -> None:
    """Read the quarters that a booking will want and those around them together with what says how many these are."""
    minutes, buffer = uow.hints.get(_length(wish.expert_id, wish.service_id), _USUAL)
    begins = wish.starts_at - timedelta(minutes=buffer)
    await store.settings(uow, *slots.refs(wish.expert_id, begins, minutes + 2 * buffer))


def _length(expert: UserId, service_id: ServiceId) -> str:
    return f"length:{expert}/{service_id}"


def _remember(uow: UnitOfWork, booking: Booking) -> None:
    name = _length(booking.offer.expert, booking.offer.service_id)
    uow.hints.pop(name, None)
    uow.hints.setdefault(name, (booking.offer.minutes, booking.buffer_minutes))


async def request(
    uow: UnitOfWork,
    booking_id: BookingId,
    offer: Offer,
    wish: BookingWish,
    customer: Customer,
    *,
    buffer_minutes: int,
    open_bookings: int,
    now: datetime,
) -> Booking:
    """Ask for a time, and hold it. Raises `TooManyOpenBookings`, `SlotTaken`."""
    settings = await store.settings(uow)
    booking = rules.requested(booking_id, offer, wish, customer, settings, buffer_minutes=buffer_minutes, now=now)
    _remember(uow, booking)
    rules.one_more(open_bookings, settings)
    await holding.hold(uow, booking, now=now)
    uow.create(store.ref(booking.id), booking)
    if booking.status is BookingStatus.REQUESTED:
        job = jobs.ExpireBookingRequest(booking_id=booking.id)
        uow.schedule(job, at=booking.answer_before, key=booking.id, precise=False)
        jobs.tell(uow, booking, Notice.REQUESTED, booking.offer.expert, booking.customer)
    return booking


async def approve(uow: UnitOfWork, booking_id: BookingId, *, actor: Actor, now: datetime) -> Booking:
    """The expert will do it: the hold on the time begins anew. Raises `SlotTaken` where a request holds nothing."""
    settings = await store.settings(uow, store.ref(booking_id))
    before = await store.booking_of(uow, booking_id, actor, Side.EXPERT)
    booking = rules.approved(before, settings, now=now)
    await claims.give_back(uow, holding.proposed(before), holder=booking.id)
    await holding.hold(uow, booking, now=now)
    keep_approved(uow, booking)
    return booking


def keep_approved(uow: UnitOfWork, booking: Booking) -> None:
    """Keep what the expert has agreed to, and have the customer told to pay."""
    uow.put(store.ref(booking.id), booking)
    uow.cancel(jobs.ExpireBookingRequest, booking.id)
    # By then the invoice has been opened, and the mail can say where to pay.
    jobs.tell(uow, booking, Notice.APPROVED, booking.customer, at=booking.changed_at + _INVOICED)


async def reject(uow: UnitOfWork, booking_id: BookingId, *, reason: str, actor: Actor, now: datetime) -> Booking:
    """The expert will not do it: the time is free again."""
    before = await store.booking_of(uow, booking_id, actor, Side.EXPERT)
    booking = rules.rejected(before, reason=reason, now=now)
    await _end_request(uow, before, booking)
    jobs.tell(uow, booking, Notice.REJECTED, booking.customer)
    return booking


async def expire_request(uow: UnitOfWork, booking_id: BookingId, *, now: datetime) -> None:
    """Nobody answered in time: the time is free again. One that was answered, or has time left, stays as it is."""
    before = await store.booking(uow, booking_id)
    if before.status is not BookingStatus.REQUESTED or before.over_at is None or before.over_at > now:
        return
    booking = rules.expired(before, now=now)
    await _end_request(uow, before, booking)
    jobs.tell(uow, booking, Notice.EXPIRED, booking.customer, booking.offer.expert)


async def _end_request(uow: UnitOfWork, before: Booking, booking: Booking) -> None:
    await holding.let_go(uow, before)
    uow.put(store.ref(booking.id), booking)
    uow.cancel(jobs.ExpireBookingRequest, booking.id)


async def expire_unpaid(uow: UnitOfWork, booking_id: BookingId, *, order_over: bool, now: datetime) -> None:
    """Nobody paid. The order has given the time back already, and may get it again for a late payment."""
    booking = await store.find(uow, booking_id)
    if booking is not None and booking.awaits_payment and order_over:
        booking = rules.expired(booking, now=now)
        uow.put(store.ref(booking.id), booking)
        jobs.tell(uow, booking, Notice.EXPIRED, booking.customer)


async def confirm(uow: UnitOfWork, booking_id: BookingId, *, paid: int, now: datetime) -> int:
    """The money has come: they will meet. What of it has to go back, when they can not any more."""
    booking = await store.find(uow, booking_id)
    if booking is None or rules.told_of_payment(booking):
        return 0
    if not rules.can_be_confirmed(booking, now=now):
        await claims.give_back(uow, booking.quarters(booking.starts_at), holder=booking.id)
        booking = rules.paid_in_vain(booking, paid=paid, now=now)
        uow.put(store.ref(booking.id), booking)
        return paid
    booking = rules.confirmed(booking, await links.meet(uow, booking, now=now), paid=paid, now=now)
    uow.put(store.ref(booking.id), booking)
    uow.emit(
        BookingConfirmed(
            booking_id=booking.id,
            expert=booking.offer.expert,
            customer=booking.customer,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
        )
    )
    jobs.tell(uow, booking, Notice.CONFIRMED, booking.customer, booking.offer.expert)
    return 0


async def quote(
    reader: Reader, booking_id: BookingId, *, paid: int, actor: Actor, now: datetime
) -> tuple[Booking, int]:
    """The booking, and what would go back if this actor cancelled it now."""
    booking, side = await store.booking_for(reader, booking_id, actor)
    return booking, rules.refund(booking, side, paid=paid, now=now)


async def cancel(
    uow: UnitOfWork, booking_id: BookingId, *, reason: str, quoted: int, paid: int, actor: Actor, now: datetime
) -> Booking:
    """Call it off, for the refund that was quoted: its time and its link are free again. Raises `QuoteChanged`."""
    before, side = await store.booking_for(uow, booking_id, actor)
    due = rules.refund(before, side, paid=paid, now=now)
    rules.as_quoted(due, quoted)
    booking = rules.cancelled(before, by=side, reason=reason, refund=due, now=now).having(paid=paid)
    return await _call_off(uow, before, booking, now=now)


async def cancel_with_order(uow: UnitOfWork, booking_id: BookingId, *, whole: bool, now: datetime) -> None:
    """The order is over (cancelled unpaid, or given back as a *whole*), so the booking is too."""
    before = await store.find(uow, booking_id)
    if whole and before is not None and before.status in (BookingStatus.AWAITING_PAYMENT, BookingStatus.CONFIRMED):
        booking = rules.cancelled(before, by=Side.SYSTEM, reason="", refund=before.paid, now=now)
        await _call_off(uow, before, booking, now=now)


async def _call_off(uow: UnitOfWork, before: Booking, booking: Booking, *, now: datetime) -> Booking:
    await holding.let_go(uow, before)
    await links.leave(uow, before)
    uow.put(store.ref(booking.id), booking)
    if before.status is BookingStatus.REQUESTED:
        uow.cancel(jobs.ExpireBookingRequest, booking.id)
    uow.emit(BookingCancelled(booking_id=booking.id, refund=booking.refund, cancelled_at=now))
    jobs.tell(uow, booking, Notice.CANCELLED, booking.customer, booking.offer.expert)
    return booking


async def to_pay(reader: Reader, booking_id: BookingId, *, actor: Actor, now: datetime) -> Booking:
    """The booking, if its customer may pay it now. Raises `SlotTaken` when its hold ran out and others came."""
    booking = await store.booking_of(reader, booking_id, actor, Side.CUSTOMER)
    rules.payable(booking, now=now)
    await holding.still_to_be_had(reader, booking, now=now)
    return booking


async def bookings_of(
    reader: Reader, person: UserId, side: Side, tab: Tab, *, cursor: str | None, limit: int
) -> Page[BookingView]:
    """One page of a person's bookings, the newest first."""
    found = await store.bookings_of(reader, person, side, tab.statuses, cursor=cursor, limit=limit + 1)
    page = found[:limit]
    more = len(found) > limit
    return Page(
        items=[BookingView.of(booking) for booking in page],
        next_cursor=paging.cursor(page[-1].created_at.isoformat(), page[-1].id) if more else None,
    )


async def to_tell(reader: Reader, booking_id: BookingId, notice: Notice, to: UserId) -> Booking:
    """The booking, if *notice* is still true of it. Raises `NoLongerSo`."""
    booking = await store.booking(reader, booking_id)
    telling.to_be_told(booking, notice, to)
    return booking


async def to_remind(
    reader: Reader, booking_id: BookingId, version: int, kind: ReminderKind, *, now: datetime
) -> Booking:
    """The booking, if it is still the one to be reminded of. Raises `NoLongerSo`."""
    booking = await store.booking(reader, booking_id)
    telling.to_be_reminded(booking, version, kind, now=now)
    return booking


async def remind(uow: UnitOfWork, booking_id: BookingId, *, now: datetime) -> int:
    """Have both reminded, if it is time; how many reminders that are. The next one is noted in the same commit."""
    booking = await store.booking(uow, booking_id)
    if booking.next_reminder_at is None or booking.next_reminder_at > now:
        return 0
    uow.put(store.ref(booking.id), telling.reminded(booking, now=now))
    kind = telling.reminder_due(booking, now=now)
    if kind is None:
        return 0
    for to in (booking.customer, booking.offer.expert):
        job = jobs.EmailBookingReminder(booking_id=booking.id, kind=kind, version=booking.timed_in, to=to)
        uow.schedule(job, key=f"{booking.id}-{kind}-{booking.timed_in}-{to}")
    return 2


async def complete(uow: UnitOfWork, booking_id: BookingId, *, now: datetime) -> None:
    """Its time is over: they have met. One that was moved meanwhile stays as it is."""
    before = await store.booking(uow, booking_id)
    if before.status is BookingStatus.CONFIRMED and before.ends_at <= now:
        booking = rules.completed(before, now=now)
        await links.leave(uow, before)
        uow.put(store.ref(booking.id), booking)
        uow.emit(
            BookingCompleted(
                booking_id=booking.id, expert=booking.offer.expert, customer=booking.customer, ended_at=before.ends_at
            )
        )
