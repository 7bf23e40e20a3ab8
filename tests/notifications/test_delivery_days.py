"""Statistics of notifications are what a recount of the deliveries says, however the count was cut."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

import functions.main
from functions.notifications.count_deliveries import count_deliveries
from functions.notifications.get_notification_analytics import get_notification_analytics
from functions.notifications.record_notification_click import record_notification_click
from functions.notifications.start_delivery_counts import start_delivery_counts
from shared.contracts.notices import Channel
from shared.kernel.ports import Query
from shared.notifications import delivery_days, store
from shared.notifications.delivery_day_models import DeliveryDay, delivery_day_ref
from shared.notifications.delivery_models import DeliveryState
from shared.notifications.jobs import CountDeliveries
from shared.notifications.opt_outs import OptOut, OptOutCause
from tests.chat.steps import create_direct_room
from tests.notifications.steps import (
    a_notice,
    a_payment_notice,
    add_person,
    list_all_deliveries,
    post_unsubscribe_form,
    send_mail_with_end,
    tell_people,
)
from tests.world import ADMIN, ANA, Answer, Person, World

pytestmark = pytest.mark.emulator

YESTERDAY = date(2026, 11, 26)
EVENING = datetime(2026, 11, 26, 16, 30, tzinfo=UTC)
"""Half an hour before midnight in Jakarta."""
NIGHT = datetime(2026, 11, 26, 20, 10, tzinfo=UTC)
"""Time at which yesterday is counted: 3:10 in Jakarta."""


async def get_analytics(world: World, *, person: Person = ADMIN, **query: Any) -> Answer:
    """Get the statistics of yesterday, as an admin."""
    asked = {"from_date": YESTERDAY.isoformat(), "days": 1} | query
    return await world.call(get_notification_analytics, asked, as_=person)


async def count_yesterday(world: World, at: datetime = NIGHT) -> None:
    """Run the schedule of the night, and its tasks."""
    world.set_clock(at)
    await world.call.run_schedule(start_delivery_counts, due_at=at)
    await world.deliver()


async def tell_many(world: World) -> None:
    """Tell a customer and an expert of three comments and a payment, just before midnight in Jakarta."""
    world.set_clock(EVENING)
    await add_person(world, "ana")
    await add_person(world, "dewi", role="expert")
    for number in range(3):
        await tell_people(world, a_notice(event=f"comment:{number}"), a_notice("dewi", event=f"comment:{number}"))
    await tell_people(world, a_payment_notice())
    await world.deliver()


async def recount(world: World) -> Counter[tuple[str, str, str, str]]:
    """Count the stored deliveries and opt-outs by kind, channel, role and step."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for one in await list_all_deliveries(world):
        key = (str(one.kind), str(one.channel), str(one.role))
        counts[*key, "decided"] += 1
        counts[*key, "sent"] += one.sent_at is not None
        counts[*key, "delivered"] += one.delivered_at is not None
        counts[*key, "read"] += one.read_at is not None
        counts[*key, "clicked"] += one.clicked_at is not None
        counts[*key, "failed"] += one.state is DeliveryState.FAILED
    for choice in await world.reader.query(Query("opt_outs", OptOut)):
        name = "muted" if choice.cause is OptOutCause.MUTED_ROOM else "unsubscribed"
        for kind, channel in (end.split(":") for end in choice.ends):
            counts[kind, channel, str(choice.role), name] += 1
    return +counts


def flatten_answer(answer: Answer) -> Counter[tuple[str, str, str, str]]:
    """Return the counts of the answer's first day by kind, channel, role and step."""
    rows = answer.body["days"][0]["rows"]
    steps = ("decided", "sent", "delivered", "read", "clicked", "failed", "unsubscribed", "muted")
    return +Counter({(row["kind"], row["channel"], row["role"], step): row[step] for row in rows for step in steps})


async def test_statistics_equal_a_recount(world: World) -> None:
    """
    Deliveries of two people on two channels come back by kind, channel and role, as the stored ones say.
    """
    await tell_many(world)

    await count_yesterday(world)
    answer = await get_analytics(world)

    assert answer.status == 200, answer.body
    assert flatten_answer(answer) == await recount(world)
    assert flatten_answer(answer)["comment", "push", "expert", "sent"] == 3
    assert answer.body["days"][0]["hours"] == [{"hour": 23, "sent": 8}]
    assert answer.body["days"][0]["counted_at"] == "2026-11-26T20:10:00Z"


async def test_opened_pushes_and_ends_equal_a_recount(world: World) -> None:
    """
    A push that is tapped counts as arrived, read and clicked. Who ends notifications is counted by kind and channel.
    """
    world.set_clock(EVENING)
    await make_choices(world)

    await count_yesterday(world)
    told = flatten_answer(await get_analytics(world))

    assert told == await recount(world)
    steps = ("sent", "delivered", "read", "clicked")
    assert [told["comment", "push", "customer", step] for step in steps] == [3, 1, 1, 1]
    ends = {key: count for key, count in told.items() if key[3] in ("muted", "unsubscribed")}
    assert ends == {
        ("affiliate", "email", "customer", "unsubscribed"): 1,
        ("comment", "push", "customer", "unsubscribed"): 1,
        ("post", "in_app", "customer", "unsubscribed"): 1,
        ("chat_message", "in_app", "customer", "muted"): 1,
        ("chat_message", "push", "customer", "muted"): 1,
    }


async def make_choices(world: World) -> None:
    """Let Ana tap one of three pushes, and end notifications in each way, each of them twice."""
    end = await send_mail_with_end(world)
    room = await create_direct_room(world)
    for number in range(3):
        await tell_people(world, a_notice(event=f"comment:{number}"))
    await world.deliver()
    push = (await world.sent_pushes())[-1]
    settings = {"kinds": {"comment": {"push": False}, "post": {"in_app": False}}}
    for _ in range(2):
        tapped = await world.call(record_notification_click, {"token": push["data"]["click_token"]})
        answers = [
            tapped,
            await post_unsubscribe_form(world, end),
            await world.call(functions.main.save_notification_preferences, settings, as_=ANA),
            await world.call(functions.main.mute_room, {"room_id": room, "muted": True}, as_=ANA),
        ]
        assert [answer.status for answer in answers] == [200] * 4, [answer.body for answer in answers]


async def test_switching_a_channel_off_ends_each_kind_that_went_there(world: World) -> None:
    """
    Kinds that go on are not counted: critical ones, and those that the person had ended before.
    """
    world.set_clock(EVENING)
    await add_person(world, chosen={"kinds": {"comment": {"push": False}}})
    await world.call(functions.main.save_notification_preferences, {"channels": {"push": False}}, as_=ANA)

    await count_yesterday(world)
    told = flatten_answer(await get_analytics(world))

    ended = {kind for kind, channel, _, step in told if (channel, step) == ("push", "unsubscribed")}
    assert {"chat_message", "booking", "post"} <= ended
    assert not ended & {"comment", "transaction", "session", "security", "follower", "unknown"}


async def test_late_news_are_counted_a_week_later(world: World) -> None:
    """
    A click that came after the first count stands in the second one; what was decided another day does not.
    """
    await tell_many(world)
    await count_yesterday(world)
    (mail,) = [one for one in await list_all_deliveries(world) if one.channel is Channel.EMAIL]
    assert mail.sent_at is not None
    clicked = mail.having(clicked_at=mail.sent_at + timedelta(seconds=90))
    await world.put_documents((store.delivery_ref(mail.id), clicked))
    world.set_clock(EVENING + timedelta(minutes=30))
    await tell_people(world, a_notice(event="comment:today"))

    before = await get_analytics(world, channel="email")
    await count_yesterday(world, NIGHT + timedelta(days=6))
    after = await get_analytics(world, channel="email")

    ((early,), (late,)) = (answer.body["days"][0]["rows"] for answer in (before, after))
    assert (early["clicked"], early["seconds_to_click"]) == (0, None)
    assert (late["clicked"], late["seconds_to_click"]) == (1, 90)
    assert flatten_answer(await get_analytics(world))["comment", "push", "customer", "decided"] == 3


async def test_pages_count_each_delivery_once(world: World) -> None:
    """
    A count of several pages, each of which comes twice, counts as one of a single page; the old rows stay meanwhile.
    """
    await tell_many(world)
    await count_yesterday(world)
    whole = await get_analytics(world)
    at = NIGHT + timedelta(days=6)
    await world.commit(delivery_days.start_count, YESTERDAY, at=at)

    seen = []
    for page in range(10):
        job = CountDeliveries(day=YESTERDAY, run_at=at, page=page)
        for _ in range(2):
            await world.commit(delivery_days.count_page, job, size=3)
        seen.append((await get_analytics(world)).body["days"][0])
        if seen[-1]["counted_at"] != whole.body["days"][0]["counted_at"]:
            break

    assert len(seen) == 3
    assert {str(day["rows"]) for day in seen} == {str(whole.body["days"][0]["rows"])}
    assert seen[-1]["counted_at"] == "2026-12-02T20:10:00Z"


async def test_a_repeated_schedule_and_an_old_task_change_nothing(world: World) -> None:
    """
    The schedule may come twice, and a task of an earlier count late; the day is counted once.
    """
    await tell_many(world)
    await count_yesterday(world)
    first = await get_analytics(world)

    again = await world.call.run_schedule(start_delivery_counts, due_at=NIGHT)
    tasks = [entry for entry in world.sent.entries if entry.type == "CountDeliveries"]
    late = {"day": YESTERDAY.isoformat(), "run_at": "2026-11-20T20:10:00Z", "page": 0}
    answer = await world.call.deliver_task(count_deliveries, late)

    assert (again.status, answer.status, tasks) == (200, 200, [])
    assert (await get_analytics(world)).body == first.body


async def test_kinds_of_a_newer_version_are_shown_as_unknown(world: World) -> None:
    """
    A newer version has counted a kind, or sent one, before it was taken back: the day can still be read.
    """
    ref = delivery_day_ref(YESTERDAY)
    rows = {"future:push:customer": {"decided": 2}, "unknown:unknown:": {"decided": 1}, "comment:push:": {"decided": 3}}
    day = DeliveryDay(id=ref.id, rows=rows, counted_at=NIGHT, expire_at=NIGHT)
    await world.put_documents((ref, day))

    answer = await get_analytics(world)

    assert answer.status == 200, answer.body
    shown = [(row["kind"], row["channel"], row["decided"]) for row in answer.body["days"][0]["rows"]]
    assert shown == [("comment", "push", 3), ("unknown", "push", 2), ("unknown", "unknown", 1)]


async def test_days_that_were_not_counted_are_empty(world: World) -> None:
    """
    Each day that was asked for comes back; a customer may not ask, and a range must be short.
    """
    answer = await get_analytics(world, days=3)
    stranger = await get_analytics(world, person=ANA)
    long = await get_analytics(world, days=32)
    wrong = await get_analytics(world, from_date="26 November")

    assert [day["day"] for day in answer.body["days"]] == ["2026-11-26", "2026-11-27", "2026-11-28"]
    assert [(day["counted_at"], day["rows"], day["hours"]) for day in answer.body["days"]] == [(None, [], [])] * 3
    assert (stranger.status, long.invalid_fields, wrong.invalid_fields) == (403, ["days"], ["from_date"])
