"""Reporting a message: a copy is kept as it is now, for admins to judge."""

from datetime import datetime
from typing import Any

from shared.chat import changing, store
from shared.chat.errors import MessageNotFound, ReportNotFound, ReportResolved
from shared.chat.message_schemas import MessageReportView
from shared.chat.models import Attachment, Message
from shared.chat.reports import (
    MessageReport,
    ReportAction,
    ReportReason,
    ReportStatus,
    Resolution,
    report_id,
    report_ref,
    reports_in,
)
from shared.events.chat import MessageReported
from shared.kernel import paging
from shared.kernel.actors import Actor
from shared.kernel.errors import Invalid
from shared.kernel.ids import Id, MessageId, RoomId, UserId
from shared.kernel.paging import Page
from shared.kernel.ports import Reader, Ref, UnitOfWork

_BEFORE = 5


async def report(
    uow: UnitOfWork,
    room_id: RoomId,
    message_id: MessageId,
    reason: ReportReason,
    notes: str,
    *,
    actor: Actor,
    now: datetime,
) -> MessageReport:
    """Report somebody else's message; a second time by the same person is the first. A block is no hindrance.

    Raises `RoomNotFound`, `MessageNotFound`, `MessageDeleted`, `Invalid`.
    """
    ref = report_ref(report_id(room_id, message_id, actor.id))
    refs: list[Ref[Any]] = [store.room_ref(room_id), store.message_ref(room_id, message_id), ref]
    found, message, earlier = await uow.get_all(refs)
    room = store.seen_or_blocked(found, room_id, actor)
    if earlier is not None:
        kept: MessageReport = earlier
        return kept
    message = reportable(message, message_id, actor)
    before = await uow.query(store.messages(room_id).after(message.seq).first(_BEFORE))
    made = MessageReport(
        id=Id(ref.id),
        room_id=room.id,
        room_kind=room.kind,
        message=message,
        # Who reacted to what came before is no evidence, and may be much.
        before=tuple(one.having(reactions={}) for one in before[::-1]),
        reporter=UserId(actor.id),
        reason=reason,
        notes=notes,
        reported_at=now,
    )
    uow.create(ref, made)
    uow.verify(store.message_ref(room_id, message_id))
    uow.emit(MessageReported(report_id=made.id, room_id=room.id, reason=reason))
    return made


def reportable(message: Message | None, message_id: MessageId, actor: Actor) -> Message:
    """The message, if it is there and somebody else's. Raises `MessageNotFound`, `MessageDeleted`, `Invalid`."""
    if message is None:
        raise MessageNotFound(message_id=message_id)
    if message.sender in (None, actor.id):
        raise Invalid.field("message_id", "is not what somebody else has said")
    return changing.there(message)


async def reports(reader: Reader, status: ReportStatus, *, cursor: str | None, limit: int) -> Page[MessageReportView]:
    """A page of reports with their evidence, the newest first."""
    found = await reader.query(reports_in(status, cursor=cursor).first(limit + 1))
    page, more = found[:limit], len(found) > limit
    return Page(
        items=[MessageReportView.of(one) for one in page],
        next_cursor=paging.cursor(page[-1].reported_at.isoformat(), page[-1].id) if more else None,
    )


async def resolve(
    uow: UnitOfWork, id: Id, action: ReportAction, notes: str, *, by: UserId, now: datetime
) -> MessageReport:
    """Keep what an admin has done about a report. Raises `ReportNotFound`, `ReportResolved`."""
    report = await _there(uow, id)
    resolution = Resolution(action=action, notes=notes, by=by, at=now)
    if report.resolution is not None:
        if report.resolution.having(at=now) != resolution:
            raise ReportResolved(by=report.resolution.by, at=report.resolution.at)
        return report
    resolved = report.having(status=ReportStatus.RESOLVED, resolution=resolution)
    uow.put(report_ref(id), resolved)
    return resolved


async def evidence(reader: Reader, id: Id) -> Attachment | None:
    """The file that the reported message carried. Raises `ReportNotFound`."""
    return (await _there(reader, id)).message.attachment


async def _there(reader: Reader, id: Id) -> MessageReport:
    report = await reader.get(report_ref(id))
    if report is None:
        raise ReportNotFound(report_id=id)
    return report
