"""Views of audit records."""

from typing import Literal, Self

from shared.control_center.audit_models import AuditRecord, DocumentChange
from shared.kernel.actors import AdminScope
from shared.kernel.ids import Id, UserId
from shared.kernel.schemas import Moment, View


class DocumentChangeView(View):
    """Change of one document."""

    path: str
    """Path of the document, such as `users/Zx3k9QmT1bV7cR5nW2pL`."""
    kind: Literal["created", "changed", "deleted"]
    """Kind of the change: the call created, changed or deleted the document."""
    before: dict[str, str]
    """Changed fields as they were, each as text; people's own words and contacts are `(not recorded)`."""
    after: dict[str, str]
    """Changed fields as they are since, each as text; people's own words and contacts are `(not recorded)`."""

    @classmethod
    def of(cls, change: DocumentChange) -> Self:
        """Build the view of a change."""
        return cls(path=change.path, kind=change.kind, before=dict(change.before), after=dict(change.after))


class AuditRecordView(View):
    """Act of an admin."""

    record_id: Id
    """Id of the record, unique among all acts."""
    admin: UserId
    """Id of the admin who called the function."""
    scopes: list[AdminScope]
    """Scopes that the admin had at that time."""
    function: str
    """Name of the function that the admin called, such as `suspend_user`."""
    reason: str | None
    """Reason that the admin gave; null where the function asks for none."""
    changes: list[DocumentChangeView]
    """Changed documents, at most 20."""
    changes_left_out: int
    """Number of further documents that the call changed."""
    request_id: str
    """Id of the request, under which the logs are found."""
    at: Moment
    """Instant in UTC of the act."""

    @classmethod
    def of(cls, record: AuditRecord) -> Self:
        """Build the view of a record."""
        return cls(
            record_id=record.id,
            admin=UserId(record.admin),
            scopes=list(record.scopes),
            function=record.function,
            reason=record.reason,
            changes=[DocumentChangeView.of(change) for change in record.changes],
            changes_left_out=record.changes_left_out,
            request_id=record.request_id,
            at=record.at,
        )
