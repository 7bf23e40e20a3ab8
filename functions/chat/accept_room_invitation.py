"""HTTP function that accepts an invitation to a group."""

from shared.chat.errors import GroupFull, InvitationExpired, PersonNotFound, RoomInvitationNotFound, TooManyRooms
from shared.chat.schemas import RoomView
from shared.kernel.ids import RoomId, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import room_opening


class AcceptRoomInvitation(Request):
    """Body of `accept_room_invitation`."""

    room_id: RoomId
    """Id of the group, from `list_room_invitations`."""


@http.post(
    who=("customer", "expert", "admin"),
    audited=False,
    raises=(RoomInvitationNotFound, InvitationExpired, PersonNotFound, GroupFull, TooManyRooms),
    takes_idempotency_key=False,
)
async def accept_room_invitation(body: AcceptRoomInvitation, ctx: Context) -> RoomView:
    """Join a group to which the caller was invited. Earlier messages count as read. A repeated call changes nothing."""
    room, kept = await ctx.commit(room_opening.accept_room_invitation, body.room_id, actor=ctx.actor, now=ctx.now)
    return RoomView.of(room, kept, viewer=UserId(ctx.actor.id), now=ctx.now)
