"""People, targets and members of a host platform: links of its own ids, and follows that come from joining."""

from collections.abc import Sequence
from datetime import datetime

from shared.contracts.follows import FollowedTarget, TargetKind
from shared.identity import store as identity
from shared.kernel.actors import Actor
from shared.kernel.errors import Invalid
from shared.kernel.ids import Id, PartnerId, UserId
from shared.kernel.ports import OptionalRef, Query, Refs, UnitOfWork
from shared.notifications import follow_rules, follow_store
from shared.notifications.errors import TargetNotFound, TargetTaken
from shared.notifications.follow_models import Follower, FollowTarget
from shared.notifications.host_models import HostUser, host_user_ref
from shared.notifications.host_schemas import (
    FollowTargetChanges,
    HostUserLink,
    HostUserLinks,
    RefusedLink,
    RefusedSeat,
    TargetMembersInput,
    TargetMembersView,
)
from shared.notifications.jobs import LeaveHostRooms
from shared.tickets import store as tickets
from shared.workflows import target_rooms
from shared.workflows.target_rooms import Unseated

_MOST_IN_ROOM = 150
"""Most people of one call whose places in a room change: each takes three of the 500 writes of a commit."""


async def link_host_users(
    uow: UnitOfWork, links: Sequence[HostUserLink], *, partner_id: PartnerId, now: datetime
) -> HostUserLinks:
    """Link a host platform's own ids to accounts. A link that cannot be made does not keep the others from it."""
    refs = [host_user_ref(partner_id, link.own_id) for link in links]
    found, accounts = await uow.get_many(Refs(refs), Refs([identity.user_ref(link.user_id) for link in links]))
    known = {link.own_id: one.user_id for link, one in zip(links, found, strict=True) if one is not None}
    refused: list[RefusedLink] = []
    for place, (link, ref, account) in enumerate(zip(links, refs, accounts, strict=True)):
        if account is None:
            refused.append(RefusedLink(index=place, reason="unknown_person"))
        elif known.setdefault(link.own_id, link.user_id) != link.user_id:
            refused.append(RefusedLink(index=place, reason="linked_to_another"))
        elif found[place] is None:
            uow.put(ref, HostUser(partner_id=partner_id, own_id=link.own_id, user_id=link.user_id, linked_at=now))
    return HostUserLinks(linked=len(links) - len(refused), refused=refused)


async def unlink_host_users(uow: UnitOfWork, own_ids: Sequence[Id], *, partner_id: PartnerId) -> int:
    """Unlink own ids, and return how many were linked. What the people follow stays theirs, and jobs end the rooms."""
    refs = [host_user_ref(partner_id, own_id) for own_id in dict.fromkeys(own_ids)]
    found = await uow.get_all(refs)
    linked = [(ref, one.user_id) for ref, one in zip(refs, found, strict=True) if one is not None]
    for ref, _ in linked:
        uow.delete(ref)
    for uid in dict.fromkeys(uid for _, uid in linked):
        uow.schedule(LeaveHostRooms(partner_id=partner_id, user_id=uid), key=f"{partner_id}-{uid}")
    return len(linked)


async def save_follow_target(
    uow: UnitOfWork, sent: FollowTargetChanges, *, actor: Actor, now: datetime
) -> FollowTarget:
    """Create a target of a host platform, or change it. The first partner who tells of a target owns it.

    Raises:
        TargetTaken: The target belongs to another partner.
        TargetNotFound: The target is a person whom the partner has not linked.
    """
    target = FollowedTarget(kind=sent.kind, id=sent.target_id)
    ref = follow_store.follow_target_ref(target.key)
    found, event = await uow.get_many(
        ref, OptionalRef(tickets.ticket_event_ref(target.id) if target.kind is TargetKind.EVENT else None)
    )
    if target.person is not None and not await _is_linked(uow, target.person, actor.id):
        raise TargetNotFound(target=target.key)
    if found is not None and found.partner_id != actor.id:
        raise TargetTaken(target=target.key)
    if event is not None and event.partner_id != actor.id:
        raise TargetTaken(target=target.key)
    before = found or FollowTarget(
        kind=target.kind, target_id=target.id, partner_id=PartnerId(actor.id), changed_at=now
    )
    changes = sent.dump_named_fields(exclude={"kind", "target_id", "is_deleted"})
    if "is_deleted" in sent.model_fields_set:
        changes["closed_at"] = (before.closed_at or now) if sent.is_deleted else None
    saved = before.having(**changes, changed_at=now)
    uow.put(ref, saved)
    if saved.closed_at != before.closed_at:
        await target_rooms.update_room_closing(uow, saved, now=now)
    return saved


async def _is_linked(uow: UnitOfWork, uid: UserId, partner_id: str) -> bool:
    query = Query("host_users", HostUser).matching("partner_id", "==", partner_id).matching("user_id", "==", uid)
    return bool(await uow.query(query.first(1)))


async def update_target_members(
    uow: UnitOfWork, sent: TargetMembersInput, *, actor: Actor, now: datetime
) -> TargetMembersView:
    """Save who has joined and left a target. To join is to follow, unless the person has ended the follow before.

    Raises:
        TargetNotFound: The target does not exist, was deleted, or belongs to another partner.
        Invalid: An own id both joined and left, or too many people are named of a target with a chat room.
    """
    if set(sent.joined) & set(sent.left):
        raise Invalid.field("left", "also_joined")
    target = FollowedTarget(kind=sent.kind, id=sent.target_id)
    named = [*dict.fromkeys((*sent.joined, *sent.left))]
    found, links = await uow.get_many(
        follow_store.follow_target_ref(target.key), Refs([host_user_ref(actor.id, own_id) for own_id in named])
    )
    if found is None or found.partner_id != actor.id or found.closed_at is not None:
        raise TargetNotFound(target=target.key)
    if found.room_id is not None and len(named) > _MOST_IN_ROOM:
        raise Invalid.field(
            "joined" if len(sent.joined) >= len(sent.left) else "left", "too_many_people", most=_MOST_IN_ROOM
        )
    people = {link.own_id: link.user_id for link in links if link is not None}
    joined = {people[own_id] for own_id in sent.joined if own_id in people}
    uids = list(dict.fromkeys(people.values()))
    refs = [follow_store.follower_ref(target.key, uid) for uid in uids]
    at, changed = min(sent.changed_at or now, now), 0
    memberships: dict[UserId, Follower] = {}
    for uid, ref, follower in zip(uids, refs, await uow.get_all(refs), strict=True):
        told = follow_rules.with_membership(follower, target, uid, is_member=uid in joined, at=at, now=now)
        if (known := told or follower) is not None:
            memberships[uid] = known
        if told is not None:
            uow.put(ref, told)
            changed += follower is None or follower.is_member is not told.is_member
    unseated = Unseated()
    if found.room_id is not None:
        unseated = await target_rooms.update_room_members(uow, found.room_id, memberships, now=now)
    return TargetMembersView(
        changed=changed,
        unknown_joined=[place for place, own_id in enumerate(sent.joined) if own_id not in people],
        unknown_left=[place for place, own_id in enumerate(sent.left) if own_id not in people],
        without_seat=_list_refused_seats([people.get(own_id) for own_id in sent.joined], unseated),
    )


def _list_refused_seats(joined: Sequence[UserId | None], unseated: Unseated) -> list[RefusedSeat]:
    """List the places of people who have joined and are not in the room, with the cause."""
    refused: list[RefusedSeat] = []
    for place, uid in enumerate(joined):
        if uid in unseated.full:
            refused.append(RefusedSeat(index=place, reason="room_full"))
        elif uid in unseated.overfull:
            refused.append(RefusedSeat(index=place, reason="too_many_rooms"))
        elif uid in unseated.gone:
            refused.append(RefusedSeat(index=place, reason="left_by_person"))
    return refused
