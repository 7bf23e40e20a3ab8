"""Steps of the tests of the cost ladder: a person with texts switched on, and a vendor that records."""

from datetime import timedelta
from typing import Any

from shared.contracts.notices import Channel, Notice
from shared.contracts.text_messages import TextChannel
from shared.notifications import whatsapp_templates
from shared.notifications.settings import NOTIFICATION_SETTINGS, NotificationSettings
from shared.notifications.whatsapp_templates import (
    RegisteredTemplate,
    WhatsAppTemplateCategory,
    WhatsAppTemplateState,
)
from shared.notifications.whatsapp_texts import compose_whatsapp_text
from tests.notifications.fakes import FakeTexts
from tests.notifications.steps import a_notice, add_person
from tests.world import World

SESSION_TEMPLATE = "booking.reminder_minutes"
LADDER_CHANNELS = (Channel.IN_APP, Channel.PUSH, Channel.WHATSAPP, Channel.SMS)


def a_session_notice(world: World, to: str = "ana", **given: Any) -> Notice:
    """Build the notice that a session begins in an hour: critical, and allowed on every channel."""
    starts_at = world.now + timedelta(hours=1)
    values: dict[str, Any] = {
        "event": "session:1",
        "template": SESSION_TEMPLATE,
        "values": {"service": "Career talk", "other": "Dewi", "starts_at": starts_at.isoformat()},
        "channels": LADDER_CHANNELS,
    } | given
    return a_notice(to, **values)


async def register_whatsapp(world: World, template: str = SESSION_TEMPLATE, **given: Any) -> None:
    """Register the template of a notification in Indonesian as approved."""
    text = compose_whatsapp_text(template, "id")
    ref = whatsapp_templates.registered_template_ref(template, "id")
    values: dict[str, Any] = {
        "id": ref.id,
        "template": template,
        "locale": "id",
        "content_sid": f"HX{'a' * 32}",
        "text": text.body,
        "variables": text.variables,
        "category": WhatsAppTemplateCategory.UTILITY,
        "state": WhatsAppTemplateState.ACTIVE,
        "changed_at": world.now,
    } | given
    await world.put_documents((ref, RegisteredTemplate(**values)))


def record_texts(world: World) -> FakeTexts:
    """Let a recording provider take the messages."""
    texts = FakeTexts()
    world.runtime.gateways.texts = texts  # type: ignore[assignment]
    return texts


async def add_texter(
    world: World, uid: str = "ana", *, channels: tuple[str, ...] = ("whatsapp", "sms"), **given: Any
) -> None:
    """Store a person who has switched on these channels, and whose language has approved templates."""
    consent = {"whatsapp_consent_at": world.now} if "whatsapp" in channels else {}
    await add_person(world, uid, chosen={"channels": dict.fromkeys(channels, True)} | consent, **given)
    for template in (SESSION_TEMPLATE, "host.transaction", "host.event_reminder"):
        await register_whatsapp(world, template)


async def save_settings(world: World, **settings: Any) -> None:
    """Store settings of notifications."""
    await world.put_documents((NOTIFICATION_SETTINGS.ref, NotificationSettings(**settings)))


def list_sent(texts: FakeTexts) -> list[TextChannel]:
    """List the channels of the messages that the provider has taken, in their order."""
    return [message.channel for message in texts.sent]
