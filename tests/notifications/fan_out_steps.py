"""Steps of the tests of fan-outs."""

from typing import Any

from functions.notifications.send_announcement import send_announcement
from shared.kernel.ports import Query
from shared.notifications import fan_out_store
from shared.notifications.fan_out_models import FanOut
from shared.notifications.inbox_models import Notification
from tests.world import ADMIN, Answer, Person, World

TEXTS = {
    "title_id": "Kelas baru",
    "title_en": "New class",
    "body_id": "Kelas ekspor dibuka hari ini.",
    "body_en": "The export class opens today.",
}
FOLLOWERS = {"kind": "group", "target_id": "ukm-ekspor"}


async def announce_to(world: World, *, person: Person = ADMIN, **given: Any) -> Answer:
    """Send an announcement to an audience."""
    return await world.call(send_announcement, TEXTS | {"reason": "test"} | given, as_=person)


async def get_run(world: World, fan_out_id: str) -> FanOut:
    """Get a fan-out."""
    return await fan_out_store.get_fan_out(world.reader, fan_out_id)


async def list_told(world: World) -> list[str]:
    """List the ids of the people who were told, one for each notification."""
    found = await world.reader.query(Query("notifications", Notification, group=True))
    return sorted(one.user_id for one in found)
