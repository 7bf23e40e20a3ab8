"""Builders that several domains' tests use: ticket events, ticket types, partner keys."""

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.claims.models import Claim, ClaimState
from shared.identity import rules as identity
from shared.identity import store as identities
from shared.identity.models import PartnerKey
from shared.kernel.ids import PartnerId, TicketEventId, TicketTypeId
from shared.tickets import store
from shared.tickets.models import EventStatus, TicketEvent, TicketType
from tests.world import Person, World

NOON = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)
BUYER = {"full_name": "Sari Wulandari", "email": "sari@example.com", "phone": "081234567890"}
EVENT = TicketEventId("tedx-bandung-2026")
FRONT_END = Person(key="tmn_test-front-end-key")


def a_ticket_event(**given: Any) -> TicketEvent:
    """Build a published event that begins in 30 days."""
    values: dict[str, Any] = {
        "id": EVENT,
        "name": "TEDx Bandung 2026",
        "venue": "Sasana Budaya Ganesha",
        "starts_at": NOON + timedelta(days=30),
        "ends_at": NOON + timedelta(days=30, hours=8),
        "status": EventStatus.PUBLISHED,
        "partner_id": PartnerId("front-end"),
        "saved_at": NOON,
    } | given
    return TicketEvent(**values)


def a_ticket_type(id: str = "regular", **given: Any) -> TicketType:
    """Build a ticket type on sale, without its stock."""
    values: dict[str, Any] = {
        "id": TicketTypeId(id),
        "event_id": EVENT,
        "name": id.replace("-", " ").title(),
        "price": 150_000,
        "quota": 10,
        "per_order": 10,
        "valid_from": NOON - timedelta(days=1),
        "valid_until": NOON + timedelta(days=20),
        "saved_at": NOON,
    } | given
    return TicketType(**values)


def a_partner_key(person: Person = FRONT_END, **given: Any) -> PartnerKey:
    """Build the stored API key of a front-end, with all scopes that front-ends need."""
    assert person.key
    values: dict[str, Any] = {
        "id": identity.compute_key_id(person.key),
        "partner_id": PartnerId("front-end"),
        "name": "test",
        "scopes": ("tickets.read", "tickets.sell", "tickets.check_in"),
        "hint": identity.compute_key_prefix(person.key),
        "created_at": NOON,
        "created_by": "citra",
    } | given
    return PartnerKey(**values)


def a_buyer(number: int) -> dict[str, str]:
    """Build the buyer of this number, who shares neither e-mail address nor phone number with another one."""
    return {
        "full_name": f"Buyer {number}",
        "email": f"buyer{number}@example.com",
        "phone": f"+62811{number:07d}",
    }


async def put_tickets_on_sale(world: World, *types: TicketType, event: TicketEvent | None = None) -> TicketEvent:
    """Store an event on sale, its ticket types with full stock, and a front-end's API key."""
    event = event or a_ticket_event()
    key = a_partner_key()
    await world.put_documents((store.ticket_event_ref(event.id), event))
    await world.put_documents((identities.partner_key_ref(key.id), key))
    for one in types or (a_ticket_type(),):
        pool = store.stock_pool(event.id, one.id)
        made = one.having(made=one.quota)
        await world.put_documents((store.ticket_type_ref(event.id, one.id), made))
        for start in range(0, one.quota, 400):
            await world.put_documents(
                *((pool.unit_ref(n), Claim(state=ClaimState.FREE)) for n in range(start, min(start + 400, one.quota)))
            )
    return event


def a_ticket_order_request(*items: tuple[str, int], **given: Any) -> dict[str, Any]:
    """Build the body of `create_ticket_order`: by default two regular tickets."""
    wanted = [{"ticket_type_id": type_id, "quantity": quantity} for type_id, quantity in items or (("regular", 2),)]
    return {"event_id": EVENT, "items": wanted, "buyer": BUYER} | given
