"""Actions of tickets: sell, issue and revoke tickets; keep events and ticket types."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.claims.holds import release_claims
from shared.claims.models import Claim, ClaimState
from shared.claims.pools import NotEnough, claim_units, count_stock, invalidate_pool_cache
from shared.contracts.events.tickets import TicketsIssued
from shared.contracts.sales import Sale, SaleItem
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, PartnerId, TicketEventId, TicketId, TicketNumber, TicketTypeId, UserId
from shared.kernel.inputs import with_named_fields
from shared.kernel.money import Money
from shared.kernel.ports import Reader, UnitOfWork
from shared.tickets import jobs, rules, store
from shared.tickets.errors import QuotaBelowSold, TicketsSoldOut, TicketTypeNotFound
from shared.tickets.models import Ticket, TicketEvent, TicketStatus, TicketType
from shared.tickets.schemas import TicketSalesView, TicketTypeView

# Firestore takes more writes in a commit nowadays, but its limit on size and its libraries do not all agree.
_MAX_UNITS_PER_COMMIT = 400


@dataclass(frozen=True, slots=True)
class TicketHolder:
    """Person to whom the tickets of an order belong."""

    name: str
    email: str
    partner: PartnerId | None
    customer: UserId | None
    locale: str


@dataclass(frozen=True, slots=True)
class TicketWish:
    """Tickets that a buyer wants, with what they are sold under.

    Attributes:
        event: Event of the tickets.
        types: Wanted ticket types, each once.
        quantities: Number of tickets of each type.
    """

    event: TicketEvent
    types: tuple[TicketType, ...]
    quantities: Counter[TicketTypeId]

    @property
    def free_units(self) -> int:
        """Number of tickets that cost nothing."""
        return sum(self.quantities[one.id] for one in self.types if not one.price)

    @property
    def priced_units(self) -> int:
        """Number of tickets that must be paid."""
        return self.quantities.total() - self.free_units


async def get_ticket_wish(
    reader: Reader, event_id: TicketEventId, wanted: Counter[TicketTypeId], *, actor: Actor, now: datetime
) -> TicketWish:
    """Get the event and the ticket types of an order, if they are on sale. Nothing is held yet.

    Raises:
        TicketSaleNotStarted: The sale begins later.
        TicketSaleEnded: The sale or the event is over.
        Invalid: The order exceeds the limit of a type, or mixes currencies.
        TicketEventNotFound: No event has this id, the event is not published, or the partner's key is not for it.
        TicketTypeNotFound: The event has no ticket type of this id.
    """
    types = [store.ticket_type_ref(event_id, type_id) for type_id in wanted]
    event, found = await asyncio.gather(store.access_published_event(reader, event_id, actor), reader.get_all(types))
    on_offer = []
    for place, (type_id, ticket_type) in enumerate(zip(wanted, found, strict=True)):
        if ticket_type is None:
            raise TicketTypeNotFound(ticket_type_id=type_id)
        rules.check_ticket_sale(event, ticket_type, wanted[type_id], field_path=f"items.{place}", now=now)
        on_offer.append(ticket_type)
    rules.check_single_currency(on_offer)
    return TicketWish(event, tuple(on_offer), wanted)


async def hold_tickets(uow: UnitOfWork, wish: TicketWish, *, holder: str, now: datetime) -> Sale:
    """Hold the wanted units for `holder`, all or none.

    Raises:
        TicketsSoldOut: Fewer units are free than wanted.
    """
    items = [
        await _hold_type(uow, wish.event, one, wish.quantities[one.id], holder=holder, now=now) for one in wish.types
    ]
    return Sale(items=tuple(items), currency=wish.types[0].currency, hold=wish.event.hold_duration)


async def _hold_type(
    uow: UnitOfWork, event: TicketEvent, ticket_type: TicketType, quantity: int, *, holder: str, now: datetime
) -> SaleItem:
    # A free ticket needs no payment, so it is sold at once.
    until = now + event.hold_duration if ticket_type.price else None
    try:
        units = await claim_units(uow, store.stock_pool(event.id, ticket_type.id), quantity, holder=holder, until=until)
    except NotEnough as error:
        told = "" if error.left else "none_left"
        raise TicketsSoldOut(told, name=ticket_type.name, ticket_type_id=ticket_type.id, left=error.left) from error
    return SaleItem(
        kind="ticket",
        product=ticket_type.product,
        name=f"{event.name}: {ticket_type.name}",
        quantity=quantity,
        unit_price=ticket_type.price,
        claims=tuple(units),
    )


async def find_ticket_obstacle(
    reader: Reader, products: Sequence[str], *, paid_at: datetime, pay_before: datetime, now: datetime
) -> rules.TicketObstacle | None:
    """Find the reason for which a paid order gets no tickets; None if the tickets can be issued.

    Args:
        products: Ticket types of the order, each as `event/type`.
        paid_at: Time at which the provider received the money.
        pay_before: End of the time in which the order could be paid.

    Raises:
        Unavailable: A newer version wrote the event.
    """
    by_event: dict[str, list[str]] = {}
    for product in products:
        event_id, _, type_id = product.partition("/")
        by_event.setdefault(event_id, []).append(type_id)
    for event_id, type_ids in by_event.items():
        type_refs = [store.ticket_type_ref(event_id, one) for one in type_ids] if paid_at >= pay_before else []
        event, types = await asyncio.gather(reader.get(store.ticket_event_ref(event_id)), reader.get_all(type_refs))
        found = rules.find_ticket_obstacle(event, types, paid_at=paid_at, pay_before=pay_before, now=now)
        if found is not None:
            return found
    return None


async def has_issued_tickets(reader: Reader, order_id: OrderId) -> bool:
    """Return whether the tickets of an order have been created."""
    return await reader.get(store.ticket_ref(build_ticket_id(order_id, 1))) is not None


def build_ticket_id(order_id: OrderId, place: int) -> TicketId:
    """Build the id of a ticket from its place in the order, from 1."""
    return TicketId(f"{order_id}-{place}")


async def issue_tickets(
    uow: UnitOfWork, order_id: OrderId, items: Sequence[SaleItem], holder: TicketHolder, *, now: datetime
) -> list[Ticket]:
    """Create the tickets of a paid order and schedule their e-mail.

    A second run creates nothing: a ticket's id is derived from its place in the order.
    """
    made: list[Ticket] = []
    for item in items:
        event_id, _, type_id = item.product.partition("/")
        for unit in item.claims:
            made.append(
                Ticket(
                    id=build_ticket_id(order_id, len(made) + 1),
                    order_id=order_id,
                    event_id=TicketEventId(event_id),
                    type_id=TicketTypeId(type_id),
                    type_name=item.name,
                    unit=unit,
                    price=item.unit_price,
                    holder=holder.name,
                    email=holder.email,
                    partner=holder.partner,
                    customer=holder.customer,
                    locale="en" if holder.locale == "en" else "id",
                    issued_at=now,
                    number=TicketNumber.new(uow.random_below),
                )
            )
    if not made or await uow.get(store.ticket_ref(made[0].id)) is not None:
        return made
    for ticket in made:
        uow.create(store.ticket_ref(ticket.id), ticket)
    uow.emit(TicketsIssued(order_id=order_id, count=len(made)))
    uow.schedule(jobs.EmailTickets(order_id=order_id), key=order_id)
    return made


async def revoke_tickets(uow: UnitOfWork, order_id: OrderId, *, in_full: bool, now: datetime) -> int:
    """Revoke the tickets of a fully refunded order, free their seats, and return the number of tickets.

    After a partial refund nothing is revoked: a person decides which ticket the refund was for.
    """
    if not in_full:
        return 0
    tickets = [t for t in await store.list_order_tickets(uow, order_id) if t.status is not TicketStatus.REVOKED]
    await release_claims(uow, [ticket.unit for ticket in tickets], holder=order_id)
    for ticket in tickets:
        uow.put(store.ticket_ref(ticket.id), rules.with_revocation(ticket, now=now))
    return len(tickets)


async def save_ticket_event(uow: UnitOfWork, event: TicketEvent) -> TicketEvent:
    """Create an event, or change the fields of the existing one that `event` names.

    Raises:
        Invalid: The event does not end after its start, or is to be cancelled: `cancel_ticket_event` does that.
        TicketEventCancelled: The event has been cancelled.
    """
    event = with_named_fields(await uow.get(store.ticket_event_ref(event.id)), event)
    rules.check_time_window(event.starts_at, event.ends_at, ("starts_at", "ends_at"))
    rules.check_event_change(await uow.get(store.ticket_event_ref(event.id)), event)
    uow.put(store.ticket_event_ref(event.id), event)
    return event


async def save_ticket_type(uow: UnitOfWork, ticket_type: TicketType) -> TicketType:
    """Create a ticket type, or change the fields of the existing one that `ticket_type` names.

    The task `fill_ticket_stock` brings the stock to the quota.

    Raises:
        QuotaBelowSold: More units are sold or held than the new quota allows.
        Invalid: The sale does not end after its start, or the currency changes after a sale.
        TicketEventNotFound: No event has this id.
    """
    await store.get_ticket_event(uow, ticket_type.event_id)
    place = store.ticket_type_ref(ticket_type.event_id, ticket_type.id)
    old = await uow.get(place)
    ticket_type = with_named_fields(old, ticket_type)
    rules.check_time_window(ticket_type.valid_from, ticket_type.valid_until, ("valid_from", "valid_until"))
    if old is not None:
        free = await store.count_units(uow, old.event_id, old.id, ClaimState.FREE)
        if old.quota - ticket_type.quota > free:
            raise QuotaBelowSold(free=free)
        rules.check_currency_unchanged(old, ticket_type, sold=free < old.quota)
    uow.put(place, ticket_type)
    uow.schedule(
        jobs.FillTicketStock(event_id=ticket_type.event_id, type_id=ticket_type.id),
        key=f"{ticket_type.event_id}-{ticket_type.id}",
        precise=False,
    )
    return ticket_type


async def fill_ticket_stock(uow: UnitOfWork, event_id: TicketEventId, type_id: TicketTypeId) -> int:
    """Create or withdraw units towards the quota, at most a few hundred in one run; return how many are left to do.

    Raises:
        TicketTypeNotFound: The event has no ticket type of this id.
    """
    ticket_type = await store.get_ticket_type(uow, event_id, type_id)
    pool = store.stock_pool(event_id, type_id)
    missing = ticket_type.quota - (await count_stock(uow, pool)).made
    for number in range(ticket_type.made, ticket_type.made + min(max(missing, 0), _MAX_UNITS_PER_COMMIT)):
        uow.create(pool.unit_ref(number), Claim(state=ClaimState.FREE))
    if missing > 0:
        made = ticket_type.made + min(missing, _MAX_UNITS_PER_COMMIT)
        uow.put(store.ticket_type_ref(event_id, type_id), ticket_type.having(made=made))
    withdrawn = 0
    if missing < 0:
        for sighting in await uow.query_versions(
            pool.query_by_state(ClaimState.FREE).first(min(-missing, _MAX_UNITS_PER_COMMIT))
        ):
            uow.require_version(sighting)
            uow.delete(sighting.ref)
            withdrawn += 1
        uow.put(store.ticket_type_ref(event_id, type_id), ticket_type)
    invalidate_pool_cache(uow, pool)
    return max(0, abs(missing) - _MAX_UNITS_PER_COMMIT) if missing >= 0 or withdrawn else 0


async def list_ticket_types_on_sale(
    reader: Reader, event_id: TicketEventId, *, actor: Actor, now: datetime
) -> list[TicketTypeView]:
    """List the ticket types that can be bought now, with their free stock. Empty once the event has stopped selling.

    Raises:
        TicketEventNotFound: No event has this id, the event is not published, or the partner's key is not for it.
    """
    event = await store.access_published_event(reader, event_id, actor)
    if not rules.is_upcoming(event, now=now):
        return []
    types = [one for one in await reader.query(store.ticket_types_query(event_id)) if one.is_on_sale(now)]
    left = await asyncio.gather(*(store.count_units(reader, event_id, one.id, ClaimState.FREE) for one in types))
    return [TicketTypeView.of(one, left=free) for one, free in zip(types, left, strict=True)]


async def list_ticket_sales(reader: Reader, event_id: TicketEventId) -> list[TicketSalesView]:
    """List sold, held and free units and the revenue of each ticket type of an event.

    Raises:
        TicketEventNotFound: No event has this id.
    """
    await store.get_ticket_event(reader, event_id)
    return list(
        await asyncio.gather(
            *(get_ticket_type_sales(reader, one) for one in await reader.query(store.ticket_types_query(event_id)))
        )
    )


async def get_ticket_type_sales(reader: Reader, ticket_type: TicketType) -> TicketSalesView:
    """Count the sold, held and free units of one ticket type, and its revenue."""
    event_id, type_id = ticket_type.event_id, ticket_type.id
    stock, (_, revenue) = await asyncio.gather(
        count_stock(reader, store.stock_pool(event_id, type_id)),
        reader.count_and_sum(store.valid_tickets_query(event_id, type_id), "price"),
    )
    return TicketSalesView(
        ticket_type_id=type_id,
        name=ticket_type.name,
        quota=ticket_type.quota,
        sold=stock.sold,
        held=stock.held,
        free=stock.free,
        revenue=Money(amount=revenue, currency=ticket_type.currency),
    )
