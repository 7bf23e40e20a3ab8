"""HTTP function that removes an admin."""

from shared.identity import admins
from shared.identity.errors import OwnGrant
from shared.identity.schemas import AdminView
from shared.kernel.ids import UserId
from shared.kernel.schemas import Line, Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class RemoveAdmin(Request):
    """Body of `remove_admin`."""

    user_id: UserId
    """Id of the admin's account."""
    reason: Line
    """Explanation for other owners, one line; stored for good in the audit record."""


@http.post(who="admin", admin_scope="owner", raises=(OwnGrant,))
async def remove_admin(body: RemoveAdmin, ctx: Context) -> AdminView:
    """Take the rights of an admin, from the next request on, and sign the person out everywhere.

    A repeated call changes nothing. The account itself stays a customer's or an expert's.
    """
    return AdminView.of(await ctx.commit(admins.remove_admin, body.user_id, by=ctx.actor, now=ctx.now))
