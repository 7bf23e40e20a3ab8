"""Previews of notifications for admins, and test notifications to oneself."""

import asyncio
from typing import Any

import pytest

from functions.notifications.preview_notification import preview_notification
from functions.notifications.send_test_notification import send_test_notification
from tests.notifications.steps import add_person, list_inbox
from tests.world import ADMIN, ANA, World

pytestmark = pytest.mark.emulator


async def test_a_preview_shows_both_languages_on_each_channel(world: World) -> None:
    """
    An admin sees the texts with values filled in, the SMS with the brand, and nothing is sent.
    """
    body = {"template": "host.event_reminder", "values": {"title": "Webinar", "body": "Dimulai dalam 30 menit"}}

    answer = await world.call(preview_notification, body, as_=ADMIN)

    texts = {(text["locale"], text["channel"]): text for text in answer.body["texts"]}
    assert len(texts) == 10
    assert texts["id", "push"]["title"] == "Webinar"
    assert texts["en", "sms"] == {
        "locale": "en",
        "channel": "sms",
        "title": None,
        "body": "Temani: Webinar. Dimulai dalam 30 menit",
    }
    assert await world.sent_pushes() == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"template": "host.unknown"}, "template"),
        ({"template": "../secrets"}, "template"),
        ({"template": "host.comment", "values": {"title": "x"}}, "values"),
        ({"template": "host.comment", "zone": "Mars/Base"}, "zone"),
    ],
)
async def test_what_cannot_be_previewed_is_told_by_field(world: World, body: dict[str, Any], field: str) -> None:
    """
    Unknown templates and missing values are errors of their field.
    """
    answer = await world.call(preview_notification, body, as_=ADMIN)

    assert (answer.status, answer.invalid_fields) == (422, [field])


async def test_previews_are_for_admins(world: World) -> None:
    """
    Other people do not preview.
    """
    answer = await world.call(preview_notification, {"template": "system.test"}, as_=ANA)

    assert answer.status == 403


async def test_a_test_notification_goes_to_the_caller_alone(world: World) -> None:
    """
    The caller gets the test at once, also within quiet hours, on the channels that were asked for and chosen.
    """
    await add_person(world, chosen={"quiet_hours": {"begins": "00:00", "ends": "23:59"}, "channels": {"email": False}})
    await add_person(world, "budi")

    both = await world.call(send_test_notification, {}, as_=ANA)
    one = await world.call(send_test_notification, {"channels": ["in_app"]}, as_=ANA)
    await world.deliver()

    assert (both.body, one.status) == ({"is_sent": True}, 200)
    assert len(await list_inbox(world)) == 2
    assert len(await world.sent_pushes()) == 1
    assert await world.sent_mails() == []
    assert await list_inbox(world, "budi") == []


async def test_five_tests_an_hour(world: World) -> None:
    """
    The sixth test of an hour is refused, also at the same moment; the next hour counts anew.
    """
    await add_person(world)

    answers = await asyncio.gather(*(world.call(send_test_notification, {}, as_=ANA) for _ in range(6)))
    world.later(minutes=61)
    later = await world.call(send_test_notification, {}, as_=ANA)

    assert sorted(answer.status for answer in answers) == [200] * 5 + [429]
    assert later.status == 200


async def test_a_test_needs_an_account_and_known_channels(world: World) -> None:
    """
    Whoever is not registered has no notifications, and a channel that nobody knows is an error of its field.
    """
    without = await world.call(send_test_notification, {}, as_=ANA)
    await add_person(world)
    wrong = await world.call(send_test_notification, {"channels": ["pigeon"]}, as_=ANA)

    assert without.code == "not_registered"
    assert (wrong.status, wrong.invalid_fields) == (422, ["channels.0"])
