"""Actions on suppressed addresses and numbers: suppress after news or on request, and lift."""

from datetime import datetime, timedelta

from shared.contracts.delivery_reports import DeliveryReport, FailureCause, ReportedStatus
from shared.contracts.notices import Channel
from shared.kernel.ports import Ref, UnitOfWork
from shared.notifications import store
from shared.notifications.delivery_models import NoticeDelivery
from shared.notifications.errors import SuppressionStands
from shared.notifications.suppression_models import Suppression, SuppressionCause

SOFT_BOUNCE_DURATION = timedelta(days=3)
"""Time for which a mailbox that was full or refused a mail is not written to."""

_BY_STATUS = {
    ReportedStatus.COMPLAINED: SuppressionCause.COMPLAINED,
    ReportedStatus.UNSUBSCRIBED: SuppressionCause.STOPPED,
}
_BOUNCES = (SuppressionCause.BOUNCED, SuppressionCause.SOFT_BOUNCED)
_LASTING = (SuppressionCause.BOUNCED,)


async def suppress_after_report(
    uow: UnitOfWork, delivery: NoticeDelivery, report: DeliveryReport, *, now: datetime
) -> bool:
    """Suppress the address of `delivery` if the news says that it refuses messages; return whether it does."""
    cause = _find_cause(report)
    if cause is None or delivery.address is None:
        return False
    ref: Ref[Suppression] = store.suppression_by_key_ref(delivery.address)
    found = await uow.get(ref)
    # A full mailbox does not undo what lasts: a complaint, or a mailbox that is gone.
    if (
        found is not None
        and found.until is None
        and (found.cause in _LASTING or cause in (found.cause, SuppressionCause.SOFT_BOUNCED))
    ):
        return True
    until = now + SOFT_BOUNCE_DURATION if cause is SuppressionCause.SOFT_BOUNCED else None
    suppression = Suppression(channel=delivery.channel, cause=cause, since=now, until=until, delivery_id=delivery.id)
    uow.put(ref, suppression)
    return True


async def stop_marketing(uow: UnitOfWork, channel: Channel, address: str, *, now: datetime) -> None:
    """Suppress marketing to a number or address on one channel, because its owner asked for an end."""
    ref = store.suppression_ref(channel, address)
    found = await uow.get(ref)
    if found is None or found.cause is not SuppressionCause.BOUNCED:
        uow.put(ref, Suppression(channel=channel, cause=SuppressionCause.STOPPED, since=now))


async def lift_suppression(uow: UnitOfWork, channel: Channel, address: str) -> bool:
    """Delete the suppression of an address that bounced, and return whether there was one.

    The owner has confirmed the address since. A complaint or a stop stays, because the owner asked for it.
    """
    ref = store.suppression_ref(channel, address)
    found = await uow.get(ref)
    if found is None or found.cause not in _BOUNCES:
        return False
    uow.delete(ref)
    return True


async def lift_suppression_by_admin(
    uow: UnitOfWork, channel: Channel, address: str, *, asked_by_owner: bool
) -> Suppression | None:
    """Delete the suppression of an address or number, and return it; None if there is none.

    Args:
        uow: Unit of work.
        channel: Channel of the address or number.
        address: Address or number.
        asked_by_owner: True if the owner has asked for it, which alone undoes a complaint or a stop.

    Raises:
        SuppressionStands: The owner has complained or asked for an end, and has not asked for messages since.
    """
    ref = store.suppression_ref(channel, address)
    found = await uow.get(ref)
    if found is None:
        return None
    if found.cause not in _BOUNCES and not asked_by_owner:
        raise SuppressionStands(cause=found.cause)
    uow.delete(ref)
    return found


async def suppress_number(uow: UnitOfWork, channel: Channel, number: str, *, delivery_id: str, now: datetime) -> None:
    """Suppress a number that the vendor says cannot be reached on `channel`, whatever is sent."""
    ref = store.suppression_ref(channel, number)
    found = await uow.get(ref)
    if found is None or found.cause is not SuppressionCause.BOUNCED:
        cause = SuppressionCause.BOUNCED
        uow.put(ref, Suppression(channel=channel, cause=cause, since=now, delivery_id=delivery_id))


def _find_cause(report: DeliveryReport) -> SuppressionCause | None:
    if cause := _BY_STATUS.get(report.status):
        return cause
    if report.status in (ReportedStatus.BOUNCED, ReportedStatus.FAILED) and report.cause is FailureCause.PERSON:
        return SuppressionCause.BOUNCED if report.permanent else SuppressionCause.SOFT_BOUNCED
    return None
