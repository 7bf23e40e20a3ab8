"""Statistics of notifications are what a recount of the deliveries says, however the count was cut."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from functions.notifications.count_deliveries import count_deliveries
from functions.notifications.get_notification_analytics import get_notification_analytics
from functions.notifications.start_delivery_counts import start_delivery_counts
from shared.contracts.notices import Channel
from shared.notifications import delivery_days, store
from shared.notifications.delivery_day_models import DeliveryDay, delivery_day_ref
from shared.notifications.delivery_models import DeliveryState
from shared.notifications.jobs import CountDeliveries
from tests.notifications.steps import a_notice, a_payment_notice, add_person, list_all_deliveries, tell_people
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
    """Count the stored deliveries by kind, channel, role and step."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for one in await list_all_deliveries(world):
        key = (str(one.kind), str(one.channel), str(one.role))
        counts[*key, "decided"] += 1
        counts[*key, "sent"] += one.sent_at is not None
        counts[*key, "clicked"] += one.clicked_at is not None
        counts[*key, "failed"] += one.state is DeliveryState.FAILED
    return +counts


def flatten_answer(answer: Answer) -> Counter[tuple[str, str, str, str]]:
    """Return the counts of the answer's first day by kind, channel, role and step."""
    rows = answer.body["days"][0]["rows"]
    steps = ("decided", "sent", "clicked", "failed")
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
