"""HTTP: name the bank account for a refund with the link of a refund mail."""

from shared.contracts.mail_links import MailLinks
from shared.limits.errors import LimitReached
from shared.orders.errors import RefundLinkExpired, RefundLinkNotValid, RefundNotWaiting
from shared.orders.schemas import AccountOfLink, NamedRefundAccount
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import refund_accounts


@http.post(
    who="anyone",
    raises=(RefundLinkNotValid, RefundLinkExpired, RefundNotWaiting, LimitReached),
    dispatches=("tasks",),
)
async def submit_refund_account(body: AccountOfLink, ctx: Context, links: MailLinks) -> NamedRefundAccount:
    """Name the bank account or e-wallet for a refund. The token of the link in the refund mail is the permission.

    The payout begins at once. The same account a second time changes nothing.
    """
    link = refund_accounts.read_link(links, body.token)
    return await refund_accounts.submit_refund_account(ctx, links, link, body)
