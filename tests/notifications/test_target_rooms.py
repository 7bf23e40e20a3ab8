"""Chat rooms of groups and courses of a host platform: the partner says who is in them."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from functions.notifications.link_host_users import link_host_users
from functions.notifications.unlink_host_users import unlink_host_users
from shared.chat import hosted_rooms, inboxes, store
from shared.chat.inbox_models import Inbox, InboxEntry
from shared.chat.models import NoticeKind, Room
from shared.chat.settings import ChatSettings
from shared.contracts.follows import FollowedTarget, TargetKind
from shared.identity import store as identity
from shared.identity.models import AccountRestriction
from shared.kernel.ids import Id, PartnerId, UserId
from shared.notifications.settings import NOTIFICATION_SETTINGS, HostName, NotificationSettings
from tests.builders import FRONT_END
from tests.chat.builders import a_text_message, post_message
from tests.chat.steps import call_as, call_successfully, check_unread_counts, list_room_notices, load_room
from tests.notifications.follow_steps import add_block, add_followers, find_follower
from tests.notifications.host_steps import (
    OTHER_HOST,
    add_host,
    add_linked_people,
    open_group_room,
    save_target,
    update_members,
)
from tests.notifications.steps import list_inbox
from tests.world import ANA, BUDI, Answer, Person, World

pytestmark = pytest.mark.emulator

CICI = Person("cici")


async def add_group_of(world: World, *uids: str) -> None:
    """Store a group of a host platform with linked members."""
    await add_linked_people(world, *uids)
    assert (await save_target(world, name="UKM Ekspor")).status == 200
    await update_members(world, joined=[f"own-{uid}" for uid in uids])


async def open_room_of(world: World, *uids: str) -> str:
    """Open the room of a group with linked members, and return its id."""
    await add_group_of(world, *uids)
    answer = await open_group_room(world)
    assert (answer.status, answer.body["members"]) == (200, len(uids)), answer.body
    return str(answer.body["room_id"])


async def list_members(world: World) -> list[str]:
    """List the members of the group's room."""
    return sorted((await load_group_room(world)).members)


async def load_group_room(world: World) -> Room:
    """Load the room of the group."""
    return await load_room(world, hosted_rooms.hosted_room_id("front-end", "group:ukm-ekspor"))


async def test_a_target_has_one_room_with_its_members(world: World) -> None:
    """
    The present members are in the room at once, under its name and the partner's; a second call gives the same room.
    """
    await add_group_of(world, "ana", "budi")
    names = (HostName(partner_id=PartnerId("front-end"), name="Kampus Ekspor"),)
    await world.put_documents((NOTIFICATION_SETTINGS.ref, NotificationSettings(host_names=names)))

    first, again = await asyncio.gather(open_group_room(world), open_group_room(world))
    renamed = await open_group_room(world, name="Obrolan UKM")

    (listed,) = (await call_successfully(world, ANA, "list_rooms"))["items"]
    kinds = [notice.kind for notice in await list_room_notices(world, first.body["room_id"])]
    assert first.body == again.body
    assert first.body | {"room_id": None} == {
        "room_id": None,
        "name": "UKM Ekspor",
        "host_name": "Kampus Ekspor",
        "members": 2,
    }
    assert (renamed.body["room_id"], renamed.body["name"]) == (first.body["room_id"], "Obrolan UKM")
    assert (listed["name"], listed["host_name"], listed["kind"]) == ("Obrolan UKM", "Kampus Ekspor", "group")
    assert (sorted(listed["members"]), listed["admins"]) == (["ana", "budi"], [])
    assert kinds == [NoticeKind.OPENED, NoticeKind.RENAMED]


async def test_news_of_members_change_the_room(world: World) -> None:
    """
    Who joins is in the room at once, and who leaves is not; the same news again, and late news, change nothing.
    """
    room_id = await open_room_of(world, "ana", "budi")
    await add_linked_people(world, "cici")
    at = (world.now + timedelta(seconds=1)).isoformat()
    world.later(minutes=1)
    news: dict[str, Any] = {"joined": ["own-cici"], "left": ["own-budi"], "changed_at": at}
    earlier: dict[str, Any] = {"joined": ["own-budi"], "changed_at": (world.now - timedelta(hours=1)).isoformat()}

    told = [await update_members(world, **body) for body in (news, news, earlier)]

    late = await say(world, BUDI, room_id)
    kinds = [notice.kind for notice in await list_room_notices(world, room_id)]
    assert [(answer.status, answer.body["changed"]) for answer in told] == [(200, 2), (200, 0), (200, 0)]
    assert await list_members(world) == ["ana", "cici"]
    assert (late.status, late.code) == (404, "room_not_found")
    assert (await call_successfully(world, BUDI, "list_rooms"))["items"] == []
    assert kinds == [NoticeKind.OPENED, NoticeKind.REMOVED, NoticeKind.ADDED]
    for person in (ANA, BUDI, CICI):
        await check_unread_counts(world, person)


async def say(world: World, person: Person, room_id: str, message_id: str = "m-1") -> Answer:
    """Send a message to a room, and return the answer whatever its status."""
    return await call_as(world, person, "send_message", **a_text_message(room_id, message_id, "Halo semua"))


async def test_who_leaves_the_room_keeps_following(world: World) -> None:
    """
    Repeated and later news of the joining do not put the person back; a new membership does.
    """
    room_id = await open_room_of(world, "ana", "budi")

    await call_successfully(world, ANA, "leave_room", room_id=room_id)
    world.later(minutes=1)
    again = await update_members(world, joined=["own-ana", "own-budi"])
    follower, without = await find_follower(world), await list_members(world)
    world.later(minutes=1)
    await update_members(world, left=["own-ana"])
    world.later(minutes=1)
    await update_members(world, joined=["own-ana"])

    assert again.body["without_seat"] == [{"index": 0, "reason": "left_by_person"}]
    assert (follower is not None and follower.active, without) == (True, ["budi"])
    assert await list_members(world) == ["ana", "budi"]


async def test_the_last_members_make_nobody_an_admin(world: World) -> None:
    """
    Nobody runs the room: members neither invite nor remove nor rename, also after others have left.
    """
    room_id = await open_room_of(world, "ana", "budi", "cici")
    await call_successfully(world, CICI, "leave_room", room_id=room_id)

    codes = [
        (await call_as(world, ANA, "add_room_members", room_id=room_id, member_ids=["cici"])).code,
        (await call_as(world, ANA, "remove_room_member", room_id=room_id, user_id="budi")).code,
        (await call_as(world, ANA, "update_room", room_id=room_id, name="Mine")).code,
    ]

    assert codes == ["not_room_admin"] * 3
    assert (await load_group_room(world)).admins == ()


async def test_a_full_room_is_told_by_place(world: World) -> None:
    """
    People beyond the limit follow, but have no place; a target with too many members opens no room.
    """
    await world.put_documents((store.SETTINGS, ChatSettings(largest_group=2)))
    await open_room_of(world, "ana")
    await add_linked_people(world, "budi", "cici")

    answer = await update_members(world, joined=["own-nobody", "own-budi", "own-cici"])
    world.later(minutes=1)
    replaced = await update_members(world, joined=["own-cici"], left=["own-ana"])
    other = await save_target(world, target_id="besar", name="Besar")
    await add_linked_people(world, "dewi")
    await update_members(world, target_id="besar", joined=["own-budi", "own-cici", "own-dewi"])
    full = await open_group_room(world, target_id="besar")

    follower = await find_follower(world, uid="cici")
    assert answer.body["without_seat"] == [{"index": 2, "reason": "room_full"}]
    assert (answer.body["unknown_joined"], replaced.body["without_seat"], other.status) == ([0], [], 200)
    assert follower is not None
    assert follower.active
    assert await list_members(world) == ["budi", "cici"]
    assert (full.status, full.code, full.body["most"]) == (409, "group_full", 2)


async def test_who_is_in_too_many_rooms_is_told_by_place(world: World) -> None:
    """
    A person whose inbox is full follows, but has no place; the others have theirs.
    """
    await open_room_of(world, "ana")
    await add_linked_people(world, "budi", "cici")
    rooms = {f"room-{number}": InboxEntry(name="Budi") for number in range(inboxes.MAX_ROOMS)}
    await world.put_documents((store.inbox_ref("budi"), Inbox(id=UserId("budi"), rooms=rooms)))

    answer = await update_members(world, joined=["own-budi", "own-cici"])

    assert answer.body["without_seat"] == [{"index": 0, "reason": "too_many_rooms"}]
    assert await list_members(world) == ["ana", "cici"]


async def unlink_people(world: World, *uids: str) -> None:
    """Unlink the own ids of people."""
    answer = await world.call(unlink_host_users, {"own_ids": [f"own-{uid}" for uid in uids]}, as_=FRONT_END)
    assert (answer.status, answer.body) == (200, {"unlinked": len(uids)})


async def test_unlinked_people_lose_the_rooms_of_the_partner(world: World) -> None:
    """
    Who is unlinked leaves the room and keeps the follow; who has another own id, or is linked again, stays.
    """
    await open_room_of(world, "ana", "budi", "cici")
    links = [{"own_id": "second-budi", "user_id": "budi"}]
    await world.call(link_host_users, {"links": links}, as_=FRONT_END)

    await unlink_people(world, "ana", "budi")
    await world.deliver()
    await unlink_people(world, "cici")
    await world.call(link_host_users, {"links": [{"own_id": "own-cici", "user_id": "cici"}]}, as_=FRONT_END)
    await world.deliver()

    follower = await find_follower(world)
    assert await list_members(world) == ["budi", "cici"]
    assert (await call_successfully(world, ANA, "list_rooms"))["items"] == []
    assert follower is not None
    assert (follower.active, follower.is_member) == (True, False)


async def test_an_unlinked_member_is_not_in_a_new_room(world: World) -> None:
    """
    A room that is opened later has the linked members alone.
    """
    await add_group_of(world, "ana", "budi")
    await unlink_people(world, "ana")

    await open_group_room(world)

    assert await list_members(world) == ["budi"]


async def test_many_memberships_are_looked_at_page_by_page(world: World) -> None:
    """
    A person with many memberships at other partners leaves the room of the partner who has unlinked them.
    """
    await open_room_of(world, "ana", "budi")
    for number in range(100):
        target = FollowedTarget(kind=TargetKind.COURSE, id=Id(f"course-{number}"))
        await add_followers(world, "ana", target=target, is_member=True)

    await unlink_people(world, "ana")
    await world.deliver(rounds=3)

    assert await list_members(world) == ["budi"]


async def test_messages_are_told_to_the_other_members(world: World) -> None:
    """
    Members are told as in other groups, except those who have muted the room, are suspended or apart from the sender.
    """
    room_id = await open_room_of(world, "ana", "budi", "cici", "dewi", "eko")
    await call_successfully(world, BUDI, "mute_room", room_id=room_id, muted=True)
    await add_block(world, "cici", "ana")
    until = world.now + timedelta(days=1)
    restriction = AccountRestriction(id=UserId("dewi"), suspended_until=until, changed_at=world.now)
    await world.put_documents((identity.restriction_ref("dewi"), restriction))

    await post_message(world, ANA, room_id, "m-1")
    world.later(seconds=4)
    await world.deliver()

    told = {uid: len(await list_inbox(world, uid)) for uid in ("ana", "budi", "cici", "dewi", "eko")}
    suspended = await say(world, Person("dewi"), room_id, "m-2")
    assert told == {"ana": 0, "budi": 0, "cici": 0, "dewi": 0, "eko": 1}
    assert (suspended.status, suspended.code) == (403, "account_suspended")


async def test_the_room_of_a_deleted_target_is_closed(world: World) -> None:
    """
    Nobody writes in the room of a deleted target; the target comes back with its room, and unread counts stay right.
    """
    room_id = await open_room_of(world, "ana", "budi")
    await post_message(world, ANA, room_id, "m-0")

    await save_target(world, is_deleted=True)
    await save_target(world, is_deleted=True)
    closed = await say(world, ANA, room_id, "m-1")
    reopened = await open_group_room(world)
    world.later(minutes=10)
    await call_successfully(world, BUDI, "mark_room_read", room_id=room_id, seq=3)
    await save_target(world, is_deleted=False)
    again = await say(world, ANA, room_id, "m-2")

    kinds = [notice.kind for notice in await list_room_notices(world, room_id)]
    assert (closed.status, closed.code) == (409, "room_closed")
    assert (reopened.status, reopened.code) == (404, "target_not_found")
    assert again.status == 200
    assert kinds == [NoticeKind.OPENED, NoticeKind.CLOSED, NoticeKind.REOPENED]
    for person in (ANA, BUDI):
        await check_unread_counts(world, person)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "event"}, "kind"),
        ({"kind": "user"}, "kind"),
        ({"name": "Temani Resmi"}, "name"),
        ({"name": "Customer Service"}, "name"),
        ({"name": "wa 0812 3456 7890"}, "name"),
        ({"name": ""}, "name"),
        ({"target_id": "tanpa-nama"}, "name"),
        ({"target_id": "a/b"}, "target_id"),
    ],
)
async def test_wrong_rooms_are_refused_by_field(world: World, body: dict[str, Any], field: str) -> None:
    """
    Other kinds, names that could be taken for ours, and a target without a name are errors of their field.
    """
    await add_group_of(world)
    await save_target(world, target_id="tanpa-nama")

    answer = await open_group_room(world, **body)

    assert (answer.status, answer.invalid_fields) == (422, [field])


async def test_a_partner_opens_rooms_of_its_own_targets(world: World) -> None:
    """
    Targets of other partners, and unknown ones, are not found; people cannot open such rooms.
    """
    await add_group_of(world, "ana")
    await add_host(world, OTHER_HOST, partner_id="other-host")

    foreign = await open_group_room(world, person=OTHER_HOST)
    unknown = await open_group_room(world, target_id="nothing")

    assert [(answer.status, answer.code) for answer in (foreign, unknown)] == [(404, "target_not_found")] * 2
    assert (await open_group_room(world, person=ANA)).status == 403


async def test_news_of_too_many_people_are_an_error_of_the_field(world: World) -> None:
    """
    A call for a target with a room names at most 150 people.
    """
    await open_room_of(world, "ana")
    joined, left = [f"in-{number}" for number in range(76)], [f"out-{number}" for number in range(75)]

    answer = await update_members(world, joined=joined, left=left)
    fewer = await update_members(world, joined=joined[:75], left=left)

    assert (answer.status, answer.invalid_fields, fewer.status) == (422, ["joined"], 200)


async def test_a_hundred_people_join_and_fifty_leave_in_one_commit(world: World) -> None:
    """
    The largest news of members fit into one commit.
    """
    first, second = [f"a-{number}" for number in range(50)], [f"b-{number}" for number in range(100)]
    await add_linked_people(world, *first)
    await add_linked_people(world, *second)
    await save_target(world, name="UKM Ekspor")
    await update_members(world, joined=[f"own-{uid}" for uid in first])
    await open_group_room(world)
    world.later(minutes=1)

    answer = await update_members(world, joined=[f"own-{uid}" for uid in second], left=[f"own-{uid}" for uid in first])

    assert (answer.status, answer.body["changed"], answer.body["without_seat"]) == (200, 150, [])
    assert await list_members(world) == sorted(second)
