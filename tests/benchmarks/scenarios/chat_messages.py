"""Typical calls of the functions of the chat: changing messages, files, reports, being there."""

from typing import Any

from shared.chat.reports import report_id
from shared.kernel.files import Stored
from shared.kernel.ids import MessageId, RoomId
from tests.benchmarks.scenarios.calls import Call, call, event, job, scenario
from tests.catalogue.stand_ins import Files
from tests.chat.builders import opened, say
from tests.chat.seeds import a_file, leave, sends_file
from tests.chat.steps import done
from tests.world import ADMIN, ANA, EXPERT, World


async def _said(world: World, **given: Any) -> dict[str, Any]:
    """Ana's newest message in her room with Dewi, after six others."""
    room_id = await opened(world, "ana", "dewi")
    for number in range(7):
        await say(world, ANA, room_id, f"m-{number}")
    return {"room_id": room_id, "message_id": "m-6"} | given


async def _sent(world: World) -> dict[str, Any]:
    """A picture of Ana's."""
    world.runtime.gateways.storage = Files(Stored(7, "image/png"))  # type: ignore[assignment]
    room_id = await opened(world, "ana", "dewi")
    upload = await leave(world, ANA, room_id)
    await sends_file(world, ANA, room_id, "m-1", upload_id=upload["upload_id"])
    return {"room_id": room_id, "message_id": "m-1"}


async def _reported(world: World, one: dict[str, Any]) -> dict[str, Any]:
    await done(world, EXPERT, "report_message", **one, reason="abuse")
    return {"report_id": report_id(RoomId(one["room_id"]), MessageId(one["message_id"]), EXPERT.uid)}


@scenario("edit_message")
async def _edit_message(world: World) -> Call:
    return call(world, "edit_message", await _said(world, body="Something else"), ANA)


@scenario("delete_message")
async def _delete_message(world: World) -> Call:
    return call(world, "delete_message", await _said(world), ANA)


@scenario("react_to_message")
async def _react_to_message(world: World) -> Call:
    return call(world, "react_to_message", await _said(world, emoji="👍", on=True), EXPERT)


@scenario("create_attachment_upload")
async def _create_attachment_upload(world: World) -> Call:
    return call(world, "create_attachment_upload", a_file(await opened(world, "ana", "dewi")), ANA)


@scenario("download_attachment")
async def _download_attachment(world: World) -> Call:
    return call(world, "download_attachment", await _sent(world), EXPERT)


@scenario("delete_attachment")
async def _delete_attachment(world: World) -> Call:
    await done(world, ANA, "delete_message", **await _sent(world))
    return await job(world, "delete_attachment", "DeleteAttachment")


@scenario("forget_upload")
async def _forget_upload(world: World) -> Call:
    await leave(world, ANA, await opened(world, "ana", "dewi"))
    world.later(days=1)
    return await job(world, "forget_upload", "ForgetUpload")


@scenario("report_message")
async def _report_message(world: World) -> Call:
    return call(world, "report_message", await _said(world, reason="abuse"), EXPERT)


@scenario("list_message_reports")
async def _list_message_reports(world: World) -> Call:
    await _reported(world, await _said(world))
    return call(world, "list_message_reports", {}, ADMIN)


@scenario("resolve_message_report")
async def _resolve_message_report(world: World) -> Call:
    body = await _reported(world, await _said(world)) | {"action": "warned"}
    return call(world, "resolve_message_report", body, ADMIN)


@scenario("download_evidence")
async def _download_evidence(world: World) -> Call:
    return call(world, "download_evidence", await _reported(world, await _sent(world)), ADMIN)


@scenario("alert_when_message_reported")
async def _alert_when_message_reported(world: World) -> Call:
    told = {"report_id": "a-report", "room_id": "a-room", "reason": "abuse"}
    return event(world, "alert_when_message_reported", "MessageReported", **told)


@scenario("set_typing")
async def _set_typing(world: World) -> Call:
    body = {"room_id": await opened(world, "ana", "dewi"), "typing": True}
    return call(world, "set_typing", body, ANA)


@scenario("update_presence")
async def _update_presence(world: World) -> Call:
    return call(world, "update_presence", {"online": True}, ANA)
