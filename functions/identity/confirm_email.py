"""HTTP function that confirms an e-mail address."""

from shared.contracts.mail_links import LinkToken, MailLinks
from shared.kernel.schemas import Request
from shared.notifications import confirmation_page
from shared.notifications.errors import ConfirmationLinkExpired, ConfirmationLinkNotValid
from shared.notifications.schemas import EmailConfirmed
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import email_verification


class ConfirmEmail(Request):
    """Body of `confirm_email`."""

    token: LinkToken
    """Value of `token` in the link of the mail, 1 to 1,000 characters."""


@http.post(who="anyone", raises=(ConfirmationLinkNotValid, ConfirmationLinkExpired), dispatches=("tasks",))
async def confirm_email(body: ConfirmEmail, ctx: Context, links: MailLinks) -> EmailConfirmed:
    """Confirm an e-mail address with the token of a link that was mailed there. A repetition changes nothing."""
    link = confirmation_page.read_link(links, body.token)
    return await ctx.commit(email_verification.confirm_link, link, now=ctx.now)
