"""HTTP function that registers a user after the sign-in."""

from shared.identity import users
from shared.identity.schemas import AccountView, Registration
from shared.kernel.contact_inputs import EmailInput, PhoneInput
from shared.limits.errors import LimitReached
from shared.runtime.context import Context
from shared.runtime.triggers import http


class RegisterUser(Registration):
    """Body of `register_user`."""

    email: EmailInput | None = None
    """E-mail address to write to once it is verified; taken from the sign-in when left out."""
    phone: PhoneInput | None = None
    """Phone number as people write it, such as `0812-3456-7890`; taken from the sign-in when left out."""


@http.post(who=("customer", "expert", "admin"), audited=False, raises=(LimitReached,))
async def register_user(body: RegisterUser, ctx: Context) -> AccountView:
    """Register the user after the first sign-in.

    A repeated call changes nothing, except that an address which the sign-in has verified since counts as verified.
    An anonymous user who signs in with an identity later registers once more.
    """
    user = await ctx.commit(users.register_user, body, actor=ctx.actor, client_address=ctx.client_address, now=ctx.now)
    return AccountView.of(user, actor=ctx.actor)
