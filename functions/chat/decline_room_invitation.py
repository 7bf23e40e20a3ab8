"""HTTP function that declines an invitation to a group."""

from shared.chat import room_invitations
from shared.chat.errors import RoomInvitationNotFound
from shared.kernel.ids import RoomId, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class DeclineRoomInvitation(Request):
    """Body of `decline_room_invitation`."""

    room_id: RoomId
    """Id of the group, from `list_room_invitations`."""


@http.post(
    who=("customer", "expert", "admin"),
    audited=False,
    raises=(RoomInvitationNotFound,),
    takes_idempotency_key=False,
)
async def decline_room_invitation(body: DeclineRoomInvitation, ctx: Context) -> None:
    """Decline an invitation to a group, which is not told. The group cannot invite the caller again for some days."""
    await ctx.commit(room_invitations.decline_invitation, body.room_id, UserId(ctx.actor.id))
