"""Reporting a message: what is kept of it, who is told, and how the queue empties."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from functions.chat.delete_message import delete_message
from functions.chat.edit_message import edit_message
from functions.chat.list_message_reports import list_message_reports
from functions.chat.react_to_message import react_to_message
from functions.chat.report_message import report_message
from functions.chat.resolve_message_report import resolve_message_report
from functions.chat.send_message import send_message
from shared.chat import store
from shared.chat.message_reports import MAX_REPORTS_PER_DAY
from shared.chat.models import RoomKind
from shared.chat.report_models import report_id_from, report_ref
from shared.identity import store as identities
from shared.identity.models import FOR_EVER
from shared.kernel.ids import MessageId, RoomId
from tests.chat.builders import NO_FLOOD_LIMIT, a_text_message, create_room, post_message
from tests.chat.message_steps import block_room, load_message
from tests.pairing.steps import TRIAL_CUSTOMER, load_session, put_experts_online, start_session
from tests.world import ADMIN, ANA, BUDI, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator


async def reports(world: World, who: Person, room_id: str, message_id: str = "m-1", **given: Any) -> Answer:
    """Report a message."""
    asked = {"room_id": room_id, "message_id": message_id, "reason": "abuse"}
    return await world.call(report_message, asked | given, as_=who)


async def queue(world: World, **query: Any) -> Any:
    """What admins see."""
    answer = await world.call(list_message_reports, query, as_=ADMIN)
    assert answer.status == 200, answer.body
    return answer.body


async def resolves(world: World, id: str, **given: Any) -> Answer:
    """Decide about a report."""
    asked = {"report_id": id, "action": "warned", "notes": "Spoke to her."}
    return await world.call(resolve_message_report, asked | given, as_=ADMIN)


async def test_a_report_is_a_copy_of_what_was_said(world: World) -> None:
    """The message whole, the five before it in order, the room, who, when."""
    room_id = await create_room(world, "ana", "dewi")
    for number in range(7):
        await post_message(world, EXPERT if number % 2 else ANA, room_id, f"m-{number}", f"Line {number}")
    await world.call(react_to_message, {"room_id": room_id, "message_id": "m-6", "emoji": "👍"}, as_=ANA)
    await post_message(world, ANA, room_id, "m-7", "Later")
    later = world.later(minutes=5)

    answer = await reports(world, EXPERT, room_id, "m-6", reason="fraud", notes=" Asks for money ")

    (found,) = (await queue(world))["items"]
    assert (answer.status, answer.body["report_id"]) == (200, found["report_id"])
    assert (found["room_id"], found["room_kind"], found["reporter"]) == (room_id, "direct", "dewi")
    assert (found["reason"], found["notes"], found["status"]) == ("fraud", "Asks for money", "open")
    assert found["reported_at"] == answer.body["reported_at"] == later.isoformat().replace("+00:00", "Z")
    assert (found["message"]["body"], found["message"]["reactions"]) == ("Line 6", {"👍": ["ana"]})
    assert [message["body"] for message in found["before"]] == [f"Line {number}" for number in range(1, 6)]


async def test_evidence_outlives_what_it_is_of(world: World) -> None:
    """Editing and deleting the message afterwards change nothing of the report."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-0", "Before")
    await post_message(world, ANA, room_id, "m-1", "An insult")
    await reports(world, EXPERT, room_id)
    before = await queue(world)

    await world.call(edit_message, {"room_id": room_id, "message_id": "m-1", "body": "A compliment"}, as_=ANA)
    for id in ("m-0", "m-1"):
        await world.call(delete_message, {"room_id": room_id, "message_id": id}, as_=ANA)

    assert await queue(world) == before
    assert before["items"][0]["message"]["body"] == "An insult"


async def test_reporting_twice_is_reporting_once(world: World) -> None:
    """At once or later, whatever is said the second time; and once it has been decided, and the message deleted."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    first, second = await asyncio.gather(reports(world, EXPERT, room_id), reports(world, EXPERT, room_id))
    world.later(hours=1)
    await resolves(world, first.body["report_id"])
    await world.call(delete_message, {"room_id": room_id, "message_id": "m-1"}, as_=ANA)

    third = await reports(world, EXPERT, room_id, reason="spam")

    assert first.body == second.body == third.body
    assert world.sent_event_types == ["MessageReported"]
    assert len((await queue(world, status="resolved"))["items"]) == 1


async def test_two_people_report_the_same(world: World) -> None:
    """Each report is its own."""
    room_id = await create_room(world, "ana", "budi", "dewi")
    await post_message(world, ANA, room_id, "m-1")

    await reports(world, EXPERT, room_id)
    await reports(world, BUDI, room_id)

    assert {found["reporter"] for found in (await queue(world))["items"]} == {"budi", "dewi"}


async def test_admins_are_told_but_not_what_was_said(world: World) -> None:
    """The alarm names the report; no text of the message, nor what was noted, is in any log."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1", "An unmistakable insult")
    answer = await reports(world, EXPERT, room_id, reason="self_harm", notes="Unmistakable as well")

    delivered = await world.deliver()

    (alarm,) = [line for line in world.log_lines if line["severity"] == "ERROR"]
    assert delivered == [("alert_when_message_reported", 200)]
    assert (alarm["message"], alarm["report_id"]) == ("message reported: self_harm", answer.body["report_id"])
    assert "nmistakable" not in world.log.getvalue()


async def test_admins_are_told_once_an_hour_of_a_room(world: World) -> None:
    """However many report how much in it, at once or one after the other; no report is lost, and other rooms count."""
    room_id = await create_room(world, "ana", "budi", "dewi", kind=RoomKind.GROUP)
    other = await create_room(world, "ana", "dewi")
    for number in range(3):
        await post_message(world, ANA, room_id, f"m-{number}")
    await post_message(world, ANA, other, "m-0")

    await asyncio.gather(*(reports(world, who, room_id, "m-0") for who in (BUDI, EXPERT)))
    await reports(world, BUDI, room_id, "m-1")
    await reports(world, EXPERT, other, "m-0")
    world.later(minutes=59)
    await reports(world, EXPERT, room_id, "m-1")
    within_the_hour = len(world.sent_event_types)
    world.later(minutes=1)
    await reports(world, EXPERT, room_id, "m-2")

    assert within_the_hour == 2
    assert world.sent_event_types == ["MessageReported"] * 3
    assert len((await queue(world))["items"]) == 6


async def test_one_reports_twenty_messages_a_day(world: World) -> None:
    """Then one waits until the first is a day old; reporting the same again is no report, and others go on."""
    room_id = await create_room(world, "ana", "budi", "dewi", kind=RoomKind.GROUP)
    await world.put_documents((store.SETTINGS, NO_FLOOD_LIMIT))
    for number in range(21):
        await post_message(world, ANA, room_id, f"m-{number}")
    for number in range(MAX_REPORTS_PER_DAY):
        assert (await reports(world, EXPERT, room_id, f"m-{number}")).status == 200
        world.later(minutes=1)

    refused = await reports(world, EXPERT, room_id, "m-20")
    known = await reports(world, EXPERT, room_id, "m-0")
    of_another = await reports(world, BUDI, room_id, "m-20")
    world.later(hours=24, minutes=-20)
    again = await reports(world, EXPERT, room_id, "m-20")

    assert (refused.status, refused.code, refused.body["most"]) == (429, "too_many_reports", 20)
    assert refused.headers["retry-after"] == str((24 * 60 - 20) * 60)
    assert [answer.status for answer in (known, of_another, again)] == [200, 200, 200]


async def test_a_block_is_no_hindrance(world: World) -> None:
    """Who has blocked somebody may still report what made them."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1", "An insult")
    await block_room(world, room_id, by=EXPERT)

    answer = await reports(world, EXPERT, room_id)

    assert answer.status == 200
    assert (await queue(world))["items"][0]["message"]["body"] == "An insult"


async def test_what_cannot_be_reported(world: World) -> None:
    """One's own, one deleted, one that is not there, one in a room that one does not see."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    await post_message(world, ANA, room_id, "m-2")
    await world.call(delete_message, {"room_id": room_id, "message_id": "m-2"}, as_=ANA)

    answers = [
        await reports(world, ANA, room_id),
        await reports(world, EXPERT, room_id, "m-2"),
        await reports(world, EXPERT, room_id, "m-3"),
        await reports(world, BUDI, room_id),
        await reports(world, EXPERT, room_id, reason="boring"),
        await reports(world, EXPERT, room_id, notes="x" * 5_001),
    ]

    assert [(answer.status, answer.code) for answer in answers] == [
        (422, "invalid"),
        (410, "message_deleted"),
        (404, "message_not_found"),
        (404, "room_not_found"),
        (422, "invalid"),
        (422, "invalid"),
    ]
    assert [answers[index].invalid_fields for index in (0, 4, 5)] == [["message_id"], ["reason"], ["notes"]]
    assert (await queue(world))["items"] == []
    assert world.sent_event_types == []


async def test_the_queue_comes_in_pages_and_empties(world: World) -> None:
    """The newest first; what is decided is found under its own status, with who did what."""
    room_id = await create_room(world, "ana", "budi", "dewi", kind=RoomKind.GROUP)
    for number in range(3):
        await post_message(world, ANA, room_id, f"m-{number}")
        await reports(world, BUDI, room_id, f"m-{number}")
        world.later(minutes=1)

    first = await queue(world, limit=2)
    second = await queue(world, limit=2, cursor=first["next_cursor"])
    ids = [found["report_id"] for found in first["items"] + second["items"]]
    answers = [await resolves(world, id) for id in ids]

    assert ids == [report_id_from(RoomId(room_id), MessageId(f"m-{number}"), "budi") for number in (2, 1, 0)]
    assert (len(first["items"]), second["next_cursor"]) == (2, None)
    assert {answer.status for answer in answers} == {200}
    assert answers[0].body["resolution"] == {
        "action": "warned",
        "notes": "Spoke to her.",
        "by": "citra",
        "at": "2026-11-26T05:03:00Z",
    }
    assert (await queue(world))["items"] == []
    assert [found["report_id"] for found in (await queue(world, status="resolved"))["items"]] == ids


async def test_a_report_is_decided_once(world: World) -> None:
    """The same again is no mistake; something else is refused, and the first decision stands."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    id = (await reports(world, EXPERT, room_id)).body["report_id"]
    first = await resolves(world, id)
    world.later(minutes=1)

    again = await resolves(world, id)
    other = await resolves(world, id, action="suspended", cause="spam")

    report = await world.get(report_ref(id))
    assert report is not None
    assert report.resolution is not None
    assert (again.status, again.body) == (200, first.body)
    assert (other.status, other.code, other.body["by"]) == (409, "report_resolved", "citra")
    assert report.resolution.action == "warned"
    assert (await resolves(world, "no-such-report")).code == "report_not_found"


async def test_a_decision_acts_in_any_room(world: World) -> None:
    """The content is gone from a group that no admin is in, the sender is suspended, and the evidence remains."""
    room_id = await create_room(world, "ana", "budi", "dewi")
    await post_message(world, BUDI, room_id, "m-1", "Rahasia")
    id = (await reports(world, ANA, room_id)).body["report_id"]
    until = (world.now + timedelta(days=7)).isoformat()

    answers = [
        await resolves(world, id, action="suspended", cause="harassment", suspended_until=until) for _ in range(2)
    ]

    message = await load_message(world, room_id, "m-1")
    said = await world.call(send_message, a_text_message(room_id, "m-2"), as_=BUDI)
    (found,) = (await queue(world, status="resolved"))["items"]
    assert [answer.status for answer in answers] == [200, 200]
    assert (message.body, message.deleted_at, message.deleted_by) == ("", world.now, "temani-support")
    assert (said.status, said.code) in ((403, "account_suspended"), (401, "signed_out"))
    assert found["message"]["body"] == "Rahasia"


async def test_the_account_behind_an_alias_is_suspended(world: World) -> None:
    """A report from a call leads to the account, and the answer does not name it."""
    (expert,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, expert)
    room_id = (await load_session(world, session_id)).room_id
    await world.deliver()
    await post_message(world, TRIAL_CUSTOMER, room_id, "m-1", "Rahasia")
    id = (await reports(world, expert, room_id)).body["report_id"]

    answer = await resolves(world, id, action="suspended", cause="harassment")

    restriction = await world.get(identities.restriction_ref(TRIAL_CUSTOMER.uid))
    assert answer.status == 200
    assert TRIAL_CUSTOMER.uid not in str(answer.body)
    assert restriction is not None
    assert restriction.suspended_until == FOR_EVER
    assert (await load_message(world, room_id, "m-1")).body == ""


@pytest.mark.parametrize(
    "given", [{"action": "suspended"}, {"action": "removed", "cause": "spam"}, {"action": "nothing", "cause": "spam"}]
)
async def test_a_cause_belongs_to_a_suspension(world: World, given: dict[str, str]) -> None:
    """A decision that is refused leaves report and message as they were."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    id = (await reports(world, EXPERT, room_id)).body["report_id"]

    answer = await resolves(world, id, **given)

    assert (answer.status, answer.invalid_fields) == (422, ["cause"])
    assert len((await queue(world))["items"]) == 1
    assert (await load_message(world, room_id, "m-1")).body


@pytest.mark.parametrize("who", [ANA, EXPERT])
async def test_the_queue_is_for_admins(world: World, who: Person) -> None:
    """Nobody else reads or decides."""
    answers = [
        await world.call(list_message_reports, {}, as_=who),
        await world.call(resolve_message_report, {"report_id": "r", "action": "nothing"}, as_=who),
    ]

    assert {answer.status for answer in answers} == {403}
