"""Telling of people: one notification a happening, on the channels that the person wants, at the right time."""

import asyncio
from datetime import timedelta

import pytest

from shared.contracts.notices import Channel
from shared.identity import store as identity
from shared.identity.models import AccountRestriction
from shared.kernel.ids import UserId
from shared.notifications import inbox, unread
from shared.notifications.delivery_models import DeliveryState, DropReason
from tests.notifications.steps import (
    a_notice,
    a_payment_notice,
    add_person,
    get_state,
    list_deliveries,
    list_inbox,
    tell_people,
)
from tests.world import World

pytestmark = pytest.mark.emulator


async def test_a_person_is_told_in_the_app_and_by_push(world: World) -> None:
    """
    A comment is shown in the app and pushed to each device, in the person's language, with its link.
    """
    await add_person(world, devices=2)

    assert await tell_people(world, a_notice()) == 1
    await world.deliver()

    (shown,) = await list_inbox(world)
    assert (shown.kind, shown.title, shown.body) == ("comment", "Riko menanggapi komentarmu", "Setuju sekali!")
    assert (shown.unread, shown.seq, shown.link, shown.icon) == (True, 1, "/posts/1", "comment")
    pushes = await world.sent_pushes()
    assert len(pushes) == 2
    assert {push["title"] for push in pushes} == {"Riko menanggapi komentarmu"}
    assert (await list_deliveries(world))["push"].state is DeliveryState.SENT
    assert await world.sent_mails() == []


async def test_the_same_happening_is_told_once(world: World) -> None:
    """
    An event that arrives again, also twice at the same time, tells nobody again.
    """
    await add_person(world)

    told = await asyncio.gather(*(tell_people(world, a_notice()) for _ in range(5)))
    await world.deliver()

    assert sorted(told) == [0, 0, 0, 0, 1]
    assert len(await list_inbox(world)) == 1
    assert len(await world.sent_pushes()) == 1
    assert unread.compute_unread(await get_state(world)) == 1


async def test_a_payment_is_told_whatever_was_chosen(world: World) -> None:
    """
    A critical kind passes switched-off channels and quiet hours.
    """
    chosen = {
        "channels": {"in_app": False, "push": False, "email": False},
        "quiet_hours": {"begins": "00:00", "ends": "23:59"},
    }
    await add_person(world, chosen=chosen)

    await tell_people(world, a_payment_notice())
    await world.deliver()

    assert len(await list_inbox(world)) == 1
    assert len(await world.sent_pushes()) == 1
    (mail,) = await world.sent_mails()
    assert mail["subject"] == "Riko menanggapi komentarmu"
    assert "https://app.temani.example/posts/1" in mail["text"]


@pytest.mark.parametrize(
    ("chosen", "shown", "pushed"),
    [
        ({"channels": {"push": False}}, 1, 0),
        ({"kinds": {"comment": {"push": False}}}, 1, 0),
        ({"kinds": {"comment": {"in_app": False}}}, 0, 1),
        ({"kinds": {"comment": {"in_app": False, "push": False}}}, 0, 0),
        ({"kinds": {"post": {"push": False}}}, 1, 1),
    ],
)
async def test_choices_count(world: World, chosen: dict[str, dict[str, bool]], shown: int, pushed: int) -> None:
    """
    A channel that is off for all kinds, or for this one, is not used.
    """
    await add_person(world, chosen=chosen)

    await tell_people(world, a_notice())
    await tell_people(world, a_notice())
    await world.deliver()

    assert (len(await list_inbox(world)), len(await world.sent_pushes())) == (shown, pushed)


async def test_who_switches_a_channel_off_meanwhile_gets_nothing(world: World) -> None:
    """
    The choice counts at the moment of sending, also when it comes after the decision.
    """
    await add_person(world)

    await tell_people(world, a_notice())
    await add_person(world, chosen={"kinds": {"comment": {"push": False}}})
    await world.deliver()

    assert await world.sent_pushes() == []
    dropped = (await list_deliveries(world))["push"]
    assert (dropped.state, dropped.reason) == (DeliveryState.DROPPED, DropReason.UNWANTED)


async def test_a_worthless_notification_is_dropped(world: World) -> None:
    """
    What is sent too late is not sent, and says why.
    """
    await add_person(world)

    await tell_people(world, a_notice(valid_until=world.now + timedelta(minutes=10)))
    world.later(minutes=11)
    await world.deliver()

    assert await world.sent_pushes() == []
    assert (await list_deliveries(world))["push"].reason is DropReason.TOO_LATE


async def test_a_phone_that_was_off_forgets_an_old_push(world: World) -> None:
    """
    The provider may deliver a push no longer than the notification is true.
    """
    await add_person(world)

    await tell_people(world, a_notice(valid_until=world.now + timedelta(minutes=10)))
    await world.deliver()

    (push,) = await world.sent_pushes()
    assert push["message"]["android"]["ttl"] == "600s"


async def test_suspended_people_and_strangers_are_not_told(world: World) -> None:
    """
    A suspended person gets nothing, before the decision and after it; an unknown id is nobody.
    """
    await add_person(world)
    await add_person(world, "budi")
    suspended = AccountRestriction(
        id=UserId("budi"), suspended_until=world.now + timedelta(days=1), changed_at=world.now
    )
    await world.put_documents((identity.restriction_ref("budi"), suspended))

    assert await tell_people(world, a_notice("ana"), a_notice("budi"), a_notice("nobody")) == 1
    later = AccountRestriction(id=UserId("ana"), suspended_until=world.now + timedelta(days=1), changed_at=world.now)
    await world.put_documents((identity.restriction_ref("ana"), later))
    await world.deliver()

    assert await list_inbox(world, "budi") == []
    assert await world.sent_pushes() == []
    assert (await list_deliveries(world))["push"].reason is DropReason.SUSPENDED


async def test_a_day_has_a_cap(world: World) -> None:
    """
    What exceeds the cap of its kind stays in the app; the next day counts anew on the person's clock.
    """
    await add_person(world)
    for number in range(52):
        await tell_people(world, a_notice(event=f"comment:{number}"))
    await world.deliver(rounds=60)
    pushed = len(await world.sent_pushes())

    world.later(hours=24)
    await tell_people(world, a_notice(event="comment:tomorrow"))
    await world.deliver()

    assert (pushed, len(await world.sent_pushes())) == (50, 51)
    assert len(await list_inbox(world)) == 53


async def test_a_group_is_one_notification_that_is_updated(world: World) -> None:
    """
    Several messages of one room are one notification, which counts them, moves up, and is unread again after reading.
    """
    await add_person(world)

    for number in (1, 2, 4, 3):
        notice = a_notice(event=f"message:{number}", group="room-1", group_version=number)
        await tell_people(world, notice)
    (shown,) = await list_inbox(world)
    state = await get_state(world)

    assert (shown.count, shown.group_version, shown.seq) == (3, 4, 3)
    assert unread.compute_unread(state) == 1


@pytest.mark.parametrize("channel", [Channel.EMAIL])
async def test_a_notice_may_name_its_channels(world: World, channel: Channel) -> None:
    """
    A notice that names channels goes to these alone, if the person wants them.
    """
    await add_person(world)

    await tell_people(world, a_payment_notice(channels=(channel,)))
    await world.deliver()

    assert await list_inbox(world) == []
    assert (len(await world.sent_mails()), len(await world.sent_pushes())) == (1, 0)


async def test_a_deleted_notification_is_not_told_again(world: World) -> None:
    """
    The same happening that arrives again after its notification was deleted tells nobody, and does not fail.
    """
    await add_person(world)
    await tell_people(world, a_notice())
    (shown,) = await list_inbox(world)
    await world.commit(inbox.delete_notifications, UserId("ana"), [shown.id])

    assert await tell_people(world, a_notice()) == 0
    assert await list_inbox(world) == []
