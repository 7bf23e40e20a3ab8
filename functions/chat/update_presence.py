"""HTTP function that shows the caller as online."""

from pydantic import StrictBool

from shared.chat import presence
from shared.chat.message_schemas import PresenceView
from shared.kernel.ids import UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class UpdatePresence(Request):
    """Body of `update_presence`."""

    online: StrictBool
    """True while the app is in use, to be sent again within 90 seconds; false when the user leaves."""


@http.post(who=("customer", "expert", "admin"), audited=False, takes_idempotency_key=False)
async def update_presence(body: UpdatePresence, ctx: Context) -> PresenceView:
    """Show the caller as online for 90 seconds, or as offline from now on.

    Call again within 90 seconds while the app is in use.
    """
    return PresenceView.of(await ctx.commit(presence.update_presence, UserId(ctx.actor.id), body.online, now=ctx.now))
