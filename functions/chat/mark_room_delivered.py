"""HTTP function that marks messages as delivered."""

from shared.chat import rooms_and_receipts
from shared.chat.errors import RoomNotFound
from shared.chat.schemas import DeliveredView, Watermark
from shared.contracts.calls import identify_member
from shared.contracts.support import concerns_support_room
from shared.kernel.ids import RoomId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import expert_activity


class MarkRoomDelivered(Request):
    """Body of `mark_room_delivered`."""

    room_id: RoomId
    """Id of the room whose messages arrived, from `list_rooms`."""
    seq: Watermark | None = None
    """Number of the newest message that arrived; all messages of the room when left out."""


@http.post(
    who=("customer", "expert", "admin"),
    open_to_suspended=concerns_support_room,
    audited=False,
    raises=(RoomNotFound,),
    takes_idempotency_key=False,
)
async def mark_room_delivered(body: MarkRoomDelivered, ctx: Context) -> DeliveredView:
    """Mark messages of a room as delivered to the caller's device. The mark never moves back."""
    me = identify_member(ctx.actor, body.room_id)
    action = expert_activity.with_lease_renewed(rooms_and_receipts.mark_delivered, me, body.room_id, now=ctx.now)
    return DeliveredView.of(await ctx.commit(action, body.room_id, body.seq, actor=me, now=ctx.now))
