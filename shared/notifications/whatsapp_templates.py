"""Register of the templates that WhatsApp has approved: the only messages that may begin a conversation."""

from datetime import datetime

from shared.contracts.people import Locale
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import Query, Reader, Ref, UnitOfWork
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import StoredEnum
from shared.notifications.notice_templates import NOTICE_TEMPLATES
from shared.notifications.whatsapp_texts import WhatsAppText, compose_whatsapp_text


class WhatsAppTemplateState(StoredEnum):
    """State of a template at WhatsApp. Only an active template is sent."""

    ACTIVE = "active"
    PAUSED = "paused"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


class WhatsAppTemplateCategory(StoredEnum):
    """Category that WhatsApp has given to a template."""

    UTILITY = "utility"
    MARKETING = "marketing"
    UNKNOWN = "unknown"


class RegisteredTemplate(Entity):
    """Template of WhatsApp in one language, as WhatsApp approved it.

    The approved text stays in use when our texts change, until the new text is approved and registered.

    Attributes:
        id: Name of our template and language, such as `booking-confirmed-id`.
        template: Name of our template.
        locale: Language.
        content_sid: Twilio's id of the template.
        text: Words that were current when this Twilio id was registered, with places such as `{{1}}`.
        variables: Value of each place in order, such as `starts_at:moment`; empty in a document of an earlier version,
            whose template cannot be sent.
        category: Category at WhatsApp.
        state: State at WhatsApp.
        note: Explanation of the latest change by an admin, or the vendor's code of a refusal.
        changed_at: Instant in UTC of the latest change.
    """

    id: str
    template: str
    locale: Locale
    content_sid: str
    text: str = ""
    variables: tuple[str, ...] = ()
    category: WhatsAppTemplateCategory
    state: WhatsAppTemplateState
    note: str = ""
    changed_at: Moment

    @property
    def is_current(self) -> bool:
        """Return whether the approved text is our present one; never for a template that another version knows."""
        is_known = self.template in NOTICE_TEMPLATES
        return is_known and self.text == compose_whatsapp_text(self.template, self.locale).body


def registered_template_ref(template: str, locale: str) -> Ref[RegisteredTemplate]:
    """Build the reference of a registered template."""
    return Ref(f"whatsapp_templates/{template.replace('.', '-')}-{locale}", RegisteredTemplate)


async def list_registered_templates(reader: Reader, *, cursor: str | None, limit: int) -> Rows[RegisteredTemplate]:
    """List the registered templates by name."""
    query = Query("whatsapp_templates", RegisteredTemplate).order_by("id")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


async def save_registered_template(
    uow: UnitOfWork,
    template: str,
    locale: Locale,
    *,
    content_sid: str,
    category: WhatsAppTemplateCategory,
    state: WhatsAppTemplateState,
    note: str,
    now: datetime,
) -> RegisteredTemplate:
    """Save a template that WhatsApp has approved, paused or rejected.

    A new Twilio id stands for our present text. The text behind a known Twilio id never changes.
    """
    ref = registered_template_ref(template, locale)
    stored = await uow.get(ref)
    text = compose_whatsapp_text(template, locale)
    if stored is not None and stored.content_sid == content_sid and stored.variables:
        text = WhatsAppText(stored.text, stored.variables)
    saved = RegisteredTemplate(
        id=ref.id,
        template=template,
        locale=locale,
        content_sid=content_sid,
        text=text.body,
        variables=text.variables,
        category=category,
        state=state,
        note=note,
        changed_at=now,
    )
    uow.put(ref, saved)
    return saved


async def pause_template(uow: UnitOfWork, template: str, locale: str, code: str, *, now: datetime) -> None:
    """Pause a template that WhatsApp has refused, so that the next notifications go by another channel at once."""
    ref = registered_template_ref(template, locale)
    found = await uow.get(ref)
    if found is not None and found.state is WhatsAppTemplateState.ACTIVE:
        paused = found.having(state=WhatsAppTemplateState.PAUSED, note=f"refused: {code}", changed_at=now)
        uow.put(ref, paused)
