"""Groups: made, joined, left, renamed."""

import asyncio

import pytest

from functions.chat.add_room_members import add_room_members
from functions.chat.create_group_room import create_group_room
from functions.chat.leave_room import leave_room
from functions.chat.remove_room_member import remove_room_member
from functions.chat.update_room import update_room
from shared.chat import group_rules, store
from shared.chat.block_models import Block
from shared.chat.errors import GroupFull, NotAGroup, NotRoomAdmin
from shared.chat.models import NoticeKind, Room
from shared.chat.settings import ChatSettings
from shared.kernel.errors import Fault
from shared.kernel.ids import UserId
from shared.kernel.ports import Query
from tests.builders import NOON
from tests.chat.builders import NO_FLOOD_LIMIT, a_room, create_room, list_room_messages, post_message
from tests.chat.steps import (
    call_as,
    call_successfully,
    check_unread_counts,
    create_group,
    let_in,
    list_room_notices,
    load_inbox,
    load_room,
    register_experts,
    register_users,
)
from tests.world import ADMIN, ANA, BUDI, EXPERT, Person, World


def people(count: int) -> list[Person]:
    """So many."""
    return [Person(f"person-{number}") for number in range(count)]


@pytest.mark.emulator
async def test_who_makes_a_group_runs_it(world: World) -> None:
    """
    Everybody named is invited once, however often they are named; who accepts has nothing unread.
    """
    await register_users(world, "ana")
    await register_experts(world, "budi", "dewi")
    body = {
        "name": " Career group ",
        "member_ids": ["budi", "dewi", "budi", "ana"],
        "avatar_url": "https://a.example/g.png",
    }

    answer = await world.call(create_group_room, body, as_=ANA)

    assert (answer.status, answer.body["name"], answer.body["kind"]) == (200, "Career group", "group")
    assert (answer.body["members"], answer.body["admins"]) == (["ana"], ["ana"])
    assert (answer.body["avatar_url"], answer.body["with_user"]) == ("https://a.example/g.png", None)
    room_id = answer.body["room_id"]
    (told,) = await list_room_notices(world, room_id)
    assert (told.kind, told.by, told.people) == (NoticeKind.OPENED, "ana", ())
    assert await check_unread_counts(world, BUDI) == await check_unread_counts(world, EXPERT) == {}
    for who in (BUDI, EXPERT):
        await call_successfully(world, who, "accept_room_invitation", room_id=room_id)
    assert (await load_room(world, room_id)).members == ("ana", "budi", "dewi")
    assert await check_unread_counts(world, ANA) == {room_id: 2}
    assert await check_unread_counts(world, BUDI) == {room_id: 1}
    assert await check_unread_counts(world, EXPERT) == {room_id: 0}
    assert (await post_message(world, BUDI, room_id, "m-1")).body["sender_name"] == "Budi"
    assert await check_unread_counts(world, EXPERT) == {room_id: 1}


@pytest.mark.emulator
async def test_a_group_is_made_once_by_its_key(world: World) -> None:
    """
    The app that did not hear the answer asks again under the same key, and is handed the same group.
    """
    await register_users(world, "ana")
    await register_experts(world, "budi")
    body = {"name": "Career group", "member_ids": ["budi"]}

    answers = [await world.call(create_group_room, body, as_=ANA, headers={"idempotency-key": "k-1"}) for _ in range(2)]

    assert answers[0].body == answers[1].body
    assert await world.reader.count(Query("rooms", Room)) == 1


@pytest.mark.emulator
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"member_ids": []}, "member_ids"),
        ({"member_ids": ["budi", "a/b"]}, "member_ids.1"),
        ({"member_ids": [f"person-{number}" for number in range(201)]}, "member_ids"),
        ({"avatar_url": "javascript:alert(1)"}, "avatar_url"),
    ],
)
async def test_what_makes_no_group(world: World, changed: dict[str, object], field: str) -> None:
    """
    The field is named.
    """
    await register_users(world, "ana", "budi")

    answer = await world.call(create_group_room, {"name": "G", "member_ids": ["budi"]} | changed, as_=ANA)

    assert (answer.status, answer.invalid_fields) == (422, [field])
    assert await world.reader.count(Query("rooms", Room)) == 0


@pytest.mark.emulator
async def test_somebody_unknown_is_named(world: World) -> None:
    """
    When a group is made, and when people are let in; nobody else gets in meanwhile.
    """
    room_id = await create_group(world, ANA, "budi")
    await register_users(world, "dewi")

    answers = [
        await call_as(world, ANA, "create_group_room", name="G", member_ids=["dewi", "nobody-here"]),
        await call_as(world, ANA, "add_room_members", room_id=room_id, member_ids=["dewi", "nobody-here"]),
    ]

    assert [(answer.status, answer.code, answer.body["user_id"]) for answer in answers] == [
        (404, "person_not_found", "nobody-here")
    ] * 2
    assert (await load_room(world, room_id)).members == ("ana", "budi")
    assert await check_unread_counts(world, EXPERT) == {}


@pytest.mark.emulator
@pytest.mark.parametrize("blocker", ["ana", "dewi"])
async def test_the_blocked_are_not_brought_together(world: World, blocker: str) -> None:
    """
    Whichever of the two has blocked the other; somebody else may let them in.
    """
    room_id = await create_group(world, ANA, "budi")
    await register_users(world, "dewi")
    other = "dewi" if blocker == "ana" else "ana"
    await world.put_documents((store.block_ref(blocker, other), Block(id=UserId(other), blocked_at=NOON)))

    answers = [
        await call_as(world, ANA, "create_group_room", name="G", member_ids=["dewi"]),
        await call_as(world, ANA, "add_room_members", room_id=room_id, member_ids=["dewi"]),
    ]

    assert [(answer.status, answer.code, answer.body["user_id"]) for answer in answers] == [
        (403, "blocked", "dewi")
    ] * 2
    assert (await call_as(world, BUDI, "create_group_room", name="G", member_ids=["ana", "dewi"])).status == 200


@pytest.mark.emulator
async def test_who_is_let_in_begins_now(world: World) -> None:
    """
    What was said before can be read but is not news; the others are told who came, by whom.
    """
    room_id = await create_group(world, ANA, "budi")
    await register_users(world, "dewi")
    await post_message(world, BUDI, room_id, "m-1")

    invited = await world.call(add_room_members, {"room_id": room_id, "member_ids": ["dewi", "budi"]}, as_=ANA)
    answer = await call_as(world, EXPERT, "accept_room_invitation", room_id=room_id)

    assert (invited.status, invited.body["members"]) == (200, ["ana", "budi"])
    assert (answer.status, answer.body["members"]) == (200, ["ana", "budi", "dewi"])
    told = (await list_room_notices(world, room_id))[-1]
    assert (told.kind, told.by, told.people) == (NoticeKind.ADDED, "dewi", ("dewi",))
    assert await check_unread_counts(world, EXPERT) == {room_id: 0}
    assert await check_unread_counts(world, BUDI) == {room_id: 1}
    place = await world.get(store.participant_ref(room_id, "dewi"))
    assert place is not None
    assert (place.name, place.joined_seq) == ("Dewi", 3)
    assert len((await call_successfully(world, EXPERT, "list_messages", room_id=room_id))["items"]) == 3
    await post_message(world, EXPERT, room_id, "m-2")


@pytest.mark.emulator
async def test_letting_in_who_is_in_changes_nothing(world: World) -> None:
    """
    Not even when they have blocked each other since.
    """
    room_id = await create_group(world, ANA, "budi")
    await world.put_documents((store.block_ref("budi", "ana"), Block(id=UserId("ana"), blocked_at=NOON)))
    before = await load_room(world, room_id)
    writes = world.documents.meter.writes

    await call_successfully(world, ANA, "add_room_members", room_id=room_id, member_ids=["budi", "ana"])

    assert (await load_room(world, room_id), world.documents.meter.writes) == (before, writes)


@pytest.mark.emulator
async def test_two_who_let_in_the_same_at_once(world: World) -> None:
    """
    They come in once, and the room is told once.
    """
    room_id = await create_group(world, ANA, "budi")
    await register_experts(world, "dewi", "eka")

    await asyncio.gather(
        *(
            call_successfully(world, ANA, "add_room_members", room_id=room_id, member_ids=["dewi", "eka"])
            for _ in range(4)
        )
    )
    await asyncio.gather(
        *(
            call_successfully(world, who, "accept_room_invitation", room_id=room_id)
            for who in (EXPERT, Person("eka"))
            for _ in range(4)
        )
    )

    assert set((await load_room(world, room_id)).members) == {"ana", "budi", "dewi", "eka"}
    kinds = [one.kind for one in await list_room_notices(world, room_id)]
    assert kinds == [NoticeKind.OPENED, NoticeKind.ADDED, NoticeKind.ADDED]


@pytest.mark.emulator
async def test_a_group_has_an_end(world: World) -> None:
    """
    As many as the setting says, made at once or one by one; who is in already takes no place twice.
    """
    await world.put_documents((store.SETTINGS, ChatSettings(largest_group=3)))
    await register_experts(world, "dewi", "eka")
    room_id = await create_group(world, ANA, "budi")

    answers = [
        await call_as(world, ANA, "create_group_room", name="G", member_ids=["budi", "dewi", "eka"]),
        await call_as(world, ANA, "add_room_members", room_id=room_id, member_ids=["dewi", "eka"]),
        await call_as(world, ANA, "add_room_members", room_id=room_id, member_ids=["budi", "dewi"]),
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(409, "group_full")] * 2 + [(200, None)]
    assert answers[0].body["most"] == 3
    await call_successfully(world, ANA, "add_room_members", room_id=room_id, member_ids=["eka"])
    accepted = [await call_as(world, who, "accept_room_invitation", room_id=room_id) for who in (EXPERT, Person("eka"))]
    assert [(answer.status, answer.code) for answer in accepted] == [(200, None), (409, "group_full")]
    assert (await load_room(world, room_id)).members == ("ana", "budi", "dewi")


@pytest.mark.emulator
async def test_two_hundred_people(world: World) -> None:
    """
    The largest group of today is invited in one commit, and counts right for the first and the last.
    """
    everybody = people(199)
    await register_experts(world, *(who.uid for who in everybody))
    await register_users(world, "ana")

    body = await call_successfully(
        world, ANA, "create_group_room", name="Alumni", member_ids=[who.uid for who in everybody]
    )
    for who in everybody:
        await call_successfully(world, who, "accept_room_invitation", room_id=body["room_id"])
    await post_message(world, ANA, body["room_id"], "m-1")

    assert len((await load_room(world, body["room_id"])).members) == 200
    assert await check_unread_counts(world, everybody[0]) == {body["room_id"]: 199}
    assert await check_unread_counts(world, everybody[-1]) == {body["room_id"]: 1}
    answer = await call_as(world, ANA, "add_room_members", room_id=body["room_id"], member_ids=["person-5"])
    assert answer.status == 200


@pytest.mark.emulator
async def test_who_is_put_out_sees_nothing_any_more(world: World) -> None:
    """
    Not the room, not its messages, not its count; the others are told.
    """
    room_id = await create_group(world, ANA, "budi", "dewi")
    await post_message(world, ANA, room_id, "m-1")

    answer = await world.call(remove_room_member, {"room_id": room_id, "user_id": "budi"}, as_=ANA)

    assert (answer.status, answer.body["members"]) == (200, ["ana", "dewi"])
    assert await check_unread_counts(world, BUDI) == {}
    kept = await load_inbox(world, BUDI)
    assert (dict(kept.rooms), kept.settled) == ({}, 0)
    assert await world.get(store.participant_ref(room_id, "budi")) is None
    for function in ("list_messages", "mark_room_read", "leave_room"):
        assert (await call_as(world, BUDI, function, room_id=room_id)).code == "room_not_found"
    told = (await list_room_notices(world, room_id))[-1]
    assert (told.kind, told.by, told.people) == (NoticeKind.REMOVED, "ana", ("budi",))
    assert await check_unread_counts(world, EXPERT) == {room_id: 2}


@pytest.mark.emulator
async def test_putting_out_who_is_not_in_changes_nothing(world: World) -> None:
    """
    The same again, or somebody who never was.
    """
    room_id = await create_group(world, ANA, "budi", "dewi")

    for uid in ("budi", "budi", "eka"):
        await call_successfully(world, ANA, "remove_room_member", room_id=room_id, user_id=uid)

    assert [one.kind for one in await list_room_notices(world, room_id)] == [NoticeKind.OPENED, NoticeKind.REMOVED]


@pytest.mark.emulator
async def test_who_comes_back_begins_anew(world: World) -> None:
    """
    Neither what they had not read when they went nor what was said meanwhile is unread.
    """
    room_id = await create_group(world, ANA, "budi", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    await call_successfully(world, BUDI, "leave_room", room_id=room_id)
    await post_message(world, ANA, room_id, "m-2")

    await let_in(world, ANA, room_id, BUDI)

    assert await check_unread_counts(world, BUDI) == {room_id: 0}
    await post_message(world, ANA, room_id, "m-3")
    assert await check_unread_counts(world, BUDI) == {room_id: 1}
    assert (await load_room(world, room_id)).members == ("ana", "dewi", "budi")


@pytest.mark.emulator
async def test_a_group_whose_admin_leaves_is_run_by_the_longest_in_it(world: World) -> None:
    """
    While another runs it nothing changes; the last one to leave leaves an empty room.
    """
    room_id = await create_group(world, ANA, "budi", "dewi")

    seen = []
    for who in (ANA, BUDI, EXPERT):
        answer = await world.call(leave_room, {"room_id": room_id}, as_=who)
        assert answer.status == 204
        left = await load_room(world, room_id)
        seen.append((left.members, left.admins))

    assert seen == [(("budi", "dewi"), ("budi",)), (("dewi",), ("dewi",)), ((), ())]
    assert [(one.kind, one.by) for one in (await list_room_notices(world, room_id))[1:]] == [
        (NoticeKind.LEFT, "ana"),
        (NoticeKind.LEFT, "budi"),
        (NoticeKind.LEFT, "dewi"),
    ]


@pytest.mark.emulator
async def test_all_leave_at_once(world: World) -> None:
    """
    Each goes once, the numbers have no gap, and nobody is left to run it.
    """
    room_id = await create_group(world, ANA, "budi", "dewi")

    answers = await asyncio.gather(
        *(call_as(world, who, "leave_room", room_id=room_id) for who in (ANA, BUDI, EXPERT, ANA, BUDI))
    )

    assert sorted(answer.status for answer in answers) == [204] * 3 + [404] * 2
    left = await load_room(world, room_id)
    assert (left.members, left.admins, left.seq) == ((), (), 4)
    assert [message.seq for message in await list_room_messages(world, room_id)] == [1, 2, 3, 4]
    for who in (ANA, BUDI, EXPERT):
        assert await check_unread_counts(world, who) == {}


@pytest.mark.emulator
async def test_leaving_while_everybody_talks(world: World) -> None:
    """
    Who goes and comes back in the middle of it has right counts afterwards, as have all others.
    """
    await world.put_documents((store.SETTINGS, NO_FLOOD_LIMIT))
    room_id = await create_group(world, ANA, "budi", "dewi")

    async def comes_and_goes() -> None:
        for _ in range(3):
            await call_successfully(world, BUDI, "leave_room", room_id=room_id)
            await let_in(world, ANA, room_id, BUDI)

    async def talks() -> None:
        for number in range(12):
            await post_message(world, EXPERT, room_id, f"m-{number}")

    await asyncio.gather(comes_and_goes(), talks())

    assert (await load_room(world, room_id)).seq == 1 + 6 + 12
    for who in (ANA, BUDI, EXPERT):
        assert (await check_unread_counts(world, who)).keys() == {room_id}


@pytest.mark.emulator
async def test_another_name_and_another_picture(world: World) -> None:
    """
    What is left out stays, null takes the picture away, and the same again is told to nobody.
    """
    room_id = await create_group(world, ANA, "budi")
    picture = "https://a.example/g.png"

    shown = []
    for changes in (
        {"name": "Jobs"},
        {"avatar_url": picture},
        {"name": "Jobs"},
        {"avatar_url": None},
        {"name": None},
        {},
    ):
        answer = await world.call(update_room, {"room_id": room_id} | changes, as_=ANA)
        shown.append((answer.status, answer.body["name"], answer.body["avatar_url"]))

    assert shown == [
        (200, "Jobs", None),
        (200, "Jobs", picture),
        (200, "Jobs", picture),
        (200, "Jobs", None),
        (200, "Jobs", None),
        (200, "Jobs", None),
    ]
    assert [one.kind for one in (await list_room_notices(world, room_id))[1:]] == [
        NoticeKind.RENAMED,
        NoticeKind.NEW_AVATAR,
        NoticeKind.NEW_AVATAR,
    ]
    assert await check_unread_counts(world, BUDI) == {room_id: 3}


@pytest.mark.emulator
@pytest.mark.parametrize(
    ("function", "body"),
    [
        ("add_room_members", {"member_ids": ["eka"]}),
        ("remove_room_member", {"user_id": "dewi"}),
        ("update_room", {"name": "Mine"}),
    ],
)
async def test_only_who_runs_a_group_changes_it(world: World, function: str, body: dict[str, object]) -> None:
    """
    Members may not, strangers and our own admins find nothing, and a room of two is no group.
    """
    room_id = await create_group(world, ANA, "budi", "dewi")
    direct = await create_room(world, "ana", "dewi")
    await register_users(world, "eka")

    answers = [
        await call_as(world, BUDI, function, room_id=room_id, **body),
        await call_as(world, Person("eka"), function, room_id=room_id, **body),
        await call_as(world, ADMIN, function, room_id=room_id, **body),
        await call_as(world, ANA, function, room_id=direct, **body),
    ]

    assert [(answer.status, answer.code) for answer in answers] == [
        (403, "not_room_admin"),
        (404, "room_not_found"),
        (404, "room_not_found"),
        (409, "not_a_group"),
    ]
    assert len(await list_room_messages(world, room_id)) == 1


@pytest.mark.emulator
async def test_one_does_not_put_oneself_out(world: World) -> None:
    """
    There is leaving for that; and only groups are left.
    """
    room_id = await create_group(world, ANA, "budi")
    direct = await create_room(world, "ana", "dewi")

    out = await call_as(world, ANA, "remove_room_member", room_id=room_id, user_id="ana")
    left = await call_as(world, ANA, "leave_room", room_id=direct)

    assert (out.status, out.invalid_fields) == (422, ["user_id"])
    assert (left.status, left.code) == (409, "not_a_group")


def test_the_latest_to_come_stand_last() -> None:
    """
    By that it is known who has been there longest.
    """
    before = a_room("ana", "budi", "dewi")

    back = group_rules.with_members(group_rules.without_member(before, UserId("budi")), [UserId("budi")], most=3)

    assert (back.members, back.admins) == (("ana", "dewi", "budi"), ("ana",))
    assert group_rules.without_member(back, UserId("ana")).admins == ("dewi",)


@pytest.mark.parametrize(
    ("decide", "fault"),
    [
        (lambda: group_rules.check_is_group(a_room("ana", "budi")), NotAGroup),
        (lambda: group_rules.check_group_admin(a_room("ana", "budi", "dewi"), UserId("dewi")), NotRoomAdmin),
        (lambda: group_rules.with_members(a_room("ana", "budi", "dewi"), [UserId("eka")], most=3), GroupFull),
    ],
)
def test_what_the_rules_refuse(decide: object, fault: type[Fault]) -> None:
    """
    Each for its own reason.
    """
    assert callable(decide)

    with pytest.raises(fault):
        decide()
