"""Rooms of a person: those of the account, and those of the person's calls, each of which has an alias of its own."""

from datetime import datetime

from shared.chat import rooms_and_receipts
from shared.chat.schemas import RoomsView, UnreadView
from shared.kernel.actors import Actor
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader
from shared.pairing import store


async def list_rooms(reader: Reader, *, actor: Actor, cursor: str | None, limit: int, now: datetime) -> RoomsView:
    """List a page of a person's rooms: pinned rooms on top of the first page, then by the newest message."""
    aliases = store.list_session_aliases(reader, UserId(actor.id)) if actor.role == "customer" else None
    return await rooms_and_receipts.list_rooms(
        reader, actor.member_ids, aliases=aliases, cursor=cursor, limit=limit, now=now
    )


async def count_unread(reader: Reader, *, actor: Actor) -> UnreadView:
    """Count the unread messages in all rooms of a person."""
    aliases = store.list_session_aliases(reader, UserId(actor.id)) if actor.role == "customer" else None
    return await rooms_and_receipts.count_unread(reader, actor.member_ids, aliases=aliases)
