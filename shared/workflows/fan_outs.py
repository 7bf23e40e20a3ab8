"""Telling of many people of one happening, page by page.

A step is one commit: at most 25 people with their notifications, and the counts and the place of the run. So a run that
is cut off goes on behind the last person who was told. A task that arrives twice tells nobody twice. The step that ends
a page schedules the task of the next one. However many people there are, a task has 25 of them in memory.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from pydantic import ValidationError

from shared.chat import store as chat
from shared.contracts.notices import Notice
from shared.identity.models import User
from shared.kernel.errors import Unavailable
from shared.kernel.ids import Id, UserId
from shared.kernel.ports import OptionalRef, Query, UnitOfWork
from shared.kernel.schemas import Entity
from shared.notifications import fan_out_store, follow_store
from shared.notifications.fan_out_models import RETENTION, Audience, AudienceKind, FanOut, FanOutState
from shared.notifications.follow_models import Follower
from shared.notifications.jobs import TellAudience
from shared.workflows.announcements import recipients
from shared.workflows.call import Call

EntityT = TypeVar("EntityT", bound=Entity)

PEOPLE_PER_STEP = 25
"""Most people whom one commit tells: each writes up to ten documents, and a commit takes 500 writes."""

STEPS_PER_PAGE = 20
"""Commits of one task."""


@dataclass(frozen=True, slots=True)
class _Member:
    """Member of an audience.

    Attributes:
        cursor: Position of the member in the audience.
        uid: Id of the person; None if the document cannot be read.
        followed: Channels that the person switched on or off for the followed target.
    """

    cursor: str
    uid: UserId | None
    followed: Mapping[str, bool] = field(default_factory=dict)


def start_fan_out(uow: UnitOfWork, run: FanOut) -> FanOut:
    """Store a new fan-out, and schedule its first page."""
    run = run.having(expire_at=run.started_at + RETENTION)
    uow.create(fan_out_store.fan_out_ref(run.id), run)
    _schedule_page(uow, run)
    return run


def _schedule_page(uow: UnitOfWork, run: FanOut) -> None:
    uow.schedule(TellAudience(fan_out_id=run.id, page=run.page), key=f"{run.id}-{run.page}")


async def tell_page(call: Call, fan_out_id: Id, page: int) -> None:
    """Tell the people of one page. A page that is done is not done again.

    A person whose documents cannot be read is left out, and does not keep the others from being told.

    Raises:
        FanOutNotFound: No fan-out has this id.
        Unavailable: Only a newer version knows the state of the fan-out, or whom to tell.
    """
    is_open = True
    while is_open:
        try:
            is_open = await _tell(call, fan_out_id, page, size=PEOPLE_PER_STEP)
        except ValidationError:
            is_open = await _tell_one_by_one(call, fan_out_id, page)


async def _tell_one_by_one(call: Call, fan_out_id: Id, page: int) -> bool:
    for _ in range(PEOPLE_PER_STEP):
        try:
            is_open = await _tell(call, fan_out_id, page, size=1)
        except ValidationError:
            call.alert("a notification could not be decided for one person", fan_out_id=fan_out_id)
            is_open = await _tell(call, fan_out_id, page, size=1, leave_out=True)
        if not is_open:
            return False
    return True


async def _tell(call: Call, fan_out_id: Id, page: int, *, size: int, leave_out: bool = False) -> bool:
    now = call.current_time()
    return await call.commit(tell_step, fan_out_id, page, size=size, leave_out=leave_out, now=now)


async def tell_step(
    uow: UnitOfWork, fan_out_id: Id, page: int, *, size: int, leave_out: bool = False, now: datetime
) -> bool:
    """Tell the next people of a fan-out, and return whether the page goes on.

    Args:
        uow: Unit of work.
        fan_out_id: Id of the fan-out.
        page: Page that the task is for.
        size: Most people to tell in this commit.
        leave_out: True to go past the people without telling them.
        now: Present instant.

    Raises:
        FanOutNotFound: No fan-out has this id.
        Unavailable: Only a newer version knows the state of the fan-out, or whom to tell.
    """
    run = await fan_out_store.get_fan_out(uow, fan_out_id)
    if run.state is FanOutState.UNKNOWN:
        raise Unavailable("newer_fan_out")
    if run.state is not FanOutState.RUNNING or run.page != page:
        return False
    run.audience.check_known()
    members = [] if await _is_over(uow, run, now=now) else await _list_members(uow, run, size)
    is_stopped = not members and await _is_over(uow, run, now=now)
    told = 0 if leave_out else await _tell_members(uow, run, members, now=now)
    run = run.having(
        steps=run.steps + 1,
        cursor=members[-1].cursor if members else run.cursor,
        people=run.people + len(members),
        told=run.told + told,
    )
    if is_stopped or len(members) < size:
        run = run.having(state=FanOutState.STOPPED if is_stopped else FanOutState.DONE, ended_at=now)
    elif run.steps >= STEPS_PER_PAGE:
        run = run.having(page=page + 1, steps=0)
        _schedule_page(uow, run)
    uow.put(fan_out_store.fan_out_ref(run.id), run)
    return run.state is FanOutState.RUNNING and run.page == page


async def _is_over(uow: UnitOfWork, run: FanOut, *, now: datetime) -> bool:
    """Return whether nobody is to be told any more: the time is over, or the target was deleted."""
    if run.content.valid_until is not None and now >= run.content.valid_until:
        return True
    target = run.audience.target
    (told,) = await uow.get_many(OptionalRef(follow_store.follow_target_ref(target.key) if target else None))
    return told is not None and told.closed_at is not None


async def _list_members(uow: UnitOfWork, run: FanOut, size: int) -> list[_Member]:
    """List the next members of the audience behind the cursor, at most `size`."""
    audience = run.audience
    if audience.kind is AudienceKind.PEOPLE:
        first = int(run.cursor) + 1 if run.cursor is not None else 0
        chosen = audience.people[first : first + size]
        return [_Member(str(place), uid) for place, uid in enumerate(chosen, start=first)]
    if audience.kind is AudienceKind.FOLLOWERS and audience.target is not None:
        followers = follow_store.followers_query(audience.target)
        return await _list_query_members(uow, followers, _member_from_follower, run.cursor, size)
    if (users := _find_users_query(audience)) is not None:
        return await _list_query_members(uow, users, _member_from_user, run.cursor, size)
    return []


def _find_users_query(audience: Audience) -> Query[User] | None:
    query = Query("users", User)
    match audience.kind:
        case AudienceKind.EVERYBODY:
            return query.order_by("id")
        case AudienceKind.ROLE if audience.role is not None:
            return query.matching("role", "==", audience.role).order_by("id")
        case AudienceKind.CITY if audience.city is not None:
            return query.matching("city", "==", audience.city).order_by("id")
        case _:
            return None


def _member_from_follower(cursor: str, follower: Follower) -> _Member:
    return _Member(cursor, follower.user_id, follower.channels)


def _member_from_user(cursor: str, user: User) -> _Member:
    return _Member(cursor, user.id)


async def _list_query_members(
    uow: UnitOfWork,
    query: Query[EntityT],
    build_member: Callable[[str, EntityT], _Member],
    cursor: str | None,
    size: int,
) -> list[_Member]:
    found = await uow.query_versions((query.after(cursor) if cursor is not None else query).first(size))
    members = []
    for versioned in found:
        # What the query has read is not read again.
        uow.require_version(versioned)
        try:
            entity = await uow.get(versioned.ref)
        except ValidationError:
            entity = None
        id_ = versioned.ref.id
        members.append(build_member(id_, entity) if entity is not None else _Member(id_, None))
    return members


async def _tell_members(uow: UnitOfWork, run: FanOut, members: Sequence[_Member], *, now: datetime) -> int:
    content, target = run.content, run.audience.target
    apart = [one for one in (content.actor_id, target.person if target is not None else None) if one is not None]
    uids = [member.uid for member in members if member.uid is not None and member.uid not in apart]
    separated = await _list_separated(uow, uids, apart)
    followed = {member.uid: member.followed for member in members if member.uid is not None}
    notices = [
        Notice(
            event=run.event,
            template=content.template,
            to=uid,
            values=content.values,
            link=content.link,
            image_url=content.image_url,
            actor=content.actor,
            valid_until=content.valid_until,
            target=target.key if target is not None else None,
        )
        for uid in dict.fromkeys(uids)
        if uid not in separated
    ]
    return await recipients.tell_people(uow, notices, followed=followed, now=now)


async def _list_separated(uow: UnitOfWork, uids: Sequence[UserId], apart: Sequence[UserId]) -> set[UserId]:
    """List the people whom a block, of either side, separates from one of `apart`."""
    pairs = [(uid, other) for uid in uids for other in dict.fromkeys(apart)]
    blocks = await uow.get_all([chat.block_ref(*pair) for two in pairs for pair in (two, two[::-1])])
    return {uid for (uid, _), one, other in zip(pairs, blocks[::2], blocks[1::2], strict=True) if one or other}
