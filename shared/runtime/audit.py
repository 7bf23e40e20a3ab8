"""Audit of admins: every commit of an admin's call carries a record of what the commit changes."""

from typing import TYPE_CHECKING, Any

from shared.kernel.ids import Id
from shared.runtime.call_info import CallInfo

if TYPE_CHECKING:
    from shared.gateways.firestore.unit_of_work import FirestoreUnitOfWork


class AuditTrail:
    """Writes the audit records of one call of an admin."""

    def __init__(self, call: CallInfo, *, function: str, request: Any) -> None:
        self._call = call
        self._function = function
        self._reason: str | None = getattr(request, "reason", None)

    def put_record(self, unit: "FirestoreUnitOfWork") -> None:
        """Let the commit of `unit` carry an audit record, if the commit changes a document."""
        from shared.control_center import audit_rules, store

        record = audit_rules.build_record(
            unit.list_changes(),
            id=Id.new(unit.random_below),
            actor=self._call.actor,
            function=self._function,
            reason=self._reason,
            request_id=self._call.request_id,
            now=self._call.now,
        )
        if record is not None:
            unit.create(store.audit_record_ref(record.id), record)
