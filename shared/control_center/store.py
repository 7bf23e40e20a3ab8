"""Paths and queries of the control center."""

from shared.control_center.audit_models import AuditRecord
from shared.control_center.errors import FillRunNotFound
from shared.control_center.models import Disclosure, FillRun, LiveStats
from shared.kernel.ports import Query, Reader, Ref

LIVE_STATS_REF = Ref("stats/live", LiveStats)


async def find_live_stats(reader: Reader) -> LiveStats | None:
    """Find the latest statistics; None before the first count."""
    return await reader.get(LIVE_STATS_REF)


def disclosure_ref(id: str) -> Ref[Disclosure]:
    """Build the reference of the record of a disclosure."""
    return Ref(f"disclosures/{id}", Disclosure)


def audit_record_ref(id: str) -> Ref[AuditRecord]:
    """Build the reference of an audit record."""
    return Ref(f"audit_records/{id}", AuditRecord)


def audit_records_query(*, admin: str | None, function: str | None, subject: str | None) -> Query[AuditRecord]:
    """Build the query for audit records, the newest first, of one admin, function or document where given."""
    query = Query("audit_records", AuditRecord)
    if admin is not None:
        query = query.matching("admin", "==", admin)
    if function is not None:
        query = query.matching("function", "==", function)
    if subject is not None:
        query = query.matching("subjects", "array_contains", subject)
    return query.order_by("at", "desc").order_by("id", "desc")


def fill_run_ref(run_id: str) -> Ref[FillRun]:
    """Return the reference of a run of a fill."""
    return Ref(f"document_fills/{run_id}", FillRun)


async def get_fill_run(reader: Reader, run_id: str) -> FillRun:
    """Get a run of a fill.

    Raises:
        FillRunNotFound: No such run was started.
    """
    found = await reader.get(fill_run_ref(run_id))
    if found is None:
        raise FillRunNotFound(run_id=run_id)
    return found
