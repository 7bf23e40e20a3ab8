"""Typical calls of the functions of the chat: changing messages, files, reports, being there."""

from typing import Any

from shared.chat.report_models import report_id_from
from shared.contracts.files import StoredFile
from shared.kernel.ids import MessageId, RoomId
from tests.benchmarks.scenarios.registry import MeasuredCall, call_function, deliver_job, push_event, register_scenario
from tests.catalogue.fakes import FakeStorage
from tests.chat.builders import create_room, post_message
from tests.chat.message_steps import an_upload_request, request_upload, send_attachment
from tests.chat.steps import call_successfully
from tests.world import ADMIN, ANA, EXPERT, World


async def _create_message(world: World, **given: Any) -> dict[str, Any]:
    """Ana's newest message in her room with Dewi, after six others."""
    room_id = await create_room(world, "ana", "dewi")
    for number in range(7):
        await post_message(world, ANA, room_id, f"m-{number}")
    return {"room_id": room_id, "message_id": "m-6"} | given


async def _create_picture(world: World) -> dict[str, Any]:
    """A picture of Ana's."""
    world.runtime.gateways.storage = FakeStorage(StoredFile(7, "image/png"))  # type: ignore[assignment]
    room_id = await create_room(world, "ana", "dewi")
    upload = await request_upload(world, ANA, room_id)
    await send_attachment(world, ANA, room_id, "m-1", upload_id=upload["upload_id"])
    return {"room_id": room_id, "message_id": "m-1"}


async def _create_report(world: World, one: dict[str, Any]) -> dict[str, Any]:
    await call_successfully(world, EXPERT, "report_message", **one, reason="abuse")
    return {"report_id": report_id_from(RoomId(one["room_id"]), MessageId(one["message_id"]), EXPERT.uid)}


@register_scenario("edit_message")
async def _edit_message(world: World) -> MeasuredCall:
    return call_function(world, "edit_message", await _create_message(world, body="Something else"), ANA)


@register_scenario("delete_message")
async def _delete_message(world: World) -> MeasuredCall:
    return call_function(world, "delete_message", await _create_message(world), ANA)


@register_scenario("react_to_message")
async def _react_to_message(world: World) -> MeasuredCall:
    return call_function(world, "react_to_message", await _create_message(world, emoji="👍", on=True), EXPERT)


@register_scenario("create_attachment_upload")
async def _create_attachment_upload(world: World) -> MeasuredCall:
    return call_function(
        world, "create_attachment_upload", an_upload_request(await create_room(world, "ana", "dewi")), ANA
    )


@register_scenario("download_attachment")
async def _download_attachment(world: World) -> MeasuredCall:
    return call_function(world, "download_attachment", await _create_picture(world), EXPERT)


@register_scenario("delete_attachment")
async def _delete_attachment(world: World) -> MeasuredCall:
    await call_successfully(world, ANA, "delete_message", **await _create_picture(world))
    return await deliver_job(world, "delete_attachment", "DeleteAttachment")


@register_scenario("expire_upload")
async def _expire_upload(world: World) -> MeasuredCall:
    await request_upload(world, ANA, await create_room(world, "ana", "dewi"))
    world.later(days=1)
    return await deliver_job(world, "expire_upload", "ExpireUpload")


@register_scenario("report_message")
async def _report_message(world: World) -> MeasuredCall:
    return call_function(world, "report_message", await _create_message(world, reason="abuse"), EXPERT)


@register_scenario("list_message_reports")
async def _list_message_reports(world: World) -> MeasuredCall:
    await _create_report(world, await _create_message(world))
    return call_function(world, "list_message_reports", {}, ADMIN)


@register_scenario("resolve_message_report")
async def _resolve_message_report(world: World) -> MeasuredCall:
    body = await _create_report(world, await _create_message(world)) | {"action": "warned"}
    return call_function(world, "resolve_message_report", body, ADMIN)


@register_scenario("download_evidence")
async def _download_evidence(world: World) -> MeasuredCall:
    return call_function(world, "download_evidence", await _create_report(world, await _create_picture(world)), ADMIN)


@register_scenario("alert_when_message_reported")
async def _alert_when_message_reported(world: World) -> MeasuredCall:
    told = {"report_id": "a-report", "room_id": "a-room", "reason": "abuse"}
    return push_event(world, "alert_when_message_reported", "MessageReported", **told)


@register_scenario("set_typing")
async def _set_typing(world: World) -> MeasuredCall:
    body = {"room_id": await create_room(world, "ana", "dewi"), "typing": True}
    return call_function(world, "set_typing", body, ANA)


@register_scenario("update_presence")
async def _update_presence(world: World) -> MeasuredCall:
    return call_function(world, "update_presence", {"online": True}, ANA)
