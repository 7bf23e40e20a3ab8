"""HTTP function that blocks a person."""

from shared.chat import user_blocks
from shared.chat.errors import PersonNotFound, WithYourself
from shared.chat.room_schemas import BlockedUserView, BlockTarget
from shared.contracts.calls import identify_caller
from shared.kernel.ids import UserId
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import user_blocks as blocking


@http.post(
    who=("customer", "expert", "admin"),
    audited=False,
    raises=(WithYourself, PersonNotFound),
    takes_idempotency_key=False,
    dispatches=("tasks",),
)
async def block_user(body: BlockTarget, ctx: Context) -> BlockedUserView:
    """Block a person: the two cannot write to each other, and their common rooms disappear for both.

    Groups and existing bookings stay as they are, and new bookings are refused.
    With the `room_id` of a call, the block holds for the customer's alias in calls.
    The session of that call goes on with another expert. A repeated call keeps the first block.
    The other person is a listed expert, or shares a room, a booking or a group with the caller.
    Any other id is answered like one that does not exist.
    """
    me = identify_caller(ctx.actor, body.room_id)
    blocked, last = await ctx.commit(blocking.block_and_leave_session, body, actor=me, now=ctx.now)
    while last:
        last = await ctx.commit(user_blocks.sync_room_visibility, UserId(me.id), body.user_id, after=last)
    return blocked
