"""Push of a notification, to all devices of its person."""

from collections.abc import Mapping
from datetime import datetime

from shared.contracts.mail_links import MailLinks
from shared.contracts.push import PushContent, PushOutcome, PushReceipt, PushRefused, PushSender
from shared.kernel.errors import Unavailable
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.notifications import devices, notice_links, store
from shared.notifications.delivery_models import DropReason, NoticeDelivery
from shared.notifications.kinds import KIND_POLICIES
from shared.notifications.notice_texts.renderer import render_notice_texts
from shared.workflows.call import Call
from shared.workflows.notice_deliveries import Outcome, Sending, send_delivery


async def send_notice_push(call: Call, push: PushSender, links: MailLinks, delivery_id: str) -> None:
    """Push a delivery to each device that has not had it, and forget devices that do not exist any more.

    A retry reaches only the devices for which the provider did not answer.

    Raises:
        DeliveryNotFound: No delivery has this id.
        Unavailable: The provider does not answer for a device, or another task is sending the delivery.
    """

    async def send(sending: Sending) -> Outcome:
        account, delivery = sending.account, sending.delivery
        if account is None or sending.devices is None:
            return Outcome(drop=DropReason.UNREACHABLE)
        live = devices.list_live_devices(sending.devices, signed_out_at=sending.signed_out_at, now=call.now)
        waiting = {device.token: key for key, device in live.items() if key not in delivery.done_devices}
        quoted = await _find_quoted_words(call, delivery)
        content = compose_push(sending, quoted, links, now=call.now)
        results = await push.send_each(content, list(waiting)) if waiting else {}
        done = [waiting[token] for token, result in results.items() if _is_accepted(result)]
        dead = [waiting[token] for token, result in results.items() if _is_dead(result)]
        if done or dead:
            await call.commit(_save_devices, delivery.id, account.id, done=done, dead=dead)
        if missed := next((one for one in results.values() if isinstance(one, Unavailable)), None):
            raise missed
        if done or delivery.done_devices:
            return Outcome(provider_id=next((one.id for one in results.values() if isinstance(one, PushReceipt)), None))
        refused = next((one for one in results.values() if isinstance(one, PushRefused) and not _is_dead(one)), None)
        return Outcome(failure=refused.code) if refused is not None else Outcome(drop=DropReason.UNREACHABLE)

    await send_delivery(call, delivery_id, send)


async def _find_quoted_words(call: Call, delivery: NoticeDelivery) -> Mapping[str, str]:
    """Find the words of a person that the push quotes. They are read now, so that a deleted message is quoted nowhere.

    Nothing else keeps them: neither the delivery nor the notification in the app.
    """
    if delivery.template.partition(".")[0] != "chat":
        return {}
    from shared.workflows.chat_notices import find_preview

    return await call.read(find_preview, delivery)


def compose_push(sending: Sending, quoted: Mapping[str, str], links: MailLinks, *, now: datetime) -> PushContent:
    """Compose the push of a delivery, with words of a person that it may quote.

    The app tells of a tap with `click_token`. A browser opens the page with the same token in its address.

    The provider forgets the push when the notification becomes worthless, so that a phone which was off shows nothing
    old. A critical push wakes a sleeping device.
    """
    delivery, account = sending.delivery, sending.account
    values = {**delivery.values, **quoted}
    locale = account.locale if account is not None else "id"
    texts = render_notice_texts(delivery.template, values, locale, zone=sending.zone)
    data = {
        "kind": str(delivery.kind),
        "delivery_id": delivery.id,
        "notification_id": delivery.notification_id or "",
        "click_token": notice_links.build_click_token(links, delivery, locale=locale, now=now),
    }
    page = None
    if delivery.link:
        data["link"] = delivery.link
        page = notice_links.build_app_link(links, delivery, sending.app_address, locale=locale, now=now)
    return PushContent(
        title=texts.title,
        body=texts.preview or texts.body,
        data=data,
        ttl=delivery.valid_until - now,
        collapse_key=delivery.notification_id if delivery.group else None,
        urgent=KIND_POLICIES[delivery.kind].critical,
        channel=str(delivery.kind),
        link=page,
    )


def _is_accepted(result: PushOutcome) -> bool:
    return isinstance(result, PushReceipt) and result.id is not None


def _is_dead(result: PushOutcome) -> bool:
    if isinstance(result, PushReceipt):
        return result.is_token_invalid
    return isinstance(result, PushRefused) and result.token_at_fault


async def _save_devices(
    uow: UnitOfWork, delivery_id: str, uid: UserId, *, done: list[str], dead: list[str]
) -> NoticeDelivery | None:
    delivery = await uow.get(store.delivery_ref(delivery_id))
    if delivery is not None and done:
        reached = tuple(dict.fromkeys((*delivery.done_devices, *done)))
        uow.put(store.delivery_ref(delivery_id), delivery.having(done_devices=reached))
    if dead:
        await devices.drop_dead_devices(uow, uid, dead)
    return delivery
