"""Every place that puts a query together, and a call that asks it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from shared.bookings import store as bookings
from shared.bookings.models import MeetingLinkId, Side
from shared.catalogue import applications, next_free, search
from shared.catalogue import store as catalogue
from shared.catalogue.inputs import ExpertSearch
from shared.chat import attachments, message_reports, room_opening, user_blocks
from shared.chat import store as chat
from shared.chat.jobs import DeleteAttachment
from shared.chat.models import pair_from_users
from shared.chat.report_models import ReportStatus
from shared.claims.models import ClaimState
from shared.claims.pools import Pool, count_stock, wait_for_units
from shared.contracts import slots
from shared.contracts.bookings import BookingStatus
from shared.identity import actions as identity
from shared.kernel import outbox
from shared.kernel.ids import OrderId, RoomId, TicketEventId, TicketTypeId, UserId
from shared.orders import store as orders
from shared.pairing import live_stats, presence
from shared.pairing import store as pairing
from shared.runtime import dead_letters, schedules
from shared.sessions import store as sessions
from shared.sessions.models import SessionStatus
from shared.tickets import stock_sweep, store
from shared.tickets.models import TicketType

NOW = datetime(2026, 11, 26, 5, tzinfo=UTC)
ORDER_ID = OrderId("BE-20261126-ACD346")
EVENT, TYPE = TicketEventId("an-event"), TicketTypeId("a-type")
UNITS = Pool("ticket_events/an-event/types/a-type/units")

TICKET_TYPE = TicketType(
    id=TYPE, event_id=EVENT, name="-", price=1, quota=0, per_order=1, valid_from=NOW, valid_until=NOW, saved_at=NOW
)


async def _bookings_of(db: Any) -> None:
    """Both sides of the list."""
    for side in (Side.CUSTOMER, Side.EXPERT):
        await bookings.list_bookings(db, UserId("u"), side, [BookingStatus.CONFIRMED], cursor=None, limit=9)


async def _experts(db: Any) -> None:
    """The list by each order, with all that may be asked at once."""
    for wish in ({"sort": "rating"}, {"sort": "price"}, {"sort": "soonest"}):
        given = {"expertise": "agile", "language": "id", "price_min": 1, "price_max": 2, "min_rating": 4.5}
        await search.search_experts(db, ExpertSearch.model_validate(wish | given))


async def _online_log(db: Any) -> None:
    """Of one expert, and of all."""
    for expert in (UserId("e"), None):
        await pairing.list_online_spans(db, expert=expert, cursor=None, limit=9)


async def _sessions(db: Any) -> None:
    """In one state, and all."""
    for status in (SessionStatus.ENDED, None):
        await sessions.list_sessions(db, status=status, cursor=None, limit=9)


STORE_QUERIES: dict[str, Callable[[Any], Awaitable[Any]]] = {
    "shared.bookings.store.list_bookings": _bookings_of,
    "shared.bookings.store.count_open_bookings": lambda db: bookings.count_open_bookings(db, UserId("u")),
    "shared.bookings.store.list_upcoming_bookings_by_link": lambda db: bookings.list_upcoming_bookings_by_link(
        db, MeetingLinkId("a-link"), at=NOW, cursor=None, limit=9
    ),
    "shared.bookings.store.list_bookings_due_for_reminder": lambda db: bookings.list_bookings_due_for_reminder(
        db, at=NOW, limit=9
    ),
    "shared.bookings.store.list_overdue_bookings": lambda db: bookings.list_overdue_bookings(
        db, BookingStatus.CONFIRMED, at=NOW, limit=9
    ),
    "shared.bookings.store.list_meeting_links": lambda db: bookings.list_meeting_links(db, limit=9),
    "shared.bookings.store.list_active_meeting_links": lambda db: bookings.list_active_meeting_links(db, limit=9),
    "shared.catalogue.search.expert_search_query": _experts,
    "shared.catalogue.next_free.stale_experts_query": lambda db: next_free.list_stale_experts(db, at=NOW, limit=9),
    "shared.catalogue.store.services_query": lambda db: db.query(catalogue.services_query("e")),
    "shared.catalogue.store.products_query": lambda db: db.query(catalogue.products_query("e")),
    "shared.catalogue.store.reviews_query": lambda db: db.query(catalogue.reviews_query("e").first(9)),
    "shared.catalogue.store.applicants_query": lambda db: applications.list_applications(db, cursor=None, limit=9),
    "shared.catalogue.store.categories_query": catalogue.list_active_categories,
    "shared.chat.user_blocks.list_blocks": lambda db: user_blocks.list_blocks(db, UserId("u"), cursor=None, limit=9),
    "shared.chat.user_blocks._rooms_query": lambda db: db.query(
        user_blocks._rooms_query(pair_from_users("u", "v"), RoomId("r"))
    ),
    "shared.chat.report_models.reports_query": lambda db: message_reports.list_reports(
        db, ReportStatus.OPEN, cursor=None, limit=9, now=NOW
    ),
    "shared.chat.report_models.reports_of_file_query": lambda db: attachments.is_file_needed(
        db, DeleteAttachment(key="rooms/r/u/1"), now=NOW
    ),
    "shared.chat.attachments.messages_sent_between_query": lambda db: db.query(
        attachments.messages_sent_between_query(RoomId("r"), NOW, NOW)
    ),
    "shared.chat.store.rooms_of_user_query": lambda db: db.count_and_sum(chat.rooms_of_user_query(UserId("u")), "seq"),
    "shared.chat.store.latest_rooms_query": lambda db: db.query(
        chat.latest_rooms_query(chat.rooms_of_user_query(UserId("u"))).first(9)
    ),
    "shared.chat.store.support_rooms_query": lambda db: room_opening.list_support_rooms(
        db, UserId("u"), cursor=None, limit=9, now=NOW
    ),
    "shared.chat.store.rooms_of_pair_query": lambda db: db.query(chat.rooms_of_pair_query(pair_from_users("u", "v"))),
    "shared.chat.store.messages_query": lambda db: db.query(chat.messages_query(RoomId("r")).after(9).first(9)),
    "shared.chat.store.messages_after_query": lambda db: db.query(chat.messages_after_query(RoomId("r"), 9).first(9)),
    "shared.identity.actions.list_partner_keys": lambda db: identity.list_partner_keys(db, cursor=None, limit=9),
    "shared.identity.store.partner_keys_query": lambda db: identity.list_partner_keys(db, cursor=None, limit=9),
    "shared.claims.pools.PoolCache.fetch_free_units": lambda db: wait_for_units(db, UNITS, 1),
    "shared.claims.pools.Pool.units_query": lambda db: count_stock(db, UNITS),
    "shared.claims.pools.Pool.query_by_state": lambda db: store.count_units(db, EVENT, TYPE, ClaimState.FREE),
    "shared.kernel.outbox.overdue_entries_query": lambda db: db.query(outbox.overdue_entries_query(NOW, limit=9)),
    "shared.contracts.slots.list_taken_quarters": lambda db: slots.list_taken_quarters(
        db, UserId("e"), begin=NOW, end=NOW, now=NOW
    ),
    "shared.orders.store.list_orders_paid_by_invoice": lambda db: orders.list_orders_paid_by_invoice(db, "inv-1"),
    "shared.orders.store.list_open_orders": lambda db: orders.list_open_orders(
        db, made_after=NOW, made_before=NOW, limit=9
    ),
    "shared.orders.store.list_overdue_orders": lambda db: orders.list_overdue_orders(db, due_before=NOW, limit=9),
    "shared.orders.store.list_orders_with_open_refunds": lambda db: orders.list_orders_with_open_refunds(
        db, asked_by=NOW, limit=9
    ),
    "shared.pairing.live_stats.get_pairing_stats_today": lambda db: live_stats.get_pairing_stats_today(db, now=NOW),
    "shared.pairing.presence.list_online_experts": lambda db: presence.list_online_experts(db, now=NOW),
    "shared.pairing.store.searching_pairings_query": lambda db: db.query(pairing.searching_pairings_query().first(9)),
    "shared.pairing.store.list_overdue_pairings": lambda db: pairing.list_overdue_pairings(db, at=NOW, limit=9),
    "shared.pairing.store.list_expired_heartbeats": lambda db: pairing.list_expired_heartbeats(db, at=NOW, limit=9),
    "shared.pairing.store.live_heartbeats_query": lambda db: db.count(pairing.live_heartbeats_query(NOW)),
    "shared.pairing.store.list_online_spans": _online_log,
    "shared.runtime.schedules.run_records_query": lambda db: db.query(schedules.run_records_query("a_job")),
    "shared.runtime.dead_letters.dead_letters_query": lambda db: db.query(dead_letters.dead_letters_query()),
    "shared.sessions.store.list_active_sessions": lambda db: sessions.list_active_sessions(db, UserId("e"), limit=9),
    "shared.sessions.store.list_overdue_sessions": lambda db: sessions.list_overdue_sessions(db, at=NOW, limit=9),
    "shared.sessions.store.list_unanswered_sessions": lambda db: sessions.list_unanswered_sessions(
        db, since=NOW, limit=9
    ),
    "shared.sessions.store.list_sessions_in_crisis": lambda db: sessions.list_sessions_in_crisis(
        db, since=NOW, limit=9
    ),
    "shared.sessions.store.list_sessions": _sessions,
    "shared.sessions.store.sessions_in_status_query": lambda db: db.count(
        sessions.sessions_in_status_query(SessionStatus.ACTIVE)
    ),
    "shared.tickets.store.ticket_types_query": lambda db: db.query(store.ticket_types_query(EVENT)),
    "shared.tickets.store.list_order_tickets": lambda db: store.list_order_tickets(db, ORDER_ID),
    "shared.tickets.store.valid_tickets_query": lambda db: db.count_and_sum(
        store.valid_tickets_query(EVENT, TYPE), "price"
    ),
    "shared.tickets.store.list_unfinished_events": lambda db: store.list_unfinished_events(db, at=NOW),
    "shared.tickets.stock_sweep.sweep_stock": lambda db: stock_sweep.sweep_stock(db, TICKET_TYPE, now=NOW),
    "shared.tickets.stock_sweep._list_held_units": lambda db: stock_sweep.sweep_stock(db, TICKET_TYPE, now=NOW),
}
