"""Sessions that took place, for their reviews: calls in which both sides were, and completed bookings.

A service without a meeting counts as one once its delivery is accepted.
"""

from dataclasses import dataclass

from shared.assignments import rules as assignment_rules
from shared.assignments import store as assignments
from shared.assignments.models import Assignment
from shared.bookings import store as bookings
from shared.bookings.models import Booking
from shared.contracts.bookings import BookingStatus
from shared.contracts.calls import identify_member, is_call_id
from shared.contracts.reviews import HeldSession, ReviewSide
from shared.identity import store as identity
from shared.identity.contact_proofs import has_proven_contact
from shared.kernel.actors import Actor
from shared.kernel.ids import AssignmentId, BookingId, SessionId, UserId
from shared.kernel.ports import Load, Reader
from shared.orders import refund_rules
from shared.orders import store as orders
from shared.pairing import store as pairings
from shared.reviews import rules
from shared.reviews.errors import SessionNotHeld
from shared.sessions import store as sessions
from shared.sessions.errors import SessionNotFound
from shared.sessions.models import Session, SessionStatus


@dataclass(frozen=True, slots=True)
class SessionDocuments:
    """Documents that tell of a session and of the person who asks for it, to be read ahead."""

    session_id: SessionId
    uid: UserId

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of the documents."""
        session = sessions.session_ref(self.session_id).path
        if is_call_id(self.session_id):
            return (session,)
        return (session, bookings.booking_ref(self.session_id).path, identity.user_ref(self.uid).path)

    def pick(self, load: Load) -> None:
        """Make nothing of the documents."""


async def access_held_session(reader: Reader, session_id: SessionId, *, actor: Actor) -> tuple[HeldSession, ReviewSide]:
    """Get a session that took place, and the actor's side of it.

    Raises:
        SessionNotFound: The session does not exist, or the actor has no part in it.
        SessionNotHeld: The session has not ended, or one of the two was not there.
    """
    if is_call_id(session_id):
        return await _access_call(reader, session_id, actor)
    booking = await _find_booking(reader, session_id)
    if booking is None:
        return await _access_assignment(reader, session_id, actor)
    if actor.id not in (booking.customer, booking.offer.expert):
        raise SessionNotFound(session_id=session_id)
    if booking.status is not BookingStatus.COMPLETED:
        raise SessionNotHeld()
    held = await _session_from_booking(reader, booking)
    return held, "customer" if actor.id == booking.customer else "expert"


async def find_held_session(reader: Reader, session_id: SessionId) -> HeldSession | None:
    """Find a session that counts as held, without a check of the caller, for our own machines.

    A later decision about an absence may end that.
    """
    if is_call_id(session_id):
        session = await reader.get(sessions.session_ref(session_id))
        return await _session_from_call(reader, session) if session is not None else None
    booking = await _find_booking(reader, session_id)
    if booking is None:
        assignment = await _find_assignment(reader, session_id)
        return await _session_from_assignment(reader, assignment) if assignment is not None else None
    if booking.status is not BookingStatus.COMPLETED:
        return None
    return await _session_from_booking(reader, booking)


async def _find_booking(reader: Reader, session_id: SessionId) -> Booking | None:
    booking_id = BookingId.try_parse(session_id)
    return await bookings.find_booking(reader, booking_id) if booking_id else None


async def _find_assignment(reader: Reader, session_id: SessionId) -> Assignment | None:
    assignment_id = AssignmentId.try_parse(session_id)
    return await assignments.find_assignment(reader, assignment_id) if assignment_id else None


async def _access_assignment(reader: Reader, session_id: SessionId, actor: Actor) -> tuple[HeldSession, ReviewSide]:
    assignment = await _find_assignment(reader, session_id)
    if assignment is None or actor.id not in (assignment.customer, assignment.expert) or assignment.paid_at is None:
        raise SessionNotFound(session_id=session_id)
    held = await _session_from_assignment(reader, assignment)
    if held is None:
        raise SessionNotHeld()
    return held, "customer" if actor.id == assignment.customer else "expert"


async def _session_from_assignment(reader: Reader, assignment: Assignment) -> HeldSession | None:
    """Return an assignment as its reviews know it; None if its delivery is not accepted, or all was paid back."""
    if not assignment_rules.is_held(assignment) or assignment.ended_at is None:
        return None
    if assignment.refund and await _is_paid_back(reader, assignment):
        return None
    customer = await reader.get(identity.user_ref(assignment.customer))
    name = customer.full_name if customer is not None else assignment.customer_name
    return HeldSession(
        id=SessionId(assignment.id),
        kind="assignment",
        customer=assignment.customer,
        customer_account=assignment.customer,
        customer_name=rules.shorten_name(name),
        expert=assignment.expert,
        expert_name=assignment.expert_name,
        ended_at=assignment.ended_at,
        is_vouched=bool(assignment.total) or has_proven_contact(None, customer),
    )


async def _is_paid_back(reader: Reader, assignment: Assignment) -> bool:
    """Return whether the decision of a dispute, and what an admin gave back before it, are the whole payment."""
    (order,) = await orders.find_orders(reader, [assignment.id])
    return order is not None and refund_rules.is_refunded_in_full(order)


async def _access_call(reader: Reader, session_id: SessionId, actor: Actor) -> tuple[HeldSession, ReviewSide]:
    me = identify_member(actor, session_id)
    session = await sessions.access_session(reader, session_id, me)
    side: ReviewSide = "customer" if me.id == session.customer else "expert"
    held = await _session_from_call(reader, session, account=actor.alias if side == "customer" else None)
    if held is None:
        raise SessionNotHeld()
    return held, side


async def _session_from_call(reader: Reader, session: Session, *, account: UserId | None = None) -> HeldSession | None:
    """Return the session of a call as its reviews know the session; None if it goes on, or somebody missed it.

    Args:
        reader: Reader of documents.
        session: Session of the call.
        account: Account of the customer, if known; looked up otherwise.
    """
    ended_at = session.ended_at if session.status is SessionStatus.ENDED else None
    if ended_at is None or session.expert is None or len(session.joined) < 2:
        return None
    return HeldSession(
        id=session.id,
        kind="call",
        customer=session.customer,
        customer_account=account or await _find_account(reader, session.customer),
        customer_name=session.pseudonym,
        expert=session.expert,
        expert_name=session.expert_name,
        ended_at=ended_at,
        had_crisis=session.crisis_at is not None,
    )


async def _find_account(reader: Reader, alias: UserId) -> UserId:
    """Find the account of a customer in calls by the alias of a session; earlier sessions name the account itself."""
    found = await reader.get(pairings.session_alias_ref(alias))
    return found.account if found else alias


async def _session_from_booking(reader: Reader, booking: Booking) -> HeldSession:
    """Return the session of a completed booking; earlier versions kept no session of a booking."""
    customer, session = await reader.get_many(identity.user_ref(booking.customer), sessions.session_ref(booking.id))
    name = customer.full_name if customer is not None else booking.contact.full_name
    return HeldSession(
        id=SessionId(booking.id),
        kind="booking",
        customer=booking.customer,
        customer_account=booking.customer,
        customer_name=rules.shorten_name(name),
        expert=booking.offer.expert,
        expert_name=booking.offer.expert_name,
        ended_at=(session.ended_at if session is not None else None) or booking.ends_at,
        had_crisis=session is not None and session.crisis_at is not None,
        is_vouched=bool(booking.total.amount) or has_proven_contact(None, customer),
    )
