"""Rules of audit records: what a record says of the documents that an admin's call changed."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from shared.control_center.audit_models import AuditRecord, DocumentChange
from shared.kernel.actors import Actor, AdminScope
from shared.kernel.frozen_values import FrozenDict
from shared.kernel.ids import Id

MAX_CHANGES = 20
NOT_RECORDED = "(not recorded)"
_MAX_VALUE_LENGTH = 300
# The runtime writes these with every call; they are not what the admin decided on.
_OWN_COLLECTIONS = ("outbox", "idempotency", "deliveries", "audit_records")
# Texts that a record may say. All others may be people's words, names or contacts: only their change is recorded.
_ID_FIELDS = frozenset("admin by changed_by customer decided_by event_ids expert expert_id granted_by id".split())
_CHOICE_FIELDS = frozenset("action admin_scopes cause channel kind reason role scopes status status_before".split())
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CHOICE = re.compile(r"[A-Za-z][A-Za-z_]{0,31}")

ChangedDocument = tuple[str, Mapping[str, Any] | None, Mapping[str, Any] | None]


def build_record(
    changed: Iterable[ChangedDocument],
    *,
    id: Id,
    actor: Actor,
    function: str,
    reason: str | None,
    request_id: str,
    now: datetime,
) -> AuditRecord | None:
    """Build the audit record of a call; None if the call changed no document.

    Args:
        changed: Path of each document, with its fields before and after; None where there was or will be none.
        id: Id of the record.
        actor: Admin who called.
        function: Name of the function.
        reason: Reason that the admin gave.
        request_id: Id of the request.
        now: Time of the call.
    """
    compared = [change for one in changed if (change := compare_fields(*one))]
    changes = [change for change in compared if change.path.partition("/")[0] not in _OWN_COLLECTIONS]
    # Some acts only schedule a job, such as the handover of a session.
    changes = changes or [change for change in compared if change.path.startswith("outbox/")]
    if not changes:
        return None
    return AuditRecord(
        id=id,
        admin=actor.id,
        scopes=cast(tuple[AdminScope, ...], tuple(sorted(actor.scopes))),
        function=function,
        reason=reason,
        subjects=tuple(change.path for change in changes),
        changes=tuple(changes[:MAX_CHANGES]),
        changes_left_out=max(0, len(changes) - MAX_CHANGES),
        request_id=request_id,
        at=now,
    )


def compare_fields(
    path: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> DocumentChange | None:
    """Compare the fields of a document; None if nothing has changed."""
    was, now = before or {}, after or {}
    names = [name for name in {**was, **now} if was.get(name) != now.get(name)]
    if not names and (before is None) == (after is None):
        return None
    return DocumentChange(
        path=path,
        kind="deleted" if after is None else "created" if before is None else "changed",
        before=FrozenDict({name: _describe_value(name, was[name]) for name in names if name in was}),
        after=FrozenDict({name: _describe_value(name, now[name]) for name in names if name in now}),
    )


def _describe_value(name: str, value: Any) -> str:
    """Describe a value as text: numbers, instants, ids and choices as they are, other values only as being there."""
    if isinstance(value, list | tuple):
        described = [_describe_value(name, item) for item in value]
        return NOT_RECORDED if NOT_RECORDED in described else json.dumps(described)[:_MAX_VALUE_LENGTH]
    if isinstance(value, str):
        is_plain = (name in _CHOICE_FIELDS and _CHOICE.fullmatch(value)) or (
            (name in _ID_FIELDS or name.endswith("_id")) and _ID.fullmatch(value)
        )
        return value if is_plain or not value else NOT_RECORDED
    if value is None or isinstance(value, bool | int | float | datetime):
        return json.dumps(value, default=str)
    return NOT_RECORDED
