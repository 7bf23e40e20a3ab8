"""SMS or WhatsApp message of a notification."""

from datetime import datetime, timedelta

from shared.contracts.mail_links import MailLinks
from shared.contracts.notices import Channel, NotificationKind
from shared.contracts.text_messages import (
    MAX_VALIDITY,
    TextChannel,
    TextMessage,
    TextRefusalCause,
    TextRefused,
    TextSender,
    WhatsAppTemplate,
)
from shared.kernel.ids import Id
from shared.kernel.ports import Reader, UnitOfWork
from shared.notifications import inbound_texts, notice_links, suppressions, whatsapp_templates
from shared.notifications.delivery_models import DropReason, NoticeDelivery
from shared.notifications.notice_texts.renderer import render_notice_texts
from shared.notifications.sms_texts import compose_sms
from shared.notifications.whatsapp_templates import RegisteredTemplate, WhatsAppTemplateState
from shared.notifications.whatsapp_texts import fill_variables
from shared.workflows.call import Call
from shared.workflows.notice_deliveries import Outcome, Sending, send_delivery
from shared.workflows.text_recipients import TextRecipient

_LEAST_VALIDITY = timedelta(seconds=1)


async def send_notice_text(call: Call, sender: TextSender, delivery_id: str, *, links: MailLinks | None = None) -> None:
    """Send a delivery by SMS or WhatsApp. With `links`, the link to the app names the delivery; an SMS has no room.

    A number that refuses messages is suppressed on the channel, and a refused template is paused. What must arrive
    then goes on to the next channel.

    Raises:
        DeliveryNotFound: No delivery has this id.
        Unavailable: The provider does not answer, or another task is sending the delivery; the task tries again.
    """

    async def send(sending: Sending) -> Outcome:
        recipient = await call.read(_find_recipient, sending, now=call.now)
        if recipient is None:
            return Outcome(drop=DropReason.UNREACHABLE)
        message = await call.read(_compose_text, sending, recipient, links, now=call.now)
        if message is None:
            return Outcome(drop=DropReason.TEMPLATE)
        try:
            return Outcome(provider_id=await sender.send(message))
        except TextRefused as refusal:
            code = str(refusal.fields.get("code_of_provider") or refusal.code)
            await call.commit(_save_refusal, sending.delivery, refusal.cause, recipient, code, now=call.now)
            if refusal.cause is TextRefusalCause.TEMPLATE:
                return Outcome(drop=DropReason.TEMPLATE)
            return Outcome(failure=code)

    await send_delivery(call, delivery_id, send)


async def _find_recipient(reader: Reader, sending: Sending, *, now: datetime) -> TextRecipient | None:
    """Find the number of a delivery: proven by its owner, except of an admin on duty. None if there is no such one."""
    account, delivery = sending.account, sending.delivery
    if account is None:
        from shared.workflows.security_notices import find_former_number

        return await find_former_number(reader, delivery, now=now)
    number, is_urgent = account.international_phone, delivery.kind is NotificationKind.CRISIS
    if number is None or not (account.phone_verified or is_urgent):
        return None
    return TextRecipient(number, account.locale, sending.zone)


async def _compose_text(
    reader: Reader, sending: Sending, recipient: TextRecipient, links: MailLinks | None, *, now: datetime
) -> TextMessage | None:
    """Compose the message; None if WhatsApp allows neither free text nor the template at present."""
    delivery, number, locale = sending.delivery, recipient.number, recipient.locale
    texts = render_notice_texts(delivery.template, delivery.values, locale, zone=recipient.zone)
    link = f"{sending.app_address}{delivery.link}" if delivery.link else ""
    if link and links is not None:
        link = notice_links.build_app_link(links, delivery, sending.app_address, locale=locale, now=now)
    valid_for = max(_LEAST_VALIDITY, min(MAX_VALIDITY, delivery.valid_until - now))
    if delivery.channel is Channel.SMS:
        return TextMessage(
            channel=TextChannel.SMS,
            to=number,
            body=compose_sms(texts.sms, link),
            reference=Id(delivery.id),
            valid_for=valid_for,
        )
    window, registered = await reader.get_many(
        inbound_texts.text_window_ref(number),
        whatsapp_templates.registered_template_ref(delivery.template, locale),
    )
    is_open = window is not None and now < window.open_until
    template = None if is_open else _fill_template(registered, sending, recipient, link or sending.app_address)
    if not is_open and template is None:
        return None
    return TextMessage(
        channel=TextChannel.WHATSAPP,
        to=number,
        body="\n\n".join(part for part in (texts.title, texts.body, link) if part) if is_open else None,
        template=template,
        reference=Id(delivery.id),
        valid_for=valid_for,
    )


def _fill_template(
    registered: RegisteredTemplate | None, sending: Sending, recipient: TextRecipient, link: str
) -> WhatsAppTemplate | None:
    if registered is None or registered.state is not WhatsAppTemplateState.ACTIVE or not registered.variables:
        return None
    values = sending.delivery.values
    filled = fill_variables(registered.variables, values, recipient.locale, zone=recipient.zone, app_link=link)
    if filled is None:
        return None
    return WhatsAppTemplate(name=registered.template, content_sid=registered.content_sid, variables=filled)


async def _save_refusal(
    uow: UnitOfWork,
    delivery: NoticeDelivery,
    cause: TextRefusalCause,
    recipient: TextRecipient,
    code: str,
    *,
    now: datetime,
) -> None:
    if cause is TextRefusalCause.PERSON:
        await suppressions.suppress_number(uow, delivery.channel, recipient.number, delivery_id=delivery.id, now=now)
    if cause is TextRefusalCause.TEMPLATE:
        await whatsapp_templates.pause_template(uow, delivery.template, recipient.locale, code, now=now)
