"""HTTP function that shows the caller as online."""

from pydantic import StrictBool

from shared.chat import presence
from shared.chat.message_schemas import PresenceView
from shared.kernel.ids import Id, RoomId, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class UpdatePresence(Request):
    """Body of `update_presence`."""

    online: StrictBool
    """True while the app is in use, to be sent again within 90 seconds; false when the user leaves."""
    connection_id: Id = Id("default")
    """Random id that each browser tab and each start of an app chooses for itself; `default` by default."""
    room_id: RoomId | None = None
    """Id of the room that the screen shows, whose messages then ring nowhere; null by default, when it shows none."""


@http.post(who=("customer", "expert", "admin"), audited=False, takes_idempotency_key=False)
async def update_presence(body: UpdatePresence, ctx: Context) -> PresenceView:
    """Show the caller as online for 90 seconds, or end the presence of the calling tab or app.

    Call again within 90 seconds while the app is in use. Call at once when the screen opens or leaves a room. The
    caller is online while any tab or app of theirs is.
    """
    me, room_id = UserId(ctx.actor.id), body.room_id
    action = presence.update_presence
    renewed = await ctx.commit(action, me, body.connection_id, body.online, room_id=room_id, now=ctx.now)
    return PresenceView.of(renewed)
