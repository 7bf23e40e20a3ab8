"""HTTP function that asks for a new password."""

from shared.identity import password_resets
from shared.identity.schemas import PasswordResetView
from shared.kernel.contact_inputs import EmailInput
from shared.kernel.schemas import Request
from shared.limits.errors import LimitReached
from shared.runtime.context import Context
from shared.runtime.triggers import http


class RequestPasswordReset(Request):
    """Body of `request_password_reset`."""

    email: EmailInput
    """E-mail address by which the person signs in."""


@http.post(who="anyone", raises=(LimitReached,), dispatches=("tasks",))
async def request_password_reset(body: RequestPasswordReset, ctx: Context) -> PasswordResetView:
    """Ask for a mail to choose a new password. The answer is the same whether or not an account has the address.

    The link in the mail works for an hour. An account that signs in without a password gets a mail that says how.
    Nothing is mailed to an address that nobody has verified or paid with. Requests are limited in an hour, for the
    address and for the client.

    Raises:
        LimitReached: Too many requests named the address, or came from the client.
    """
    await ctx.commit(password_resets.request_password_reset, body.email, client_address=ctx.client_address, now=ctx.now)
    return PasswordResetView(requested_at=ctx.now)
