"""HTTP function that shows the page behind the link of a confirmation mail."""

from typing import Annotated

from pydantic import StringConstraints

from shared.contracts.files import HtmlPage
from shared.contracts.mail_links import MailLinks
from shared.kernel.schemas import Request
from shared.notifications import confirmation_page
from shared.notifications.errors import ConfirmationLinkNotValid
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ShowEmailConfirmation(Request):
    """Query of `show_email_confirmation`."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
    """Value of `token` in the link of the mail, 1 to 1,000 characters."""


@http.get(who="anyone", raises=(ConfirmationLinkNotValid,), documents=False)
async def show_email_confirmation(query: ShowEmailConfirmation, ctx: Context, links: MailLinks) -> HtmlPage:
    """Show the page on which the owner of an e-mail address confirms it with `confirm_email`.

    Opening the page confirms nothing, because programs that check mails open every link.
    """
    link = links.read_link(query.token)
    url, nonce = links.get_confirmation_url(), confirmation_page.generate_nonce(ctx.random_below)
    return confirmation_page.render_page(link, query.token, url=url, nonce=nonce, now=ctx.now)
