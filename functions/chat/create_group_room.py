"""HTTP function that creates a group."""

from shared.chat.errors import Blocked, GroupFull, PersonNotFound, TooManyRooms
from shared.chat.room_schemas import AvatarUrl, MemberIds, RoomName
from shared.chat.schemas import RoomView
from shared.kernel.ids import UserId
from shared.kernel.schemas import Request
from shared.limits.errors import IdentityNeeded, LimitReached
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import room_opening


class CreateGroupRoom(Request):
    """Body of `create_group_room`."""

    name: RoomName
    """Name of the group, one line of 1 to 200 characters with a letter."""
    member_ids: MemberIds
    """Ids of the people to invite, 1 to 200; the caller becomes a member and runs the group."""
    avatar_url: AvatarUrl | None = None
    """HTTP or HTTPS address of the group's picture; null or left out for none."""


@http.post(
    who=("customer", "expert", "admin"),
    audited=False,
    raises=(IdentityNeeded, PersonNotFound, Blocked, GroupFull, LimitReached, TooManyRooms),
)
async def create_group_room(body: CreateGroupRoom, ctx: Context) -> RoomView:
    """Create a group, and invite these people. The caller becomes the group's only member and its admin.

    The others become members when they call `accept_room_invitation`.
    Each of them is a listed expert, or shares a room, a booking or a group with the caller.
    Send an `Idempotency-Key`: a retry with the same key returns the same group.
    """
    room, kept = await ctx.commit(
        room_opening.create_group,
        body.member_ids,
        name=body.name,
        avatar_url=body.avatar_url,
        actor=ctx.actor,
        now=ctx.now,
    )
    return RoomView.of(room, kept, viewer=UserId(ctx.actor.id), now=ctx.now)
