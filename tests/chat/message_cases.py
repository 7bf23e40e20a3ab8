"""Cases of the chat: messages, files, reports, presence."""

from datetime import datetime
from typing import Any

import functions.main
from shared.chat.models import Message, MessageKind, RoomKind
from shared.chat.report_models import MessageReport, ReportReason, report_id_from, report_ref
from shared.contracts.files import StoredFile
from shared.kernel.ids import Id, MessageId, RoomId, UserId
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, paged_rows, push_event, variants
from tests.catalogue.fakes import FakeStorage
from tests.chat.builders import a_text_message, create_room, post_message
from tests.chat.message_steps import an_upload_request, request_upload, send_attachment
from tests.chat.steps import call_successfully, create_direct_room
from tests.pairing.steps import start_session_with_expert
from tests.world import ADMIN, ANA, EXPERT, World

_EDITED = {
    "room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3",
    "message_id": "a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
    "body": "Halo Kak, boleh tanya soal karier?",
}
_LINK = {
    "url": "https://storage.googleapis.com/temani-files/rooms/direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3/Zx3k9QmT1bV7cR5nW2pL/uP9aS8dF7gH6jK5lZ4xC?X-Amz-Signature=9b2e",
    "expires_at": "2026-11-26T05:05:00Z",
}
_ONE = {"room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3", "message_id": "a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d"}
_MESSAGE = {
    "message_id": "a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
    "room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3",
    "seq": 2,
    "kind": "text",
    "sender": "Zx3k9QmT1bV7cR5nW2pL",
    "sender_name": "Ana Wijaya",
    "body": "Halo Kak, boleh tanya?",
    "attachment": None,
    "notice": None,
    "reply_to": None,
    "reactions": {},
    "warning": None,
    "sent_at": "2026-11-26T05:01:00Z",
    "edited_at": None,
    "deleted_at": None,
}
_REPORT: dict[str, Any] = {
    "report_id": "5c1f0e7d9b3a42688d0c6f1e2a7b9340",
    "room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3",
    "room_kind": "direct",
    "message": _MESSAGE,
    "before": [],
    "reporter": "Qw8r2TyU4iO6pA9sD1fG",
    "reason": "fraud",
    "notes": "Minta transfer di luar aplikasi.",
    "reported_at": "2026-11-26T05:06:00Z",
    "status": "open",
    "resolution": None,
}


async def _create_message(world: World, **given: Any) -> dict[str, Any]:
    """Send seven messages in Ana's room with Dewi, and return the newest."""
    room_id = await create_room(world, "ana", "dewi")
    for number in range(7):
        await post_message(world, ANA, room_id, f"m-{number}")
    return {"room_id": room_id, "message_id": "m-6"} | given


async def _create_picture(world: World) -> dict[str, Any]:
    """Send a picture as Ana."""
    world.runtime.gateways.storage = FakeStorage(StoredFile(7, "image/png"))  # type: ignore[assignment]
    room_id = await create_room(world, "ana", "dewi")
    upload = await request_upload(world, ANA, room_id)
    await send_attachment(world, ANA, room_id, "m-1", upload_id=upload["upload_id"])
    return {"room_id": room_id, "message_id": "m-1"}


async def _create_report(world: World, one: dict[str, Any]) -> dict[str, Any]:
    await call_successfully(world, EXPERT, "report_message", **one, reason="abuse")
    return {"report_id": report_id_from(RoomId(one["room_id"]), MessageId(one["message_id"]), EXPERT.uid)}


@case(
    "edit_message",
    who=("customer", "expert", "admin"),
    example=Example(request=_EDITED, response={**_MESSAGE, **_EDITED, "edited_at": "2026-11-26T05:03:00Z"}),
)
async def _edit_message(world: World) -> MeasuredCall:
    return call_function(world, "edit_message", await _create_message(world, body="Something else"), ANA)


@case(
    "delete_message",
    who=("customer", "expert", "admin"),
    example=Example(request=_ONE, response={**_MESSAGE, "body": "", "deleted_at": "2026-11-26T05:03:00Z"}),
)
async def _delete_message(world: World) -> MeasuredCall:
    return call_function(world, "delete_message", await _create_message(world), ANA)


@case(
    "react_to_message",
    who=("customer", "expert", "admin"),
    example=Example(
        request={**_ONE, "emoji": "👍🏽", "on": True},
        response={**_MESSAGE, "reactions": {"👍🏽": ["Qw8r2TyU4iO6pA9sD1fG"]}},
    ),
)
async def _react_to_message(world: World) -> MeasuredCall:
    return call_function(world, "react_to_message", await _create_message(world, emoji="👍", on=True), EXPERT)


@case(
    "create_attachment_upload",
    who=("customer", "expert", "admin"),
    example=Example(
        request={
            "room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3",
            "name": "cv.png",
            "content_type": "image/png",
            "bytes": 240187,
        },
        response={
            "upload_id": "uP9aS8dF7gH6jK5lZ4xC",
            "url": "https://storage.googleapis.com/temani-files/rooms/direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3/Zx3k9QmT1bV7cR5nW2pL/uP9aS8dF7gH6jK5lZ4xC?X-Amz-Signature=3f1c",
            "headers": {"content-type": "image/png", "content-length": "240187", "x-goog-if-generation-match": "0"},
            "expires_at": "2026-11-26T05:15:00Z",
        },
    ),
)
async def _create_attachment_upload(world: World) -> MeasuredCall:
    return call_function(
        world, "create_attachment_upload", an_upload_request(await create_room(world, "ana", "dewi")), ANA
    )


@case("download_attachment", who=("customer", "expert", "admin"), example=Example(request=_ONE, response=_LINK))
async def _download_attachment(world: World) -> MeasuredCall:
    return call_function(world, "download_attachment", await _create_picture(world), EXPERT)


@case("delete_attachment", who="internal")
async def _delete_attachment(world: World) -> MeasuredCall:
    await call_successfully(world, ANA, "delete_message", **await _create_picture(world))
    return await deliver_job(world, "delete_attachment", "DeleteAttachment")


@case("clean_picture", who="internal")
async def _clean_picture(world: World) -> MeasuredCall:
    world.runtime.gateways.storage = FakeStorage(StoredFile(7, "image/png"))  # type: ignore[assignment]
    room_id = (await start_session_with_expert(world))["session_id"]
    upload = await request_upload(world, EXPERT, room_id)
    await send_attachment(world, EXPERT, room_id, "m-1", upload_id=upload["upload_id"])
    return await deliver_job(world, "clean_picture", "CleanPicture")


@case("expire_upload", who="internal")
async def _expire_upload(world: World) -> MeasuredCall:
    await request_upload(world, ANA, await create_room(world, "ana", "dewi"))
    world.later(days=1)
    return await deliver_job(world, "expire_upload", "ExpireUpload")


@variants("expire_upload")
async def _expire_upload_that_was_sent(world: World) -> list[MeasuredCall]:
    """Expire an upload whose file a message holds; the file is not deleted."""
    await _create_picture(world)
    world.later(days=2)
    return [await deliver_job(world, "expire_upload", "ExpireUpload")]


@case(
    "report_message",
    who=("customer", "expert", "admin"),
    example=Example(
        request={**_ONE, "reason": "fraud", "notes": "Minta transfer di luar aplikasi."},
        response={"report_id": "5c1f0e7d9b3a42688d0c6f1e2a7b9340", "reported_at": "2026-11-26T05:06:00Z"},
    ),
)
async def _report_message(world: World) -> MeasuredCall:
    return call_function(world, "report_message", await _create_message(world, reason="abuse"), EXPERT)


@case(
    "list_message_reports",
    who="admin",
    example=Example(request={"status": "open", "limit": 20}, response={"items": [_REPORT], "next_cursor": None}),
)
async def _list_message_reports(world: World) -> MeasuredCall:
    await _create_report(world, await _create_message(world))
    return call_function(world, "list_message_reports", {}, ADMIN)


@case(
    "resolve_message_report",
    who="admin",
    example=Example(
        request={
            "report_id": "5c1f0e7d9b3a42688d0c6f1e2a7b9340",
            "action": "warned",
            "notes": "Sudah diingatkan lewat telepon.",
        },
        response={
            **_REPORT,
            "status": "resolved",
            "resolution": {
                "action": "warned",
                "notes": "Sudah diingatkan lewat telepon.",
                "by": "Kp4mV7tR2wN9bX6cL3zQ",
                "at": "2026-11-26T06:30:00Z",
            },
        },
    ),
)
async def _resolve_message_report(world: World) -> MeasuredCall:
    body = await _create_report(world, await _create_message(world)) | {"action": "warned"}
    return call_function(world, "resolve_message_report", body, ADMIN)


@case(
    "download_evidence",
    who="admin",
    example=Example(request={"report_id": "5c1f0e7d9b3a42688d0c6f1e2a7b9340"}, response=_LINK),
)
async def _download_evidence(world: World) -> MeasuredCall:
    return call_function(world, "download_evidence", await _create_report(world, await _create_picture(world)), ADMIN)


@case(
    "set_typing",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3", "typing": True},
        response={"typing_until": "2026-11-26T05:00:05Z"},
    ),
)
async def _set_typing(world: World) -> MeasuredCall:
    body = {"room_id": await create_room(world, "ana", "dewi"), "typing": True}
    return call_function(world, "set_typing", body, ANA)


@case(
    "update_presence",
    who=("customer", "expert", "admin"),
    example=Example(
        request={
            "online": True,
            "connection_id": "5b1c9a3e-77d0-4e0e-9a55-1c2f3d4b5a69",
            "room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3",
        },
        response={"online_until": "2026-11-26T05:01:30Z", "seen_at": "2026-11-26T05:00:00Z"},
    ),
)
async def _update_presence(world: World) -> MeasuredCall:
    return call_function(world, "update_presence", {"online": True, "room_id": "direct-1"}, ANA)


@paged_rows("list_message_reports", id="report_id", person=ADMIN)
async def _add_report_row(world: World, number: int, at: datetime) -> None:
    message = Message(
        id=MessageId(f"m-{number}"),
        seq=number + 1,
        kind=MessageKind.TEXT,
        sender=UserId("budi"),
        sender_name="Budi",
        body="Halo",
        sent_at=at,
    )
    report = MessageReport(
        id=Id(f"{number}" * 32),
        room_id=RoomId("g-0"),
        room_kind=RoomKind.GROUP,
        message=message,
        before=(),
        reporter=UserId("ana"),
        reason=ReportReason.SPAM,
        notes="",
        reported_at=at,
    )
    await world.put_documents((report_ref(report.id), report))


@case(
    "send_message",
    who=("customer", "expert", "admin"),
    example=Example(
        request={
            "room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3",
            "message_id": "a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
            "body": "Halo Kak, boleh tanya?",
        },
        response=_MESSAGE,
    ),
)
async def _send_message(world: World) -> MeasuredCall:
    return call_function(world, "send_message", a_text_message(await create_direct_room(world), "m-2"), ANA)


@case(
    "list_messages",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3", "after_seq": 1, "limit": 50},
        response={"items": [_MESSAGE], "has_more": False, "room_seq": 2},
    ),
)
async def _list_messages(world: World) -> MeasuredCall:
    return call_function(world, "list_messages", {"room_id": await create_direct_room(world)}, ANA)


@variants("list_messages")
async def _list_messages_otherwise(world: World) -> list[MeasuredCall]:
    """List backwards from a message, and forwards from a number."""
    room_id = await create_direct_room(world)
    bodies = ({"room_id": room_id, "before": "m-1"}, {"room_id": room_id, "after_seq": 0})
    return [call_function(world, "list_messages", body, ANA) for body in bodies]


@case("answer_crisis", who="internal", tested_in="tests/sessions/test_raise_crisis.py")
async def _answer_crisis(world: World) -> MeasuredCall:
    await world.call(functions.main.raise_crisis, await start_session_with_expert(world), as_=EXPERT)
    return await deliver_job(world, "answer_crisis", "AnswerCrisis")


@case("alert_when_message_reported", who="internal")
async def _alert_when_message_reported(world: World) -> MeasuredCall:
    told = {"report_id": "a-report", "room_id": "a-room", "reason": "abuse"}
    return push_event(world, "alert_when_message_reported", "MessageReported", **told)
