"""Register after signing in."""

from shared.identity import users
from shared.identity.schemas import AccountView, Registration
from shared.runtime.context import Context
from shared.runtime.triggers import http


class RegisterUser(Registration):
    """Who one is, whichever way one signed in."""


@http.post(who=("customer", "expert", "admin"))
async def register_user(body: RegisterUser, ctx: Context) -> AccountView:
    """Register after signing in; again, once an anonymous person has signed in with a name of their own."""
    return AccountView.of(await ctx.commit(users.register_user, body, actor=ctx.actor, now=ctx.now))
