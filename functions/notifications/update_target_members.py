"""HTTP: tell who has joined and left a target of a host platform."""

from shared.notifications.errors import TargetNotFound
from shared.notifications.host_schemas import TargetMembersInput, TargetMembersView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import host_members


class UpdateTargetMembers(TargetMembersInput):
    """Body of `update_target_members`."""


@http.post(who="partner", scope="notifications.publish", raises=(TargetNotFound,), takes_idempotency_key=False)
async def update_target_members(body: UpdateTargetMembers, ctx: Context) -> TargetMembersView:
    """Tell who has joined and left a target. To join is to follow, unless the person has ended the follow before.

    Earlier news than the latest of a person change nothing, so calls may arrive twice and in any order. If the target
    has a chat room, people join and leave the room at once. Such a call names at most 150 people. Who has left the room
    by themselves is put back only after the membership has ended and begun again.
    """
    return await ctx.commit(host_members.update_target_members, body, actor=ctx.actor, now=ctx.now)
