"""Event that ends the call of a suspended customer."""

from shared.contracts.events.people import UserSuspended
from shared.identity.ports import AliasProvider
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import suspensions


@on(UserSuspended)
async def end_call_when_user_suspended(event: UserSuspended, ctx: Context, aliases: AliasProvider) -> None:
    """Cancel the open call of a suspended customer, whose right to the call comes back, or end the session."""
    alias = aliases.compute_alias(event.user_id)
    await ctx.commit(suspensions.end_call_of_suspended, event.user_id, alias, now=ctx.now)
