"""HTTP: list sessions."""

from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import store
from shared.sessions.models import SessionStatus
from shared.sessions.schemas import SessionView


class ListSessions(Request):
    """Query of `list_sessions`."""

    status: SessionStatus | None = None
    """State of the sessions to list; all sessions when left out."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 50
    """Most sessions on a page, 1 to 100; 50 by default."""


@http.get(who="admin", admin_scope="supervisor")
async def list_sessions(query: ListSessions, ctx: Context) -> Page[SessionView]:
    """List sessions, the latest first."""
    found = await ctx.read(store.list_sessions, status=query.status, cursor=query.cursor, limit=query.limit)
    return found.to_page(SessionView.of)
