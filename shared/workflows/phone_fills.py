"""Fills of phone numbers: what earlier versions stored in other spellings is stored as E.164.

A number that nobody can dial stays as it is: its owner can still read and replace the number.
"""

from shared.bookings.models import Booking
from shared.catalogue.models import Invitation
from shared.identity.models import User
from shared.kernel.contact_inputs import find_phone
from shared.kernel.ports import UnitOfWork
from shared.limits import rules
from shared.limits.models import SubjectLimits
from shared.limits.subjects import list_earlier_phone_limits_refs, phone_limits_ref
from shared.orders.models import Order
from shared.workflows import ticket_limits


def fill_account_phone(user: User) -> User | None:
    """Return the account with its number as E.164; None if the number is that already, or cannot be dialled."""
    phone = _find_other_spelling(user.phone)
    return user.having(phone=phone) if phone else None


def fill_invitation_phone(invitation: Invitation) -> Invitation | None:
    """Return the invitation with its number as E.164, under the same id."""
    phone = _find_other_spelling(invitation.phone)
    return invitation.having(phone=phone) if phone else None


def fill_booking_phone(booking: Booking) -> Booking | None:
    """Return the booking with the number of its contact as E.164."""
    phone = _find_other_spelling(booking.contact.phone)
    return booking.having(contact=booking.contact.having(phone=phone)) if phone else None


def fill_order_phone(order: Order) -> Order | None:
    """Return the order with the number of its buyer as E.164."""
    phone = _find_other_spelling(order.buyer.phone)
    return order.having(buyer=order.buyer.having(phone=phone)) if phone else None


async def move_ticket_holdings(uow: UnitOfWork, before: Order, after: Order) -> None:
    """Count the tickets of an order for the number in its present spelling, too.

    Otherwise, who holds all tickets that a number may hold could order as many again.
    """
    holders = ticket_limits.list_holders_of_order(after.id)
    for event_id in ticket_limits.list_events_of_order(after):
        scope = ticket_limits.compute_event_scope(event_id)
        place = phone_limits_ref(after.buyer.phone, scope=scope)
        earlier = list_earlier_phone_limits_refs(before.buyer.phone, scope=scope)
        state, *others = await uow.get_all([place, *(ref for ref in earlier if ref != place)])
        counted = [other for other in others if other is not None]
        if (moved := rules.with_moved_holdings(state or SubjectLimits(), counted, holders)) is not None:
            uow.put(place, moved)


def _find_other_spelling(phone: str | None) -> str | None:
    """Return the E.164 form of a stored number; None if the number has that form, or has none."""
    kept = find_phone(phone) if phone else None
    return kept if kept != phone else None
