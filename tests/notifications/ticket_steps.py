"""Steps of the tests of notifications about tickets."""

from shared.kernel.ids import OrderId, UserId
from shared.orders import store as orders
from tests.builders import put_tickets_on_sale
from tests.notifications.steps import add_person
from tests.orders.builders import load_order
from tests.orders.steps import deliver_invoice_callback, order_tickets, pay_invoice
from tests.world import World


async def put_tickets(world: World, *, customer: str | None = "ana") -> str:
    """Have two tickets paid and sent, give their order a customer, and return the order's id."""
    await add_person(world)
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    order = await load_order(world, OrderId(order_id))
    customer_id = UserId(customer) if customer is not None else None
    await world.put_documents((orders.order_ref(order.id), order.having(customer=customer_id)))
    return order_id
