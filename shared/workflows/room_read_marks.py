"""Reading of a room: the mark in the chat, and the room's one notification in the app, in the same commit."""

from datetime import datetime

from shared.chat import rooms_and_receipts
from shared.chat import store as chat
from shared.chat.inbox_models import Inbox
from shared.chat.models import Room
from shared.kernel.actors import Actor
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import UnitOfWork
from shared.notifications import inbox as notices


async def mark_room_read(
    uow: UnitOfWork, room_id: RoomId, seq: int | None, *, actor: Actor, account: UserId, now: datetime
) -> tuple[Room, Inbox]:
    """Mark messages as read up to number `seq`, and the room's notification if its newest message is among them.

    Args:
        uow: Unit of work.
        room_id: Id of the room.
        seq: Number of the newest message that was read; None for all messages of the room.
        actor: Member who has read, in a call by the alias.
        account: Account of the member, to which the notification belongs.
        now: Present instant.

    Raises:
        RoomNotFound: The actor does not see such a room.
        Invalid: `seq` is above the newest message's number.
    """
    await uow.prefetch(
        chat.room_ref(room_id),
        chat.inbox_ref(actor.id),
        chat.participant_ref(room_id, actor.id),
        *notices.list_group_refs(account, room_id),
    )
    room, inbox = await rooms_and_receipts.mark_read(uow, room_id, seq, actor=actor, now=now)
    await notices.mark_group_read(uow, account, room_id, up_to=room.seq if seq is None else seq, now=now)
    return room, inbox
