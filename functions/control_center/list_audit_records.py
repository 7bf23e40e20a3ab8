"""HTTP function that lists audit records."""

from typing import Annotated

from pydantic import StringConstraints

from shared.control_center import audit_records
from shared.control_center.audit_schemas import AuditRecordView
from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListAuditRecords(Request):
    """Query of `list_audit_records`."""

    admin: UserId | None = None
    """Id of the admin whose acts are wanted; all admins when left out."""
    function: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,79}$")] | None = None
    """Name of the function that was called, such as `suspend_user`; all functions when left out."""
    subject: Annotated[str, StringConstraints(min_length=3, max_length=500)] | None = None
    """Path of a changed document, such as `users/Zx3k9QmT1bV7cR5nW2pL`; all documents when left out."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 50
    """Most records on a page, 1 to 100; 50 by default."""


@http.get(who="admin", admin_scope="owner")
async def list_audit_records(query: ListAuditRecords, ctx: Context) -> Page[AuditRecordView]:
    """List what admins did, on whom and why, the newest first."""
    return await ctx.read(
        audit_records.list_audit_records,
        admin=query.admin,
        function=query.function,
        subject=query.subject,
        cursor=query.cursor,
        limit=query.limit,
    )
