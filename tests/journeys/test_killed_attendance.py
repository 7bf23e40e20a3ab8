"""The functions host is killed again and again while it is decided who came; each payment goes back once."""

import asyncio
import random
from datetime import timedelta
from typing import Any

import pytest

from emulators.cloud import LocalCloud
from emulators.demo.expectations import UnexpectedResult, poll_until_equal
from emulators.demo.formats import parse_moment
from emulators.demo.marketplace_context import CHAT, DemoPerson, MarketplaceContext
from tests.journeys.cloud_inspector import CloudInspector

pytestmark = [pytest.mark.emulator, pytest.mark.slow]

SESSIONS, KILLS = 5, 3
PRICE = 157_500
SWEEPS = ("relay-outbox", "expire-overdue-sessions", "update-booking-statuses", "check-open-refunds")
QUEUES = ("sessions", "refunds", "notices")
TOLD = "Tidak ada yang hadir"


async def kill_again_and_again(cloud: LocalCloud, luck: random.Random) -> None:
    """Kill the functions host with SIGKILL while sessions end, are decided, and are refunded."""
    for _ in range(KILLS):
        await asyncio.sleep(luck.uniform(0.2, 2.0))
        await asyncio.to_thread(cloud.kill_functions)
        await asyncio.to_thread(cloud.restart_functions)


async def book_chats(at: MarketplaceContext) -> list[dict[str, Any]]:
    """Book and pay some chats, one after the other on one day."""
    return [await at.book_and_pay(at.customer, CHAT, day=3, channel="DANA") for _ in range(SESSIONS)]


async def test_a_host_killed_between_decision_and_refund_refunds_once(
    cloud: LocalCloud, at: MarketplaceContext, inspector: CloudInspector
) -> None:
    """Nobody came to any of the sessions: each has one decision, one refund at Xendit, and one notification a side."""
    seed = random.randrange(1_000_000)
    # Shown when the test fails, though the moments of the kills are the machine's as well.
    print(f"seed {seed}")
    booked = await book_chats(at)
    ids = {each["booking_id"] for each in booked}
    over = max(parse_moment(each["ends_at"]) for each in booked) + timedelta(minutes=10)

    await at.move_clock(over)
    await kill_again_and_again(cloud, random.Random(seed))

    await check_refunded_once(at, inspector, ids)
    await poll_until_equal("the customer's notifications", lambda: count_told(at, at.customer), SESSIONS, of=int)
    await poll_until_equal("the expert's notifications", lambda: count_told(at, at.expert), SESSIONS, of=int)


@pytest.mark.parametrize("fault", ["hang", "late"])
async def test_a_host_killed_while_xendit_refunds_refunds_once(
    cloud: LocalCloud, at: MarketplaceContext, inspector: CloudInspector, fault: str
) -> None:
    """The decision is made, and the call of Xendit hangs: Xendit has done nothing yet, or has refunded already."""
    booked = await at.book_and_pay(at.customer, CHAT, day=3, channel="DANA")
    await at.xendit.post_control("faults", kind=fault, operation="create_refund", times=1, seconds=600)
    await at.move_clock(parse_moment(booked["ends_at"]) + timedelta(minutes=10))
    await poll_until_equal("calls of Xendit that hang", at.xendit.count_hanging_calls, 1, of=int)

    await asyncio.to_thread(cloud.kill_functions)
    await at.xendit.end_faults()
    await asyncio.to_thread(cloud.restart_functions)

    await check_refunded_once(at, inspector, {booked["booking_id"]})


async def check_refunded_once(at: MarketplaceContext, inspector: CloudInspector, ids: set[str]) -> None:
    """Wait until the payments of these bookings are back, and check that each went back once by one decision."""

    async def list_refunded() -> list[str]:
        await sweep(at, inspector)
        orders = [await at.get_order(id, as_=at.customer.headers) for id in ids]
        return [each["order_id"] for each in orders if [one["status"] for one in each["refunds"]] == ["SUCCEEDED"]]

    await poll_until_equal("the refunded orders", list_refunded, ids, of=set)
    for id in ids:
        decided = await at.functions.get("get-attendance", as_=at.customer.headers, session_id=id)
        found = decided.require_success()
        assert (found["outcome"], found["version"], found["refund"]["amount"]) == ("nobody_came", 1, PRICE)
        (refund,) = (await at.get_order(id, as_=at.customer.headers))["refunds"]
        assert refund["amount"] == PRICE
        sent = await at.xendit.list_refunds((await at.xendit.get_invoice(id))["id"])
        assert [each["amount"] for each in sent] == [PRICE]


async def count_told(at: MarketplaceContext, who: DemoPerson) -> int:
    """Count the notifications that tell a person that nobody came."""
    listed = await at.functions.get("list-notifications", as_=who.headers, limit="100")
    return sum(TOLD in each["title"] for each in listed.require_success()["items"])


async def sweep(at: MarketplaceContext, inspector: CloudInspector) -> None:
    """Do what the schedules do within some minutes, and what queues that were refused do later."""
    assert at.now is not None
    later = (at.now + timedelta(minutes=10)).isoformat()
    for schedule in SWEEPS:
        await _run_until_done(at, schedule, later)
    for queue in QUEUES:
        await inspector.run_waiting_tasks(queue)
    await at.xendit.post_control("advance", seconds=5)


async def _run_until_done(at: MarketplaceContext, schedule: str, due_at: str) -> None:
    """Run a schedule until a run succeeds, at most three times: the cloud runs it again a minute after a failure."""
    for attempts_left in (2, 1, 0):
        try:
            await at.control.run_schedule(schedule, due_at=due_at)
        except UnexpectedResult:
            if not attempts_left:
                raise
        else:
            return
