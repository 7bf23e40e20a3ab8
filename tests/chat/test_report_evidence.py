"""The file of a reported message: kept for those who decide about the report, and for a while thereafter."""

import pytest

from functions.chat.delete_message import delete_message
from functions.chat.download_attachment import download_attachment
from functions.chat.download_evidence import download_evidence
from functions.chat.list_message_reports import list_message_reports
from functions.chat.report_message import report_message
from functions.chat.resolve_message_report import resolve_message_report
from functions.control_center.relay_outbox import relay_outbox
from shared.chat.report_models import report_ref
from shared.gateways.storage import Storage
from tests.builders import NOON
from tests.chat.builders import create_room, post_message
from tests.chat.message_steps import PNG_BYTES, send_picture
from tests.world import ADMIN, ANA, BUDI, EXPERT, Person, World, create_http_client

pytestmark = pytest.mark.emulator


async def reported(world: World, room_id: str, *, by: Person = EXPERT) -> str:
    """Somebody reports the picture; the report's id."""
    asked = {"room_id": room_id, "message_id": "m-1", "reason": "abuse"}
    answer = await world.call(report_message, asked, as_=by)
    assert answer.status == 200, answer.body
    id: str = answer.body["report_id"]
    return id


async def resolved(world: World, id: str, action: str = "warned") -> None:
    """An admin decides about it."""
    answer = await world.call(resolve_message_report, {"report_id": id, "action": action}, as_=ADMIN)
    assert answer.status == 200, answer.body


async def deleted(world: World, room_id: str) -> None:
    """Whoever sent the picture takes it back."""
    answer = await world.call(delete_message, {"room_id": room_id, "message_id": "m-1"}, as_=ANA)
    assert answer.status == 200, answer.body


async def passes(world: World, **parts: float) -> None:
    """Let time pass, and the sweep and all jobs do what has become due."""
    world.later(**parts)
    await world.call.run_schedule(relay_outbox, due_at=world.now)
    await world.deliver()


async def test_the_file_of_a_reported_message_is_kept_as_evidence(world: World, storage: Storage) -> None:
    """Whoever sent it takes it back for everybody but those who decide about the report."""
    room_id = await create_room(world, "ana", "dewi")
    await send_picture(world, ANA, room_id, "m-1")
    id = await reported(world, room_id)
    await deleted(world, room_id)
    await passes(world, days=2)

    answer = await world.call(download_evidence, {"report_id": id}, as_=ADMIN)

    async with create_http_client() as app:
        assert (await app.get(answer.body["url"])).content == PNG_BYTES
    shown = await world.call(download_attachment, {"room_id": room_id, "message_id": "m-1"}, as_=EXPERT)
    assert shown.code == "message_deleted"


async def test_no_evidence_to_fetch(world: World, storage: Storage) -> None:
    """No such report, one of a message without a file; and it is for admins alone."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")
    report = await reported(world, room_id)

    answers = [
        await world.call(download_evidence, {"report_id": id}, as_=who)
        for id, who in [("no-such", ADMIN), (report, ADMIN), (report, EXPERT)]
    ]

    assert [(answer.status, answer.code) for answer in answers] == [
        (404, "report_not_found"),
        (409, "attachment_missing"),
        (403, "forbidden"),
    ]


@pytest.mark.parametrize(("action", "days"), [("nothing", 14), ("warned", 90), ("other", 90)])
async def test_evidence_has_an_end(world: World, storage: Storage, action: str, days: int) -> None:
    """Until then it is there for admins; then the report is found no more, and the deleted message's file goes."""
    room_id = await create_room(world, "ana", "dewi")
    key = await send_picture(world, ANA, room_id, "m-1")
    id = await reported(world, room_id)
    await deleted(world, room_id)
    await resolved(world, id, action)
    report = await world.get(report_ref(id))

    await passes(world, days=days, minutes=-1)
    during = await world.call(download_evidence, {"report_id": id}, as_=ADMIN)
    await passes(world, minutes=1)
    after = [
        await world.call(download_evidence, {"report_id": id}, as_=ADMIN),
        await world.call(resolve_message_report, {"report_id": id, "action": action}, as_=ADMIN),
    ]
    listed = await world.call(list_message_reports, {"status": "resolved"}, as_=ADMIN)
    await passes(world, hours=1)

    assert report is not None
    assert report.expire_at is not None
    assert (report.expire_at - NOON).days == days
    assert during.status == 200
    assert [answer.code for answer in after] == ["report_not_found"] * 2
    assert listed.body["items"] == []
    assert await storage.find_file(key) is None


async def test_an_open_report_has_no_end(world: World, storage: Storage) -> None:
    """Nobody has decided yet."""
    room_id = await create_room(world, "ana", "dewi")
    key = await send_picture(world, ANA, room_id, "m-1")
    id = await reported(world, room_id)
    await deleted(world, room_id)

    await passes(world, days=400)

    report = await world.get(report_ref(id))
    assert report is not None
    assert report.expire_at is None
    assert await storage.find_file(key) is not None


async def test_the_file_goes_with_the_last_report(world: World, storage: Storage) -> None:
    """Two have reported it; the second decision comes later."""
    room_id = await create_room(world, "ana", "budi", "dewi")
    key = await send_picture(world, ANA, room_id, "m-1")
    first, second = [await reported(world, room_id, by=who) for who in (EXPERT, BUDI)]
    await deleted(world, room_id)

    await resolved(world, first)
    await passes(world, days=91)
    with_one_open = await storage.find_file(key)
    await resolved(world, second, "nothing")
    await passes(world, days=13)
    with_one_resolved = await storage.find_file(key)
    await passes(world, days=2)

    assert with_one_open is not None
    assert with_one_resolved is not None
    assert await storage.find_file(key) is None


async def test_a_message_that_is_still_there_keeps_its_file(world: World, storage: Storage) -> None:
    """Whatever becomes of the report; and what was reported once may be reported again."""
    room_id = await create_room(world, "ana", "dewi")
    key = await send_picture(world, ANA, room_id, "m-1")
    await resolved(world, await reported(world, room_id), "nothing")

    await passes(world, days=15)
    shown = await world.call(download_attachment, {"room_id": room_id, "message_id": "m-1"}, as_=EXPERT)
    kept = await storage.find_file(key)
    again = await reported(world, room_id)

    assert (shown.status, kept is not None) == (200, True)
    found = await world.get(report_ref(again))
    assert found is not None
    assert (found.status, found.expire_at) == ("open", None)
