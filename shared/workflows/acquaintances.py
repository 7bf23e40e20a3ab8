"""People whom a person may know by an id: experts, and those with whom the person shares a room or a booking.

An id of anybody else tells nothing: the id is treated like one that does not exist.
"""

import asyncio
from collections.abc import Iterator, Sequence
from typing import TypeVar

from shared.bookings import store as bookings
from shared.catalogue import store as catalogue
from shared.catalogue.models import ExpertStatus
from shared.chat import store as chat
from shared.chat.inbox_models import Inbox
from shared.chat.models import pair_from_users, users_from_pair
from shared.identity import store as identity
from shared.identity.models import User
from shared.kernel.actors import Role
from shared.kernel.ids import UserId
from shared.kernel.ports import Refs, UnitOfWork, Wanted
from shared.workflows.display_names import DisplayNames

T = TypeVar("T")

# A query has at most 30 alternatives.
_BATCH_SIZE = 30


async def get_acquainted_names(
    uow: UnitOfWork,
    selves: Sequence[UserId],
    others: Sequence[UserId],
    *also: Wanted[object],
    role: Role,
    with_aliases: bool = False,
) -> dict[UserId, str]:
    """Get the names of the people among `others` whom a person may know, by id. All other ids are absent.

    Args:
        uow: Unit of work.
        selves: All ids of the person, the one that acts first; the name of that id is in the result too.
        others: Ids of other people, as the person's app has sent them.
        also: Documents that the caller reads next, prefetched in the same round trip.
        role: Role of the person. Admins may know everybody.
        with_aliases: True if aliases of customers in calls count as people.
    """
    others = [uid for uid in others if with_aliases or not uid.is_alias]
    names = DisplayNames([selves[0], *others])
    if role == "admin":
        await uow.prefetch(names, *also)
        return (await uow.get_many(names))[0]
    people, theirs, mine = _user_refs(others), _inbox_refs(others), _inbox_refs(selves)
    await uow.prefetch(names, theirs, mine, *also)
    found, users, inboxes, own = await uow.get_many(names, people, theirs, mine)
    known = {selves[0], *_people_in_common_rooms(own, inboxes)}
    known |= {user.id for user in users if user is not None and user.role == "expert"}
    strangers = [uid for uid in dict.fromkeys(others) if uid not in known]
    if strangers:
        known |= await _find_rarer_acquaintances(uow, selves, strangers)
    return {uid: name for uid, name in found.items() if uid in known}


def _user_refs(uids: Sequence[UserId]) -> Refs[User]:
    return Refs([identity.user_ref(uid) for uid in uids if not uid.is_alias])


def _inbox_refs(uids: Sequence[UserId]) -> Refs[Inbox]:
    return Refs([chat.inbox_ref(uid) for uid in uids])


def _people_in_common_rooms(own: Sequence[Inbox | None], inboxes: Sequence[Inbox | None]) -> set[UserId]:
    """Find the people whose inbox has a room that one of `own` has too, hidden by a block or not."""
    rooms = {id for inbox in own if inbox is not None for id in (*inbox.rooms, *inbox.hidden)}
    return {inbox.id for inbox in inboxes if inbox is not None and not rooms.isdisjoint((*inbox.rooms, *inbox.hidden))}


async def _find_rarer_acquaintances(
    uow: UnitOfWork, selves: Sequence[UserId], strangers: Sequence[UserId]
) -> set[UserId]:
    """Find listed experts, and people with whom a person shares a closed room that left the inboxes, or a booking."""
    pairs = [pair_from_users(me, uid) for me in selves for uid in strangers if me != uid]
    cards = uow.get_all([catalogue.expert_ref(uid) for uid in strangers if not uid.is_alias])
    rooms = (uow.query(chat.rooms_of_pairs_query(batch)) for batch in _split_into_batches(pairs))
    meetings = (
        uow.query(query)
        for batch in _split_into_batches(strangers)
        for query in bookings.bookings_with_people_queries(selves[0], batch)
    )
    experts, found, booked = await asyncio.gather(cards, asyncio.gather(*rooms), asyncio.gather(*meetings))
    listed = {card.id for card in experts if card is not None and card.status is ExpertStatus.ACTIVE}
    people = {uid for page in found for room in page for uid in users_from_pair(room.pair or "")}
    sides = {uid for page in booked for booking in page for uid in (booking.customer, booking.offer.expert)}
    return (listed | people | sides).intersection(strangers)


def _split_into_batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[start : start + _BATCH_SIZE] for start in range(0, len(values), _BATCH_SIZE))
