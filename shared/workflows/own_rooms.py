"""Rooms of a person: those of the account, and those of the person's calls, each of which has an alias of its own."""

from collections.abc import Mapping
from datetime import datetime

from shared.chat import rooms_and_receipts
from shared.chat.schemas import RoomsView, RoomView, UnreadView
from shared.identity.public_people import PublicPeople, PublicPerson
from shared.kernel.actors import Actor
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader
from shared.pairing import store


async def list_rooms(reader: Reader, *, actor: Actor, cursor: str | None, limit: int, now: datetime) -> RoomsView:
    """List a page of a person's rooms: pinned rooms on top of the first page, then by the newest message.

    Rooms of two people who know each other by name show the present photo of the other.
    """
    aliases = store.list_session_aliases(reader, UserId(actor.id)) if actor.role == "customer" else None
    page = await rooms_and_receipts.list_rooms(
        reader, actor.member_ids, aliases=aliases, cursor=cursor, limit=limit, now=now
    )
    others = dict.fromkeys(uid for room in page.items if (uid := _find_known_person(room)) is not None)
    if not others:
        return page
    (people,) = await reader.get_many(PublicPeople(tuple(others), now))
    return page.having(items=[_with_photo(room, people) for room in page.items])


def _find_known_person(room: RoomView) -> UserId | None:
    """Find the other person of a room of two. In a call, where the customer has an alias, nobody shows a photo."""
    return None if any(member.is_alias for member in room.members) else room.with_user


def _with_photo(room: RoomView, people: Mapping[UserId, PublicPerson]) -> RoomView:
    uid = _find_known_person(room)
    return room.having(photo_url=people[uid].photo_url) if uid is not None and uid in people else room


async def count_unread(reader: Reader, *, actor: Actor) -> UnreadView:
    """Count the unread messages in all rooms of a person."""
    aliases = store.list_session_aliases(reader, UserId(actor.id)) if actor.role == "customer" else None
    return await rooms_and_receipts.count_unread(reader, actor.member_ids, aliases=aliases)
