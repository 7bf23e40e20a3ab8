"""HTTP function that shows the caller as typing."""

from pydantic import StrictBool

from shared.chat import presence
from shared.chat.errors import Blocked, RoomClosed, RoomNotFound, TooFast
from shared.chat.message_schemas import TypingView
from shared.contracts.calls import identify_member
from shared.contracts.support import concerns_support_room
from shared.kernel.ids import RoomId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import expert_activity


class SetTyping(Request):
    """Body of `set_typing`."""

    room_id: RoomId
    """Id of the room in which the caller types, from `list_rooms`."""
    typing: StrictBool
    """True while the caller types, to be sent again within 5 seconds; false when the caller stops."""


@http.post(
    who=("customer", "expert", "admin"),
    open_to_suspended=concerns_support_room,
    audited=False,
    raises=(RoomNotFound, Blocked, RoomClosed, TooFast),
    takes_idempotency_key=False,
)
async def set_typing(body: SetTyping, ctx: Context) -> TypingView:
    """Show the other members that the caller is typing, for five seconds, or stop showing that.

    Call again within five seconds while the caller goes on typing.
    """
    me = identify_member(ctx.actor, body.room_id)
    action = expert_activity.with_lease_renewed(presence.set_typing, me, body.room_id, now=ctx.now)
    typist = await ctx.commit(action, body.room_id, body.typing, actor=me, now=ctx.now)
    return TypingView(typing_until=typist.typing_until)
