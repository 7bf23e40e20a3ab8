"""Cases of notifications: the inbox, choices, devices, and the tasks that send."""

from datetime import datetime, timedelta
from typing import Any

import functions.main
from shared.contracts.notices import Channel, NotificationKind
from shared.kernel.ids import Id, RoomId, UserId
from shared.notifications import duty_calls, store, whatsapp_templates
from shared.notifications.inbox_models import Notification
from shared.notifications.settings import NOTIFICATION_SETTINGS, DutyShift, NotificationSettings
from shared.notifications.whatsapp_templates import (
    RegisteredTemplate,
    WhatsAppTemplateCategory,
    WhatsAppTemplateState,
)
from shared.notifications.whatsapp_texts import compose_whatsapp_text
from shared.workflows import duty_calls as opened_duty_calls
from tests.cases import (
    Example,
    MeasuredCall,
    call_function,
    case,
    deliver_job,
    paged_rows,
    push_event,
    run_schedule,
    variants,
)
from tests.chat.builders import create_room, post_message
from tests.notifications.fakes import FakeTexts
from tests.notifications.steps import a_notice, a_payment_notice, add_person, list_inbox, tell_people
from tests.world import ADMIN, ANA, EXPERT, World

PEOPLE = ("customer", "expert", "admin")
NIGHT = {"begins": "22:00", "ends": "07:00"}

_NOTIFICATION = {
    "id": "5f0c2f3f6d0a4b6b9d6f4f5c9a1e7b21",
    "kind": "booking",
    "title": "Booking dikonfirmasi",
    "body": "Career talk dengan Dewi Lestari pada 27 November 2026 14.00 WIB.",
    "link": "/bookings/BE-20261126-ACD346",
    "image_url": None,
    "icon": "booking",
    "actor": {"id": "Qw8r2TyU4iO6pA9sD1fG", "name": "Dewi Lestari", "photo_url": None},
    "subject": {"kind": "booking", "id": "BE-20261126-ACD346", "version": 3},
    "target": None,
    "count": 1,
    "unread": True,
    "read_at": None,
    "created_at": "2026-11-26T05:00:00Z",
    "changed_at": "2026-11-26T05:00:00Z",
}
_DEVICE = {
    "id": "0b7c6c1d2e3f4a5b8c9d0e1f2a3b4c5d",
    "platform": "android",
    "app": "temani 2.4.1",
    "name": "Pixel 8",
    "registered_at": "2026-11-26T05:00:00Z",
    "seen_at": "2026-11-26T05:00:00Z",
}
_CHANNELS = {"in_app": True, "push": True, "email": True, "sms": False, "whatsapp": True}
_PREFERENCES = {
    "channels": _CHANNELS,
    "kinds": [
        {
            "kind": "comment",
            "is_critical": False,
            "channels": [
                {"channel": channel, "is_on": channel in ("in_app", "push"), "is_fixed": False} for channel in _CHANNELS
            ],
        }
    ],
    "quiet_hours": NIGHT,
    "whatsapp_consent_at": "2026-11-26T05:00:00Z",
}


async def _told(world: World) -> str:
    await add_person(world)
    await tell_people(world, a_notice())
    return (await list_inbox(world))[0].id


@case(
    "list_notifications",
    who=PEOPLE,
    example=Example(request={"kind": "booking", "limit": 20}, response={"items": [_NOTIFICATION], "next_cursor": None}),
)
async def _list_notifications(world: World) -> MeasuredCall:
    await _told(world)
    return call_function(world, "list_notifications", {}, ANA)


@variants("list_notifications")
async def _list_notifications_filtered(world: World) -> list[MeasuredCall]:
    await _told(world)
    bodies = ({"kind": "comment"}, {"unread": True}, {"kind": "comment", "unread": True})
    return [call_function(world, "list_notifications", body, ANA) for body in bodies]


@paged_rows("list_notifications", id="id", person=ANA)
async def _list_notifications_row(world: World, number: int, at: datetime) -> None:
    row = Notification(
        id=f"notification-{number}",
        user_id=UserId("ana"),
        kind=NotificationKind.COMMENT,
        template="host.comment",
        title="Riko",
        body="Halo",
        icon="comment",
        seq=number + 1,
        created_at=at,
        changed_at=at,
        expire_at=at + timedelta(days=180),
    )
    await world.put_documents((store.notification_ref("ana", row.id), row))


@case("get_unread_notifications", who=PEOPLE, example=Example(response={"unread": 3}))
async def _get_unread_notifications(world: World) -> MeasuredCall:
    await _told(world)
    return call_function(world, "get_unread_notifications", {}, ANA)


@case(
    "mark_notifications",
    who=PEOPLE,
    example=Example(
        request={"notification_ids": ["5f0c2f3f6d0a4b6b9d6f4f5c9a1e7b21"], "as_read": True},
        response={"changed": 1, "unread": 2},
    ),
)
async def _mark_notifications(world: World) -> MeasuredCall:
    return call_function(world, "mark_notifications", {"notification_ids": [await _told(world)]}, ANA)


@case("mark_all_notifications_read", who=PEOPLE, example=Example(response={"changed": 3, "unread": 0}))
async def _mark_all_notifications_read(world: World) -> MeasuredCall:
    await _told(world)
    return call_function(world, "mark_all_notifications_read", {}, ANA)


@case(
    "delete_notifications",
    who=PEOPLE,
    example=Example(
        request={"notification_ids": ["5f0c2f3f6d0a4b6b9d6f4f5c9a1e7b21"]}, response={"changed": 1, "unread": 2}
    ),
)
async def _delete_notifications(world: World) -> MeasuredCall:
    return call_function(world, "delete_notifications", {"notification_ids": [await _told(world)]}, ANA)


@case("get_notification_preferences", who=PEOPLE, example=Example(response=_PREFERENCES))
async def _get_notification_preferences(world: World) -> MeasuredCall:
    await add_person(world, chosen={"quiet_hours": NIGHT})
    return call_function(world, "get_notification_preferences", {}, ANA)


@case(
    "save_notification_preferences",
    who=PEOPLE,
    example=Example(
        request={"channels": {"whatsapp": True}, "kinds": {"comment": {"email": False}}, "quiet_hours": NIGHT},
        response=_PREFERENCES,
    ),
)
async def _save_notification_preferences(world: World) -> MeasuredCall:
    await add_person(world)
    return call_function(world, "save_notification_preferences", {"kinds": {"comment": {"push": False}}}, ANA)


@case(
    "register_device",
    who=PEOPLE,
    example=Example(
        request={
            "token": "dQw4w9WgXcQ:APA91bHun4MxP5egoKMwt2KZFBaFUH",
            "platform": "android",
            "app": "temani 2.4.1",
            "name": "Pixel 8",
        },
        response={"devices": [_DEVICE]},
    ),
)
async def _register_device(world: World) -> MeasuredCall:
    await add_person(world, devices=0)
    return call_function(world, "register_device", {"token": "token-ana-1", "platform": "android"}, ANA)


@case(
    "forget_device",
    who=PEOPLE,
    example=Example(request={"token": "dQw4w9WgXcQ:APA91bHun4MxP5egoKMwt2KZFBaFUH"}, response={"was_known": True}),
)
async def _forget_device(world: World) -> MeasuredCall:
    await (await _register_device(world))()
    return call_function(world, "forget_device", {"token": "token-ana-1"}, ANA)


@case("list_my_devices", who=PEOPLE, example=Example(response={"devices": [_DEVICE]}))
async def _list_my_devices(world: World) -> MeasuredCall:
    await add_person(world)
    return call_function(world, "list_my_devices", {}, ANA)


@case("forget_devices_when_user_suspended", who="internal")
async def _forget_devices_when_user_suspended(world: World) -> MeasuredCall:
    await (await _register_device(world))()
    payload = {"user_id": "ana", "suspended_at": world.now.isoformat()}
    return push_event(world, "forget_devices_when_user_suspended", "UserSuspended", **payload)


@case("send_push", who="internal")
async def _send_push(world: World) -> MeasuredCall:
    await _told(world)
    return await deliver_job(world, "send_push", "SendPush")


@case("send_email", who="internal")
async def _send_email(world: World) -> MeasuredCall:
    await add_person(world)
    await tell_people(world, a_payment_notice())
    return await deliver_job(world, "send_email", "SendEmail")


@case("send_by_next_channel", who="internal")
async def _send_by_next_channel(world: World) -> MeasuredCall:
    await add_person(world)
    await tell_people(world, a_payment_notice(channels=(Channel.PUSH,)))
    await world.control_fcm("dead_tokens", token="token-ana-0")
    job = await deliver_job(world, "send_push", "SendPush")
    await job()
    return await deliver_job(world, "send_by_next_channel", "SendByNextChannel")


async def _held(world: World) -> None:
    await add_person(world, chosen={"quiet_hours": {"begins": "00:00", "ends": "23:59"}})
    await tell_people(world, a_notice(event="comment:1"))
    await tell_people(world, a_notice(event="comment:2"))
    world.later(hours=12)


@case("release_held_notices", who="internal", tested_in="tests/notifications/test_held_notices.py")
async def _release_held_notices(world: World) -> MeasuredCall:
    await _held(world)
    return await deliver_job(world, "release_held_notices", "ReleaseHeldNotices")


@case("sweep_notice_deliveries", who="internal")
async def _sweep_notice_deliveries(world: World) -> MeasuredCall:
    await _held(world)
    return run_schedule(world, "sweep_notice_deliveries")


@case("delete_old_notifications", who="internal")
async def _delete_old_notifications(world: World) -> MeasuredCall:
    await _told(world)
    world.later(days=181)
    return run_schedule(world, "delete_old_notifications")


async def _text_job(world: World, channel: str) -> None:
    world.runtime.gateways.texts = FakeTexts()  # type: ignore[assignment]
    await add_person(world, chosen={"channels": {channel: True}, "whatsapp_consent_at": world.now})
    await (await _save_whatsapp_template(world))()
    await tell_people(world, a_notice(template="host.event_reminder", channels=(Channel(channel),)))


@case("send_sms", who="internal", tested_in="tests/notifications/test_text_messages.py")
async def _send_sms(world: World) -> MeasuredCall:
    await _text_job(world, "sms")
    return await deliver_job(world, "send_sms", "SendSms")


@case("send_whatsapp", who="internal", tested_in="tests/notifications/test_text_messages.py")
async def _send_whatsapp(world: World) -> MeasuredCall:
    await _text_job(world, "whatsapp")
    return await deliver_job(world, "send_whatsapp", "SendWhatsapp")


_TEMPLATE: dict[str, Any] = {
    "template": "host.event_reminder",
    "locale": "id",
    "content_sid": "HX0123456789abcdef0123456789abcdef",
    "text": compose_whatsapp_text("host.event_reminder", "id").body,
    "is_current": True,
    "category": "utility",
    "state": "active",
    "note": "Approved by WhatsApp",
    "changed_at": "2026-11-26T05:00:00Z",
}
_TEMPLATE_INPUT = {name: _TEMPLATE[name] for name in ("template", "locale", "content_sid", "category", "state")} | {
    "reason": "Approved by WhatsApp"
}


@case("save_whatsapp_template", who="admin", example=Example(request=_TEMPLATE_INPUT, response=_TEMPLATE))
async def _save_whatsapp_template(world: World) -> MeasuredCall:
    return call_function(world, "save_whatsapp_template", _TEMPLATE_INPUT, ADMIN)


@case(
    "list_whatsapp_templates",
    who="admin",
    example=Example(request={"limit": 50}, response={"items": [_TEMPLATE], "next_cursor": None}),
)
async def _list_whatsapp_templates(world: World) -> MeasuredCall:
    await (await _save_whatsapp_template(world))()
    return call_function(world, "list_whatsapp_templates", {}, ADMIN)


@paged_rows("list_whatsapp_templates", id="template", person=ADMIN)
async def _list_whatsapp_templates_row(world: World, number: int, at: datetime) -> None:
    ref = whatsapp_templates.registered_template_ref(f"host.template_{number}", "id")
    row = RegisteredTemplate(
        id=ref.id,
        template=f"host.template_{number}",
        locale="id",
        content_sid=_TEMPLATE["content_sid"],
        category=WhatsAppTemplateCategory.UTILITY,
        state=WhatsAppTemplateState.ACTIVE,
        changed_at=at,
    )
    await world.put_documents((ref, row))


_DUTY_CALL = {
    "duty_call_id": "Zx3k9QmT1bV7cR5nW2pL",
    "room_id": "Vb5nM7kL1jH3gF9dS2aP",
    "raised_at": "2026-11-26T05:00:00Z",
    "called": ["Qw8r2TyU4iO6pA9sD1fG"],
    "answered_by": "Qw8r2TyU4iO6pA9sD1fG",
    "answered_at": "2026-11-26T05:01:10Z",
    "paged_at": None,
}


async def _duty_call(world: World) -> str:
    await add_person(world, "citra")
    settings = NotificationSettings(duty=(DutyShift(user_id=UserId("citra")),))
    await world.put_documents((NOTIFICATION_SETTINGS.ref, settings))
    await world.commit(opened_duty_calls.open_duty_call, RoomId("room-1"), now=world.now)
    call: str = (await world.call(functions.main.list_duty_calls, {}, as_=ADMIN)).body["items"][0]["duty_call_id"]
    return call


@case("call_next_on_duty", who="internal", tested_in="tests/notifications/test_duty_calls.py")
async def _call_next_on_duty(world: World) -> MeasuredCall:
    await _duty_call(world)
    world.later(minutes=2)
    return await deliver_job(world, "call_next_on_duty", "CallNextOnDuty")


@case(
    "answer_duty_call",
    who="admin",
    example=Example(request={"duty_call_id": "Zx3k9QmT1bV7cR5nW2pL"}, response=_DUTY_CALL),
)
async def _answer_duty_call(world: World) -> MeasuredCall:
    return call_function(world, "answer_duty_call", {"duty_call_id": await _duty_call(world)}, ADMIN)


@case(
    "list_duty_calls",
    who="admin",
    example=Example(request={"limit": 20}, response={"items": [_DUTY_CALL], "next_cursor": None}),
)
async def _list_duty_calls(world: World) -> MeasuredCall:
    await _duty_call(world)
    return call_function(world, "list_duty_calls", {}, ADMIN)


@paged_rows("list_duty_calls", id="duty_call_id", person=ADMIN)
async def _list_duty_calls_row(world: World, number: int, at: datetime) -> None:
    call = duty_calls.build_duty_call(RoomId("room-1"), [UserId("citra")], call_id=Id(f"call-{number}"), now=at)
    await world.put_documents((duty_calls.duty_call_ref(call.id), call))


@case("announce_messages", who="internal")
async def _announce_messages(world: World) -> MeasuredCall:
    await post_message(world, EXPERT, await create_room(world, "ana", "budi", "dewi"), "m-1")
    world.later(seconds=4)
    return await deliver_job(world, "announce_messages", "AnnounceMessages")
