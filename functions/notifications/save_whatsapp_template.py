"""HTTP: register a template of WhatsApp."""

from typing import Annotated

from pydantic import StringConstraints

from shared.contracts.people import Locale
from shared.kernel.schemas import Line, Request
from shared.notifications import whatsapp_templates
from shared.notifications.schemas import NoticeTemplateName, WhatsAppTemplateView
from shared.notifications.whatsapp_templates import WhatsAppTemplateCategory, WhatsAppTemplateState
from shared.runtime.context import Context
from shared.runtime.triggers import http


class SaveWhatsAppTemplate(Request):
    """Body of `save_whatsapp_template`."""

    template: NoticeTemplateName
    """Name of our template, such as `booking.confirmed`."""
    locale: Locale
    """Language of the template at WhatsApp."""
    content_sid: Annotated[str, StringConstraints(pattern=r"^HX[0-9a-fA-F]{32}$")]
    """Twilio's id of the template, `HX` and 32 hexadecimal digits."""
    category: WhatsAppTemplateCategory
    """Category that WhatsApp has given to the template."""
    state: WhatsAppTemplateState
    """State at WhatsApp; only an `active` template is sent."""
    reason: Line
    """Explanation for other admins, one line; stored with the template and in the audit record."""


@http.post(who="admin", admin_scope="support")
async def save_whatsapp_template(body: SaveWhatsAppTemplate, ctx: Context) -> WhatsAppTemplateView:
    """Register a template that WhatsApp has approved, or change its state.

    The texts to submit stand in `docs/whatsapp-templates.md`. A new Twilio id stands for the present text. A template
    that is not active is passed over: the notification goes by the next channel.
    """
    saved = await ctx.commit(
        whatsapp_templates.save_registered_template,
        body.template,
        body.locale,
        content_sid=body.content_sid,
        category=body.category,
        state=body.state,
        note=body.reason,
        now=ctx.now,
    )
    return WhatsAppTemplateView.of(saved)
