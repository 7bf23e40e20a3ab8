"""Limits of the tickets that a buyer may hold: by account, phone number and e-mail address, for each event."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, TicketEventId
from shared.kernel.ports import Ref, UnitOfWork
from shared.limits import actions
from shared.limits.models import Holding, SubjectLimits
from shared.limits.settings import UNPAID, LimitSettings
from shared.limits.subjects import email_limits_ref, person_limits_ref, phone_limits_ref
from shared.orders import rules
from shared.orders import store as orders
from shared.orders.models import Buyer, Order
from shared.orders.store import BUYER_ROLES
from shared.tickets.actions import TicketWish

_FREE_SUFFIX = ":free"


def list_subjects(event_id: TicketEventId, buyer: Buyer, actor: Actor | None) -> Sequence[Ref[SubjectLimits]]:
    """List the documents that count what a buyer holds at an event.

    Args:
        event_id: Event of the tickets.
        buyer: Buyer as the order names them. A guest of a partner counts by e-mail address and phone number.
        actor: Caller; a customer counts by account and verified phone number, too. None if not known yet.
    """
    scope = compute_event_scope(event_id)
    subjects = [email_limits_ref(buyer.email, scope=scope), phone_limits_ref(buyer.phone, scope=scope)]
    if actor is not None and actor.role in BUYER_ROLES:
        subjects.append(person_limits_ref(actor.id, scope=scope))
        if actor.phone is not None:
            subjects.append(phone_limits_ref(actor.phone, scope=scope))
    return list(dict.fromkeys(subjects))


def compute_event_scope(event_id: TicketEventId) -> str:
    """Compute the scope of the limits that hold at one event."""
    return f"event-{event_id}"


def list_events_of_order(order: Order) -> list[TicketEventId]:
    """List the events whose tickets an order has."""
    products = [item.product for item in order.items if item.kind == "ticket"]
    return list(dict.fromkeys(TicketEventId(product.partition("/")[0]) for product in products))


def list_holders_of_order(order_id: OrderId) -> tuple[str, str]:
    """List the holders under which the priced and the free tickets of an order count."""
    return order_id, f"{order_id}{_FREE_SUFFIX}"


async def take_tickets(
    uow: UnitOfWork,
    order_id: OrderId,
    wish: TicketWish,
    buyer: Buyer,
    settings: LimitSettings,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Count the tickets of a new order against the limits of its buyer.

    Priced tickets count until the order is paid or has ended, free tickets until the event is over.

    Raises:
        TooManyHeld: The buyer holds too many seats or has too many unpaid orders for the event.
    """
    subjects, limits = list_subjects(wish.event.id, buyer, actor), settings.ticket_holdings
    for holder, holding in _list_holdings(order_id, wish, now):
        unsure = await actions.list_holders_to_check(uow, subjects, holding, limits, now=now)
        ended = await _list_ended_holders(uow, unsure)
        await actions.take_holding(uow, subjects, holder, holding, limits, ended=ended, now=now)


def _list_holdings(order_id: OrderId, wish: TicketWish, now: datetime) -> Iterator[tuple[str, Holding]]:
    priced, free = list_holders_of_order(order_id)
    if wish.priced_units:
        until = now + wish.event.hold_duration
        yield priced, Holding(units=wish.priced_units, tags=(UNPAID,), until=until)
    if wish.free_units:
        yield free, Holding(units=wish.free_units, until=wish.event.ends_at)


async def _list_ended_holders(uow: UnitOfWork, holders: Sequence[str]) -> list[str]:
    """List the holders whose tickets no longer count; the free tickets of a paid order go on counting."""
    found = await orders.find_orders(uow, [holder.removesuffix(_FREE_SUFFIX) for holder in holders])
    return [
        holder
        for holder, order in zip(holders, found, strict=True)
        if order is not None and (rules.is_given_up(order) if holder.endswith(_FREE_SUFFIX) else rules.has_ended(order))
    ]
