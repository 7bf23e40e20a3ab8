"""HTTP function that suspends an account."""

from shared.identity.errors import AccountRefused, AdminAccount
from shared.identity.models import SuspensionReason
from shared.identity.ports import AccountDirectory
from shared.identity.schemas import SuspensionView
from shared.kernel.ids import UserId
from shared.kernel.schemas import Line, Moment, Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import suspensions


class SuspendUser(Request):
    """Body of `suspend_user`."""

    user_id: UserId
    """Id of the account to suspend."""
    cause: SuspensionReason
    """Reason that the person is told."""
    reason: Line
    """Explanation for other admins, one line; stored for good in the audit record."""
    until: Moment | None = None
    """Instant at which the suspension ends by itself; null or left out for a suspension without end."""
    closed: bool = False
    """True to close the account, so that nobody can sign in with the account; false by default."""


@http.post(who="admin", admin_scope=("moderator", "support"), raises=(AdminAccount, AccountRefused))
async def suspend_user(body: SuspendUser, ctx: Context, accounts: AccountDirectory) -> SuspensionView:
    """Suspend an account at once, and sign the person out everywhere.

    A suspended person can see the own account and write to the support, nothing else. Open calls, sessions and booking
    requests end. A repeated call replaces cause and end.
    """
    restriction, user = await suspensions.suspend_user(
        ctx, accounts, body.user_id, body.cause, until=body.until, closed=body.closed
    )
    return SuspensionView.of(restriction, user, now=ctx.now)
