"""HTTP function that registers a user after the sign-in."""

from shared.identity import users
from shared.identity.schemas import AccountView, Registration
from shared.limits.errors import LimitReached
from shared.runtime.context import Context
from shared.runtime.triggers import http


class RegisterUser(Registration):
    """Body of `register_user`."""


@http.post(who=("customer", "expert", "admin"), audited=False, raises=(LimitReached,))
async def register_user(body: RegisterUser, ctx: Context) -> AccountView:
    """Register the user after the first sign-in.

    A repeated call changes nothing, except that an address which the sign-in has verified since counts as verified.
    An anonymous user who signs in with an identity later registers once more.
    """
    user = await ctx.commit(users.register_user, body, actor=ctx.actor, client_address=ctx.client_address, now=ctx.now)
    return AccountView.of(user, actor=ctx.actor)
