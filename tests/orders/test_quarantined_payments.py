"""Payments in quarantine: an admin finds them without the alert that told of them."""

import pytest

from functions.orders.list_quarantined_payments import list_quarantined_payments
from shared.orders import store
from tests.builders import put_tickets_on_sale
from tests.orders.steps import deliver_invoice_callback, order_tickets, quarantine_payment
from tests.world import ANA, Person, World

pytestmark = pytest.mark.emulator

FINANCE = Person("fira", role="admin", claims={"admin_scopes": ["finance"]})
SUPPORT = Person("sari", role="admin", claims={"admin_scopes": ["support"]})


async def test_a_quarantined_payment_is_listed(world: World) -> None:
    """The list names the order, the invoice and the contradiction, once however often the callback comes."""
    order_id = await quarantine_payment(world)
    at = world.now
    world.later(minutes=5)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    listed = await world.call(list_quarantined_payments, as_=FINANCE)

    order = await world.get(store.order_ref(order_id))
    assert order is not None
    assert listed.body["items"] == [
        {
            "order_id": order_id,
            "invoice_id": order.payment.invoice_id,
            "reason": "paid amount",
            "expected": "300000",
            "told": "299999",
            "quarantined_at": at.isoformat().replace("+00:00", "Z"),
        }
    ]


async def test_payments_are_listed_page_by_page(world: World) -> None:
    """Each page begins where the page before has ended; two payments of one moment are both listed."""
    await put_tickets_on_sale(world)
    orders = [await quarantine_payment(world, await order_tickets(world, ("regular", 1))) for _ in range(2)]

    first = await world.call(list_quarantined_payments, {"limit": 1}, as_=FINANCE)
    rest = await world.call(list_quarantined_payments, {"limit": 1, "cursor": first.body["next_cursor"]}, as_=FINANCE)

    found = [one["order_id"] for one in first.body["items"] + rest.body["items"]]
    assert (sorted(found), rest.body["next_cursor"]) == (sorted(orders), None)


async def test_the_latest_payment_is_listed_first(world: World) -> None:
    """What was quarantined later stands before what was quarantined earlier."""
    await put_tickets_on_sale(world)
    earlier = await quarantine_payment(world, await order_tickets(world, ("regular", 1)))
    world.later(minutes=1)
    later = await quarantine_payment(world, await order_tickets(world, ("regular", 1)))

    listed = await world.call(list_quarantined_payments, as_=FINANCE)

    assert [one["order_id"] for one in listed.body["items"]] == [later, earlier]


@pytest.mark.parametrize(
    ("person", "code"), [(SUPPORT, "admin_scope_missing"), (ANA, "forbidden")], ids=["support", "customer"]
)
async def test_only_finance_sees_quarantined_payments(world: World, person: Person, code: str) -> None:
    """Other admins and customers are refused."""
    answer = await world.call(list_quarantined_payments, as_=person)

    assert (answer.status, answer.code) == (403, code)
