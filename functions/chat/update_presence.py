"""HTTP function that shows the caller as online."""

from pydantic import StrictBool

from shared.chat import presence
from shared.chat.message_schemas import PresenceView
from shared.kernel.ids import Id, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class UpdatePresence(Request):
    """Body of `update_presence`."""

    online: StrictBool
    """True while the app is in use, to be sent again within 90 seconds; false when the user leaves."""
    connection_id: Id = Id("default")
    """Random id that each browser tab and each start of an app chooses for itself; `default` by default."""


@http.post(who=("customer", "expert", "admin"), audited=False, takes_idempotency_key=False)
async def update_presence(body: UpdatePresence, ctx: Context) -> PresenceView:
    """Show the caller as online for 90 seconds, or end the presence of the calling tab or app.

    Call again within 90 seconds while the app is in use. The caller is online while any tab or app of theirs is.
    """
    me = UserId(ctx.actor.id)
    return PresenceView.of(await ctx.commit(presence.update_presence, me, body.connection_id, body.online, now=ctx.now))
