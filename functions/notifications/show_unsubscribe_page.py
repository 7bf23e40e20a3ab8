"""HTTP function that shows the page behind the link by which people end mails of one kind."""

from shared.contracts.files import HtmlPage
from shared.contracts.mail_links import LinkToken, MailLinks, UnsubscribeLink
from shared.contracts.pages import PageRenderer
from shared.kernel.schemas import Request
from shared.notifications import unsubscribe_links
from shared.notifications.unsubscribe_links import UnsubscribeLinkNotValid
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ShowUnsubscribePage(Request):
    """Query of `show_unsubscribe_page`."""

    token: LinkToken
    """Value of `token` in the link of the mail, 1 to 1,000 characters."""


@http.get(who="anyone", raises=(UnsubscribeLinkNotValid,), documents=False)
async def show_unsubscribe_page(
    query: ShowUnsubscribePage, ctx: Context, links: MailLinks, pages: PageRenderer
) -> HtmlPage:
    """Show the page on which a person ends mails of one kind with `unsubscribe_by_link`.

    Opening the page changes nothing, because programs that check mails open every link.
    """
    link, url = unsubscribe_links.read_link(links, query.token), links.get_action_url(UnsubscribeLink)
    page = unsubscribe_links.compose_page(link, query.token, url=url, now=ctx.now)
    return pages.render_page(page, ctx.random_below)
