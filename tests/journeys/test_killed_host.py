"""The functions host is killed again and again in the middle of a sale; nothing is lost and nothing happens twice."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx
import pytest

from emulators.cloud import LocalCloud
from emulators.demo.demo_context import DemoContext
from emulators.demo.expectations import expect_equal, poll_until_equal
from emulators.demo.function_client import FunctionResponse
from shared.kernel.outbox import OutboxEntry
from tests.journeys.cloud_inspector import CloudInspector, format_moment

pytestmark = [pytest.mark.emulator, pytest.mark.slow]

BUYERS, SEATS, KILLS = 60, 45, 3
QUEUES = ("settlements", "mail", "notice-mail")
"""Queues from the payment to the mail, in their order."""
RUSH = 9.0
"""The seconds over which the buyers come."""


@dataclass
class Sale:
    """Who came, and what became of them, as the front-end knows it."""

    on: DemoContext
    luck: random.Random
    orders: dict[str, str] = field(default_factory=dict)
    turned_away: set[str] = field(default_factory=set)
    paid: set[str] = field(default_factory=set)
    cancelled: set[str] = field(default_factory=set)
    unanswered: int = 0

    async def buy(self, number: int) -> None:
        """One buyer: orders, and then pays, cancels, or forgets about it."""
        await asyncio.sleep(self.luck.uniform(0, RUSH))
        key = f"{self.on.event_id}-{number}"
        answer = await self._insist(lambda: self.on.order_tickets("regular", 1, f"Pembeli {number}", key=key))
        if answer.status != 200:
            answer.require_error(409, "tickets_sold_out")
            self.turned_away.add(key)
            return
        order_id = self.orders[key] = answer.body["order_id"]
        await asyncio.sleep(self.luck.uniform(0, 1))
        if number % 6 == 0:
            gone = await self._insist(lambda: self._cancel(order_id))
            expect_equal("the cancelled order", gone.require_success()["status"], "CANCELLED")
            self.cancelled.add(order_id)
        elif number % 6 != 1:
            await self._find_checkout_page(order_id)
            await self.on.xendit.post_control("pay", external_id=order_id, channel="QRIS")
            self.paid.add(order_id)

    async def _cancel(self, order_id: str) -> FunctionResponse:
        return await self.on.functions.post("cancel-order", {"order_id": order_id}, as_=self.on.front_end)

    async def _find_checkout_page(self, order_id: str) -> None:
        async def checkout_url() -> bool:
            order = await self._insist(
                lambda: self.on.functions.get("get-order", as_=self.on.front_end, order_id=order_id)
            )
            if order.require_success()["checkout_url"] is None:
                # The call that was to create the invoice may have died: the buyer asks to pay, as a front-end does.
                order = await self._insist(
                    lambda: self.on.functions.post("pay-order", {"order_id": order_id}, as_=self.on.front_end)
                )
            return order.require_success()["checkout_url"] is not None

        await poll_until_equal(f"the checkout page of {order_id}", checkout_url, True, of=bool)

    async def _insist(self, call: Callable[[], Awaitable[FunctionResponse]]) -> FunctionResponse:
        """Call until there is an answer that is one: what any client has to do."""
        while True:
            try:
                answer = await call()
            except httpx.TransportError:
                self.unanswered += 1
            else:
                if answer.status < 500:
                    return answer
                self.unanswered += 1
            await asyncio.sleep(self.luck.uniform(0.1, 0.4))


async def kill_again_and_again(cloud: LocalCloud, luck: random.Random) -> None:
    """Kill the functions host without a warning, and start it again a moment later."""
    for _ in range(KILLS):
        await asyncio.sleep(luck.uniform(0.8, 2.0))
        await asyncio.to_thread(cloud.kill_functions)
        await asyncio.sleep(luck.uniform(0, 0.3))
        await asyncio.to_thread(cloud.restart_functions)


async def test_a_host_killed_in_the_middle_of_a_sale_loses_nothing(
    cloud: LocalCloud, on: DemoContext, inspector: CloudInspector
) -> None:
    """Every answered order exists, every key made one, every payment was fulfilled once, and the seats add up."""
    seed = random.randrange(1_000_000)
    # Shown when the test fails, though the moments of the kills are the machine's as well.
    print(f"seed {seed}")
    luck = random.Random(seed)
    await on.save_ticket_type("regular", quota=SEATS)
    sale = Sale(on, luck)

    await asyncio.gather(kill_again_and_again(cloud, luck), *(sale.buy(number) for number in range(BUYERS)))
    await _sweep(on)
    await poll_until_equal("paid orders with a mail", lambda: _with_mail(on, inspector, sale.paid), sale.paid, of=set)
    await _let_all_time_pass(on, inspector, sale)

    assert sale.unanswered > 0, "no buyer noticed a kill"
    assert len(sale.orders) + len(sale.turned_away) == BUYERS
    await _every_key_made_one_order(on, inspector, sale)
    await _every_payment_was_fulfilled_once(on, inspector, sale)
    stock = (await on.get_sales())["regular"]
    assert (stock["sold"], stock["held"], stock["free"]) == (len(sale.paid), 0, SEATS - len(sale.paid))
    assert stock["revenue"]["amount"] == 150_000 * len(sale.paid)
    assert [entry.id for entry in await inspector.list_outbox_entries() if _about(entry, sale)] == []


async def _every_key_made_one_order(on: DemoContext, inspector: CloudInspector, sale: Sale) -> None:
    kept = [order.id for order in await inspector.list_orders_of_partner(on.event_id)]
    assert sorted(kept) == sorted(sale.orders.values())
    for key, order_id in list(sale.orders.items())[:10]:
        number = key.rpartition("-")[2]
        again = (await on.order_tickets("regular", 1, f"Pembeli {number}", key=key)).require_success()
        assert again["order_id"] == order_id


async def _every_payment_was_fulfilled_once(on: DemoContext, inspector: CloudInspector, sale: Sale) -> None:
    attempts = await _attempts_at_mail(on)
    for order_id in sale.orders.values():
        paid = order_id in sale.paid
        tickets = await inspector.list_tickets_of_order(order_id)
        assert [ticket.id for ticket in tickets] == ([f"{order_id}-1"] if paid else [])
        expected = "PAID" if paid else "CANCELLED" if order_id in sale.cancelled else "EXPIRED"
        assert (await on.get_order(order_id))["status"] == expected
        invoices = [each["status"] for each in await on.xendit.list_records("invoices", external_id=order_id)]
        assert Counter(invoices)["PAID"] == paid, f"{order_id}: {invoices}"
        assert "PENDING" not in invoices
        # A mail that had just been handed over when its function was killed is the one thing that may come again.
        mails = await on.inbox.list_mails(order_id)
        deliveries = {mail["custom_args"]["delivery"] for mail in mails}
        assert len(deliveries) == paid, f"{order_id}: {len(deliveries)} deliveries"
        most = sum(attempts[delivery] for delivery in deliveries)
        assert len(mails) <= most, f"{order_id}: {len(mails)} mails by {most} attempts"
    seats = [ticket.unit for order_id in sale.paid for ticket in await inspector.list_tickets_of_order(order_id)]
    assert len(set(seats)) == len(sale.paid)


async def _let_all_time_pass(on: DemoContext, inspector: CloudInspector, sale: Sale) -> None:
    """Relay what was left, and run every timer, until no job of the sale is left; orders expire last, as they do."""

    async def waiting() -> list[str]:
        entries = [entry for entry in await inspector.list_outbox_entries() if _about(entry, sale)]
        early = [entry for entry in entries if entry.type != "ExpireOrder"]
        for entry in early or entries:
            await inspector.make_job_due(entry)
        await on.control.run_schedule("relay-outbox", due_at=format_moment(minutes=5))
        await inspector.run_waiting_tasks("invoices", "OpenInvoice" if early else "")
        for queue in QUEUES:
            await inspector.run_waiting_tasks(queue)
        return [entry.id for entry in await inspector.list_outbox_entries() if _about(entry, sale)]

    await poll_until_equal("the outbox", waiting, [], of=list)


async def _sweep(on: DemoContext) -> None:
    """What the schedules do within some minutes."""
    await on.control.run_schedule("relay-outbox", due_at=format_moment(minutes=5))
    await on.control.run_schedule("reconcile-open-payments", due_at=format_moment(minutes=5))
    await on.control.run_schedule("sweep-ticket-stock")


async def _with_mail(on: DemoContext, inspector: CloudInspector, orders: set[str]) -> list[str]:
    # The sweep runs each minute in the cloud, and one run stops at an entry that could not be sent.
    await on.control.run_schedule("relay-outbox", due_at=format_moment(minutes=5))
    # A queue that was refused again and again while the host was away takes minutes to try once more.
    for queue in QUEUES:
        await inspector.run_waiting_tasks(queue)
    return [order_id for order_id in orders if await on.inbox.list_mails(order_id)]


async def _attempts_at_mail(on: DemoContext) -> Counter[str]:
    """How often each delivery of a mail was tried, by what the queue remembers."""
    attempts: Counter[str] = Counter()
    for queue in await on.control.list_queues():
        for task in queue["finished"]:
            name = task["name"].rpartition("/")[2]
            if name.startswith("SendEmail-"):
                delivery_id, _, _ = name.removeprefix("SendEmail-").rpartition("-")
                attempts[delivery_id] += task["attempts"]
    return attempts


def _about(entry: OutboxEntry, sale: Sale) -> bool:
    """Return whether an entry is about an order of the sale; a mail names its delivery alone, so each one counts."""
    return entry.type == "SendEmail" or entry.payload.get("order_id") in sale.orders.values()
