"""Orders for digital products."""

import asyncio
from datetime import datetime

from shared.bookings import store as bookings
from shared.bookings.reminders import compute_payment_reminder_time
from shared.catalogue import grants
from shared.catalogue import store as catalogue
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, ProductId, UserId
from shared.kernel.ports import UnitOfWork
from shared.limits import actions as limits
from shared.limits.models import Holding
from shared.limits.settings import PRODUCT, LimitSettings
from shared.limits.subjects import person_limits_ref
from shared.orders import actions as orders
from shared.orders import rules
from shared.orders import store as order_store
from shared.orders.jobs import EmailPaymentReminder
from shared.orders.payment_methods import PAYMENT_SETTINGS
from shared.orders.schemas import OrderDetails


async def claim_purchase_and_open_order(
    uow: UnitOfWork,
    expert_id: UserId,
    product_id: ProductId,
    wishes: OrderDetails,
    *,
    actor: Actor,
    call_id: str,
    now: datetime,
) -> OrderId:
    """Claim the purchase of a product and open the order for it, in one commit. Nobody buys a product twice.

    The customer is reminded once before the time to pay is over.

    Raises:
        ExpertNotFound: The expert does not exist or is not listed.
        ProductNotFound: The product does not exist.
        ProductInactive: The product is not on sale.
        ProductOwned: The customer has bought the product.
        ProductOnOrder: Another order of the customer for the product waits for its payment.
        OwnProduct: The product is the customer's own.
        TooManyHeld: The customer has too many unpaid orders for products.
    """
    order_id, customer = OrderId.at(now, uow.random_below), UserId(actor.id)
    product, settings, limit_settings, _ = await asyncio.gather(
        catalogue.get_product_for_sale(uow, expert_id, product_id),
        bookings.get_booking_settings(uow, grants.purchase_claim_ref(customer, product_id)),
        limits.get_limit_settings(uow),
        uow.prefetch(person_limits_ref(customer), PAYMENT_SETTINGS.ref),
    )
    fee = settings.fee_basis_points
    sale = await grants.claim_purchase(uow, product, fee=fee, customer=customer, order_id=order_id, now=now)
    if product.price:
        await _take_purchase(uow, customer, order_id, limit_settings, until=now + sale.hold, now=now)
    order = await orders.open_order(
        uow, order_id, sale, wishes, actor=actor, now=now, customer=customer, call_id=call_id
    )
    remind_at = compute_payment_reminder_time(order.pay_before, settings, now=now)
    if order.payable_at(now) and remind_at is not None:
        uow.schedule(EmailPaymentReminder(order_id=order_id), at=remind_at, key=order_id, precise=False)
    return order_id


async def _take_purchase(
    uow: UnitOfWork, customer: UserId, order_id: OrderId, settings: LimitSettings, *, until: datetime, now: datetime
) -> None:
    """Count an unpaid order for a product, in the commit that opens the order.

    Raises:
        TooManyHeld: The customer has too many unpaid orders for products.
    """
    subjects, holding = [person_limits_ref(customer)], Holding(tags=(PRODUCT,), until=until)
    unsure = await limits.list_holders_to_check(uow, subjects, holding, settings.product_holdings, now=now)
    found = await order_store.find_orders(uow, unsure)
    ended = [order.id for order in found if order is not None and rules.has_ended(order)]
    await limits.take_holding(uow, subjects, order_id, holding, settings.product_holdings, ended=ended, now=now)
