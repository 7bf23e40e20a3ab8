"""HTTP: show the page behind the link of a refund mail."""

from shared.contracts.files import HtmlPage
from shared.contracts.mail_links import LinkToken, MailLinks, RefundAccountLink
from shared.contracts.pages import PageRenderer
from shared.kernel.schemas import Request
from shared.orders import refund_account_page
from shared.orders.errors import RefundLinkNotValid
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import refund_accounts


class ShowRefundAccountForm(Request):
    """Query of `show_refund_account_form`."""

    token: LinkToken
    """Value of `token` in the link of the mail, 1 to 1,000 characters."""


@http.get(who="anyone", raises=(RefundLinkNotValid,))
async def show_refund_account_form(
    query: ShowRefundAccountForm, ctx: Context, links: MailLinks, pages: PageRenderer
) -> HtmlPage:
    """Show the page behind the link of a refund mail, on which a buyer names a bank account or e-wallet.

    The page sends the account to `submit_refund_account`.
    """
    link, url = refund_accounts.read_link(links, query.token), links.get_action_url(RefundAccountLink)
    shown = await ctx.read(refund_accounts.find_refund_of_link, links, link, now=ctx.now)
    page = refund_account_page.compose_page(shown, query.token, locale=link.locale, url=url)
    return pages.render_page(page, ctx.random_below)
