"""What the world sees of an order."""

from typing import Self

from pydantic import Field, HttpUrl

from shared.contracts.people import AccountCard, Locale
from shared.contracts.sales import ItemKind
from shared.kernel.ids import OrderId
from shared.kernel.money import Money
from shared.kernel.schemas import Line, Moment, Request, View
from shared.orders import banks
from shared.orders.banks import Bank
from shared.orders.errors import BuyerNeeded
from shared.orders.invoices import Bill, BillKind
from shared.orders.models import Buyer, Order, OrderStatus, PaymentStatus, Refund, RefundCause, RefundStatus


class OrderRequest(Request):
    """What every order says, whatever it is for. `success_url` is where the checkout page leads back to."""

    buyer: Buyer
    locale: Locale = "id"
    success_url: HttpUrl | None = None

    @classmethod
    def of(cls, person: AccountCard, buyer: Buyer | None, success_url: HttpUrl | None = None) -> Self:
        """For *buyer*, if one was named, or the person themselves. Raises `BuyerNeeded`."""
        if buyer is None:
            if person.email is None or person.phone is None:
                raise BuyerNeeded.field(
                    "buyer", "is needed, for your profile lacks an e-mail address or a phone number"
                )
            buyer = Buyer(full_name=person.full_name, email=person.email, phone=person.phone)
        return cls(buyer=buyer, locale=person.locale, success_url=success_url)


class SetRefundAccount(Request):
    """Where refund `number` of an order is to go: for an e-wallet, `account_number` is its phone number, `08…`."""

    order_id: OrderId
    number: int = Field(default=1, ge=1, le=9999, strict=True)
    bank: Bank
    account_number: Line
    account_holder: Line

    @property
    def normalized_account_number(self) -> str:
        """The number as the bank writes it. Raises `Invalid`."""
        return banks.normalize_account_number(self.bank, self.account_number)


class OrderItemView(View):
    kind: ItemKind
    product: str
    name: str
    quantity: int
    unit_price: int
    amount: int


class RefundView(View):
    """`AWAITING_ACCOUNT`: the buyer is to name a bank account, with this `number`, for the money to go to."""

    number: int
    status: RefundStatus
    amount: int
    cause: RefundCause
    to: str | None

    @classmethod
    def of(cls, refund: Refund) -> Self:
        """The view of *refund*."""
        return cls(number=refund.number, status=refund.status, amount=refund.amount, cause=refund.cause, to=refund.to)


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
    refunds: list[RefundView]

    @classmethod
    def of(cls, order: Order) -> Self:
        """The view of *order*: no buyer, so that it may be shown on a screen in a shop."""
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
            pay_before=order.pay_before,
            paid_at=order.payment.paid_at,
            channel=order.payment.channel,
            refunds=[RefundView.of(refund) for refund in order.refunds],
        )


class BillRequest(Request):
    """An order's invoice, or, with `credit_note`, the note of its refund of that number."""

    order_id: OrderId
    credit_note: int | None = Field(default=None, ge=1, le=9999)


class BillLineView(View):
    name: str
    quantity: int
    unit_price: int
    amount: int


class TaxView(View):
    """`rate` is in ten-thousandths of `base`; `faktur` is the tax office's own number."""

    name: str
    rate: int
    base: int
    amount: int
    faktur: str | None


class BillView(View):
    """`number` is ours, of a yearly series without gaps. Prices include the tax. A note `corrects` an invoice."""

    number: str
    kind: BillKind
    order_id: OrderId
    corrects: str | None
    issued_at: Moment
    paid_at: Moment | None
    seller: str
    seller_address: list[str]
    seller_npwp: str | None
    buyer_name: str
    buyer_email: str
    lines: list[BillLineView]
    total: Money
    tax: TaxView | None

    @classmethod
    def of(cls, bill: Bill) -> Self:
        """The view of *bill*."""
        tax = bill.tax
        return cls(
            number=bill.reference,
            kind=bill.kind,
            order_id=bill.order_id,
            corrects=bill.corrects,
            issued_at=bill.issued_at,
            paid_at=bill.paid_at,
            seller=bill.seller,
            seller_address=list(bill.seller_address),
            seller_npwp=bill.seller_npwp,
            buyer_name=bill.buyer.full_name,
            buyer_email=bill.buyer.email,
            lines=[BillLineView(**line.model_dump()) for line in bill.lines],
            total=Money(amount=bill.total, currency=bill.currency),
            tax=TaxView(name=tax.name, rate=tax.rate, base=tax.base, amount=tax.amount, faktur=tax.faktur)
            if tax
            else None,
        )
