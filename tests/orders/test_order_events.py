"""Payloads of the events of an order."""

from datetime import timedelta

import pytest

from shared.contracts.events.orders import OrderCancelled, OrderExpired, OrderPaid, OrderRefunded
from shared.contracts.sales import ItemKind, Sale, SaleItem
from shared.kernel.ids import OrderId, UserId
from shared.orders import order_events, rules
from shared.orders.models import Buyer, Order, RefundCause
from tests.builders import BUYER, NOON
from tests.orders.builders import a_refund

CUSTOMER, ALIAS, EXPERT = UserId("ana"), UserId("anon-1"), UserId("dewi")


def _an_order(*kinds: ItemKind, price: int = 100_000, alias: UserId | None = None) -> Order:
    """An order of Ana's with an item of each of *kinds*."""
    items = tuple(
        SaleItem(kind=kind, product="p", name="n", quantity=1, unit_price=price, expert=EXPERT) for kind in kinds
    )
    sale = Sale(items=items, currency="IDR", hold=timedelta(minutes=15), fee=500, alias=alias)
    buyer = Buyer.model_validate(BUYER)
    order = rules.order_from_sale(OrderId("BE-20261126-ACD346"), sale, buyer, now=NOON, request_id="req_test")
    return order.having(customer=CUSTOMER)


def test_a_paid_order_tells_what_was_bought_for_how_much_by_whom_from_whom() -> None:
    """
    Each kind of item is told once, and the amount includes the fee.
    """
    order = _an_order("ticket", "product", "ticket")

    event = order_events.build_order_paid(order, now=NOON)

    assert event == OrderPaid(
        order_id=order.id, items=("ticket", "product"), amount=315_000, expert=EXPERT, customer=CUSTOMER, paid_at=NOON
    )


@pytest.mark.parametrize("kind", ["pairing", "extension"])
@pytest.mark.parametrize("alias", [ALIAS, None])
def test_who_buys_in_a_call_is_known_by_their_alias_alone(kind: ItemKind, alias: UserId | None) -> None:
    """
    In every event of the order; one whose alias is not known tells nothing of them.
    """
    order = _an_order(kind, alias=alias)

    told: list[OrderPaid | OrderExpired | OrderCancelled | OrderRefunded] = [
        order_events.build_order_paid(order, now=NOON),
        order_events.build_order_expired(order, now=NOON),
        order_events.build_order_cancelled(order, now=NOON),
        order_events.build_order_refunded(order, a_refund(), in_full=True, now=NOON),
    ]

    assert [event.customer for event in told] == [alias] * 4
    assert not any(CUSTOMER in event.model_dump_json() for event in told)


def test_a_refund_tells_its_cause_and_whether_the_goods_were_delivered() -> None:
    """
    A consumer need not read the order to know whether the refund concerns it.
    """
    order = _an_order("booking")

    event = order_events.build_order_refunded(order, a_refund(cause=RefundCause.GONE), in_full=True, now=NOON)

    assert (event.items, event.cause, event.is_fulfilled, event.in_full) == (("booking",), "gone", False, True)
    assert order_events.build_order_refunded(
        order.having(fulfilled_at=NOON), a_refund(), in_full=False, now=NOON
    ).is_fulfilled


def test_an_event_of_an_older_version_is_still_read() -> None:
    """
    What it does not tell is not known, rather than wrong.
    """
    event = OrderPaid.model_validate({"order_id": "BE-20261126-ACD346", "paid_at": NOON.isoformat()})

    assert (event.items, event.amount, event.is_free, event.customer) == ((), None, None, None)
    assert order_events.build_order_paid(_an_order("ticket", price=0), now=NOON).is_free


def test_an_event_of_a_newer_version_is_read_as_far_as_it_is_understood() -> None:
    """
    A kind of item that this version does not know makes no dead letter of a payment.
    """
    told = {"order_id": "BE-20261126-ACD346", "items": ["ticket", "voucher"], "paid_at": NOON.isoformat(), "tip": 5}

    assert OrderPaid.model_validate(told).items == ("ticket",)
