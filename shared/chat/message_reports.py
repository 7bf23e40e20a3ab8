"""Reports of messages: a report keeps a copy of the message as evidence, until some time after the decision."""

from datetime import datetime, timedelta

from shared.chat import message_edits, store
from shared.chat.errors import MessageNotFound, ReportNotFound, ReportResolved
from shared.chat.jobs import DeleteAttachment
from shared.chat.message_schemas import MessageReportView
from shared.chat.models import Message, MessageAttachment, Room
from shared.chat.report_models import (
    MessageReport,
    RateLimitWindow,
    ReportAction,
    ReportReason,
    ReportStatus,
    Resolution,
    report_id_from,
    report_ref,
    reporter_rate_limit_ref,
    reports_query,
    room_alert_limit_ref,
)
from shared.contracts.events.chat import MessageReported
from shared.kernel.actors import Actor
from shared.kernel.errors import Invalid
from shared.kernel.ids import Id, MessageId, RoomId, UserId
from shared.kernel.paging import Page, list_rows
from shared.kernel.ports import Reader, UnitOfWork

MAX_REPORTS_PER_DAY = 20
_DAY = timedelta(days=1)
_ALERT_INTERVAL = timedelta(hours=1)
_CONTEXT_MESSAGES = 5
_RETENTION = timedelta(days=90)
_RETENTION_AFTER_NO_ACTION = timedelta(days=14)
# Clocks of two instances differ: the task that deletes the file must find the report expired.
_FILE_DELETION_DELAY = timedelta(hours=1)


async def report_message(
    uow: UnitOfWork,
    room_id: RoomId,
    message_id: MessageId,
    reason: ReportReason,
    notes: str,
    *,
    actor: Actor,
    now: datetime,
) -> MessageReport:
    """Report a message of another person. A block between the two does not prevent the report.

    A repeated report by the same person returns the first report, unless that report has expired.

    Raises:
        RoomNotFound: The actor does not see such a room.
        MessageNotFound: The room has no such message.
        MessageDeleted: The message was deleted.
        TooManyReports: The actor has made 20 reports within a day.
        Invalid: The message is the actor's own, or a system message.
    """
    # Reports count for the person, whatever alias a call gives to the person.
    person = actor.alias if UserId(actor.id).is_alias else actor.id
    ref, tally = report_ref(report_id_from(room_id, message_id, actor.id)), reporter_rate_limit_ref(person)
    found, message, earlier, tallied, alarms = await uow.get_many(
        store.room_ref(room_id), store.message_ref(room_id, message_id), ref, tally, room_alert_limit_ref(room_id)
    )
    room = store.check_room_access_or_blocked(found, room_id, actor)
    if earlier is not None and not earlier.is_expired(now):
        return earlier
    message = check_reportable(message, message_id, actor)
    uow.put(tally, (tallied or RateLimitWindow()).with_one_more(_DAY, most=MAX_REPORTS_PER_DAY, now=now))
    made = await _report_from_message(
        uow, room, message, reporter=UserId(actor.id), reason=reason, notes=notes, now=now
    )
    uow.put(ref, made)
    uow.verify(store.message_ref(room_id, message_id))
    _alert_admins(uow, made, alarms or RateLimitWindow(), now=now)
    return made


async def _report_from_message(
    reader: Reader, room: Room, message: Message, *, reporter: UserId, reason: ReportReason, notes: str, now: datetime
) -> MessageReport:
    before = await reader.query(store.messages_query(room.id).after(message.seq).first(_CONTEXT_MESSAGES))
    return MessageReport(
        id=report_id_from(room.id, message.id, reporter),
        room_id=room.id,
        room_kind=room.kind,
        message=message,
        # Reactions to earlier messages are no evidence, and may be large.
        before=tuple(one.having(reactions={}) for one in before[::-1]),
        reporter=reporter,
        reason=reason,
        notes=notes,
        reported_at=now,
    )


def _alert_admins(uow: UnitOfWork, made: MessageReport, alarms: RateLimitWindow, *, now: datetime) -> None:
    """Alert admins, at most once an hour for each room; the queue of reports shows all others."""
    if not alarms.times_within(_ALERT_INTERVAL, now):
        uow.put(room_alert_limit_ref(made.room_id), alarms.with_one_more(_ALERT_INTERVAL, most=1, now=now))
        uow.emit(MessageReported(report_id=made.id, room_id=made.room_id, reason=made.reason))


def check_reportable(message: Message | None, message_id: MessageId, actor: Actor) -> Message:
    """Check that another person sent the message and that the message is not deleted, and return the message.

    Raises:
        MessageNotFound: There is no such message.
        MessageDeleted: The message was deleted.
        Invalid: The message is the actor's own, or a system message.
    """
    if message is None:
        raise MessageNotFound(message_id=message_id)
    if message.sender in (None, actor.id):
        raise Invalid.field("message_id", "not_of_another_member")
    return message_edits.check_not_deleted(message)


async def list_reports(
    reader: Reader, status: ReportStatus, *, cursor: str | None, limit: int, now: datetime
) -> Page[MessageReportView]:
    """List reports with their evidence, the newest first. A page is shorter where reports have just expired."""
    found = await list_rows(reader, reports_query(status), cursor=cursor, limit=limit)
    return Page(
        items=[MessageReportView.of(one) for one in found.items if not one.is_expired(now)],
        next_cursor=found.next_cursor,
    )


async def resolve_report(
    uow: UnitOfWork, id: Id, action: ReportAction, notes: str, *, by: UserId, now: datetime
) -> MessageReport:
    """Record an admin's decision on a report, and set the report's expiry.

    The report expires 90 days after the decision, or 14 days after the action `nothing`.
    The same decision by the same admin again changes nothing.
    The attached file is deleted an hour after the expiry, unless the message still carries the file.

    Raises:
        ReportNotFound: There is no such report, or the report has expired.
        ReportResolved: Another decision was recorded before.
    """
    report = await _get_report(uow, id, now)
    resolution = Resolution(action=action, notes=notes, by=by, at=now)
    if report.resolution is not None:
        if report.resolution.having(at=now) != resolution:
            raise ReportResolved(by=report.resolution.by, at=report.resolution.at)
        return report
    end = now + (_RETENTION_AFTER_NO_ACTION if action is ReportAction.NOTHING else _RETENTION)
    resolved = report.having(status=ReportStatus.RESOLVED, resolution=resolution, expire_at=end)
    uow.put(report_ref(id), resolved)
    if file := report.message.attachment:
        job = DeleteAttachment(key=file.key, room_id=report.room_id, message_id=report.message.id)
        uow.schedule(job, at=end + _FILE_DELETION_DELAY, precise=False)
    return resolved


async def get_evidence(reader: Reader, id: Id, *, now: datetime) -> MessageAttachment | None:
    """Get the attachment of the reported message; None if the message had none.

    Raises:
        ReportNotFound: There is no such report, or the report has expired.
    """
    return (await _get_report(reader, id, now)).message.attachment


async def _get_report(reader: Reader, id: Id, now: datetime) -> MessageReport:
    report = await reader.get(report_ref(id))
    if report is None or report.is_expired(now):
        raise ReportNotFound(report_id=id)
    return report
