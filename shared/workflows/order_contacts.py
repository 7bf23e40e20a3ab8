"""Changes by an admin of where the buyer of an order is reached, with the order's tickets."""

from datetime import datetime

from shared.kernel.email_addresses import is_same_address
from shared.kernel.ids import OrderId
from shared.kernel.phone_numbers import to_international_phone
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Email, Phone
from shared.limits.actions import count_act, get_limit_settings
from shared.limits.subjects import order_limits_ref
from shared.orders import store as orders
from shared.orders.schemas import OrderContactView
from shared.tickets import ticket_addresses
from shared.workflows import address_grounds
from shared.workflows.announcements import order_announcements


async def change_order_contact(
    uow: UnitOfWork,
    order_id: OrderId,
    *,
    email: Email | None,
    phone: Phone | None,
    new_codes: bool,
    now: datetime,
) -> OrderContactView:
    """Change the e-mail address or the phone number of an order's buyer. The tickets go to the new address.

    The former address is told, unless nothing shows that it was the buyer's, and so is the buyer's account. An invoice
    that has a number keeps the address that stands on it. A call that changes nothing counts as none.

    Args:
        email: New address; unchanged when None.
        phone: New phone number; unchanged when None.
        new_codes: True to replace the codes and numbers of the tickets.

    Raises:
        OrderNotFound: No order has this id.
        LimitReached: The contact of this order was changed too often today.
    """
    order = await orders.get_order(uow, order_id)
    told = {name: value for name, value in (("email", email), ("phone", phone)) if value is not None}
    buyer, sent = order.buyer.having(**told), 0
    if buyer != order.buyer or new_codes:
        await count_act(uow, order_limits_ref(order_id), (await get_limit_settings(uow)).contact_changes, now=now)
    if buyer != order.buyer:
        uow.put(orders.order_ref(order_id), order.having(buyer=buyer))
    if not is_same_address(buyer.email, order.buyer.email):
        grounds = await address_grounds.find_order_grounds(uow, order)
        await order_announcements.announce_contact_change(uow, order, buyer.email, grounds=grounds, now=now)
    if buyer.email != order.buyer.email or new_codes:
        sent = await ticket_addresses.readdress_tickets(uow, order_id, buyer.email, new_codes=new_codes, now=now)
    dialled = to_international_phone(buyer.phone)
    return OrderContactView(order_id=order_id, email=buyer.email, phone=dialled, tickets=sent)
