"""Audit records as admins read them."""

from shared.control_center import store
from shared.control_center.audit_schemas import AuditRecordView
from shared.kernel.paging import Page, list_rows
from shared.kernel.ports import Reader


async def list_audit_records(
    reader: Reader, *, admin: str | None, function: str | None, subject: str | None, cursor: str | None, limit: int
) -> Page[AuditRecordView]:
    """List a page of audit records, the newest first."""
    query = store.audit_records_query(admin=admin, function=function, subject=subject)
    return (await list_rows(reader, query, cursor=cursor, limit=limit)).to_page(AuditRecordView.of)
