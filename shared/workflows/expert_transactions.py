"""Transactions of an expert: sold bookings, calls and assignments, with the amounts of their orders and the review."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from shared.assignments import store as assignments
from shared.assignments.errors import AssignmentNotFound
from shared.assignments.models import Assignment
from shared.bookings import store as bookings
from shared.bookings.errors import BookingNotFound
from shared.bookings.models import Booking, Side
from shared.bookings.schemas import MeetingView
from shared.bookings.transaction_schemas import TransactionKind, TransactionReviewView, TransactionView
from shared.catalogue import store as catalogue
from shared.catalogue.models import Review
from shared.contracts.bookings import BookingStatus
from shared.contracts.calls import is_call_id
from shared.contracts.offers import ServiceKind
from shared.identity.public_people import PublicPeople
from shared.kernel.actors import Actor
from shared.kernel.ids import AssignmentId, BookingId, SessionId, UserId
from shared.kernel.money import Money
from shared.kernel.paging import Page
from shared.kernel.ports import Reader, Refs
from shared.orders import refund_rules
from shared.orders import store as orders
from shared.orders.models import Order
from shared.sessions import store as sessions
from shared.sessions.errors import SessionNotFound
from shared.sessions.models import Session

_SOLD = (BookingStatus.CONFIRMED, BookingStatus.COMPLETED, BookingStatus.NO_SHOW, BookingStatus.CANCELLED)


class _Amounts(NamedTuple):
    """Amounts of a transaction, in whole rupiah."""

    total: int
    refunded: int
    income: int

    def view_amounts(self) -> dict[str, Money]:
        """Build the fields of the view. The fee is the remainder, so that the parts always sum up."""
        return {
            "total": Money.idr(self.total),
            "refunded": Money.idr(self.refunded),
            "platform_fee": Money.idr(self.total - self.refunded - self.income),
            "income": Money.idr(self.income),
        }


async def get_transaction(reader: Reader, session_id: SessionId, *, actor: Actor, now: datetime) -> TransactionView:
    """Get a booking, call or assignment of the expert's with its amounts.

    Raises:
        SessionNotFound: The session does not exist, or the actor is not its expert.
    """
    if is_call_id(session_id):
        session = await sessions.access_session(reader, session_id, actor)
        if session.expert != actor.id:
            raise SessionNotFound(session_id=session_id)
        return (await _view_calls(reader, [session]))[0]
    try:
        booking = await bookings.access_booking_as(reader, BookingId(session_id), actor, Side.EXPERT)
    except BookingNotFound:
        return await _get_assignment_transaction(reader, session_id, actor=actor, now=now)
    return (await _view_bookings(reader, [booking], now=now))[0]


async def _get_assignment_transaction(
    reader: Reader, session_id: SessionId, *, actor: Actor, now: datetime
) -> TransactionView:
    try:
        found = await assignments.access_assignment_as(reader, AssignmentId(session_id), actor, "expert")
    except AssignmentNotFound:
        raise SessionNotFound(session_id=session_id) from None
    return (await _view_assignments(reader, [found], now=now))[0]


async def list_transactions(
    reader: Reader, kind: TransactionKind, *, actor: Actor, cursor: str | None, limit: int, now: datetime
) -> Page[TransactionView]:
    """List one page of the expert's bookings, calls or assignments with their amounts, the latest first."""
    uid = UserId(actor.id)
    if kind == "call":
        calls = await sessions.list_sessions_of_expert(reader, uid, cursor=cursor, limit=limit)
        return Page(items=await _view_calls(reader, calls.items), next_cursor=calls.next_cursor)
    if kind == "assignment":
        sold = await assignments.list_assignments(reader, uid, "expert", status=None, cursor=cursor, limit=limit)
        return Page(items=await _view_assignments(reader, sold.items, now=now), next_cursor=sold.next_cursor)
    found = await bookings.list_bookings(reader, uid, Side.EXPERT, _SOLD, cursor=cursor, limit=limit)
    return Page(items=await _view_bookings(reader, found.items, now=now), next_cursor=found.next_cursor)


async def _view_bookings(reader: Reader, found: Sequence[Booking], *, now: datetime) -> list[TransactionView]:
    people, held, reviews = await reader.get_many(
        PublicPeople(tuple(dict.fromkeys(booking.customer for booking in found)), now),
        Refs([sessions.session_ref(booking.id) for booking in found]),
        Refs([catalogue.review_ref(booking.id) for booking in found]),
    )
    amounts = await _find_amounts(
        reader,
        [(booking.id, *(session.extended_by if session else ())) for booking, session in zip(found, held, strict=True)],
    )
    return [
        TransactionView(
            session_id=SessionId(booking.id),
            kind="booking",
            status=booking.status,
            customer_name=booking.contact.full_name,
            customer_photo_url=people[booking.customer].photo_url if booking.customer in people else None,
            service_name=booking.offer.name,
            service_kind=booking.offer.kind,
            starts_at=booking.starts_at,
            minutes=session.minutes if session else booking.offer.minutes,
            **money.view_amounts(),
            meeting=MeetingView.of(booking.meeting)
            if booking.meeting and booking.status is BookingStatus.CONFIRMED
            else None,
            review=_view_review(review),
        )
        for booking, session, review, money in zip(found, held, reviews, amounts, strict=True)
    ]


async def _view_calls(reader: Reader, found: Sequence[Session]) -> list[TransactionView]:
    """Build the views of calls. The customer stays behind the invented name."""
    reviews = await reader.get_all([catalogue.review_ref(session.id) for session in found])
    paid_by = [
        (*([session.order_id] if session.order_id is not None else []), *session.extended_by) for session in found
    ]
    amounts = await _find_amounts(reader, paid_by)
    return [
        TransactionView(
            session_id=session.id,
            kind="call",
            status=None,
            customer_name=session.pseudonym,
            customer_photo_url=None,
            service_name=None,
            service_kind=ServiceKind.CHAT,
            starts_at=session.starts_at,
            minutes=session.minutes,
            **money.view_amounts(),
            meeting=None,
            review=_view_review(review),
        )
        for session, review, money in zip(found, reviews, amounts, strict=True)
    ]


async def _view_assignments(reader: Reader, found: Sequence[Assignment], *, now: datetime) -> list[TransactionView]:
    people, reviews = await reader.get_many(
        PublicPeople(tuple(dict.fromkeys(one.customer for one in found)), now),
        Refs([catalogue.review_ref(SessionId(one.id)) for one in found]),
    )
    amounts = await _find_amounts(reader, [(one.id,) for one in found])
    return [
        TransactionView(
            session_id=SessionId(one.id),
            kind="assignment",
            status=one.status,
            customer_name=one.customer_name,
            customer_photo_url=people[one.customer].photo_url if one.customer in people else None,
            service_name=one.service_name,
            service_kind=None,
            starts_at=one.paid_at or one.ordered_at,
            minutes=0,
            **money.view_amounts(),
            meeting=None,
            review=_view_review(review),
        )
        for one, review, money in zip(found, reviews, amounts, strict=True)
    ]


async def _find_amounts(reader: Reader, paid_by: Sequence[Sequence[str]]) -> list[_Amounts]:
    """Find the amounts of transactions by the ids of their orders, in one round trip."""
    ids = list(dict.fromkeys(order_id for each in paid_by for order_id in each))
    known = dict(zip(ids, await orders.find_orders(reader, ids), strict=True)) if ids else {}
    return [_sum_amounts([known[order_id] for order_id in each]) for each in paid_by]


def _sum_amounts(paid: Sequence[Order | None]) -> _Amounts:
    """Sum the amounts of orders. Of what was not refunded, the expert has the share of the prices without our fee."""
    total = refunded = income = 0
    for order in paid:
        if order is None:
            continue
        kept = refund_rules.compute_refundable_amount(order)
        total += kept + order.refunded_amount
        refunded += order.refunded_amount
        income += (2 * kept * order.subtotal + order.total.amount) // (2 * order.total.amount) if kept else 0
    return _Amounts(total, refunded, income)


def _view_review(review: Review | None) -> TransactionReviewView | None:
    return TransactionReviewView(stars=review.stars, text=review.text, reply=review.reply) if review else None
