"""HTTP function that ends mails of one kind by the link in a mail."""

from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.mail_links import LinkToken, MailLinks
from shared.kernel.schemas import Request
from shared.notifications import unsubscribe_links
from shared.notifications.unsubscribe_links import Unsubscribed, UnsubscribeLinkExpired, UnsubscribeLinkNotValid
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import unsubscriptions


class UnsubscribeByLink(Request):
    """Form of `unsubscribe_by_link`."""

    token: LinkToken
    """Value of `token` in the link of the mail, 1 to 1,000 characters; in the address or in the form."""
    one_click: Annotated[Literal["One-Click"], Field(alias="List-Unsubscribe")]
    """Always `One-Click`: what mail programs send (RFC 8058), and the page's button."""


@http.post(
    who="anyone",
    raises=(UnsubscribeLinkNotValid, UnsubscribeLinkExpired),
    body="form",
    page="show-unsubscribe-page",
    takes_idempotency_key=False,
)
async def unsubscribe_by_link(body: UnsubscribeByLink, ctx: Context, links: MailLinks) -> Unsubscribed:
    """End the mails of one kind, and no others, with the token of a link in such a mail.

    Nobody needs to sign in, and a repetition changes nothing. Opening the address with GET shows the page instead.
    """
    link = unsubscribe_links.read_link(links, body.token)
    return await ctx.commit(unsubscriptions.unsubscribe_person, link, now=ctx.now)
