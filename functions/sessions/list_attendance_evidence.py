"""HTTP: list the evidence of who came to a booked session."""

from shared.kernel.ids import SessionId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import evidence
from shared.sessions.attendance_schemas import EvidenceView
from shared.sessions.errors import SessionNotFound


class ListAttendanceEvidence(Request):
    """Query of `list_attendance_evidence`."""

    session_id: SessionId
    """Id of a booked session, which is the booking's id."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most pieces of evidence on a page, 1 to 100; 20 by default."""


@http.get(who="admin", admin_scope="support", raises=(SessionNotFound,))
async def list_attendance_evidence(query: ListAttendanceEvidence, ctx: Context) -> Page[EvidenceView]:
    """List what the video room of a booked session has shown of both sides, in order of time.

    Shows the attempts to enter, the provider's webhooks as they arrived, and its log with exact times. Messages are not
    listed here: they stand in the room of the chat.
    """
    found = await ctx.read(evidence.list_evidence_page, query.session_id, cursor=query.cursor, limit=query.limit)
    return found.to_page(EvidenceView.of)
