"""Choices about notifications over HTTP: what can be switched off, what cannot, and quiet hours."""

from typing import Any

import pytest

from functions.notifications.get_notification_preferences import get_notification_preferences
from functions.notifications.save_notification_preferences import save_notification_preferences
from tests.notifications.steps import add_person
from tests.world import ANA, World

pytestmark = pytest.mark.emulator


def find_choice(body: dict[str, Any], kind: str, channel: str) -> dict[str, Any]:
    """Find the choice for one channel of one kind."""
    (found,) = [one for one in body["kinds"] if one["kind"] == kind]
    (choice,) = [one for one in found["channels"] if one["channel"] == channel]
    return dict(choice)


async def test_defaults_are_shown_before_any_choice(world: World) -> None:
    """
    Who has chosen nothing sees what is on: the app, push and mail, and neither SMS nor WhatsApp.
    """
    await add_person(world)

    body = (await world.call(get_notification_preferences, as_=ANA)).body

    assert body["channels"] == {"in_app": True, "push": True, "email": True, "sms": False, "whatsapp": False}
    assert find_choice(body, "comment", "email") == {"channel": "email", "is_on": False, "is_fixed": False}
    assert find_choice(body, "transaction", "email") == {"channel": "email", "is_on": True, "is_fixed": True}
    assert body["quiet_hours"] is None


async def test_what_a_change_leaves_out_stays(world: World) -> None:
    """
    Two changes of different choices add up; quiet hours go only when they are named.
    """
    await add_person(world)
    night = {"begins": "22:00", "ends": "07:00"}

    await world.call(save_notification_preferences, {"kinds": {"comment": {"email": True}}}, as_=ANA)
    await world.call(save_notification_preferences, {"quiet_hours": night, "channels": {"push": False}}, as_=ANA)
    third = await world.call(save_notification_preferences, {"kinds": {"post": {"push": False}}}, as_=ANA)
    last = await world.call(save_notification_preferences, {"quiet_hours": None}, as_=ANA)

    assert find_choice(third.body, "comment", "email")["is_on"]
    assert (third.body["quiet_hours"], third.body["channels"]["push"]) == (night, False)
    assert last.body["quiet_hours"] is None


async def test_whatsapp_needs_a_phone_and_is_a_consent(world: World) -> None:
    """
    To switch on WhatsApp is to agree, at a time that is kept; to switch it off takes the consent back.
    """
    await add_person(world, phone_verified=False)
    without = await world.call(save_notification_preferences, {"channels": {"whatsapp": True}}, as_=ANA)
    await add_person(world)

    on = await world.call(save_notification_preferences, {"channels": {"whatsapp": True}}, as_=ANA)
    off = await world.call(save_notification_preferences, {"channels": {"whatsapp": False}}, as_=ANA)

    assert (without.status, without.invalid_fields) == (422, ["channels.whatsapp"])
    assert on.body["whatsapp_consent_at"] is not None
    assert off.body["whatsapp_consent_at"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kinds": {"security": {"email": False}}}, "kinds.security.email"),
        ({"kinds": {"transaction": {"push": False}}}, "kinds.transaction.push"),
        ({"quiet_hours": {"begins": "25:00", "ends": "07:00"}}, "quiet_hours.begins"),
        ({"quiet_hours": {"begins": "22:00"}}, "quiet_hours.ends"),
        ({"quiet_hours": {"begins": "22.00", "ends": "07:00"}}, "quiet_hours.begins"),
        ({"channels": {"unknown": True}}, "channels.unknown"),
        ({"channels": {"pigeon": True}}, "channels.pigeon"),
        ({"kinds": {"gossip": {"email": True}}}, "kinds.gossip"),
    ],
)
async def test_what_cannot_be_chosen_is_refused_by_name(world: World, body: dict[str, Any], field: str) -> None:
    """
    Critical kinds, unknown channels and kinds, and times that no clock shows are errors of their field.
    """
    await add_person(world)

    answer = await world.call(save_notification_preferences, body, as_=ANA)

    assert answer.status == 422
    assert [name.removesuffix(".[key]") for name in answer.invalid_fields] == [field]


async def test_somebody_without_an_account_has_nothing_to_choose(world: World) -> None:
    """
    Choices belong to an account.
    """
    answer = await world.call(save_notification_preferences, {"channels": {"push": False}}, as_=ANA)

    assert (answer.status, answer.code) == (404, "not_registered")
