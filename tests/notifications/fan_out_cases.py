"""Cases of fan-outs and announcements."""

from functools import partial
from typing import Any

from functions.notifications.tell_audience import tell_audience
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, variants
from tests.notifications.fan_out_steps import announce_to
from tests.notifications.follow_steps import add_follow_target, add_followers
from tests.notifications.steps import add_person
from tests.world import ADMIN, ANA, World

_TEXTS = {
    "title_id": "Kelas baru",
    "title_en": "New class",
    "body_id": "Kelas ekspor dibuka hari ini.",
    "body_en": "The export class opens today.",
}
_VIEW = {
    "fan_out_id": "Zx3k9QmT1bV7cR5nW2pL",
    "audience": "followers",
    "target": "group:ukm-ekspor",
    "state": "running",
    "pages": 0,
    "people": 0,
    "told": 0,
    "unknown_recipients": [],
    "started_by": "admin:Qw8r2TyU4iO6pA9sD1fG",
    "started_at": "2026-11-26T05:00:00Z",
    "ended_at": None,
    "stopped_by": None,
}


_AUDIENCES_OF_USERS: tuple[dict[str, Any], ...] = (
    {"everybody": True},
    {"role": "customer"},
    {"city": "Bandung"},
    {"people": ["ana"]},
)


async def _add_followers(world: World, count: int = 2) -> None:
    await add_follow_target(world)
    uids = [f"uid-{number}" for number in range(count)]
    for uid in uids:
        await add_person(world, uid)
    await add_followers(world, *uids)


@case(
    "send_announcement",
    who="admin",
    example=Example(
        request={
            "followers_of": {"kind": "group", "target_id": "ukm-ekspor"},
            **_TEXTS,
            "link": "/groups/ukm-ekspor",
            "reason": "Opening of the class, agreed with the host",
        },
        response=_VIEW,
    ),
)
async def _send_announcement(world: World) -> MeasuredCall:
    await add_person(world)
    body = {"people": ["ana"], **_TEXTS, "reason": "test"}
    return call_function(world, "send_announcement", body, ADMIN)


@case(
    "get_fan_out",
    who="admin",
    example=Example(
        request={"fan_out_id": "Zx3k9QmT1bV7cR5nW2pL"},
        response=_VIEW
        | {"state": "done", "pages": 2, "people": 1240, "told": 1231, "ended_at": "2026-11-26T05:04:00Z"},
    ),
)
async def _get_fan_out(world: World) -> MeasuredCall:
    await add_person(world)
    answer = await announce_to(world, people=["ana"])
    return call_function(world, "get_fan_out", {"fan_out_id": answer.body["fan_out_id"]}, ADMIN)


@case(
    "stop_fan_out",
    who="admin",
    example=Example(
        request={"fan_out_id": "Zx3k9QmT1bV7cR5nW2pL", "reason": "Wrong date in the text"},
        response=_VIEW
        | {
            "state": "stopped",
            "pages": 2,
            "people": 1240,
            "told": 1231,
            "ended_at": "2026-11-26T05:04:00Z",
            "stopped_by": "admin:Qw8r2TyU4iO6pA9sD1fG",
        },
    ),
)
async def _stop_fan_out(world: World) -> MeasuredCall:
    await add_person(world)
    answer = await announce_to(world, people=["ana"])
    body = {"fan_out_id": answer.body["fan_out_id"], "reason": "test"}
    return call_function(world, "stop_fan_out", body, ADMIN)


@case("tell_audience", who="internal", tested_in="tests/notifications/test_fan_outs.py")
async def _tell_audience(world: World) -> MeasuredCall:
    await _add_followers(world)
    await announce_to(world, followers_of={"kind": "group", "target_id": "ukm-ekspor"})
    return await deliver_job(world, "tell_audience", "TellAudience")


@variants("tell_audience")
async def _tell_audience_of_users(world: World) -> list[MeasuredCall]:
    await add_person(world, city="Bandung")
    for audience in _AUDIENCES_OF_USERS:
        await announce_to(world, **audience)
    entries = await world.list_outbox_entries("TellAudience")
    return [partial(world.call.deliver_task, tell_audience, entry.payload, entry=entry) for entry in entries]


@case(
    "preview_notification",
    who="admin",
    example=Example(
        request={"template": "follower.started", "values": {"name": "Rara"}},
        response={
            "kind": "follower",
            "is_critical": False,
            "texts": [
                {
                    "locale": "id",
                    "channel": "in_app",
                    "title": "Pengikut baru",
                    "body": "Rara mulai mengikuti Anda.",
                },
                {"locale": "en", "channel": "in_app", "title": "New follower", "body": "Rara now follows you."},
            ],
        },
    ),
)
async def _preview_notification(world: World) -> MeasuredCall:
    body = {"template": "follower.started", "values": {"name": "Rara"}}
    return call_function(world, "preview_notification", body, ADMIN)


@case(
    "send_test_notification",
    who=("customer", "expert", "admin"),
    example=Example(request={"channels": ["push"]}, response={"is_sent": True}),
)
async def _send_test_notification(world: World) -> MeasuredCall:
    await add_person(world)
    return call_function(world, "send_test_notification", {"channels": ["push"]}, ANA)
