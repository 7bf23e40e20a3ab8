"""Anonymous people write only to those with whom they have a booking or a call, unless a setting allows more."""

from collections.abc import Sequence

from shared.chat import store
from shared.chat.models import RoomKind, pair_from_users
from shared.chat.settings import ChatSettings
from shared.kernel.actors import Actor
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader
from shared.limits.errors import IdentityNeeded


def check_has_identity(actor: Actor) -> None:
    """Check that the actor has signed in with an identity: anonymous people open no groups and invite nobody.

    Raises:
        IdentityNeeded: The actor is anonymous.
    """
    if actor.anonymous:
        raise IdentityNeeded()


async def check_may_write(reader: Reader, other: UserId, *, actor: Actor, settings: ChatSettings) -> None:
    """Check that an anonymous actor has, or had, a booking or a call with `other`; other actors may write.

    Raises:
        IdentityNeeded: The actor is anonymous, and has no booking or call with the other person.
    """
    if not actor.anonymous or settings.anonymous_may_write:
        return
    if not await _have_meeting_room(reader, actor.member_ids, other):
        raise IdentityNeeded()


async def _have_meeting_room(reader: Reader, selves: Sequence[UserId], other: UserId) -> bool:
    pairs = [pair_from_users(me, other) for me in selves if me != other]
    rooms = await reader.query(store.rooms_of_pairs_query(pairs))
    return any(room.kind is RoomKind.MENTOR_STUDENT for room in rooms)
