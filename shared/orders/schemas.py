"""What the world sees of an order."""

from typing import Self

from pydantic import HttpUrl

from shared.kernel.ids import OrderId
from shared.kernel.money import Money
from shared.kernel.sales import ItemKind
from shared.kernel.schemas import Moment, Request, View
from shared.orders.models import Buyer, Locale, Order, OrderStatus, PaymentStatus, RefundStatus


class OrderRequest(Request):
    """What every order says, whatever it is for. `success_url` is where the checkout page leads back to."""

    buyer: Buyer
    locale: Locale = "id"
    success_url: HttpUrl | None = None


class OrderItemView(View):
    kind: ItemKind
    product: str
    name: str
    quantity: int
    unit_price: int
    amount: int


class RefundView(View):
    status: RefundStatus
    amount: int
    reason: str


class OrderView(View):
    """`checkout_url` is where the buyer pays; null for a moment when the payment provider is slow: ask again."""

    order_id: OrderId
    status: OrderStatus
    payment_status: PaymentStatus
    items: list[OrderItemView]
    subtotal: int
    admin_fee: int
    total: Money
    checkout_url: str | None
    created_at: Moment
    pay_before: Moment
    paid_at: Moment | None
    channel: str | None
    refund: RefundView | None

    @classmethod
    def of(cls, order: Order) -> Self:
        """The view of *order*: no buyer, so that it may be shown on a screen in a shop."""
        refund = order.refund
        return cls(
            order_id=order.id,
            status=order.status,
            payment_status=order.payment.status,
            items=[
                OrderItemView(
                    kind=item.kind,
                    product=item.product,
                    name=item.name,
                    quantity=item.quantity,
                    unit_price=item.unit_price,
                    amount=item.amount,
                )
                for item in order.items
            ],
            subtotal=order.subtotal,
            admin_fee=order.admin_fee,
            total=order.total,
            checkout_url=order.payment.checkout_url if order.status is OrderStatus.PENDING else None,
            created_at=order.created_at,
            pay_before=order.hold_until,
            paid_at=order.payment.paid_at,
            channel=order.payment.channel,
            refund=RefundView(status=refund.status, amount=refund.amount, reason=refund.reason) if refund else None,
        )
