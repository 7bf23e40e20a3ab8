"""Every place that puts a query together, and a call that asks it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from shared.identity import actions as identity
from shared.kernel import claims, outbox, slots
from shared.kernel.claims import Pool, State
from shared.kernel.ids import OrderId, TicketEventId, TicketTypeId, UserId
from shared.kernel.paging import cursor
from shared.orders import store as orders
from shared.runtime import jobs, letters
from shared.tickets import store, sweeping
from shared.tickets.models import TicketType

NOW = datetime(2026, 11, 26, 5, tzinfo=UTC)
ORDER = OrderId("BE-20261126-ACD346")
EVENT, TYPE = TicketEventId("an-event"), TicketTypeId("a-type")
UNITS = Pool("ticket_events/an-event/types/a-type/units")

TICKET_TYPE = TicketType(
    id=TYPE, event_id=EVENT, name="-", price=1, quota=0, per_order=1, valid_from=NOW, valid_until=NOW, saved_at=NOW
)
QUESTIONS: dict[str, Callable[[Any], Awaitable[Any]]] = {
    "shared.identity.actions.partner_keys": lambda db: identity.partner_keys(
        db, cursor=cursor(NOW.isoformat(), "0" * 64), limit=9
    ),
    "shared.identity.store.partner_keys": lambda db: identity.partner_keys(db, cursor=None, limit=9),
    "shared.kernel.claims._Shelf.fill": lambda db: claims.look(db, UNITS, 1),
    "shared.kernel.claims.Pool.units": lambda db: claims.stock(db, UNITS),
    "shared.kernel.claims.Pool.in_state": lambda db: store.in_stock(db, EVENT, TYPE, State.FREE),
    "shared.kernel.outbox.overdue": lambda db: db.query(outbox.overdue(NOW, limit=9)),
    "shared.kernel.slots.taken": lambda db: slots.taken(db, UserId("e"), begin=NOW, end=NOW, now=NOW),
    "shared.orders.store.open_orders": lambda db: orders.open_orders(db, made_before=NOW, limit=9),
    "shared.orders.store.overdue_orders": lambda db: orders.overdue_orders(db, held_before=NOW, limit=9),
    "shared.orders.store.refunds_on_their_way": lambda db: orders.refunds_on_their_way(db, limit=9),
    "shared.runtime.jobs.runs_of": lambda db: db.query(jobs.runs_of("a_job")),
    "shared.runtime.letters.dead_letters": lambda db: db.query(letters.dead_letters()),
    "shared.tickets.store.types_of": lambda db: db.query(store.types_of(EVENT)),
    "shared.tickets.store.tickets_of": lambda db: store.tickets_of(db, ORDER),
    "shared.tickets.store.good_tickets": lambda db: db.totals(store.good_tickets(EVENT, TYPE), "price"),
    "shared.tickets.store.events_not_over": lambda db: store.events_not_over(db, at=NOW),
    "shared.tickets.sweeping.sweep": lambda db: sweeping.sweep(db, TICKET_TYPE, now=NOW),
    "shared.tickets.sweeping._held_by": lambda db: sweeping.sweep(db, TICKET_TYPE, now=NOW),
}
