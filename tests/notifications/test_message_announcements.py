"""Telling of chat messages: one notification a room, for those who are not looking."""

from datetime import timedelta
from typing import Any

import pytest

import functions.main
from shared.chat import store as chat
from shared.chat.block_models import Block
from shared.chat.models import RoomKind, Upload
from shared.contracts.support import SUPPORT_ID
from shared.control_center.models import Disclosure
from shared.identity import store as identity
from shared.identity.models import AccountRestriction
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import Query
from shared.notifications import store
from shared.notifications.delivery_models import DeliveryState, DropReason
from shared.notifications.inbox_models import Notification
from tests.builders import NOON
from tests.chat.builders import NO_FLOOD_LIMIT, create_room, post_message
from tests.chat.message_steps import block_room, send_attachment
from tests.chat.steps import call_successfully
from tests.notifications.steps import add_person, list_all_deliveries, list_deliveries, list_inbox
from tests.pairing.steps import TRIAL_CUSTOMER, start_session_with_expert
from tests.world import ADMIN, ANA, BUDI, EXPERT, Person, World, alias_in_session

pytestmark = pytest.mark.emulator

NIGHT = {"begins": "22:00", "ends": "07:00"}


async def settle(world: World) -> None:
    """Let the short time pass in which messages of a room are told together, and deliver all that follows."""
    world.later(seconds=4)
    await world.deliver()


async def announce(world: World) -> None:
    """Let the short time pass, and run the task that tells the members; what they get is not delivered yet."""
    world.later(seconds=4)
    jobs = [entry for entry in world.sent.entries if entry.type == "AnnounceMessages"]
    world.sent.entries = [entry for entry in world.sent.entries if entry not in jobs]
    for entry in jobs:
        answer = await world.call.deliver_task(functions.main.announce_messages, entry.payload, entry=entry)
        assert answer.status == 200, answer.body


async def open_pair(world: World, **chosen: Any) -> RoomId:
    """Store a direct room of Ana and Dewi, and a phone of Ana's with her choices."""
    room_id = await create_room(world, "ana", "dewi")
    await add_person(world, "ana", chosen=chosen or None)
    return room_id


async def shown(world: World, uid: str = "ana") -> Notification:
    """Return the only notification of a person."""
    (one,) = await list_inbox(world, uid)
    return one


async def test_a_message_is_told_to_the_other(world: World) -> None:
    """The app names the sender alone; the push quotes the message; the sender is told nothing."""
    room_id = await open_pair(world)

    await post_message(world, EXPERT, room_id, "m-1", "Jadi bertemu besok?")
    await world.deliver()
    early = await list_inbox(world)
    await settle(world)

    one = await shown(world)
    (push,) = await world.sent_pushes()
    assert early == []
    assert (one.kind, one.title, one.body, one.link) == ("chat_message", "Dewi", "Pesan baru.", f"/rooms/{room_id}")
    assert (one.actor and one.actor.id, one.actor and one.actor.name) == ("dewi", "Dewi")
    assert (push["title"], push["body"]) == ("Dewi", "Jadi bertemu besok?")
    assert await list_inbox(world, "dewi") == []


async def test_the_words_stand_in_the_message_alone(world: World) -> None:
    """Neither the notification nor its delivery keeps them, so a deletion is complete."""
    room_id = await open_pair(world)

    await post_message(world, EXPERT, room_id, "m-1", "Rahasia sekali")
    await settle(world)

    (delivery,) = await list_all_deliveries(world)
    assert delivery.state is DeliveryState.SENT
    assert "Rahasia" not in delivery.model_dump_json() + (await shown(world)).model_dump_json()


async def test_messages_of_a_short_time_are_one_notification(world: World) -> None:
    """So are later ones while it is unread: it has a new number, and counts what is unread in the room."""
    room_id = await open_pair(world)

    await post_message(world, EXPERT, room_id, "m-1")
    world.later(seconds=1)
    await post_message(world, EXPERT, room_id, "m-2", "Kedua")
    await settle(world)
    first = await shown(world)
    await post_message(world, EXPERT, room_id, "m-3", "Ketiga")
    await settle(world)

    one = await shown(world)
    assert (first.count, first.body, first.seq, first.group_version) == (2, "2 pesan baru.", 1, 2)
    assert (one.count, one.body, one.seq, one.group_version) == (3, "3 pesan baru.", 2, 3)
    assert [push["body"] for push in await world.sent_pushes()] == ["Kedua", "Ketiga"]


async def test_who_is_looking_is_not_told(world: World) -> None:
    """Nor is another room silent because of it; when the lease ends, messages are told again."""
    room_id = await open_pair(world)
    await call_successfully(world, ANA, "update_presence", online=True, room_id=room_id)

    await post_message(world, EXPERT, room_id, "m-1")
    await settle(world)
    present = await list_inbox(world)
    world.later(seconds=90)
    await post_message(world, EXPERT, room_id, "m-2")
    await settle(world)

    assert present == []
    assert (await shown(world)).group_version == 2


@pytest.mark.parametrize(("function", "wish"), [("mute_room", {"muted": True}), ("mark_room_read", {})])
async def test_who_has_muted_or_read_is_not_told(world: World, function: str, wish: dict[str, Any]) -> None:
    """A muted room is silent; who has read within the short time needs nothing."""
    room_id = await open_pair(world)
    await post_message(world, EXPERT, room_id, "m-1")

    await call_successfully(world, ANA, function, room_id=room_id, **wish)
    await settle(world)

    assert (await list_inbox(world), await world.sent_pushes()) == ([], [])


async def test_what_is_read_before_the_push_goes_is_not_pushed(world: World) -> None:
    """The delivery asks again at the moment of sending; the notification is read with the room."""
    room_id = await open_pair(world)
    await post_message(world, EXPERT, room_id, "m-1")
    await announce(world)

    await call_successfully(world, ANA, "mark_room_read", room_id=room_id)
    await world.deliver()

    (delivery,) = await list_all_deliveries(world)
    assert (delivery.state, delivery.reason) == (DeliveryState.DROPPED, DropReason.READ)
    assert await world.sent_pushes() == []


async def test_a_deleted_message_is_not_told(world: World) -> None:
    """Neither one that is deleted within the short time, nor one that is deleted before the push goes."""
    room_id = await open_pair(world)
    await post_message(world, EXPERT, room_id, "m-1")
    await call_successfully(world, EXPERT, "delete_message", room_id=room_id, message_id="m-1")
    await settle(world)
    early = await list_inbox(world)
    await call_successfully(world, ANA, "mark_room_read", room_id=room_id)

    await post_message(world, EXPERT, room_id, "m-2")
    await announce(world)
    await call_successfully(world, EXPERT, "delete_message", room_id=room_id, message_id="m-2")
    await world.deliver()

    assert (early, await world.sent_pushes()) == ([], [])
    assert (await list_all_deliveries(world))[0].reason is DropReason.UNTRUE


async def test_an_earlier_message_is_told_without_the_deleted_one(world: World) -> None:
    """Of two messages the last was deleted: the push tells that there is news, and quotes nothing."""
    room_id = await open_pair(world)
    await post_message(world, EXPERT, room_id, "m-1")
    await post_message(world, EXPERT, room_id, "m-2", "Salah kirim")
    await announce(world)
    await call_successfully(world, EXPERT, "delete_message", room_id=room_id, message_id="m-2")
    await world.deliver()

    assert [push["body"] for push in await world.sent_pushes()] == ["2 pesan baru."]


async def test_pushes_quote_nothing_where_admins_say_so(world: World) -> None:
    """The setting holds for all rooms."""
    room_id = await open_pair(world)
    await call_successfully(world, ADMIN, "update_settings", chat={"push_previews": False})

    await post_message(world, EXPERT, room_id, "m-1", "Rahasia")
    await settle(world)

    assert [push["body"] for push in await world.sent_pushes()] == ["Pesan baru."]


async def test_a_picture_is_told_as_one(world: World) -> None:
    """The person's language decides the words."""
    room_id = await create_room(world, "ana", "dewi")
    await add_person(world, "ana", locale="en")

    upload = Upload(
        id="u-1",
        by=UserId("dewi"),
        key="k",
        content_type="image/png",
        bytes=9,
        opened_at=NOON,
        expire_at=NOON + timedelta(hours=1),
    )
    await world.put_documents((chat.upload_ref(room_id, "u-1"), upload))
    await send_attachment(world, EXPERT, room_id, "m-1", upload_id="u-1")
    await settle(world)

    assert [push["body"] for push in await world.sent_pushes()] == ["Sent a picture."]


async def test_both_sides_of_a_call_stay_who_they_are_there(world: World) -> None:
    """The expert is told of the pseudonym, the customer of the expert; no push quotes anything."""
    session_id = (await start_session_with_expert(world))["session_id"]
    alias = alias_in_session(TRIAL_CUSTOMER.uid, session_id)
    await add_person(world, TRIAL_CUSTOMER.uid, full_name="Ana Rahasia Wijaya")
    await add_person(world, "dewi", role="expert")
    room = await world.get(chat.room_ref(session_id))
    assert room is not None

    await post_message(world, TRIAL_CUSTOMER, session_id, "m-1", "Saya lelah sekali dengan pekerjaan")
    await settle(world)
    await post_message(world, EXPERT, session_id, "m-2", "Saya dengarkan")
    await settle(world)

    told, mine = await shown(world, "dewi"), await shown(world, TRIAL_CUSTOMER.uid)
    pseudonym = room.names[alias]
    assert (told.title, told.actor and told.actor.id) == (pseudonym, alias)
    assert (mine.title, mine.actor and mine.actor.id) == (room.names["dewi"], "dewi")
    deliveries = [one.model_dump_json() for one in await list_all_deliveries(world) if one.user_id == "dewi"]
    for text in (told.model_dump_json(), *deliveries, *map(str, await world.sent_pushes())):
        assert "Rahasia" not in text
    assert f'"{TRIAL_CUSTOMER.uid}"' not in told.model_dump_json() + "".join(deliveries)
    assert {push["body"] for push in await world.sent_pushes()} == {"Pesan baru."}
    assert len(await world.sent_pushes()) == 2
    assert await world.reader.query(Query("disclosures", Disclosure)) == []


async def test_the_customer_of_a_call_who_has_read_is_not_pushed(world: World) -> None:
    """The inbox of a call is that of the alias."""
    session_id = (await start_session_with_expert(world))["session_id"]
    await add_person(world, TRIAL_CUSTOMER.uid)
    await post_message(world, EXPERT, session_id, "m-1")
    await announce(world)
    await call_successfully(world, TRIAL_CUSTOMER, "mark_room_read", room_id=session_id)
    await world.deliver()

    assert await world.sent_pushes() == []


@pytest.mark.parametrize(("seq", "unread"), [(None, False), (2, False), (1, True)])
async def test_reading_a_room_reads_its_notification(world: World, seq: int | None, unread: bool) -> None:
    """The notification is read once its newest message is; that of another room, and the other's, stay unread."""
    room_id = await open_pair(world)
    other = await create_room(world, "ana", "budi")
    for number, (person, room) in enumerate([(EXPERT, room_id), (EXPERT, room_id), (BUDI, other)]):
        await post_message(world, person, room, f"m-{number}")
    await settle(world)

    wish = {"seq": seq} if seq is not None else {}
    await call_successfully(world, ANA, "mark_room_read", room_id=room_id, **wish)
    again = await call_successfully(world, ANA, "mark_room_read", room_id=room_id, **wish)

    found = {one.link: one for one in await list_inbox(world)}
    left = await call_successfully(world, ANA, "get_unread_notifications")
    told = found[f"/rooms/{room_id}"]
    assert (told.unread, told.read_at) == (unread, None if unread else world.now)
    assert found[f"/rooms/{other}"].unread
    assert left["unread"] == 1 + unread
    assert again["room_id"] == room_id


async def test_the_customer_of_a_call_reads_the_notification_too(world: World) -> None:
    """The room knows the alias alone; the notification is the account's."""
    session_id = (await start_session_with_expert(world))["session_id"]
    await add_person(world, TRIAL_CUSTOMER.uid)
    await post_message(world, EXPERT, session_id, "m-1")
    await settle(world)
    before = (await shown(world, TRIAL_CUSTOMER.uid)).unread

    await call_successfully(world, TRIAL_CUSTOMER, "mark_room_read", room_id=session_id)

    assert (before, (await shown(world, TRIAL_CUSTOMER.uid)).unread) == (True, False)


async def test_the_blocked_are_not_told_of_one_another(world: World) -> None:
    """In a group neither of two; the others are. A room of two is hidden from both."""
    group = await create_room(world, "ana", "budi", "dewi")
    for uid in ("ana", "budi", "dewi"):
        await add_person(world, uid)
    await world.put_documents((chat.block_ref("ana", "budi"), Block(id=UserId("budi"), blocked_at=NOON)))
    await post_message(world, BUDI, group, "m-1")
    await settle(world)
    by_blocked = {uid: len(await list_inbox(world, uid)) for uid in ("ana", "budi", "dewi")}
    await call_successfully(world, BUDI, "mark_room_read", room_id=group)
    await post_message(world, ANA, group, "m-2")
    await settle(world)
    pair = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, pair, "m-3")
    await block_room(world, pair, by=EXPERT)
    await settle(world)

    assert by_blocked == {"ana": 0, "budi": 0, "dewi": 1}
    assert {uid: len(await list_inbox(world, uid)) for uid in ("ana", "budi", "dewi")} == {
        "ana": 0,
        "budi": 0,
        "dewi": 1,
    }


async def test_the_suspended_are_not_told(world: World) -> None:
    """Nor is somebody without an account."""
    room_id = await open_pair(world)
    restriction = AccountRestriction(id=UserId("ana"), suspended_until=NOON + timedelta(days=1), changed_at=NOON)
    await world.put_documents((identity.restriction_ref("ana"), restriction))

    await post_message(world, EXPERT, room_id, "m-1")
    await settle(world)

    assert await list_inbox(world) == []


async def test_an_answer_of_the_support_is_told_as_the_support(world: World) -> None:
    """No admin's id or name is in it. What the person asks is told to nobody: admins have a list of such rooms."""
    names = {"ana": "Ana", SUPPORT_ID: "Dukungan Temani"}
    room_id = await create_room(world, "ana", id=RoomId("support-ana"), kind=RoomKind.SUPPORT, admins=(), names=names)
    await add_person(world, "ana")
    await add_person(world, ADMIN.uid)

    await post_message(world, ANA, room_id, "m-1")
    asked = [entry.type for entry in world.sent.entries]
    await post_message(world, ADMIN, room_id, "m-2", "Sudah kami periksa")
    await settle(world)

    one = await shown(world)
    assert "AnnounceMessages" not in asked
    assert (one.title, one.actor and one.actor.id) == ("Dukungan Temani", SUPPORT_ID)
    assert ADMIN.uid not in one.model_dump_json()
    assert [push["body"] for push in await world.sent_pushes()] == ["Pesan baru."]
    assert await list_inbox(world, ADMIN.uid) == []


async def test_a_room_is_held_once_in_quiet_hours(world: World) -> None:
    """However many messages come in the night, one delivery of the room waits, and tells of the newest."""
    room_id = await open_pair(world, quiet_hours=NIGHT)
    world.set_clock(NOON + timedelta(hours=12))
    for number in range(3):
        await post_message(world, EXPERT, room_id, f"m-{number}", f"Pesan {number}")
        await settle(world)
    held = await list_all_deliveries(world)
    world.set_clock(NOON + timedelta(hours=19, minutes=1))
    await world.deliver()

    assert [(one.state, one.subject and one.subject.version) for one in held] == [(DeliveryState.HELD, 3)]
    assert [push["body"] for push in await world.sent_pushes()] == ["Pesan 2"]


async def test_a_mail_tells_of_a_room_once_a_day_without_words(world: World) -> None:
    """Who wants mails of chats gets one a room and day."""
    room_id = await open_pair(world, kinds={"chat_message": {"email": True}})
    for number in range(3):
        await post_message(world, EXPERT, room_id, f"m-{number}", "Rahasia")
        await settle(world)

    (mail,) = await world.sent_mails()
    assert mail["subject"] == "Dewi"
    assert "Rahasia" not in str(mail)
    assert len(await world.sent_pushes()) == 3


@pytest.mark.parametrize("ended", ["read", "failed"])
async def test_a_mail_that_did_not_go_leaves_the_day_free(world: World, ended: str) -> None:
    """A mail that was dropped or has failed tells nobody of the room, so the next message of the day is mailed."""
    room_id = await open_pair(world, kinds={"chat_message": {"email": True}})
    await post_message(world, EXPERT, room_id, "m-1")
    await announce(world)
    if ended == "read":
        await call_successfully(world, ANA, "mark_room_read", room_id=room_id)
    else:
        mail = (await list_deliveries(world))["email"]
        failed = mail.having(state=DeliveryState.FAILED, failure="550", failed_at=world.now)
        await world.put_documents((store.delivery_ref(mail.id), failed))
    await world.deliver()
    before = await world.sent_mails()

    await post_message(world, EXPERT, room_id, "m-2")
    await settle(world)
    await post_message(world, EXPERT, room_id, "m-3")
    await settle(world)

    mail = (await list_deliveries(world))["email"]
    assert (before, len(await world.sent_mails())) == ([], 1)
    assert (mail.state, mail.reason, mail.failed_at) == (DeliveryState.SENT, None, None)
    assert mail.subject is not None
    assert mail.subject.version == 2


async def test_a_mail_of_a_room_is_held_once_over_midnight(world: World) -> None:
    """Messages before and after midnight wait for the same end of quiet hours, as one mail."""
    room_id = await open_pair(world, kinds={"chat_message": {"email": True, "push": False}}, quiet_hours=NIGHT)
    for number, hours in enumerate((11, 12.5)):
        world.set_clock(NOON + timedelta(hours=hours))
        await post_message(world, EXPERT, room_id, f"m-{number}")
        await settle(world)
    held = await list_all_deliveries(world)
    world.set_clock(NOON + timedelta(hours=19, minutes=1))
    await world.deliver()
    await post_message(world, EXPERT, room_id, "m-day")
    await settle(world)

    assert [(one.state, one.subject and one.subject.version) for one in held] == [(DeliveryState.HELD, 2)]
    assert [mail["subject"] for mail in await world.sent_mails()] == ["Dewi"]


async def test_a_large_group_costs_one_task_a_while(world: World) -> None:
    """
    200 members are told by eight commits. A task that is cut off and comes again tells nobody twice.
    """
    people = ["ana", *(f"p{number}" for number in range(199))]
    room_id = await create_room(world, *people)
    for uid in people:
        await add_person(world, uid)
    await world.put_documents((chat.SETTINGS, NO_FLOOD_LIMIT))
    for number in range(30):
        await post_message(world, Person("p0"), room_id, f"m-{number}")
    jobs = [entry for entry in world.sent.entries if entry.type == "AnnounceMessages"]
    meter = world.documents.meter
    before = meter.round_trips, meter.reads, meter.writes
    await announce(world)
    cost = meter.round_trips - before[0], meter.reads - before[1], meter.writes - before[2]

    await world.call.deliver_task(functions.main.announce_messages, jobs[0].payload)
    await post_message(world, Person("p0"), room_id, "m-busy")
    (later,) = [entry for entry in world.sent.entries if entry.type == "AnnounceMessages"]

    deliveries = await list_all_deliveries(world)
    assert len(jobs) == 1
    assert {one.user_id for one in deliveries} == set(people) - {"p0"}
    assert len(deliveries) == 199
    assert later.due_at - jobs[0].due_at == timedelta(seconds=30)
    assert cost == (28, 2_015, 797)
