"""Lists of ticket events: for buyers and partners those to come, for admins all."""

from datetime import datetime

from shared.kernel.actors import Actor
from shared.kernel.paging import Page, list_rows
from shared.kernel.ports import Reader
from shared.tickets import rules, store
from shared.tickets.models import EventStatus
from shared.tickets.schemas import SavedTicketEventView, TicketEventView


async def list_upcoming_events(
    reader: Reader, *, cursor: str | None, limit: int, actor: Actor, now: datetime
) -> Page[TicketEventView]:
    """List published events that are not over; for a partner's key, those that the key is for.

    A key that names events names a few of them, which are one page.

    Raises:
        Invalid: `cursor` is not a cursor of this list.
    """
    if actor.role == "partner" and actor.events:
        named = await reader.get_all([store.ticket_event_ref(event_id) for event_id in sorted(actor.events)])
        events = [one for one in named if one is not None and rules.is_upcoming(one, now=now)]
        return Page(items=[TicketEventView.of(one) for one in sorted(events, key=lambda one: (one.ends_at, one.id))])
    query = store.upcoming_events_query(now, actor.id if actor.role == "partner" else None)
    return (await list_rows(reader, query, cursor=cursor, limit=limit)).to_page(TicketEventView.of)


async def list_saved_events(
    reader: Reader, *, status: EventStatus | None, cursor: str | None, limit: int
) -> Page[SavedTicketEventView]:
    """List all events, drafts and past ones too, or those of one status.

    Raises:
        Invalid: `cursor` is not a cursor of this list.
    """
    rows = await list_rows(reader, store.saved_events_query(status), cursor=cursor, limit=limit)
    return rows.to_page(SavedTicketEventView.of)
