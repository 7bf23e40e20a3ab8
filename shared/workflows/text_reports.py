"""Reports about SMS and WhatsApp messages: progress of the deliveries, and templates that WhatsApp refuses."""

from collections.abc import Sequence
from datetime import datetime

from shared.contracts.delivery_reports import DeliveryReport, FailureCause
from shared.identity import store as identity
from shared.kernel.ports import UnitOfWork
from shared.notifications import delivery_reports, store, whatsapp_templates


async def record_text_reports(uow: UnitOfWork, reports: Sequence[DeliveryReport], *, now: datetime) -> None:
    """Record reports about text messages.

    WhatsApp tells of a paused template only after the message was accepted. Such a template is paused here too, so
    that the next notifications go by another channel at once. Repeated news pauses nothing that was resumed since.
    """
    changed = await delivery_reports.record_reports(uow, reports, now=now)
    for report in reports if changed else ():
        if report.cause is FailureCause.TEMPLATE and report.permanent:
            await _pause_template(uow, report, now=now)


async def _pause_template(uow: UnitOfWork, report: DeliveryReport, *, now: datetime) -> None:
    delivery = await uow.get(store.delivery_ref(report.delivery_id))
    if delivery is None or delivery.user_id is None:
        return
    account = await uow.get(identity.user_ref(delivery.user_id))
    locale = account.locale if account is not None else "id"
    await whatsapp_templates.pause_template(uow, delivery.template, locale, report.code, now=now)
