"""Status callbacks of Twilio: they change the delivery that they name, however they come."""

from typing import Any
from urllib.parse import urlencode

import pytest

from emulators.providers.text_callbacks import sign_form
from functions.notifications.receive_twilio_status import receive_twilio_status
from shared.contracts.notices import Channel
from shared.notifications import store
from shared.notifications.delivery_models import DeliveryState
from shared.notifications.suppression_models import SuppressionCause
from shared.notifications.whatsapp_templates import WhatsAppTemplateState, registered_template_ref
from tests.notifications.text_callbacks import (
    CONTENT,
    PHONE,
    TEMPLATE,
    deliver_callback,
    find_text_delivery,
    register_template,
    send_sms,
    send_whatsapp,
)
from tests.world import Answer, World

pytestmark = pytest.mark.emulator


async def deliver_status(world: World, status: str, **changes: Any) -> Answer:
    """Deliver the callback about a status."""
    (callback,) = await world.list_text_callbacks(MessageStatus=status)
    return await deliver_callback(world, receive_twilio_status, callback, **changes)


async def deliver_form(world: World, form: dict[str, str], **levers: str) -> Answer:
    """Deliver a form that is signed with a key of ours, about the delivery of the test."""
    delivery = await find_text_delivery(world)
    settings = world.runtime.settings
    query = f"delivery={delivery.id}"
    url = f"{settings.public_base_url}/receive-twilio-status?{query}"
    given = {"key": settings.twilio_auth_token.get_secret_value(), "algorithm": "HMAC_SHA1"} | levers
    headers = sign_form(url, form, key=given["key"], algorithm=given["algorithm"])
    return await world.call(receive_twilio_status, content=urlencode(form).encode(), headers=headers, query=query)


async def a_form(world: World, **changes: str) -> dict[str, str]:
    """The fields of the callback `delivered`, with changes."""
    (callback,) = await world.list_text_callbacks(MessageStatus="delivered")
    return {**callback["form"], **changes}


async def test_message_arrives(world: World) -> None:
    """
    The delivery that went out as a reference is delivered.
    """
    await send_sms(world)

    answer = await deliver_status(world, "delivered")

    delivery = await find_text_delivery(world)
    assert answer.status == 200
    assert (delivery.state, delivery.delivered_at) == (DeliveryState.DELIVERED, world.now)


async def test_repeated_and_late_news_changes_nothing(world: World) -> None:
    """
    `delivered` comes twice, and `sent` after it: the delivery stays delivered at the first time.
    """
    await send_sms(world)
    first = world.now
    await deliver_status(world, "delivered")
    world.later(minutes=5)

    answers = [await deliver_status(world, status) for status in ("delivered", "sent", "delivered")]

    delivery = await find_text_delivery(world)
    assert [answer.status for answer in answers] == [200, 200, 200]
    assert (delivery.state, delivery.delivered_at) == (DeliveryState.DELIVERED, first)


async def test_unknown_number_is_suppressed(world: World) -> None:
    """
    A number that the network does not know gets no more SMS.
    """
    await send_sms(world, statuses=("undelivered",), error_code=30005)

    await deliver_status(world, "undelivered")

    delivery = await find_text_delivery(world)
    suppression = await world.get(store.suppression_ref(Channel.SMS, PHONE))
    assert (delivery.state, delivery.failure, delivery.permanent) == (DeliveryState.FAILED, "30005", True)
    assert suppression is not None
    assert suppression.cause is SuppressionCause.BOUNCED


@pytest.mark.parametrize("changes", [{"MessageStatus": "teleported"}, {"MessageStatus": "queued"}, {"New": "field"}])
async def test_unknown_words_are_no_error(world: World, changes: dict[str, str]) -> None:
    """
    A status or a field that Twilio adds is taken, and at most changes nothing.
    """
    await send_sms(world)

    answer = await deliver_form(world, await a_form(world, **changes))

    delivery = await find_text_delivery(world)
    assert answer.status == 200
    assert delivery.state is (DeliveryState.DELIVERED if "New" in changes else DeliveryState.SENT)


async def test_news_of_unknown_delivery_is_no_error(world: World) -> None:
    """
    A message that was sent by hand, or whose delivery is long gone, is answered with 200.
    """
    settings = world.runtime.settings
    form = {"AccountSid": settings.twilio_account_sid, "MessageSid": "SM1", "MessageStatus": "sent", "To": PHONE}

    for query in ("", "delivery=unknown"):
        url = f"{settings.public_base_url}/receive-twilio-status" + (f"?{query}" if query else "")
        headers = sign_form(url, form, key="old-key", algorithm="HMAC_SHA256")
        answer = await world.call(receive_twilio_status, content=urlencode(form).encode(), headers=headers, query=query)

        assert answer.status == 200


@pytest.mark.parametrize("key", ["strange-key", ""])
async def test_stranger_changes_nothing(world: World, key: str) -> None:
    """
    A form that somebody else has signed is 401.
    """
    await send_sms(world)

    answer = await deliver_form(world, await a_form(world), key=key)

    assert (answer.status, answer.code) == (401, "unauthenticated")
    assert (await find_text_delivery(world)).state is DeliveryState.SENT


async def test_callback_for_another_delivery_is_refused(world: World) -> None:
    """
    The address is signed too, so that no callback can be turned to another delivery.
    """
    await send_sms(world)

    answer = await deliver_status(world, "delivered", query="delivery=another")

    assert answer.status == 401


async def test_other_account_is_refused(world: World) -> None:
    """
    A form about another account is 401, even if it is signed with our key.
    """
    await send_sms(world)

    answer = await deliver_form(world, await a_form(world, AccountSid=f"AC{'9' * 32}"))

    assert answer.status == 401
    assert (await find_text_delivery(world)).state is DeliveryState.SENT


async def test_oversized_forms_are_refused(world: World) -> None:
    """
    A thousand fields or more than a megabyte are refused before anything is recorded.
    """
    await send_sms(world)

    many = await deliver_form(world, await a_form(world) | {f"field{number}": "x" for number in range(1_000)})
    huge = await deliver_form(world, await a_form(world, Body="a" * 1_100_000))

    assert (many.status, huge.status) == (422, 413)
    assert (await find_text_delivery(world)).state is DeliveryState.SENT


async def test_template_that_whatsapp_refuses_is_paused(world: World) -> None:
    """
    Twilio accepts the message and reports 63041 later; the next one is not even tried until somebody resumes the
    template, and the same report again does not pause it once more.
    """
    await register_template(world)
    await world.control_twilio("templates", content_sid=CONTENT, state="paused")
    await send_whatsapp(world)
    template = registered_template_ref(TEMPLATE, "id")

    await deliver_status(world, "failed")

    paused = await world.get(template)
    assert paused is not None
    assert (paused.state, paused.note) == (WhatsAppTemplateState.PAUSED, "refused: 63041")
    await send_whatsapp(world, event="reminder:2")
    assert len(await world.list_text_callbacks(MessageStatus="failed")) == 1
    await register_template(world)
    await deliver_status(world, "failed")
    resumed = await world.get(template)
    assert resumed is not None
    assert resumed.state is WhatsAppTemplateState.ACTIVE


async def test_number_is_in_no_log(world: World) -> None:
    """
    Neither sending nor the callback logs the number.
    """
    await send_sms(world)
    await deliver_status(world, "delivered")
    await deliver_form(world, await a_form(world), key="strange-key")

    assert PHONE[3:] not in world.log.getvalue()
