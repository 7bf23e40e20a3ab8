"""HTTP function that lists the messages of a room."""

from typing import Annotated

from pydantic import Field

from shared.chat import rooms_and_receipts
from shared.chat.errors import MessageNotFound, RoomNotFound
from shared.chat.schemas import MAX_SEQ, MessagesView
from shared.contracts.calls import identify_member
from shared.contracts.support import concerns_support_room
from shared.kernel.ids import MessageId, RoomId
from shared.kernel.paging import PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListMessages(Request):
    """Query of `list_messages`. Without `before` and `after_seq`, the newest messages are listed."""

    room_id: RoomId
    """Id of the room to read, from `list_rooms`."""
    before: MessageId | None = None
    """Id of a message; lists the messages just before that message. Not together with `after_seq`."""
    after_seq: Annotated[int, Field(ge=0, le=MAX_SEQ)] | None = None
    """Number of a message; lists the messages with higher numbers. Not together with `before`."""
    limit: PageSize = 50
    """Most messages in one answer, 1 to 100; 50 by default."""


@http.get(
    who=("customer", "expert", "admin"), open_to_suspended=concerns_support_room, raises=(RoomNotFound, MessageNotFound)
)
async def list_messages(query: ListMessages, ctx: Context) -> MessagesView:
    """List messages of a room in the order of their sequence numbers.

    Give nothing for the newest messages, `before` to page backwards, or `after_seq` to catch up after a pause.
    The numbers have no gaps, so `after_seq` with the last number that the app has misses no message.
    """
    me = identify_member(ctx.actor, query.room_id)
    return await ctx.read(
        rooms_and_receipts.list_messages,
        query.room_id,
        before=query.before,
        after_seq=query.after_seq,
        limit=query.limit,
        actor=me,
    )
