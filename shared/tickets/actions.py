"""What the ticket office does: load, decide, save, tell."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.events.tickets import TicketsIssued
from shared.kernel import claims
from shared.kernel.actors import Actor
from shared.kernel.claims import Claim, State
from shared.kernel.ids import OrderId, PartnerId, TicketEventId, TicketId, TicketTypeId, UserId
from shared.kernel.money import Money
from shared.kernel.ports import Reader, UnitOfWork
from shared.kernel.sales import Item, Sale
from shared.tickets import jobs, rules, store
from shared.tickets.errors import QuotaBelowSold, TicketNotFound, TicketsSoldOut, TicketTypeNotFound
from shared.tickets.models import EventStatus, Mailing, Ticket, TicketEvent, TicketStatus, TicketType
from shared.tickets.schemas import TicketSalesView, TicketTypeView

# Firestore takes more writes in a commit nowadays, but its limit on size and its libraries do not all agree.
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose tickets they are."""

    name: str
    email: str
    partner: PartnerId | None
    customer: UserId | None
    locale: str


async def hold(
    uow: UnitOfWork, event_id: TicketEventId, wanted: Counter[TicketTypeId], *, holder: str, now: datetime
) -> Sale:
    """Hold *wanted* units for *holder*: all or none. Raises what `rules.sell` does, and `TicketsSoldOut`."""
    types = [store.type_ref(event_id, type_id) for type_id in wanted]
    event, found = await asyncio.gather(store.published_event(uow, event_id), uow.get_all(types))
    on_offer = []
    for place, (type_id, ticket_type) in enumerate(zip(wanted, found, strict=True)):
        if ticket_type is None:
            raise TicketTypeNotFound(ticket_type_id=type_id)
        rules.sell(event, ticket_type, wanted[type_id], at=f"items.{place}", now=now)
        on_offer.append(ticket_type)
    rules.one_currency(on_offer)
    items = [await _hold_type(uow, event, one, wanted[one.id], holder=holder, now=now) for one in on_offer]
    return Sale(items=tuple(items), currency=on_offer[0].currency, hold=event.hold)


async def _hold_type(
    uow: UnitOfWork, event: TicketEvent, ticket_type: TicketType, quantity: int, *, holder: str, now: datetime
) -> Item:
    # A free ticket needs no payment, so it is sold at once.
    until = now + event.hold if ticket_type.price else None
    try:
        units = await claims.claim_any(uow, store.stock(event.id, ticket_type.id), quantity, holder=holder, until=until)
    except claims.NotEnough as error:
        left = f"{error.left} left" if error.left else "none left"
        raise TicketsSoldOut(f"{ticket_type.name}: {left}.", ticket_type_id=ticket_type.id, left=error.left) from error
    return Item(
        kind="ticket",
        product=ticket_type.product,
        name=f"{event.name}: {ticket_type.name}",
        quantity=quantity,
        unit_price=ticket_type.price,
        claims=tuple(units),
    )


async def issue(
    uow: UnitOfWork, order_id: OrderId, items: Sequence[Item], holder: Holder, *, now: datetime
) -> list[Ticket]:
    """Make the tickets of a paid order and have them sent. A second time, nothing: a ticket's id is its place."""
    made: list[Ticket] = []
    for item in items:
        event_id, _, type_id = item.product.partition("/")
        for unit in item.claims:
            made.append(
                Ticket(
                    id=TicketId(f"{order_id}-{len(made) + 1}"),
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
                )
            )
    if not made or await uow.get(store.ticket_ref(made[0].id)) is not None:
        return made
    for ticket in made:
        uow.create(store.ticket_ref(ticket.id), ticket)
    uow.emit(TicketsIssued(order_id=order_id, count=len(made)))
    uow.schedule(jobs.EmailTickets(order_id=order_id), key=order_id)
    return made


async def tickets_to_send(reader: Reader, order_id: OrderId) -> tuple[TicketEvent, list[Ticket]]:
    """What an e-mail to the buyer shows: the event and the tickets that are still good."""
    tickets = await store.tickets_of(reader, order_id)
    good = [ticket for ticket in tickets if ticket.status is TicketStatus.VALID]
    if not good:
        raise TicketNotFound(order_id=order_id)
    return await store.event(reader, good[0].event_id), good


async def record_mailing(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """The tickets have gone out."""
    last = await uow.get(store.mailing(order_id))
    uow.put(store.mailing(order_id), Mailing(order_id=order_id, sent_at=now, times=last.times + 1 if last else 1))


async def resend(uow: UnitOfWork, order_id: OrderId, *, actor: Actor, now: datetime) -> int:
    """Send an order's tickets again; how many there are. Raises `TicketsNotIssued`, `ResentTooSoon`."""
    tickets = await store.tickets_for(uow, order_id, actor)
    last = await uow.get(store.mailing(order_id))
    rules.resend(last, now=now)
    # Counted here too, so that ten presses of a button before the first mail has left are one mail.
    uow.put(store.mailing(order_id), Mailing(order_id=order_id, sent_at=now, times=last.times if last else 0))
    uow.schedule(jobs.EmailTickets(order_id=order_id), key=order_id)
    return len(tickets)


async def check_in(
    uow: UnitOfWork, ticket_id: TicketId, *, event_id: TicketEventId, gate: str, scan_id: str, now: datetime
) -> None:
    """Let a ticket's holder in, once."""
    ticket = await store.ticket(uow, ticket_id)
    checked = rules.check_in(ticket, event_id=event_id, gate=gate, scan_id=scan_id, now=now)
    if checked is not ticket:
        uow.put(store.ticket_ref(ticket_id), checked)


async def revoke(uow: UnitOfWork, order_id: OrderId, *, in_full: bool) -> int:
    """All of the money went back, so the tickets are worth nothing and their seats are free; how many that were.

    When only a part went back, which of the tickets it was for is for a person to say.
    """
    if not in_full:
        return 0
    tickets = [t for t in await store.tickets_of(uow, order_id) if t.status is TicketStatus.VALID]
    await claims.give_back(uow, [ticket.unit for ticket in tickets], holder=order_id)
    for ticket in tickets:
        uow.put(store.ticket_ref(ticket.id), ticket.having(status=TicketStatus.REVOKED))
    return len(tickets)


async def save_event(uow: UnitOfWork, event: TicketEvent) -> TicketEvent:
    """Open an event, or change it."""
    rules.window(event.starts_at, event.ends_at, ("starts_at", "ends_at"))
    uow.put(store.event_ref(event.id), event)
    return event


async def save_type(uow: UnitOfWork, ticket_type: TicketType) -> TicketType:
    """Offer a ticket type, or change it. Its stock follows by `fill_stock`. Raises `QuotaBelowSold`."""
    rules.window(ticket_type.valid_from, ticket_type.valid_until, ("valid_from", "valid_until"))
    await store.event(uow, ticket_type.event_id)
    place = store.type_ref(ticket_type.event_id, ticket_type.id)
    old = await uow.get(place)
    if old is not None:
        free = await store.in_stock(uow, old.event_id, old.id, State.FREE)
        if old.quota - ticket_type.quota > free:
            raise QuotaBelowSold(f"Only {free} are free to be withdrawn.", free=free)
        rules.same_currency(old, ticket_type, sold=free < old.quota)
        ticket_type = ticket_type.having(made=old.made)
    uow.put(place, ticket_type)
    uow.schedule(
        jobs.FillTicketStock(event_id=ticket_type.event_id, type_id=ticket_type.id),
        key=f"{ticket_type.event_id}-{ticket_type.id}",
        precise=False,
    )
    return ticket_type


async def fill_stock(uow: UnitOfWork, event_id: TicketEventId, type_id: TicketTypeId) -> int:
    """Bring the number of units nearer to the quota, at most a few hundred at a time; how many are still to do."""
    ticket_type = await store.ticket_type(uow, event_id, type_id)
    pool = store.stock(event_id, type_id)
    missing = ticket_type.quota - (await claims.stock(uow, pool)).made
    for number in range(ticket_type.made, ticket_type.made + min(max(missing, 0), _CHUNK)):
        uow.create(pool.unit(number), Claim(state=State.FREE))
    if missing > 0:
        made = ticket_type.made + min(missing, _CHUNK)
        uow.put(store.type_ref(event_id, type_id), ticket_type.having(made=made))
    withdrawn = 0
    if missing < 0:
        for sighting in await uow.sight(pool.in_state(State.FREE).first(min(-missing, _CHUNK))):
            uow.trust(sighting)
            uow.delete(sighting.ref)
            withdrawn += 1
        uow.put(store.type_ref(event_id, type_id), ticket_type)
    claims.forget(uow, pool)
    return max(0, abs(missing) - _CHUNK) if missing >= 0 or withdrawn else 0


async def offers(reader: Reader, event_id: TicketEventId, *, now: datetime) -> list[TicketTypeView]:
    """What can be bought now, with what is left. None, once the event sells no more."""
    event = await store.published_event(reader, event_id)
    if event.status is EventStatus.CLOSED or now >= event.ends_at:
        return []
    types = [one for one in await reader.query(store.types_of(event_id)) if one.on_sale(now)]
    left = await asyncio.gather(*(store.in_stock(reader, event_id, one.id, State.FREE) for one in types))
    return [TicketTypeView.of(one, left=free) for one, free in zip(types, left, strict=True)]


async def sales(reader: Reader, event_id: TicketEventId) -> list[TicketSalesView]:
    """How each type sells."""
    await store.event(reader, event_id)
    return list(await asyncio.gather(*(sales_of(reader, one) for one in await reader.query(store.types_of(event_id)))))


async def sales_of(reader: Reader, ticket_type: TicketType) -> TicketSalesView:
    """How one type sells."""
    event_id, type_id = ticket_type.event_id, ticket_type.id
    stock, (_, revenue) = await asyncio.gather(
        claims.stock(reader, store.stock(event_id, type_id)),
        reader.totals(store.good_tickets(event_id, type_id), "price"),
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
