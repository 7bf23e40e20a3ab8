"""Cases of host platforms."""

from functools import partial

from functions.notifications.leave_host_rooms import leave_host_rooms
from functions.notifications.unlink_host_users import unlink_host_users
from tests.builders import FRONT_END
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, variants
from tests.notifications.host_steps import (
    GROUP_BODY,
    add_host,
    add_linked_people,
    open_group_room,
    publish_as_host,
    save_target,
    update_members,
)
from tests.notifications.steps import add_person
from tests.world import World

_TARGET = {"kind": "group", "target_id": "ukm-ekspor", "name": "UKM Ekspor", "is_open": False, "is_deleted": False}
_HAPPENING = {"event_id": "c-1", "kind": "comment", "title": "Riko", "body": "Halo"}


@case(
    "link_host_users",
    who="partner",
    example=Example(
        request={"links": [{"own_id": "member-17", "user_id": "Zx3k9QmT1bV7cR5nW2pL"}]},
        response={"linked": 1, "refused": []},
    ),
)
async def _link_host_users(world: World) -> MeasuredCall:
    await add_host(world)
    await add_person(world)
    return call_function(world, "link_host_users", {"links": [{"own_id": "own-ana", "user_id": "ana"}]}, FRONT_END)


@case(
    "unlink_host_users",
    who="partner",
    example=Example(request={"own_ids": ["member-17"]}, response={"unlinked": 1}),
)
async def _unlink_host_users(world: World) -> MeasuredCall:
    await add_linked_people(world, "ana")
    return call_function(world, "unlink_host_users", {"own_ids": ["own-ana"]}, FRONT_END)


@case(
    "save_follow_target",
    who="partner",
    tested_in="tests/notifications/test_host_platforms.py",
    example=Example(request={"kind": "group", "target_id": "ukm-ekspor", "name": "UKM Ekspor"}, response=_TARGET),
)
async def _save_follow_target(world: World) -> MeasuredCall:
    await add_linked_people(world, "ana")
    return call_function(world, "save_follow_target", {"kind": "user", "target_id": "ana"}, FRONT_END)


@case(
    "update_target_members",
    who="partner",
    tested_in="tests/notifications/test_host_platforms.py",
    example=Example(
        request=GROUP_BODY | {"joined": ["member-17", "member-18"]},
        response={"changed": 1, "unknown_joined": [1], "unknown_left": [], "without_seat": []},
    ),
)
async def _update_target_members(world: World) -> MeasuredCall:
    await add_linked_people(world, "ana", "budi")
    await save_target(world, name="UKM Ekspor")
    await open_group_room(world)
    return call_function(world, "update_target_members", GROUP_BODY | {"joined": ["own-ana", "own-budi"]}, FRONT_END)


@case(
    "publish_happening",
    who="partner",
    tested_in="tests/notifications/test_host_platforms.py",
    example=Example(
        request={
            "event_id": "comment-5512",
            "kind": "comment",
            "title": "Riko menanggapi komentarmu",
            "body": "Setuju sekali!",
            "recipients": [{"own_id": "member-17"}],
            "actor": {"own_id": "member-4", "name": "Riko Pratama"},
            "link": "/posts/881",
        },
        response={"fan_out_id": "5f0c2f3f6d0a4b6b9d6f4f5c9a1e7b21", "state": "running", "unknown_recipients": []},
    ),
)
async def _publish_happening(world: World) -> MeasuredCall:
    await add_linked_people(world, "ana")
    return call_function(world, "publish_happening", _HAPPENING | {"recipients": [{"own_id": "own-ana"}]}, FRONT_END)


@variants("publish_happening")
async def _publish_happening_to_accounts(world: World) -> list[MeasuredCall]:
    await add_linked_people(world, "ana")
    return [call_function(world, "publish_happening", _HAPPENING | {"recipients": [{"user_id": "ana"}]}, FRONT_END)]


@case(
    "stop_happening",
    who="partner",
    tested_in="tests/notifications/test_fan_out_stops.py",
    example=Example(
        request={"event_id": "comment-5512"},
        response={"fan_out_id": "5f0c2f3f6d0a4b6b9d6f4f5c9a1e7b21", "state": "stopped", "unknown_recipients": []},
    ),
)
async def _stop_happening(world: World) -> MeasuredCall:
    await add_linked_people(world, "ana")
    await publish_as_host(world, recipients=[{"own_id": "own-ana"}], event_id="c-1")
    return call_function(world, "stop_happening", {"event_id": "c-1"}, FRONT_END)


@case(
    "open_target_room",
    who="partner",
    tested_in="tests/notifications/test_target_rooms.py",
    example=Example(
        request=GROUP_BODY,
        response={
            "room_id": "host-5f0c2f3f6d0a4b6b9d6f4f5c9a1e7b21",
            "name": "UKM Ekspor",
            "host_name": "Kampus Ekspor",
            "members": 48,
        },
    ),
)
async def _open_target_room(world: World) -> MeasuredCall:
    await add_linked_people(world, "ana", "budi")
    await save_target(world, name="UKM Ekspor")
    await update_members(world, joined=["own-ana", "own-budi"])
    return call_function(world, "open_target_room", GROUP_BODY, FRONT_END)


@case("leave_host_rooms", who="internal", tested_in="tests/notifications/test_target_rooms.py")
async def _leave_host_rooms(world: World) -> MeasuredCall:
    await _unlink_member(world)
    return await deliver_job(world, "leave_host_rooms", "LeaveHostRooms")


@variants("leave_host_rooms")
async def _leave_host_rooms_later(world: World) -> list[MeasuredCall]:
    await _unlink_member(world)
    (entry,) = await world.list_outbox_entries("LeaveHostRooms")
    later = {**entry.payload, "after": "ana:course:ekspor-101"}
    return [partial(world.call.deliver_task, leave_host_rooms, later)]


async def _unlink_member(world: World) -> None:
    await add_linked_people(world, "ana", "budi")
    await save_target(world, name="UKM Ekspor")
    await open_group_room(world)
    await update_members(world, joined=["own-ana", "own-budi"])
    await world.call(unlink_host_users, {"own_ids": ["own-ana"]}, as_=FRONT_END)
