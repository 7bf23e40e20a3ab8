"""HTTP function that adds or removes a reaction."""

from pydantic import StrictBool

from shared.chat import message_edits
from shared.chat.errors import Blocked, MessageDeleted, MessageNotFound, RoomClosed, RoomNotFound, TooManyReactions
from shared.chat.message_schemas import Emoji
from shared.chat.schemas import MessageView
from shared.contracts.calls import identify_member
from shared.kernel.ids import MessageId, RoomId, UserId
from shared.kernel.schemas import Request
from shared.limits.errors import LimitReached
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import expert_activity


class ReactToMessage(Request):
    """Body of `react_to_message`."""

    room_id: RoomId
    """Id of the room in which the message stands, from `list_rooms`."""
    message_id: MessageId
    """Id of the message to react to, from `list_messages`."""
    emoji: Emoji
    """Exactly one Unicode emoji, such as `👍`; skin tones count as different emoji."""
    on: StrictBool = True
    """True adds the caller's reaction, false removes it; true by default."""


@http.post(
    who=("customer", "expert", "admin"),
    audited=False,
    raises=(RoomNotFound, MessageNotFound, Blocked, RoomClosed, MessageDeleted, TooManyReactions, LimitReached),
    takes_idempotency_key=False,
)
async def react_to_message(body: ReactToMessage, ctx: Context) -> MessageView:
    """Add an emoji reaction to a message, or remove the caller's reaction.

    Each person counts once for each emoji. A repeated call changes nothing.
    """
    me = identify_member(ctx.actor, body.room_id)
    account = UserId(ctx.actor.id)
    action = expert_activity.with_lease_renewed(message_edits.set_reaction, me, body.room_id, now=ctx.now)
    message = await ctx.commit(
        action, body.room_id, body.message_id, body.emoji, body.on, actor=me, account=account, now=ctx.now
    )
    return MessageView.of(body.room_id, message)
