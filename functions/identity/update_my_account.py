"""Change one's own account."""

from shared.contracts.people import Locale
from shared.identity import users
from shared.identity.errors import NotRegistered
from shared.identity.schemas import AccountView
from shared.kernel.schemas import Email, Line, Phone, Request
from shared.kernel.zones import Zone
from shared.runtime.context import Context
from shared.runtime.triggers import http


class UpdateMyAccount(Request):
    """What is left out stays as it is."""

    full_name: Line | None = None
    email: Email | None = None
    phone: Phone | None = None
    zone: Zone | None = None
    locale: Locale | None = None


@http.post(who=("customer", "expert", "admin"), raises=(NotRegistered,))
async def update_my_account(body: UpdateMyAccount, ctx: Context) -> AccountView:
    """Change one's name, addresses, time zone or language."""
    changes = body.model_dump(exclude_none=True)
    return AccountView.of(await ctx.commit(users.update_user, changes, actor=ctx.actor, now=ctx.now))
