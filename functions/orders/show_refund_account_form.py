"""HTTP: show the page behind the link of a refund mail."""

from shared.contracts.files import HtmlPage
from shared.contracts.mail_links import MailLinks
from shared.kernel.schemas import Request
from shared.orders import refund_account_page
from shared.orders.errors import RefundLinkNotValid
from shared.orders.schemas import LinkToken
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import refund_accounts


class ShowRefundAccountForm(Request):
    """Query of `show_refund_account_form`."""

    token: LinkToken
    """Value of `token` in the link of the mail, 1 to 1,000 characters."""


@http.get(who="anyone", raises=(RefundLinkNotValid,))
async def show_refund_account_form(query: ShowRefundAccountForm, ctx: Context, links: MailLinks) -> HtmlPage:
    """Show the page behind the link of a refund mail, on which a buyer names a bank account or e-wallet.

    The page sends the account to `submit_refund_account`.
    """
    link = links.read_refund_account_link(query.token)
    shown = await ctx.read(refund_accounts.find_refund_of_link, links, link, now=ctx.now)
    url, nonce = links.get_refund_account_url(), refund_account_page.generate_nonce(ctx.random_below)
    return refund_account_page.render_page(shown, query.token, locale=link.locale, url=url, nonce=nonce)
