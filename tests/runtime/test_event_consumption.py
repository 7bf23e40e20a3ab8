"""Events that nobody has done: found by the claims of their functions, and published again."""

from datetime import timedelta
from itertools import chain, combinations, product

import pytest

import functions.main
from functions.control_center.relay_outbox import relay_outbox
from functions.orders.settle_invoice import settle_invoice
from infra.build.discovery import collect_functions
from infra.build.message_filters import parse_filter, render_spec_filter
from shared.kernel import outbox
from shared.kernel.ids import OrderId
from shared.kernel.outbox import OutboxEntry
from shared.runtime import event_consumption
from shared.runtime.event_consumption import list_consumers
from shared.tickets import store as tickets
from tests.builders import NOON, put_tickets_on_sale
from tests.orders.steps import deliver_invoice_callback, order_tickets, pay_invoice
from tests.world import World

EVENT_SPECS = [function.spec for function in collect_functions() if function.spec.kind == "event"]
FACTS = {
    "items": ["ticket", "booking", "ticket,product", "pairing,extension"],
    "is_free": ["true", "false"],
    "in_full": ["true", "false"],
    "is_fulfilled": ["true", "false"],
    "cause": ["gone", "booking_cancelled"],
    "kind": ["pairing", "booking"],
}


def an_entry(event_type: str, attributes: dict[str, str]) -> OutboxEntry:
    """Build the entry of a published event with these attributes."""
    members = {f"items_{kind}": "1" for kind in attributes.get("items", "").split(",") if kind}
    return OutboxEntry(
        id="e-1",
        kind="event",
        type=event_type,
        payload={},
        attributes=attributes | members,
        due_at=NOON,
        relay_at=NOON,
        request_id="req_1",
        created_at=NOON,
    )


def list_attributes() -> list[dict[str, str]]:
    """List combinations of up to three facts, and none at all."""
    chosen = chain.from_iterable(combinations(FACTS, size) for size in range(4))
    return [
        dict(zip(names, values, strict=True))
        for names in chosen
        for values in product(*(FACTS[name] for name in names))
    ]


@pytest.mark.parametrize(
    "event_type", sorted({spec.request_type.__name__ for spec in EVENT_SPECS if spec.request_type})
)
def test_an_event_is_expected_where_its_filter_lets_it_pass(event_type: str) -> None:
    """The table of consumers says what the subscriptions' filters say, for every combination of facts."""
    specs = [spec for spec in EVENT_SPECS if spec.request_type and spec.request_type.__name__ == event_type]

    for attributes in list_attributes():
        entry = an_entry(event_type, attributes)
        passed = [spec.name for spec in specs if parse_filter(render_spec_filter(spec))(entry.attributes)]
        assert sorted(list_consumers(entry)) == sorted(passed)


async def pay_for_tickets(world: World) -> OrderId:
    """Pay an order of two tickets, up to the event that says so, which is not delivered."""
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    [job] = [entry for entry in world.sent.entries if entry.type == "SettleInvoice"]
    world.sent.entries.clear()
    await world.call.deliver_task(settle_invoice, job.payload, entry=job)
    assert world.sent_event_types == ["OrderPaid"]
    return OrderId(order_id)


async def sweep(world: World, *, minutes: float) -> int:
    """Run the sweep after some minutes, and return how often it published the payment again."""
    before = world.sent_event_types.count("OrderPaid")
    await world.call.run_schedule(relay_outbox, due_at=world.later(minutes=minutes))
    return world.sent_event_types.count("OrderPaid") - before


async def list_watched_events(world: World) -> list[str]:
    """List the types of the published events that are still watched."""
    return [entry.type for entry in await world.list_outbox_entries("OrderPaid") if entry.published_at]


@pytest.mark.emulator
async def test_a_lost_message_is_found_within_minutes(world: World) -> None:
    """
    Pub/Sub took the event and lost it: five minutes later it is published again, and the tickets are made.
    """
    order_id = await pay_for_tickets(world)
    world.sent.entries.clear()

    early = await sweep(world, minutes=1)
    later = await sweep(world, minutes=5)
    await world.deliver()

    assert (early, later) == (0, 1)
    assert len(await tickets.list_order_tickets(world.reader, order_id)) == 2
    assert len(await world.sent_mails()) == 1
    warning = next(line["message"] for line in world.log_lines if "published again" in line["message"])
    assert "issue_tickets_when_order_paid" in warning


@pytest.mark.emulator
async def test_an_event_is_watched_until_all_have_done_it(world: World) -> None:
    """
    One function never got the event: the others do nothing twice, and then nobody watches any more.
    """
    order_id = await pay_for_tickets(world)
    [event] = world.sent.entries
    world.sent.entries.clear()
    missed = "number_invoice_when_order_paid"
    for spec in EVENT_SPECS:
        if spec.name in list_consumers(event) and spec.name != missed:
            await world.call.push_event(getattr(functions.main, spec.name), event.type, event.payload, id=event.id)

    counts = [await sweep(world, minutes=6)]
    await world.deliver()
    counts += [await sweep(world, minutes=16), await sweep(world, minutes=16)]

    assert counts == [1, 0, 0]
    assert len(await tickets.list_order_tickets(world.reader, order_id)) == 2
    assert await list_watched_events(world) == []


@pytest.mark.emulator
async def test_a_done_event_is_forgotten(world: World) -> None:
    """
    When every function has done the event, its entry is deleted and nothing is sent.
    """
    await pay_for_tickets(world)
    await world.deliver()
    watched = await list_watched_events(world)

    published = await sweep(world, minutes=6)

    assert (watched, published) == (["OrderPaid"], 0)
    assert await world.list_outbox_entries("OrderPaid") == []
    assert world.sent_event_types == []


@pytest.mark.emulator
async def test_an_event_that_is_never_done_becomes_a_dead_letter(world: World) -> None:
    """
    After 24 publications in vain a person is told, and can replay the event.
    """
    await pay_for_tickets(world)

    counts = []
    for _ in range(26):
        world.sent.entries.clear()
        counts.append(await sweep(world, minutes=16))

    assert counts == [1] * 24 + [0] * 2
    assert any("dead letter: order-paid never_done" in line["message"] for line in world.log_lines)


def test_an_event_of_an_older_version_is_expected_everywhere() -> None:
    """Without facts, every function of the event must have done it."""
    everybody = {spec.name for spec in EVENT_SPECS if spec.request_type and spec.request_type.__name__ == "OrderPaid"}

    assert set(list_consumers(an_entry("OrderPaid", {}))) == everybody
    assert list_consumers(an_entry("NeverHeardOf", {})) == []
    assert event_consumption.CONSUMERS_FILE.is_file()


def test_a_publication_is_watched_after_five_minutes() -> None:
    """A later time that a republication has set stays."""
    entry = an_entry("OrderPaid", {})

    soon = outbox.with_publication(entry, now=NOON)
    put_off = outbox.with_publication(entry.having(relay_at=NOON + timedelta(minutes=15)), now=NOON)

    assert (soon.relay_at - NOON, put_off.relay_at - NOON) == (timedelta(minutes=5), timedelta(minutes=15))
