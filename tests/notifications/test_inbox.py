"""The inbox over HTTP: list, mark, mark all, delete, and count."""

import pytest

from functions.notifications.delete_notifications import delete_notifications
from functions.notifications.get_unread_notifications import get_unread_notifications
from functions.notifications.list_notifications import list_notifications
from functions.notifications.mark_all_notifications_read import mark_all_notifications_read
from functions.notifications.mark_notifications import mark_notifications
from tests.notifications.steps import a_notice, a_payment_notice, add_person, tell_people
from tests.world import ANA, BUDI, World

pytestmark = pytest.mark.emulator


async def put_three(world: World) -> list[str]:
    """Tell Ana of two comments and a payment, and return the ids, the latest first."""
    await add_person(world)
    for number in range(2):
        await tell_people(world, a_notice(event=f"comment:{number}"))
        world.later(minutes=1)
    await tell_people(world, a_payment_notice())
    return [one["id"] for one in (await world.call(list_notifications, {}, as_=ANA)).body["items"]]


async def count_unread(world: World) -> int:
    """Count Ana's unread notifications."""
    count: int = (await world.call(get_unread_notifications, as_=ANA)).body["unread"]
    return count


async def test_the_list_is_filtered_by_kind_and_unread(world: World) -> None:
    """
    People see their own notifications, of a kind, or unread ones alone.
    """
    ids = await put_three(world)
    await world.call(mark_notifications, {"notification_ids": ids[:1]}, as_=ANA)

    comments = await world.call(list_notifications, {"kind": "comment"}, as_=ANA)
    unread = await world.call(list_notifications, {"unread": "true", "kind": "transaction"}, as_=ANA)
    strangers = await world.call(list_notifications, {}, as_=BUDI)

    assert [one["id"] for one in comments.body["items"]] == ids[1:]
    assert unread.body["items"] == []
    assert strangers.body["items"] == []


async def test_marks_go_both_ways(world: World) -> None:
    """
    A notification is read, unread again, and read twice; the count follows, and repeats change nothing.
    """
    ids = await put_three(world)

    read = await world.call(mark_notifications, {"notification_ids": [ids[1], ids[1]]}, as_=ANA)
    again = await world.call(mark_notifications, {"notification_ids": [ids[1]]}, as_=ANA)
    back = await world.call(mark_notifications, {"notification_ids": [ids[1]], "as_read": False}, as_=ANA)

    assert (read.body, again.body) == ({"changed": 1, "unread": 2}, {"changed": 0, "unread": 2})
    assert back.body == {"changed": 1, "unread": 3}
    assert await count_unread(world) == 3


async def test_nobody_marks_the_notifications_of_another(world: World) -> None:
    """
    Another person's notification does not exist, and one wrong id changes nothing of the others.
    """
    ids = await put_three(world)

    stranger = await world.call(mark_notifications, {"notification_ids": ids[:1]}, as_=BUDI)
    mixed = await world.call(mark_notifications, {"notification_ids": [ids[0], "nothing"]}, as_=ANA)

    assert (stranger.status, stranger.code) == (404, "notification_not_found")
    assert (mixed.status, mixed.body["notification_id"]) == (404, "nothing")
    assert await count_unread(world) == 3


async def test_all_are_marked_at_once(world: World) -> None:
    """
    One call marks all, and the number of a deleted notification counts as read.
    """
    await add_person(world)
    for number in range(41):
        await tell_people(world, a_notice(event=f"comment:{number}"))
    ids = [one["id"] for one in (await world.call(list_notifications, {}, as_=ANA)).body["items"]]
    await world.call(delete_notifications, {"notification_ids": ids[:1]}, as_=ANA)

    marked = await world.call(mark_all_notifications_read, as_=ANA)

    assert marked.body == {"changed": 40, "unread": 0}
    assert (await world.call(list_notifications, {"unread": "true"}, as_=ANA)).body["items"] == []


async def test_deleting_lowers_the_count_once(world: World) -> None:
    """
    A deleted notification is gone; deleting it again is no error and changes nothing.
    """
    ids = await put_three(world)

    first = await world.call(delete_notifications, {"notification_ids": ids[:2]}, as_=ANA)
    second = await world.call(delete_notifications, {"notification_ids": ids[:2]}, as_=ANA)

    assert (first.body, second.body) == ({"changed": 2, "unread": 1}, {"changed": 0, "unread": 1})


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"notification_ids": []}, "notification_ids"),
        ({"notification_ids": ["a/b"]}, "notification_ids.0"),
        ({"notification_ids": ["x"] * 101}, "notification_ids"),
        ({}, "notification_ids"),
    ],
)
async def test_bad_ids_name_their_field(world: World, body: dict[str, object], field: str) -> None:
    """
    Ids that cannot be ids, none, or too many, are refused by name.
    """
    answer = await world.call(mark_notifications, body, as_=ANA)

    assert (answer.status, answer.invalid_fields) == (422, [field])


async def test_an_unknown_kind_is_refused(world: World) -> None:
    """
    A kind that does not exist is an error of that field.
    """
    answer = await world.call(list_notifications, {"kind": "gossip"}, as_=ANA)

    assert (answer.status, answer.invalid_fields) == (422, ["kind"])
