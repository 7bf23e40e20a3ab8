"""With whom one wants nothing to do."""

from typing import Any

from shared.chat import user_blocks
from shared.chat.room_schemas import BlockedUserView
from shared.identity.store import user_ref
from shared.kernel.ids import RoomId, UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.ports import Ref
from shared.kernel.schemas import Request
from shared.pairing.store import caller_account_ref
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListBlockedUsers(Request):
    """`room_id`: whom one has blocked in calls, if it is one of a call."""

    room_id: RoomId | None = None
    cursor: str | None = None
    limit: PageSize = 20


def person_ref(uid: UserId) -> Ref[Any]:
    """Where it is kept what somebody is called; an alias has no account."""
    return caller_account_ref(uid) if uid.is_alias else user_ref(uid)


@http.get(who=("customer", "expert", "admin"))
async def list_blocked_users(query: ListBlockedUsers, ctx: Context) -> Page[BlockedUserView]:
    """List whom one has blocked, the latest first."""
    me = UserId(ctx.actor.as_member_of(query.room_id).id)
    return await ctx.read(user_blocks.list_blocked_users, me, people=person_ref, cursor=query.cursor, limit=query.limit)
