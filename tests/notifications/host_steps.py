"""Steps of the tests of host platforms."""

from typing import Any

from functions.notifications.link_host_users import link_host_users
from functions.notifications.open_target_room import open_target_room
from functions.notifications.publish_happening import publish_happening
from functions.notifications.save_follow_target import save_follow_target
from functions.notifications.update_target_members import update_target_members
from shared.identity import store as identity
from tests.builders import FRONT_END, a_partner_key
from tests.notifications.steps import add_person
from tests.world import Answer, Person, World

SCOPES = ("notifications.publish",)
URGENT_SCOPES = ("notifications.publish", "notifications.urgent")
OTHER_HOST = Person(key="tmn_test-other-host-key")
GROUP_BODY = {"kind": "group", "target_id": "ukm-ekspor"}


async def add_host(world: World, person: Person = FRONT_END, **given: Any) -> None:
    """Store the key of a host platform."""
    key = a_partner_key(person, **({"scopes": SCOPES} | given))
    await world.put_documents((identity.partner_key_ref(key.id), key))


async def add_linked_people(world: World, *uids: str) -> None:
    """Store a host platform, and people whom it knows by `own-…`."""
    await add_host(world)
    for uid in uids:
        await add_person(world, uid)
    links = [{"own_id": f"own-{uid}", "user_id": uid} for uid in uids]
    if links:
        assert (await world.call(link_host_users, {"links": links}, as_=FRONT_END)).body["refused"] == []


async def save_target(world: World, *, person: Person = FRONT_END, **body: Any) -> Answer:
    """Save a target of a host platform, the group by default."""
    return await world.call(save_follow_target, GROUP_BODY | body, as_=person)


async def update_members(world: World, *, person: Person = FRONT_END, **body: Any) -> Answer:
    """Tell who has joined and left the group."""
    return await world.call(update_target_members, GROUP_BODY | body, as_=person)


async def open_group_room(world: World, *, person: Person = FRONT_END, **body: Any) -> Answer:
    """Open the chat room of a target, the group by default."""
    return await world.call(open_target_room, GROUP_BODY | body, as_=person)


async def publish_as_host(world: World, *, person: Person = FRONT_END, **body: Any) -> Answer:
    """Publish a happening, the comment of another person by default."""
    values = {
        "event_id": "comment-1",
        "kind": "comment",
        "title": "Riko menanggapi komentarmu",
        "body": "Setuju sekali!",
    } | body
    return await world.call(publish_happening, values, as_=person)
