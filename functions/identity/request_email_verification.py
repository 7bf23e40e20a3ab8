"""HTTP function that asks for the verification mail."""

from shared.identity.errors import EmailNeeded, NotRegistered
from shared.identity.schemas import EmailVerificationView
from shared.limits.errors import LimitReached
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import email_verification


@http.post(
    who=("customer", "expert", "admin"),
    open_to_suspended=True,
    audited=False,
    raises=(NotRegistered, EmailNeeded, LimitReached),
    dispatches=("tasks",),
)
async def request_email_verification(ctx: Context) -> EmailVerificationView:
    """Ask for a mail with a link that verifies the e-mail address of the caller's account.

    No mail is sent if the address is verified already, or within two minutes of the last request.
    Requests of a person are limited in a day, and so are mails to an address in an hour.
    """
    return await ctx.commit(email_verification.request_email_verification, actor=ctx.actor, now=ctx.now)
