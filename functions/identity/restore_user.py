"""HTTP function that lifts a suspension."""

from shared.identity import suspensions
from shared.identity.errors import NotSuspended
from shared.identity.schemas import SuspensionView
from shared.kernel.ids import UserId
from shared.kernel.schemas import Line, Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class RestoreUser(Request):
    """Body of `restore_user`."""

    user_id: UserId
    """Id of the suspended account."""
    reason: Line
    """Explanation for other admins, one line; stored for good in the audit record."""


@http.post(who="admin", admin_scope=("moderator", "support"), raises=(NotSuspended,))
async def restore_user(body: RestoreUser, ctx: Context) -> SuspensionView:
    """Lift the suspension of an account. The person signs in again. A repeated call changes nothing."""
    restriction, user = await ctx.commit(suspensions.restore_user, body.user_id, now=ctx.now)
    return SuspensionView.of(restriction, user, now=ctx.now)
