"""Steps of the tests of Twilio's callbacks: messages that go out by the local Twilio, and callbacks that come back."""

from typing import Any

from functions.notifications.save_whatsapp_template import save_whatsapp_template
from shared.contracts.notices import Channel
from shared.notifications.delivery_models import NoticeDelivery
from shared.runtime.triggers import Endpoint
from tests.notifications.steps import a_notice, add_person, list_deliveries, tell_people
from tests.world import ADMIN, Answer, World

PHONE = "+6281234567890"
TEMPLATE = "host.event_reminder"
CONTENT = f"HX{'a' * 32}"
INBOUND_URL = "http://functions.test/receive-twilio-inbound"


async def send_sms(world: World, *, statuses: tuple[str, ...] = ("sent", "delivered"), **behaviour: Any) -> str:
    """Tell Ana something by SMS, through the local Twilio, and return the id of the delivery."""
    await world.control_twilio("phones", phone=PHONE, statuses=list(statuses), **behaviour)
    await add_person(world, devices=0, chosen={"channels": {"sms": True}})
    await tell_people(world, a_notice(template=TEMPLATE, channels=(Channel.SMS,)))
    await world.deliver()
    return (await find_text_delivery(world)).id


async def send_whatsapp(world: World, *, event: str = "reminder:1") -> None:
    """Tell Ana something by WhatsApp, from a registered template, through the local Twilio."""
    chosen = {"channels": {"whatsapp": True}, "whatsapp_consent_at": world.now}
    await add_person(world, devices=0, chosen=chosen)
    await tell_people(world, a_notice(event=event, template=TEMPLATE, channels=(Channel.WHATSAPP,)))
    await world.deliver()


async def register_template(world: World) -> None:
    """Register the template of the reminders as active."""
    body = {
        "template": TEMPLATE,
        "locale": "id",
        "content_sid": CONTENT,
        "category": "utility",
        "state": "active",
        "reason": "Approved",
    }
    answer = await world.call(save_whatsapp_template, body, as_=ADMIN)
    assert answer.status == 200, answer.body


async def find_text_delivery(world: World) -> NoticeDelivery:
    """Find Ana's only delivery by SMS."""
    return (await list_deliveries(world))["sms"]


async def write_to_us(world: World, body: str, **told: Any) -> dict[str, Any]:
    """Let Ana write by WhatsApp, and return the signed callback."""
    await world.control_twilio("account", inbound_url=INBOUND_URL)
    answer = await world.control_twilio("inbound", **({"phone": PHONE, "body": body} | told))
    callback: dict[str, Any] = answer["items"][0]
    return callback


async def deliver_callback(world: World, function: Endpoint, callback: dict[str, Any], **changes: Any) -> Answer:
    """Deliver a callback of the local Twilio to a function, with `changes` to `body`, `headers` or `query`."""
    query = str(callback["url"]).partition("?")[2]
    given = {"body": callback["body"], "headers": callback["headers"], "query": query} | changes
    return await world.call(function, content=given["body"].encode(), headers=given["headers"], query=given["query"])
