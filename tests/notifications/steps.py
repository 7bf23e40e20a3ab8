"""Steps of the tests of notifications: people with devices and choices, and what happens to them."""

import re
from typing import Any
from urllib.parse import urlencode

import functions.main
from emulators.providers.event_signatures import EventSigner
from shared.contracts.notices import Notice
from shared.identity import store as identity
from shared.kernel.ids import UserId
from shared.kernel.ports import Query
from shared.notifications import store
from shared.notifications.delivery_models import NoticeDelivery
from shared.notifications.device_models import Device, PushDevices
from shared.notifications.inbox_models import InboxState, Notification
from shared.notifications.preference_models import NotificationPreferences
from shared.workflows.announcements import recipients
from tests.bookings.steps import a_user
from tests.builders import NOON
from tests.gateways.sendgrid_events import write_batch
from tests.world import Answer, World

FORM = "application/x-www-form-urlencoded"


def a_notice(to: str = "ana", **given: Any) -> Notice:
    """Build the notice of a comment, which is not critical, to one person."""
    values: dict[str, Any] = {
        "event": "comment:1",
        "template": "host.comment",
        "to": UserId(to),
        "values": {"title": "Riko menanggapi komentarmu", "body": "Setuju sekali!"},
        "link": "/posts/1",
    } | given
    return Notice(**values)


def a_payment_notice(to: str = "ana", **given: Any) -> Notice:
    """Build the notice of a payment, which is critical, to one person."""
    return a_notice(to, **({"event": "payment:1", "template": "host.transaction"} | given))


async def add_person(
    world: World, uid: str = "ana", *, devices: int = 1, chosen: dict[str, Any] | None = None, **given: Any
) -> None:
    """Store a registered person with devices and choices."""
    await world.put_documents((identity.user_ref(uid), a_user(uid, **given)))
    if devices:
        tokens = [f"token-{uid}-{number}" for number in range(devices)]
        known = {
            store.compute_token_hash(token): Device(
                token=token, platform="android", registered_at=NOON, seen_at=world.now
            )
            for token in tokens
        }
        await world.put_documents((store.devices_ref(uid), PushDevices(id=UserId(uid), devices=known)))
    if chosen is not None:
        await world.put_documents((store.preferences_ref(uid), NotificationPreferences(id=UserId(uid), **chosen)))


async def tell_people(world: World, *notices: Notice) -> int:
    """Tell people in one commit, as the consumers of events do."""
    return await world.commit(recipients.tell_people, notices, now=world.now)


async def list_inbox(world: World, uid: str = "ana") -> list[Notification]:
    """List a person's notifications, the latest first."""
    found = await store.list_notifications(world.reader, UserId(uid), kind=None, unread=False, cursor=None, limit=100)
    return found.items


async def get_state(world: World, uid: str = "ana") -> InboxState:
    """Get the state of a person's inbox."""
    return await world.get(store.inbox_state_ref(uid)) or InboxState(id=UserId(uid))


async def list_all_deliveries(world: World) -> list[NoticeDelivery]:
    """List all deliveries."""
    return await world.reader.query(Query("notice_deliveries", NoticeDelivery))


async def list_deliveries(world: World) -> dict[str, NoticeDelivery]:
    """List all deliveries, by channel; the last one of each channel."""
    return {str(one.channel): one for one in await list_all_deliveries(world)}


async def post_mail_events(
    world: World, events: list[Any], *, signer: EventSigner | None = None, age_seconds: float = 0
) -> Answer:
    """Post a signed batch of events as SendGrid does."""
    raw = write_batch(events)
    headers = (signer or EventSigner()).sign_batch(raw, age_seconds=age_seconds)
    return await world.call(
        functions.main.receive_sendgrid_events, content=raw, headers={"content-type": "application/json"} | headers
    )


async def send_mail_with_end(world: World, *, uid: str = "ana", **given: Any) -> str:
    """Send a person a mail of a kind that people may end, and return the token of its link."""
    await add_person(world, uid, **given)
    await tell_people(world, a_notice(uid, event="affiliate:1", template="host.affiliate"))
    await world.deliver()
    mail = (await world.sent_mails())[-1]
    return str(mail["headers"]["List-Unsubscribe"]).partition("?token=")[2].removesuffix(">")


async def find_click_token(world: World) -> str:
    """Return the token in the link to the app of the latest mail."""
    mail = (await world.sent_mails())[-1]
    found = re.search(r"\?token=([\w.-]+)", mail["text"])
    assert found is not None, mail["text"]
    return found[1]


async def post_unsubscribe_form(
    world: World, token: str, *, content: bytes = b"List-Unsubscribe=One-Click", kind: str = FORM
) -> Answer:
    """Post what a mail program posts at one click: no cookie, no sign-in."""
    return await world.call(
        functions.main.unsubscribe_by_link,
        query=urlencode({"token": token}),
        content=content,
        headers={"content-type": kind},
    )
