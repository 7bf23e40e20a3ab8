"""HTTP function that shows the page behind the link of a confirmation mail."""

from shared.contracts.files import HtmlPage
from shared.contracts.mail_links import ConfirmationLink, LinkToken, MailLinks
from shared.contracts.pages import PageRenderer
from shared.kernel.schemas import Request
from shared.notifications import confirmation_page
from shared.notifications.errors import ConfirmationLinkNotValid
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ShowEmailConfirmation(Request):
    """Query of `show_email_confirmation`."""

    token: LinkToken
    """Value of `token` in the link of the mail, 1 to 1,000 characters."""


@http.get(who="anyone", raises=(ConfirmationLinkNotValid,), documents=False)
async def show_email_confirmation(
    query: ShowEmailConfirmation, ctx: Context, links: MailLinks, pages: PageRenderer
) -> HtmlPage:
    """Show the page on which the owner of an e-mail address confirms it with `confirm_email`.

    Opening the page confirms nothing, because programs that check mails open every link.
    """
    link, url = confirmation_page.read_link(links, query.token), links.get_action_url(ConfirmationLink)
    page = confirmation_page.compose_page(link, query.token, url=url, now=ctx.now)
    return pages.render_page(page, ctx.random_below)
