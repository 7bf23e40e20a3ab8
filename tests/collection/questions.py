"""Every place that puts a query together, and a call that asks it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from shared.bookings import store as bookings
from shared.bookings.models import BookingStatus, MeetingLinkId, Side
from shared.catalogue import applying, finding, hints
from shared.catalogue import store as catalogue
from shared.catalogue.given import ExpertWish
from shared.chat import attachments, blocking, opening, reporting
from shared.chat import store as chat
from shared.chat.jobs import DeleteAttachment
from shared.chat.models import pair_of
from shared.chat.reports import ReportStatus
from shared.identity import actions as identity
from shared.kernel import claims, outbox, slots
from shared.kernel.claims import Pool, State
from shared.kernel.ids import OrderId, RoomId, TicketEventId, TicketTypeId, UserId
from shared.kernel.paging import cursor
from shared.orders import store as orders
from shared.pairing import counting, online
from shared.pairing import store as pairing
from shared.runtime import jobs, letters
from shared.sessions import store as sessions
from shared.sessions.models import SessionStatus
from shared.tickets import store, sweeping
from shared.tickets.models import TicketType

NOW = datetime(2026, 11, 26, 5, tzinfo=UTC)
ORDER = OrderId("BE-20261126-ACD346")
EVENT, TYPE = TicketEventId("an-event"), TicketTypeId("a-type")
UNITS = Pool("ticket_events/an-event/types/a-type/units")

TICKET_TYPE = TicketType(
    id=TYPE, event_id=EVENT, name="-", price=1, quota=0, per_order=1, valid_from=NOW, valid_until=NOW, saved_at=NOW
)


async def _bookings_of(db: Any) -> None:
    """Both sides of the list."""
    for side in (Side.CUSTOMER, Side.EXPERT):
        await bookings.bookings_of(
            db, UserId("u"), side, [BookingStatus.CONFIRMED], cursor=cursor(NOW.isoformat(), ORDER), limit=9
        )


async def _experts(db: Any) -> None:
    """The list by each order, with all that may be asked at once."""
    for wish in ({"sort": "rating"}, {"sort": "price"}, {"sort": "soonest"}):
        given = {"expertise": "agile", "language": "id", "price_min": 1, "price_max": 2, "min_rating": 4.5}
        await finding.experts(db, ExpertWish.model_validate(wish | given))


async def _online_log(db: Any) -> None:
    """Of one expert, and of all."""
    for expert in (UserId("e"), None):
        await pairing.online_log(db, expert=expert, cursor=cursor(NOW.isoformat(), "e-1"), limit=9)


async def _sessions(db: Any) -> None:
    """In one state, and all."""
    for status in (SessionStatus.ENDED, None):
        await sessions.listed(db, status=status, cursor=cursor(NOW.isoformat(), "s"), limit=9)


QUESTIONS: dict[str, Callable[[Any], Awaitable[Any]]] = {
    "shared.bookings.store.bookings_of": _bookings_of,
    "shared.bookings.store.open_bookings_of": lambda db: bookings.open_bookings_of(db, UserId("u")),
    "shared.bookings.store.meetings_at": lambda db: bookings.meetings_at(
        db, MeetingLinkId("a-link"), at=NOW, cursor=cursor(NOW.isoformat(), ORDER), limit=9
    ),
    "shared.bookings.store.to_remind": lambda db: bookings.to_remind(db, at=NOW, limit=9),
    "shared.bookings.store.over": lambda db: bookings.over(db, BookingStatus.CONFIRMED, at=NOW, limit=9),
    "shared.bookings.store.links": lambda db: bookings.links(db, limit=9),
    "shared.bookings.store.active_links": lambda db: bookings.active_links(db, limit=9),
    "shared.catalogue.finding.query": _experts,
    "shared.catalogue.hints.stale": lambda db: hints.stale_experts(db, at=NOW, limit=9),
    "shared.catalogue.store.services_of": lambda db: db.query(catalogue.services_of("e")),
    "shared.catalogue.store.products_of": lambda db: db.query(catalogue.products_of("e")),
    "shared.catalogue.store.reviews_of": lambda db: db.query(catalogue.reviews_of("e").first(9)),
    "shared.catalogue.store.applicants": lambda db: applying.applications(
        db, cursor=cursor(NOW.isoformat(), "e"), limit=9
    ),
    "shared.catalogue.store.categories": catalogue.active_categories,
    "shared.chat.blocking._blocks": lambda db: blocking.blocked(
        db, UserId("u"), people=chat.inbox_ref, cursor=cursor(NOW.isoformat(), "v"), limit=9
    ),
    "shared.chat.blocking._rooms": lambda db: db.query(blocking._rooms(pair_of("u", "v"), RoomId("r"))),
    "shared.chat.reports.reports_in": lambda db: reporting.reports(
        db, ReportStatus.OPEN, cursor=cursor(NOW.isoformat(), "r"), limit=9, now=NOW
    ),
    "shared.chat.reports.evidence_of": lambda db: attachments.is_needed(
        db, DeleteAttachment(key="rooms/r/u/1"), now=NOW
    ),
    "shared.chat.attachments.sent_between": lambda db: db.query(attachments.sent_between(RoomId("r"), NOW, NOW)),
    "shared.chat.store.rooms_of": lambda db: db.totals(chat.rooms_of(UserId("u")), "seq"),
    "shared.chat.store.latest_first": lambda db: db.query(
        chat.latest_first(chat.rooms_of(UserId("u")), cursor=cursor(NOW.isoformat(), "r"), limit=9)
    ),
    "shared.chat.store.support_rooms": lambda db: opening.support_rooms(
        db, UserId("u"), cursor=cursor(NOW.isoformat(), "r"), limit=9, now=NOW
    ),
    "shared.chat.store.rooms_of_two": lambda db: db.query(chat.rooms_of_two(pair_of("u", "v"))),
    "shared.chat.store.messages": lambda db: db.query(chat.messages(RoomId("r")).after(9).first(9)),
    "shared.chat.store.messages_after": lambda db: db.query(chat.messages_after(RoomId("r"), 9).first(9)),
    "shared.identity.actions.partner_keys": lambda db: identity.partner_keys(
        db, cursor=cursor(NOW.isoformat(), "0" * 64), limit=9
    ),
    "shared.identity.store.partner_keys": lambda db: identity.partner_keys(db, cursor=None, limit=9),
    "shared.kernel.claims._Shelf.fill": lambda db: claims.look(db, UNITS, 1),
    "shared.kernel.claims.Pool.units": lambda db: claims.stock(db, UNITS),
    "shared.kernel.claims.Pool.in_state": lambda db: store.in_stock(db, EVENT, TYPE, State.FREE),
    "shared.kernel.outbox.overdue": lambda db: db.query(outbox.overdue(NOW, limit=9)),
    "shared.kernel.slots.taken": lambda db: slots.taken(db, UserId("e"), begin=NOW, end=NOW, now=NOW),
    "shared.orders.store.orders_paid_by": lambda db: orders.orders_paid_by(db, "inv-1"),
    "shared.orders.store.open_orders": lambda db: orders.open_orders(db, made_after=NOW, made_before=NOW, limit=9),
    "shared.orders.store.overdue_orders": lambda db: orders.overdue_orders(db, due_before=NOW, limit=9),
    "shared.orders.store.refunds_on_their_way": lambda db: orders.refunds_on_their_way(db, asked_by=NOW, limit=9),
    "shared.pairing.counting.today": lambda db: counting.today(db, now=NOW),
    "shared.pairing.online.there": lambda db: online.there(db, now=NOW),
    "shared.pairing.store.searching": lambda db: db.query(pairing.searching().first(9)),
    "shared.pairing.store.overdue": lambda db: pairing.overdue(db, at=NOW, limit=9),
    "shared.pairing.store.silent": lambda db: pairing.silent(db, at=NOW, limit=9),
    "shared.pairing.store.online": lambda db: db.count(pairing.online(NOW)),
    "shared.pairing.store.online_log": _online_log,
    "shared.runtime.jobs.runs_of": lambda db: db.query(jobs.runs_of("a_job")),
    "shared.runtime.letters.dead_letters": lambda db: db.query(letters.dead_letters()),
    "shared.sessions.store.active_of": lambda db: sessions.active_of(db, UserId("e"), limit=9),
    "shared.sessions.store.overdue": lambda db: sessions.overdue(db, at=NOW, limit=9),
    "shared.sessions.store.unanswered": lambda db: sessions.unanswered(db, since=NOW, limit=9),
    "shared.sessions.store.crises": lambda db: sessions.crises(db, since=NOW, limit=9),
    "shared.sessions.store.listed": _sessions,
    "shared.sessions.store.in_status": lambda db: db.count(sessions.in_status(SessionStatus.ACTIVE)),
    "shared.tickets.store.types_of": lambda db: db.query(store.types_of(EVENT)),
    "shared.tickets.store.tickets_of": lambda db: store.tickets_of(db, ORDER),
    "shared.tickets.store.good_tickets": lambda db: db.totals(store.good_tickets(EVENT, TYPE), "price"),
    "shared.tickets.store.events_not_over": lambda db: store.events_not_over(db, at=NOW),
    "shared.tickets.sweeping.sweep": lambda db: sweeping.sweep(db, TICKET_TYPE, now=NOW),
    "shared.tickets.sweeping._held_by": lambda db: sweeping.sweep(db, TICKET_TYPE, now=NOW),
}
