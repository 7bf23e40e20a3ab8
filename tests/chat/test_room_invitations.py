"""Invitations to groups: nobody is put into a group, and an invitation counts for nothing before it is accepted."""

from typing import Any

import pytest

from functions.chat.accept_room_invitation import accept_room_invitation
from functions.chat.decline_room_invitation import decline_room_invitation
from functions.chat.list_room_invitations import list_room_invitations
from functions.control_center.update_settings import update_settings
from shared.chat import inboxes, store
from shared.chat.inbox_models import Inbox, InboxEntry
from shared.kernel.ids import UserId
from shared.limits.settings import SETTINGS, LimitSettings
from tests.chat.builders import create_room
from tests.chat.steps import (
    call_as,
    call_successfully,
    check_unread_counts,
    create_group,
    let_in,
    load_inbox,
    load_room,
    register_experts,
    register_users,
)
from tests.world import ADMIN, ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator

MANY_ROOMS = LimitSettings(new_rooms_an_hour=1_000, invitations_a_day=1_000)


async def invite_dewi(world: World, by: Person = ANA) -> str:
    """Create a group that invites Dewi, and return its id."""
    await register_users(world, by.uid)
    await register_experts(world, "dewi")
    body = await call_successfully(world, by, "create_group_room", name="Career group", member_ids=["dewi"])
    room_id: str = body["room_id"]
    return room_id


async def list_invitations(world: World, who: Person) -> list[dict[str, Any]]:
    """List the groups to which a person is invited."""
    items: list[dict[str, Any]] = (await call_successfully(world, who, "list_room_invitations"))["items"]
    return items


async def test_an_invited_person_sees_who_invites_where(world: World) -> None:
    """
    The list names the group and the person who invites, and when the invitation ends.
    """
    room_id = await invite_dewi(world)

    answer = await world.call(list_room_invitations, {}, as_=EXPERT)

    assert answer.body["items"] == [
        {
            "room_id": room_id,
            "name": "Career group",
            "avatar_url": None,
            "invited_by": "ana",
            "invited_by_name": "Ana",
            "invited_at": "2026-11-26T05:00:00Z",
            "expires_at": "2026-12-10T05:00:00Z",
        }
    ]
    assert await list_invitations(world, ANA) == []


async def test_an_invitation_counts_for_nothing(world: World) -> None:
    """
    Before it is accepted, the invited person has no room more, nothing unread, and no place in the inbox.
    """
    room_id = await invite_dewi(world)
    await call_successfully(world, ANA, "send_message", room_id=room_id, message_id="m-1", body="Halo")

    assert (await load_room(world, room_id)).members == ("ana",)
    assert await load_inbox(world, EXPERT) == Inbox(id=UserId("dewi"))
    assert await check_unread_counts(world, EXPERT) == {}
    for function in ("list_messages", "mark_room_read"):
        assert (await call_as(world, EXPERT, function, room_id=room_id)).code == "room_not_found"


async def test_a_flood_of_groups_does_not_fill_an_experts_rooms(world: World) -> None:
    """
    However many groups invite an expert, her next honest room is opened.
    """
    await world.put_documents((SETTINGS, MANY_ROOMS))
    almost_full = {f"room-{number}": InboxEntry(name="Dewi") for number in range(inboxes.MAX_ROOMS - 1)}
    await world.put_documents((store.inbox_ref("dewi"), Inbox(id=UserId("dewi"), rooms=almost_full)))
    for _ in range(5):
        await invite_dewi(world)
    await register_users(world, "budi")

    honest = await call_as(world, BUDI, "start_direct_room", user_id="dewi")

    assert honest.status == 200


async def test_who_accepts_is_in_once(world: World) -> None:
    """
    A repeated acceptance changes nothing, and the invitation is gone.
    """
    room_id = await invite_dewi(world)

    first = await world.call(accept_room_invitation, {"room_id": room_id}, as_=EXPERT)
    again = await world.call(accept_room_invitation, {"room_id": room_id}, as_=EXPERT)

    assert (first.status, first.body["members"], first.body["unread"]) == (200, ["ana", "dewi"], 0)
    assert again.body == first.body
    assert await list_invitations(world, EXPERT) == []


async def test_who_declines_stays_out(world: World) -> None:
    """
    The group is told nothing, and cannot invite again before the invitation would have ended.
    """
    room_id = await invite_dewi(world)
    before = await load_room(world, room_id)

    answers = [await world.call(decline_room_invitation, {"room_id": room_id}, as_=EXPERT) for _ in range(2)]
    await call_successfully(world, ANA, "remove_room_member", room_id=room_id, user_id="dewi")
    await call_successfully(world, ANA, "add_room_members", room_id=room_id, member_ids=["dewi"])

    assert [answer.status for answer in answers] == [204, 204]
    assert await load_room(world, room_id) == before
    assert await list_invitations(world, EXPERT) == []
    late = await call_as(world, EXPERT, "accept_room_invitation", room_id=room_id)
    assert (late.status, late.code) == (404, "room_invitation_not_found")
    world.later(days=14)
    await call_successfully(world, ANA, "add_room_members", room_id=room_id, member_ids=["dewi"])
    assert len(await list_invitations(world, EXPERT)) == 1


async def test_an_invitation_ends(world: World) -> None:
    """
    After two weeks, or as many days as the setting says, the invitation is neither listed nor accepted.
    """
    await world.call(update_settings, {"chat": {"invitation_days": 3}}, as_=ADMIN)
    room_id = await invite_dewi(world)
    world.later(days=3)

    listed = await list_invitations(world, EXPERT)
    answer = await call_as(world, EXPERT, "accept_room_invitation", room_id=room_id)

    assert (listed, answer.status, answer.code) == ([], 410, "room_invitation_expired")


async def test_an_admin_withdraws_an_invitation(world: World) -> None:
    """
    Who was to be removed before accepting can no longer accept.
    """
    room_id = await invite_dewi(world)

    await call_successfully(world, ANA, "remove_room_member", room_id=room_id, user_id="dewi")

    answer = await call_as(world, EXPERT, "accept_room_invitation", room_id=room_id)
    assert (answer.status, answer.code) == (404, "room_invitation_not_found")


async def test_only_the_invited_accept_or_decline(world: World) -> None:
    """
    A stranger to the group is told the same as of a group that does not exist.
    """
    room_id = await invite_dewi(world)
    await register_users(world, "budi")

    answers = [
        await call_as(world, BUDI, function, room_id=id)
        for function in ("accept_room_invitation", "decline_room_invitation")
        for id in (room_id, "no-such-room")
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(404, "room_invitation_not_found")] * 4


async def test_a_group_that_everybody_left_cannot_be_joined(world: World) -> None:
    """
    An empty group has nobody who runs it.
    """
    room_id = await invite_dewi(world)
    await call_successfully(world, ANA, "leave_room", room_id=room_id)

    answer = await call_as(world, EXPERT, "accept_room_invitation", room_id=room_id)

    assert (answer.status, answer.code) == (404, "room_invitation_not_found")


@pytest.mark.parametrize("by", [EXPERT, ADMIN])
async def test_experts_and_admins_invite_like_others(world: World, by: Person) -> None:
    """
    Even people of one room, and in the business groups of experts and admins, are members only once they accept.
    """
    await create_room(world, "budi", by.uid)
    body = await call_successfully(world, by, "create_group_room", name="Klien", member_ids=["budi"])
    before = (await load_room(world, body["room_id"])).members

    await call_successfully(world, BUDI, "accept_room_invitation", room_id=body["room_id"])

    assert (before, (await load_room(world, body["room_id"])).members) == ((by.uid,), (by.uid, "budi"))


async def test_new_rooms_are_limited(world: World) -> None:
    """
    One person opens three rooms an hour, groups and rooms of two together; an existing room is no new one.
    """
    await register_users(world, "ana")
    await register_experts(world, "dewi", "eka", "budi")
    answers = [
        await call_as(world, ANA, "start_direct_room", user_id="dewi"),
        await call_as(world, ANA, "create_group_room", name="G", member_ids=["dewi"]),
        await call_as(world, ANA, "start_direct_room", user_id="eka"),
        await call_as(world, ANA, "start_direct_room", user_id="budi"),
        await call_as(world, ANA, "create_group_room", name="G", member_ids=["dewi"]),
        await call_as(world, ANA, "start_direct_room", user_id="dewi"),
    ]
    world.later(hours=1)
    later = await call_as(world, ANA, "start_direct_room", user_id="budi")

    assert [(answer.status, answer.code) for answer in answers] == [
        *[(200, None)] * 3,
        *[(429, "limit_reached")] * 2,
        (200, None),
    ]
    assert answers[3].body["rule"] == "new_rooms"
    assert later.status == 200


async def test_invitations_are_limited(world: World) -> None:
    """
    One person invites so many people in a day, whatever the groups; who is invited already counts once.
    """
    await world.put_documents((SETTINGS, LimitSettings(invitations_a_day=3)))
    room_id = await create_group(world, ANA, "budi")
    await register_experts(world, "dewi", "eka", "fajar")

    answers = [
        await call_as(world, ANA, "add_room_members", room_id=room_id, member_ids=uids)
        for uids in (["dewi", "budi"], ["dewi", "eka"], ["fajar", "hana"], ["fajar"], ["dewi"])
    ]
    await register_experts(world, "hana")
    over = await call_as(world, ANA, "create_group_room", name="G", member_ids=["hana"])
    world.later(days=1)
    tomorrow = await call_as(world, ANA, "create_group_room", name="G", member_ids=["hana"])

    assert [answer.status for answer in answers] == [200, 200, 404, 200, 200]
    assert (over.status, over.body["rule"]) == (429, "invitations")
    assert tomorrow.status == 200


async def test_anonymous_people_open_no_groups(world: World) -> None:
    """
    They neither make groups nor invite to those that they run; they accept invitations like others.
    """
    guest = Person("gast", anonymous=True)
    room_id = await create_group(world, Person("gast"), "budi")
    await register_experts(world, "dewi")

    answers = [
        await call_as(world, guest, "create_group_room", name="G", member_ids=["dewi"]),
        await call_as(world, guest, "add_room_members", room_id=room_id, member_ids=["dewi"]),
    ]
    others = await create_group(world, ANA, "budi")
    await create_room(world, "ana", "gast")
    await let_in(world, ANA, others, guest)

    assert [(answer.status, answer.code) for answer in answers] == [(403, "identity_needed")] * 2
    assert (await load_room(world, others)).members[-1] == "gast"


async def test_invitations_are_read_page_by_page(world: World) -> None:
    """
    The latest invitation is the first.
    """
    rooms = []
    for _ in range(3):
        rooms.append(await invite_dewi(world))
        world.later(hours=2)

    first = await world.call(list_room_invitations, {"limit": 2}, as_=EXPERT)
    rest = await world.call(list_room_invitations, {"limit": 2, "cursor": first.body["next_cursor"]}, as_=EXPERT)

    seen = [one["room_id"] for page in (first, rest) for one in page.body["items"]]
    assert (seen, rest.body["next_cursor"]) == (rooms[::-1], None)
