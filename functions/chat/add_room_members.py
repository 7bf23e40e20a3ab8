"""HTTP function that invites people to a group."""

from shared.chat.errors import Blocked, GroupFull, NotAGroup, NotRoomAdmin, PersonNotFound, RoomNotFound
from shared.chat.room_schemas import MemberIds
from shared.chat.schemas import RoomView
from shared.kernel.ids import RoomId, UserId
from shared.kernel.schemas import Request
from shared.limits.errors import IdentityNeeded, LimitReached
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import room_opening


class AddRoomMembers(Request):
    """Body of `add_room_members`."""

    room_id: RoomId
    """Id of a group that the caller runs, from `list_rooms`."""
    member_ids: MemberIds
    """Ids of the people to invite, 1 to 200; people who are members already stay members."""


@http.post(
    who=("customer", "expert", "admin"),
    audited=False,
    raises=(
        IdentityNeeded,
        RoomNotFound,
        NotAGroup,
        NotRoomAdmin,
        PersonNotFound,
        Blocked,
        GroupFull,
        LimitReached,
    ),
    takes_idempotency_key=False,
)
async def add_room_members(body: AddRoomMembers, ctx: Context) -> RoomView:
    """Invite people to a group that the caller runs. They become members when they call `accept_room_invitation`.

    Each of them is a listed expert, or shares a room, a booking or a group with the caller.
    Members are not invited again, nor people who have an open invitation or have declined one lately. So a repeated
    call changes nothing. `remove_room_member` withdraws an invitation.
    """
    room, kept = await ctx.commit(
        room_opening.invite_group_members, body.room_id, body.member_ids, actor=ctx.actor, now=ctx.now
    )
    return RoomView.of(room, kept, viewer=UserId(ctx.actor.id), now=ctx.now)
