"""Audit records: what admins changed, on whom, and why. Records are only added, never changed or deleted."""

from typing import Annotated, Literal

from shared.kernel.actors import AdminScope
from shared.kernel.frozen_values import FrozenDict, FrozenMap
from shared.kernel.ids import Id
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import Dropped, UnknownAs


class DocumentChange(Entity):
    """Change of one document.

    Attributes:
        path: Path of the document.
        kind: Kind of the change.
        before: Changed fields as they were, each as text; empty for a new document, or for one that was not read.
        after: Changed fields as they are now, each as text; empty for a deleted document.
    """

    path: str
    kind: Annotated[Literal["created", "changed", "deleted"], UnknownAs("changed")]
    before: FrozenMap[str, str] = FrozenDict()
    after: FrozenMap[str, str] = FrozenDict()


class AuditRecord(Entity):
    """Act of an admin: who, what, on whom, before and after, why.

    Attributes:
        id: Id of the record.
        admin: Id of the admin.
        scopes: Scopes that the admin had.
        function: Name of the function that the admin called.
        reason: Reason that the admin gave; None where the function asks for none.
        subjects: Paths of the documents concerned, by which records are found.
        changes: Changes of documents, at most 20.
        changes_left_out: Number of further documents that the call changed.
        request_id: Id of the request in the logs.
        at: Instant in UTC of the act.
    """

    id: Id
    admin: str
    scopes: tuple[Annotated[AdminScope, UnknownAs(Dropped)], ...]
    function: str
    reason: str | None = None
    subjects: tuple[str, ...]
    changes: tuple[DocumentChange, ...]
    changes_left_out: int = 0
    request_id: str
    at: Moment
