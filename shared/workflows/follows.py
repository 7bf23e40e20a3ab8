"""Following of people and things: the target must be visible to the follower, and a followed person is told once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.catalogue import store as catalogue
from shared.catalogue.models import ExpertStatus
from shared.chat import store as chat
from shared.chat import user_blocks
from shared.contracts.follows import FollowedTarget, TargetKind
from shared.contracts.notices import Channel, Notice, NoticeActor
from shared.identity import store as identity
from shared.identity.errors import NotRegistered
from shared.kernel.actors import Actor
from shared.kernel.errors import Invalid
from shared.kernel.ids import UserId
from shared.kernel.paging import Page
from shared.kernel.ports import Reader, Refs, UnitOfWork, Wanted
from shared.kernel.quoted_words import quote_name
from shared.limits import actions as limits
from shared.limits.settings import SETTINGS as LIMIT_SETTINGS
from shared.limits.subjects import person_limits_ref
from shared.notifications import follow_rules, follow_store
from shared.notifications.errors import TargetNotFound
from shared.notifications.follow_models import Follower
from shared.notifications.follow_schemas import FollowedTargetView
from shared.notifications.jobs import TellFollowedPerson
from shared.tickets import store as tickets
from shared.tickets.models import EventStatus
from shared.workflows import acquaintances
from shared.workflows.announcements import recipients
from shared.workflows.display_names import DisplayNames


async def follow_target(
    uow: UnitOfWork, target: FollowedTarget, channels: Mapping[Channel, bool], *, actor: Actor, now: datetime
) -> FollowedTargetView:
    """Follow a target, or change the channels of a follow.

    Raises:
        NotRegistered: The caller has no account.
        TargetNotFound: The target does not exist, is not open to the caller, or a block separates the two.
        LimitReached: The caller has begun to follow too often.
        Invalid: The target is the caller.
    """
    uid = UserId(actor.id)
    if target.person == uid:
        raise Invalid.field("target_id", "own_id")
    ref, subject = follow_store.follower_ref(target.key, uid), person_limits_ref(uid)
    await uow.prefetch(identity.user_ref(uid), ref, subject, LIMIT_SETTINGS, *_list_target_refs(target, actor))
    if await uow.get(identity.user_ref(uid)) is None:
        raise NotRegistered()
    found = await uow.get(ref)
    name = await _check_target(uow, target, found, actor, now=now)
    is_new = found is None or not found.active
    if is_new:
        settings = await limits.get_limit_settings(uow)
        await limits.count_act(uow, subject, settings.follows, now=now)
    follower = follow_rules.with_follow(found, target, uid, channels, now=now)
    uow.put(ref, follower)
    if is_new and target.person is not None and follower.told_at is None:
        job = TellFollowedPerson(kind=target.kind, followed=target.person, follower=uid)
        uow.schedule(job, key=f"{target.kind}-{target.person}-{uid}")
    return FollowedTargetView.of(follower, name)


def _list_target_refs(target: FollowedTarget, actor: Actor) -> Sequence[Wanted[object]]:
    """List the documents that decide if the actor may follow `target`, for one round trip."""
    refs: list[Wanted[object]] = [follow_store.follow_target_ref(target.key)]
    if target.kind is TargetKind.EVENT:
        refs.append(tickets.ticket_event_ref(target.id))
    if (person := target.person) is not None:
        pairs = [(person, one) for one in actor.member_ids]
        refs += [chat.block_ref(*pair) for two in pairs for pair in (two, two[::-1])]
        refs += [identity.restriction_ref(person), catalogue.expert_ref(person), identity.user_ref(person)]
    return refs


async def _check_target(
    uow: UnitOfWork, target: FollowedTarget, found: Follower | None, actor: Actor, *, now: datetime
) -> str | None:
    """Check that the actor may follow `target`, and return its name, if it is known.

    Raises:
        TargetNotFound: The target does not exist, is not open to the actor, or a block separates the two.
    """
    told = await uow.get(follow_store.follow_target_ref(target.key))
    if target.person is not None:
        name = await _find_visible_person(uow, target.person, target.kind, actor)
        if name is None and told is not None and follow_rules.can_follow(told, found):
            name = (await uow.get_many(DisplayNames([target.person])))[0].get(target.person)
        if name is None or await _is_apart(uow, target.person, actor, now=now):
            raise TargetNotFound(target=target.key)
        return name
    if told is not None and follow_rules.can_follow(told, found):
        return told.name
    event = await uow.get(tickets.ticket_event_ref(target.id)) if target.kind is TargetKind.EVENT else None
    if told is not None or event is None or event.status is not EventStatus.PUBLISHED:
        raise TargetNotFound(target=target.key)
    return event.name


async def _find_visible_person(uow: UnitOfWork, person: UserId, kind: TargetKind, actor: Actor) -> str | None:
    """Find the name of a person whom the actor may know: a listed expert, or an acquaintance."""
    if person.is_alias:
        return None
    if kind is TargetKind.EXPERT:
        expert = await uow.get(catalogue.expert_ref(person))
        return expert.full_name if expert is not None and expert.status is ExpertStatus.ACTIVE else None
    names = await acquaintances.get_acquainted_names(uow, actor.member_ids, [person], role=actor.role)
    return names.get(person)


async def _is_apart(uow: UnitOfWork, person: UserId, actor: Actor, *, now: datetime) -> bool:
    """Return whether a block separates the two, or the person is suspended."""
    if recipients.is_suspended(await uow.get(identity.restriction_ref(person)), now=now):
        return True
    return await user_blocks.has_block_between(uow, person, actor.member_ids)


async def unfollow_target(uow: UnitOfWork, target: FollowedTarget, uid: UserId, *, now: datetime) -> bool:
    """End a follow, and return whether the person followed the target until now.

    The end is remembered: joining the target again does not follow again.
    """
    ref = follow_store.follower_ref(target.key, uid)
    found = await uow.get(ref)
    if found is None or (not found.active and found.ended_by_person):
        return False
    uow.put(ref, follow_rules.with_unfollow(found, now=now))
    return found.active


async def list_followed_targets(
    reader: Reader, uid: UserId, *, cursor: str | None, limit: int
) -> Page[FollowedTargetView]:
    """List what a person follows, with names, the latest first."""
    found = await follow_store.list_followed_targets(reader, uid, cursor=cursor, limit=limit)
    people = [one.followed.person for one in found.items]
    targets = Refs([follow_store.follow_target_ref(one.target) for one in found.items])
    events = Refs([tickets.ticket_event_ref(one.target_id) for one in found.items if one.kind is TargetKind.EVENT])
    if not found.items:
        return Page(items=[])
    told, known, shown = await reader.get_many(targets, DisplayNames([one for one in people if one]), events)
    names = {f"{target.kind}:{target.target_id}": target.name for target in told if target is not None}
    titles = {f"{TargetKind.EVENT}:{event.id}": event.name for event in shown if event is not None}

    def view(one: Follower) -> FollowedTargetView:
        name = known.get(one.followed.person) if one.followed.person else names.get(one.target)
        return FollowedTargetView.of(one, name or titles.get(one.target))

    return found.to_page(view)


async def tell_followed_person(uow: UnitOfWork, target: FollowedTarget, follower_id: UserId, *, now: datetime) -> None:
    """Tell a person of a follower: once for each follower, and not of one whom a block separates from the person.

    The name of an anonymous account is not told.
    """
    followed = UserId(target.id)
    ref = follow_store.follower_ref(target.key, follower_id)
    blocks = [chat.block_ref(followed, follower_id), chat.block_ref(follower_id, followed)]
    found, account, restriction, separated = await uow.get_many(
        ref, identity.user_ref(follower_id), identity.restriction_ref(follower_id), Refs(blocks)
    )
    if found is None or not found.active or found.told_at is not None or account is None:
        return
    if any(separated) or recipients.is_suspended(restriction, now=now):
        return
    actor = None
    if not account.anonymous:
        actor = NoticeActor(id=follower_id, name=quote_name(account.full_name))
    notice = Notice(
        event=f"follower:{followed}:{follower_id}",
        template="follower.anonymous_started" if actor is None else "follower.started",
        to=followed,
        values={} if actor is None else {"name": actor.name},
        actor=actor,
    )
    await recipients.tell_people(uow, [notice], now=now)
    uow.put(ref, found.having(told_at=now))
