"""Money back for a paid order: all of it or a part, by the way that its channel allows."""

import csv
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.orders.refund_order import refund_order
from infra.build.discovery import ROOT
from shared.kernel.errors import Fault
from shared.kernel.ids import OrderId
from shared.orders import actions, channels, refund_attempts, refund_rules
from shared.orders.channels import RefundRoute
from shared.orders.errors import OrderNotPaid, RefundTooLarge
from shared.orders.models import Order, OrderStatus, Payment, PaymentStatus, RefundCause
from shared.orders.ports import Invoice, InvoiceStatus, RefundOutcome, RefundReceipt
from tests.builders import NOON
from tests.orders.builders import an_open_order, commit_action, create_booking_order, load_order
from tests.orders.steps import deliver_invoice_callback, load_order_status, pay_invoice
from tests.world import World


def a_paid_order(channel: str = "GOPAY") -> Order:
    """An order of 300,000, paid at noon."""
    payment = Payment(status=PaymentStatus.PAID, invoice_id="inv-1", channel=channel, paid_at=NOON)
    return an_open_order(status=OrderStatus.PAID, payment=payment)


async def paid(world: World, channel: str) -> OrderId:
    """A booking's order of 157,500, paid."""
    order_id = await create_booking_order(world)
    await pay_invoice(world, order_id, channel=channel)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    return OrderId(order_id)


async def give_back(world: World, order_id: OrderId, amount: int) -> None:
    """Give back so much, and let everything follow."""
    await commit_action(
        world, actions.refund_order, order_id, amount=amount, cause=RefundCause.ORDER_CANCELLED, now=world.now
    )
    await world.deliver()


def told(world: World) -> list[tuple[int, int, bool]]:
    """The refunds that others have been told of: number, amount, and whether all is back with it."""
    return [
        (entry.payload["number"], entry.payload["amount"], entry.payload["in_full"])
        for entry in world.sent.entries
        if entry.type == "OrderRefunded"
    ]


WAYS = [
    # (channel, days since, the whole of it, the way)
    ("BCA_VIRTUAL_ACCOUNT", 0, True, RefundRoute.PAYOUT),
    ("MANDIRI_VIRTUAL_ACCOUNT", 0, False, RefundRoute.PAYOUT),
    ("ALFAMART", 0, True, RefundRoute.PAYOUT),
    ("INDOMARET", 0, True, RefundRoute.PAYOUT),
    ("ASTRAPAY", 0, True, RefundRoute.PAYOUT),
    ("NEXCASH", 0, True, RefundRoute.PAYOUT),
    (None, 0, True, RefundRoute.PAYOUT),
    ("SOMETHING_NEW", 0, True, RefundRoute.PAYOUT),
    ("CREDIT_CARD", 364, True, RefundRoute.REFUND),
    ("CARDS", 364, False, RefundRoute.REFUND),
    ("CARDS", 365, True, RefundRoute.PAYOUT),
    ("SHOPEEPAY", 364, False, RefundRoute.REFUND),
    ("SHOPEEPAY", 365, False, RefundRoute.PAYOUT),
    ("GOPAY", 44, False, RefundRoute.REFUND),
    ("ID_GOPAY", 44, True, RefundRoute.REFUND),
    ("GOPAY", 45, True, RefundRoute.PAYOUT),
    ("DANA", 29, False, RefundRoute.REFUND),
    ("DANA", 30, False, RefundRoute.PAYOUT),
    ("LINKAJA", 29, True, RefundRoute.REFUND),
    ("LINKAJA", 29, False, RefundRoute.PAYOUT),
    ("LINKAJA", 30, True, RefundRoute.PAYOUT),
    ("QRIS", 29, True, RefundRoute.REFUND),
    ("QRIS", 0, False, RefundRoute.PAYOUT),
    ("QRIS", 30, True, RefundRoute.PAYOUT),
    ("BRI_DIRECT_DEBIT", 119, True, RefundRoute.REFUND),
    ("BRI_DIRECT_DEBIT", 1, False, RefundRoute.PAYOUT),
    ("BRI_DIRECT_DEBIT", 120, True, RefundRoute.PAYOUT),
    ("OVO", 13, False, RefundRoute.REFUND),
    ("OVO", 14, False, RefundRoute.PAYOUT),
    ("KREDIVO", 13, True, RefundRoute.REFUND),
    ("KREDIVO", 14, True, RefundRoute.PAYOUT),
    ("INDODANA", 29, False, RefundRoute.REFUND),
    ("AKULAKU", 5_000, False, RefundRoute.REFUND),
    ("JENIUSPAY", 5_000, True, RefundRoute.REFUND),
]


@pytest.mark.parametrize(("channel", "days", "in_full", "way"), WAYS)
def test_the_way_back(channel: str | None, days: int, in_full: bool, way: RefundRoute) -> None:
    """
    Channel, age and amount decide; what cannot go back the way it came is paid out.
    """
    route = channels.compute_refund_route(channel, in_full=in_full, paid_at=NOON, now=NOON + timedelta(days=days))

    assert route is way


@pytest.mark.parametrize("in_full", [True, False])
def test_the_ways_are_those_of_the_providers_own_list(in_full: bool) -> None:
    """
    Every channel on Xendit's list, on the last day of its window and after it.
    """
    lines = (ROOT / "emulators/providers/specs/idr_channels.csv").read_text().splitlines()

    for row in csv.DictReader(lines):
        can, days = row["refund" if in_full else "partial_refund"] == "yes", row["refund_days"]
        last = int(days) - 1 if days.isdigit() else 10_000
        on_last, after = (
            channels.compute_refund_route(row["channel"], in_full=in_full, paid_at=NOON, now=NOON + timedelta(days=n))
            for n in (last, last + 1)
        )

        assert (row["channel"], on_last) == (row["channel"], RefundRoute.REFUND if can else RefundRoute.PAYOUT)
        assert after is (RefundRoute.REFUND if can and days == "always" else RefundRoute.PAYOUT)


@given(st.lists(st.integers(-10, 400_000), max_size=8))
def test_never_more_than_was_paid(amounts: list[int]) -> None:
    """
    However often and however much is asked back: what goes back is at most what was paid.
    """
    order = a_paid_order()

    for amount in amounts:
        left = 300_000 - order.refunded_amount
        if 0 < amount <= left:
            order = refund_rules.with_new_refund(order, amount, cause=RefundCause.ORDER_CANCELLED, now=NOON)
        else:
            with pytest.raises(RefundTooLarge):
                refund_rules.with_new_refund(order, amount, cause=RefundCause.ORDER_CANCELLED, now=NOON)

    assert 0 <= order.refunded_amount <= 300_000
    assert [refund.number for refund in order.refunds] == list(range(1, len(order.refunds) + 1))


def test_a_surplus_is_not_of_the_order() -> None:
    """
    What was paid beside the order's own payment takes nothing from it: all of that can still be refunded.
    """
    second = Invoice(
        id="inv-2",
        order_id=a_paid_order().id,
        status=InvoiceStatus.PAID,
        amount=300_000,
        currency="IDR",
        channel="QRIS",
    )

    order = refund_rules.with_surplus_refund(a_paid_order(), second, now=NOON)
    accepted = refund_attempts.with_refund_receipt(
        order, 1, 1, RefundReceipt(id="rfd-1", outcome=RefundOutcome.SUCCEEDED), now=NOON
    ).order
    by_account = refund_rules.with_surplus_refund(
        a_paid_order(), second.having(channel="BCA_VIRTUAL_ACCOUNT"), now=NOON
    )

    assert (accepted.status, accepted.unrefunded_amount) == ("PAID", 300_000)
    assert (order.refunds[0].route, order.refunds[0].invoice_id) == (RefundRoute.SURPLUS, "inv-2")
    assert (by_account.refunds[0].status, by_account.refunds[0].invoice_id) == ("AWAITING_ACCOUNT", "inv-2")


@pytest.mark.emulator
async def test_a_part_and_then_the_rest(world: World) -> None:
    """
    Half goes back and the order stays paid; with the other half it is refunded; each is told of once.
    """
    order_id = await paid(world, "GOPAY")

    await commit_action(
        world, actions.refund_order, order_id, amount=78_750, cause=RefundCause.ORDER_CANCELLED, now=world.now
    )
    (first,) = [entry for entry in world.sent.entries if entry.type == "RefundOrder"]
    await world.call.deliver_task(refund_order, first.payload, entry=first)
    half, half_told = await load_order_status(world, order_id), told(world)
    (refund,) = (await world.get_from_xendit("refunds"))["data"]
    await world.control_xendit("refund", refund_id=refund["id"], status="SUCCEEDED", drop=True)
    await world.deliver()
    await give_back(world, order_id, 78_750)

    order = await load_order(world, order_id)
    assert (half, half_told) == (("PAID", "PAID"), [(1, 78_750, False)])
    assert order.status == "REFUNDED"
    assert [refund.amount for refund in order.refunds] == [78_750, 78_750]
    assert sum(refund["amount"] for refund in (await world.get_from_xendit("refunds"))["data"]) == 157_500


@pytest.mark.emulator
@pytest.mark.parametrize(("amount", "refusal"), [(157_501, RefundTooLarge), (-1, RefundTooLarge)])
async def test_too_much_is_refused(world: World, amount: int, refusal: type[Fault]) -> None:
    """
    More than was paid, or less than nothing: refused, and nothing changes.
    """
    order_id = await paid(world, "GOPAY")
    before = await load_order(world, order_id)

    with pytest.raises(refusal):
        await commit_action(
            world, actions.refund_order, order_id, amount=amount, cause=RefundCause.ORDER_CANCELLED, now=world.now
        )

    assert await load_order(world, order_id) == before


@pytest.mark.emulator
async def test_what_nobody_paid_does_not_go_back(world: World) -> None:
    """
    An order that is still open has no money to give.
    """
    order_id = OrderId(await create_booking_order(world))

    with pytest.raises(OrderNotPaid):
        await commit_action(
            world, actions.refund_order, order_id, amount=1, cause=RefundCause.ORDER_CANCELLED, now=world.now
        )

    assert (await load_order(world, order_id)).refunds == ()


@pytest.mark.emulator
async def test_the_expert_cancels_and_all_goes_back(world: World) -> None:
    """
    Everything, at once, through the channel; the buyer gets one mail, and nobody a second one.
    """
    order_id = await paid(world, "QRIS")

    await give_back(world, order_id, 157_500)

    assert await load_order_status(world, order_id) == ("REFUNDED", "PAID")
    assert [mail["subject"] for mail in await world.sent_mails()] == [f"Pengembalian dana pesanan {order_id}"]
