"""Links to the app name their delivery: a click counts once, marks as read, and leads nowhere else."""

import re

import pytest

from functions.notifications.record_notification_click import record_notification_click
from shared.contracts.notices import Channel
from shared.notifications import store
from tests.notifications.steps import (
    a_notice,
    a_payment_notice,
    add_person,
    find_click_token,
    get_state,
    list_deliveries,
    list_inbox,
    tell_people,
)
from tests.world import Answer, World

pytestmark = pytest.mark.emulator


async def click(world: World, token: str) -> Answer:
    """Tell that the app was opened with a token."""
    return await world.call(record_notification_click, {"token": token})


async def mail_payment(world: World) -> str:
    """Mail Ana about a payment, and return the token of the link in the mail."""
    await add_person(world)
    await tell_people(world, a_payment_notice())
    await world.deliver()
    return await find_click_token(world)


async def test_a_click_counts_once_and_marks_as_read(world: World) -> None:
    """
    The first click is recorded, and the app shows the notification as read; the second changes nothing.
    """
    token = await mail_payment(world)
    first_at = world.later(minutes=5)

    first = await click(world, token)
    world.later(minutes=5)
    again = await click(world, token)

    mail = (await list_deliveries(world))["email"]
    (shown,) = await list_inbox(world)
    assert (first.status, first.body) == (200, again.body)
    assert (mail.clicked_at, mail.read_at) == (first_at, first_at)
    assert (shown.unread, shown.clicked_at) == (False, first_at)
    assert (await get_state(world)).read


async def test_the_link_leads_into_the_app(world: World) -> None:
    """
    Address and place are ours: the token names the delivery alone, so nobody can be sent to another place.
    """
    token = await mail_payment(world)
    (mail,) = await world.sent_mails()

    links = re.findall(r"https?://[^\s\"<>]+", mail["text"])
    assert f"https://app.temani.example/posts/1?token={token}" in links


async def test_a_push_that_is_tapped_counts_as_read(world: World) -> None:
    """
    The app tells of the tap with the token of the push; a browser finds the same token in the address of its page.
    """
    await add_person(world, devices=2)
    await tell_people(world, a_notice())
    await world.deliver()
    pushes = await world.sent_pushes()
    tapped_at = world.later(minutes=5)

    first = await click(world, pushes[0]["data"]["click_token"])
    again = await click(world, pushes[1]["data"]["click_token"])

    push = (await list_deliveries(world))["push"]
    (shown,) = await list_inbox(world)
    assert (first.status, again.body) == (200, first.body)
    assert (push.clicked_at, push.read_at, push.delivered_at) == (tapped_at, tapped_at, tapped_at)
    assert (shown.unread, shown.clicked_at) == (False, tapped_at)
    page = pushes[0]["message"]["webpush"]["fcm_options"]["link"]
    assert page == f"https://app.temani.example/posts/1?token={pushes[0]['data']['click_token']}"


async def test_a_tap_on_an_old_push_leaves_newer_news_of_its_group_unread(world: World) -> None:
    """
    The app tells of a tap late, when the group's notification has told of more: that is still to be read.
    """
    await add_person(world)
    await tell_people(world, a_notice(group="posts-1", group_version=1))
    await world.deliver()
    (push,) = await world.sent_pushes()
    world.later(minutes=1)
    await tell_people(world, a_notice(event="comment:2", group="posts-1", group_version=2))

    tapped = await click(world, push["data"]["click_token"])

    (shown,) = await list_inbox(world)
    assert (tapped.status, shown.unread, shown.count) == (200, True, 2)


@pytest.mark.parametrize("change", ["forged", "cut", "other kind"])
async def test_a_token_that_is_not_ours_is_refused(world: World, change: str) -> None:
    """
    A forged token, a cut one, and one of another kind of links record nothing.
    """
    token = await mail_payment(world)
    content, _, signature = token.partition(".")
    wrong = {"forged": f"{content}.{signature[::-1]}", "cut": token[:-3], "other kind": signature}[change]

    answer = await click(world, wrong)

    assert (answer.status, answer.code) == (404, "notice_link_not_valid")
    assert (await list_deliveries(world))["email"].clicked_at is None


async def test_a_click_on_what_is_gone_is_no_error(world: World) -> None:
    """
    Deliveries are deleted after 180 days; whoever clicks then opens the app all the same.
    """
    token = await mail_payment(world)
    unit = world.new_unit_of_work()
    unit.delete(store.delivery_ref((await list_deliveries(world))["email"].id))
    await world.documents.commit(unit.build_writes())

    gone = await click(world, token)
    world.later(days=181)
    expired = await click(world, token)

    assert (gone.status, gone.body) == (200, {"clicked_at": None})
    assert (expired.status, expired.body) == (200, {"clicked_at": None})


async def test_a_mail_without_a_place_has_no_token(world: World) -> None:
    """
    A notification that opens nothing has no link.
    """
    await add_person(world)
    await tell_people(world, a_notice(event="news:1", template="host.affiliate", link=None, channels=(Channel.EMAIL,)))
    await world.deliver()

    (mail,) = await world.sent_mails()
    assert "app.temani.example/" not in mail["text"]
