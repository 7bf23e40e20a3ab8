"""Decisions on reports, which act at once: the message is deleted, and its sender suspended, in one commit."""

from datetime import datetime

from shared.chat import message_edits, message_reports
from shared.chat.report_models import MessageReport, ReportAction, report_ref
from shared.contracts.support import SUPPORT_ID
from shared.identity import suspensions
from shared.identity.models import SuspensionReason
from shared.kernel.errors import Invalid
from shared.kernel.ids import Id, UserId
from shared.kernel.ports import UnitOfWork
from shared.pairing import store as pairing


async def decide_on_report(
    uow: UnitOfWork,
    report_id: Id,
    action: ReportAction,
    notes: str,
    *,
    cause: SuspensionReason | None,
    until: datetime | None,
    by: UserId,
    now: datetime,
) -> MessageReport:
    """Record an admin's decision on a report, and carry the decision out. The same decision again changes nothing.

    `removed` deletes the message. `suspended` deletes the message and suspends the account of its sender, also where
    the sender is known by an alias.

    Args:
        uow: Unit of work that carries the changes.
        report_id: The report.
        action: The decision.
        notes: Explanation for other admins.
        cause: Reason of a suspension, as the person is told; needed for `suspended` alone.
        until: End of a suspension; None for one without end.
        by: Id of the admin.
        now: Time of the decision.

    Raises:
        ReportNotFound: There is no such report, or the report has expired.
        ReportResolved: Another decision was recorded before.
        AdminAccount: The sender is an admin, who must be removed first.
        Invalid: The cause is missing or not needed, or the end is past, or the support has sent the message.
    """
    if (cause is not None) != (action is ReportAction.SUSPENDED):
        raise Invalid.field("cause", "missing" if cause is None else "only_for_suspension")
    before = await uow.get(report_ref(report_id))
    report = await message_reports.resolve_report(uow, report_id, action, notes, by=by, now=now)
    if before is not None and before.resolution is not None:
        return report
    message = report.message
    if action in (ReportAction.REMOVED, ReportAction.SUSPENDED):
        await message_edits.remove_message(uow, report.room_id, message.id, by=SUPPORT_ID, now=now)
    if cause is not None and message.sender is not None:
        if message.sender == SUPPORT_ID:
            raise Invalid.field("action", "support_not_suspendable")
        caller = await pairing.find_account_by_alias(uow, message.sender)
        uid = caller.account if caller else message.sender
        await suspensions.suspend_user(uow, uid, cause, until=until, closed=False, by=by, now=now)
    return report
