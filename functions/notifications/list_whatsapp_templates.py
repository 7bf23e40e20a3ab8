"""HTTP: list the templates of WhatsApp."""

from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.notifications import whatsapp_templates
from shared.notifications.schemas import WhatsAppTemplateView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListWhatsAppTemplates(Request):
    """Query of `list_whatsapp_templates`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 50
    """Most templates on a page, 1 to 100; 50 by default."""


@http.get(who="admin", admin_scope="support")
async def list_whatsapp_templates(query: ListWhatsAppTemplates, ctx: Context) -> Page[WhatsAppTemplateView]:
    """List the registered templates of WhatsApp with their states, by name."""
    found = await ctx.read(whatsapp_templates.list_registered_templates, cursor=query.cursor, limit=query.limit)
    return found.to_page(WhatsAppTemplateView.of)
