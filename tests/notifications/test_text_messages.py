"""SMS and WhatsApp: who gets them, within which limits, and what happens when the vendor refuses."""

from datetime import timedelta
from typing import Any

import pytest

from functions.control_center.list_audit_records import list_audit_records
from functions.identity.register_user import register_user
from functions.identity.update_my_account import update_my_account
from functions.notifications.list_whatsapp_templates import list_whatsapp_templates
from functions.notifications.save_whatsapp_template import save_whatsapp_template
from shared.contracts.delivery_reports import InboundText
from shared.contracts.notices import Channel
from shared.contracts.text_messages import TextChannel, TextRefusalCause
from shared.identity import store as identity
from shared.kernel.ids import Id
from shared.kernel.sms_segments import count_segments
from shared.notifications import inbound_texts, store
from shared.notifications.delivery_models import DeliveryState, DropReason
from shared.notifications.sms_texts import compose_sms
from shared.notifications.whatsapp_templates import registered_template_ref
from tests.notifications.fakes import FakeTexts
from tests.notifications.steps import a_notice, a_payment_notice, add_person, list_deliveries, tell_people
from tests.world import ADMIN, ANA, Person, World

pytestmark = pytest.mark.emulator
REMINDER: dict[str, Any] = {"event": "reminder:1", "template": "host.event_reminder"}
PHONE = "+6281234567890"
SID = "HX" + "a" * 32


@pytest.fixture(name="texts")
def _texts(world: World) -> FakeTexts:
    """Let a recording provider take the messages."""
    texts = FakeTexts()
    world.runtime.gateways.texts = texts  # type: ignore[assignment]
    return texts


async def add_texter(world: World, *channels: str) -> None:
    """Store Ana, who has switched on these channels."""
    consent = {"whatsapp_consent_at": world.now} if "whatsapp" in channels else {}
    await add_person(world, devices=0, chosen={"channels": dict.fromkeys(channels, True)} | consent)


def without_token(variables: dict[str, str]) -> dict[str, str]:
    """Return the values of a template with the plain address of the app."""
    return {number: value.partition("?token=")[0] for number, value in variables.items()}


async def register_template(world: World, **given: Any) -> None:
    """Register the template of the host's reminders in Indonesian."""
    body = {
        "template": "host.event_reminder",
        "locale": "id",
        "content_sid": SID,
        "category": "utility",
        "state": "active",
        "reason": "Approved",
    } | given
    answer = await world.call(save_whatsapp_template, body, as_=ADMIN)
    assert answer.status == 200, answer.body


async def test_an_sms_begins_with_the_brand_and_has_the_link(world: World, texts: FakeTexts) -> None:
    """
    Who has switched on SMS gets a reminder there; who has not, does not.
    """
    await add_texter(world, "sms")
    await add_person(world, "budi", devices=0)

    await tell_people(world, a_notice(**REMINDER), a_notice("budi", **REMINDER))
    await world.deliver()

    (sms,) = texts.sent
    assert (sms.channel, sms.to) == (TextChannel.SMS, PHONE)
    assert sms.body is not None
    assert sms.body.startswith("Temani: ")
    assert sms.body.endswith("https://app.temani.example/posts/1")
    assert sms.valid_for == timedelta(hours=10)


def test_an_sms_has_two_segments_at_most() -> None:
    """
    A long text loses its link first, and then its end.
    """
    assert compose_sms("a" * 280, "https://app.temani.example/x") == "a" * 280
    assert count_segments(compose_sms("é" * 900, "https://app.temani.example/x")) == 2


async def test_whatsapp_sends_an_approved_template(world: World, texts: FakeTexts) -> None:
    """
    Outside of the 24 hours after a person has written, a template goes out, filled with the values of its text.
    """
    await add_texter(world, "whatsapp")
    await register_template(world)

    await tell_people(world, a_notice(**REMINDER))
    await world.deliver()

    (message,) = texts.sent
    assert message.template is not None
    assert (message.body, message.template.content_sid) == (None, SID)
    assert without_token(message.template.variables) == {
        "1": "Riko menanggapi komentarmu",
        "2": "Setuju sekali!",
        "3": "https://app.temani.example/posts/1",
    }
    assert "?token=" in message.template.variables["3"]


async def test_an_approved_text_stays_in_use(world: World, texts: FakeTexts) -> None:
    """
    Our words change before WhatsApp approves the new ones: the approved places are filled until the next Twilio id.
    """
    await add_texter(world, "whatsapp")
    await register_template(world)
    ref = registered_template_ref("host.event_reminder", "id")
    stored = await world.reader.get(ref)
    assert stored is not None
    await world.put_documents((ref, stored.having(text="Jadwal: {{1}} di {{2}}.", variables=("title", "app_link"))))

    await register_template(world, reason="Checked again")
    await tell_people(world, a_notice(**REMINDER))
    await world.deliver()
    before = await world.call(list_whatsapp_templates, {}, as_=ADMIN)
    await register_template(world, content_sid="HX" + "b" * 32)
    after = await world.call(list_whatsapp_templates, {}, as_=ADMIN)

    (message,) = texts.sent
    assert message.template is not None
    assert without_token(message.template.variables) == {
        "1": "Riko menanggapi komentarmu",
        "2": "https://app.temani.example/posts/1",
    }
    assert [answer.body["items"][0]["is_current"] for answer in (before, after)] == [False, True]


async def test_a_template_registered_without_its_text_is_passed_over(world: World, texts: FakeTexts) -> None:
    """
    A document of an earlier version does not say what its places mean: the notification goes by the next channel.
    """
    await add_texter(world, "whatsapp")
    await register_template(world)
    ref = registered_template_ref("host.event_reminder", "id")
    stored = await world.reader.get(ref)
    assert stored is not None
    await world.put_documents((ref, stored.having(text="", variables=())))

    await tell_people(world, a_notice(**REMINDER))
    await world.deliver()

    assert texts.sent == []
    assert (await list_deliveries(world))["whatsapp"].reason is DropReason.TEMPLATE


async def test_within_24_hours_free_text_goes_out(world: World, texts: FakeTexts) -> None:
    """
    A message of the person opens the window for free text; a day later it is closed again.
    """
    await add_texter(world, "whatsapp")
    said = InboundText(id=Id("SM1"), channel="whatsapp", sender=PHONE, body="Halo", at=world.now)
    await world.commit(inbound_texts.record_inbound_text, said, is_stop=False, now=world.now)

    await tell_people(world, a_notice(**REMINDER))
    await world.deliver()
    world.later(hours=24)
    await tell_people(world, a_notice(**(REMINDER | {"event": "reminder:2"})))
    await world.deliver()

    (message,) = texts.sent
    assert message.template is None
    assert message.body is not None
    assert "Setuju sekali!" in message.body


async def test_without_a_template_the_next_channel_is_used(world: World, texts: FakeTexts) -> None:
    """
    A paused or unknown template is passed over before sending, and what must arrive goes on.
    """
    await add_texter(world, "whatsapp")
    await register_template(world, state="paused")

    await tell_people(world, a_notice(**REMINDER, channels=(Channel.WHATSAPP,)))
    await world.deliver()

    deliveries = await list_deliveries(world)
    assert deliveries["whatsapp"].reason is DropReason.TEMPLATE
    assert texts.sent == []
    assert deliveries["email"].fallback_of == deliveries["whatsapp"].id
    assert len(await world.sent_mails()) == 1


async def test_a_channel_that_was_ended_for_the_kind_replaces_nothing(world: World, texts: FakeTexts) -> None:
    """
    Who has ended the mails of a kind gets none in the place of a message that failed.
    """
    await add_texter(world, "whatsapp")
    chosen = {
        "channels": {"whatsapp": True},
        "whatsapp_consent_at": world.now,
        "kinds": {"event_reminder": {"email": False}},
    }
    await add_person(world, devices=0, chosen=chosen)

    await tell_people(world, a_notice(**REMINDER, channels=(Channel.WHATSAPP,)))
    await world.deliver()

    assert (await list_deliveries(world)).keys() == {"whatsapp"}
    assert texts.sent == []
    assert await world.sent_mails() == []


async def test_a_refused_template_is_paused(world: World, texts: FakeTexts) -> None:
    """
    When the vendor refuses the template itself, the register says so, and the next one does not try it.
    """
    await add_texter(world, "whatsapp")
    await register_template(world)
    texts.refusal = TextRefusalCause.TEMPLATE

    await tell_people(world, a_notice(**REMINDER, channels=(Channel.WHATSAPP,)))
    await world.deliver()

    listed = await world.call(list_whatsapp_templates, {}, as_=ADMIN)
    (template,) = listed.body["items"]
    assert (template["state"], template["note"]) == ("paused", "refused: 63024")


async def test_a_number_that_cannot_be_reached_is_suppressed(world: World, texts: FakeTexts) -> None:
    """
    A refused number gets no second message on the channel.
    """
    await add_texter(world, "sms")
    texts.refusal = TextRefusalCause.PERSON
    await tell_people(world, a_notice(**REMINDER, channels=(Channel.SMS,)))
    await world.deliver()
    texts.refusal = None

    await tell_people(world, a_notice(event="reminder:2", template="host.event_reminder", channels=(Channel.SMS,)))
    await world.deliver()

    assert texts.sent == []
    assert (await list_deliveries(world))["sms"].state in (DeliveryState.DROPPED, DeliveryState.FAILED)
    assert await world.get(store.suppression_ref(Channel.SMS, PHONE)) is not None


async def test_a_stop_word_ends_marketing_once(world: World, texts: FakeTexts) -> None:
    """
    A stop is new once; marketing ends on the channel, payments still go.
    """
    await add_texter(world, "whatsapp")
    said = InboundText(id=Id("SM1"), channel="whatsapp", sender=PHONE, body="STOP", at=world.now)

    first = await world.commit(inbound_texts.record_inbound_text, said, is_stop=True, now=world.now)
    again = await world.commit(inbound_texts.record_inbound_text, said, is_stop=True, now=world.now)
    await tell_people(world, a_payment_notice(channels=(Channel.WHATSAPP,)))
    await world.deliver()

    assert (first, again) == (True, False)
    assert len(texts.sent) == 1


async def test_admins_alone_register_templates_and_leave_a_record(world: World, texts: FakeTexts) -> None:
    """
    A customer may not; an admin's change is in the audit records; a template that we do not have is refused.
    """
    body = {"template": "host.nothing", "locale": "id", "content_sid": SID, "category": "utility", "state": "active"}

    stranger = await world.call(save_whatsapp_template, body | {"reason": "x"}, as_=ANA)
    unknown = await world.call(save_whatsapp_template, body | {"reason": "x"}, as_=ADMIN)
    await register_template(world)
    records = await world.call(list_audit_records, {"function": "save_whatsapp_template"}, as_=ADMIN)

    assert stranger.status == 403
    assert (unknown.status, unknown.invalid_fields) == (422, ["template"])
    assert len(records.body["items"]) == 1
    assert texts.sent == []


async def test_a_number_that_nobody_has_proven_gets_nothing(world: World, texts: FakeTexts) -> None:
    """
    Anybody can name the number of a stranger: only the number by which its owner has signed in gets messages.
    """
    chosen = {"channels": {"sms": True, "whatsapp": True}, "whatsapp_consent_at": world.now}
    await add_person(world, devices=0, phone_verified=False, chosen=chosen)

    await tell_people(world, a_notice(**REMINDER))
    await world.deliver()

    assert texts.sent == []
    assert (await list_deliveries(world)).keys() == {"email"}


async def test_a_sign_in_by_phone_proves_the_number(world: World, texts: FakeTexts) -> None:
    """
    The sign-in proves the number that it came to; another number is not proven until its owner signs in by it.
    """
    owner = Person("ana", claims={"phone_number": PHONE})
    await world.call(register_user, {"full_name": "Ana Wijaya"}, as_=owner)
    proven = await world.get(identity.user_ref("ana"))
    await world.call(update_my_account, {"phone": "+6281299999999"}, as_=owner)
    other = await world.get(identity.user_ref("ana"))

    assert proven is not None
    assert other is not None
    assert (proven.phone_verified, other.phone_verified) == (True, False)
    assert texts.sent == []
