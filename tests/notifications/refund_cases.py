"""Cases of notifications: announcements of refunds."""

from shared.orders import store
from shared.orders.models import OrderStatus
from tests.cases import MeasuredCall, case, push_event
from tests.notifications.steps import add_person
from tests.orders.builders import a_refund, load_order
from tests.orders.steps import create_paid_booking_order
from tests.world import World


@case("tell_buyer_when_refund_changed", who="internal", tested_in="tests/notifications/test_refund_announcements.py")
async def _announce_refund_change(world: World) -> MeasuredCall:
    order_id = await create_paid_booking_order(world)
    order = await load_order(world, order_id)
    await add_person(world)
    refunded = order.having(status=OrderStatus.REFUNDED, refunds=(a_refund(),))
    await world.put_documents((store.order_ref(order_id), refunded))
    payload = {"order_id": order_id, "number": 1, "attempt": 1, "change": "sent", "at": world.now.isoformat()}
    return push_event(world, "tell_buyer_when_refund_changed", "RefundChanged", **payload)
