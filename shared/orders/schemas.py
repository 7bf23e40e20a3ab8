"""Requests and views of orders."""

from collections.abc import Mapping
from typing import Self

from pydantic import Field

from shared.contracts.checkout import CheckoutWishes, PaymentMethod
from shared.contracts.mail_links import LinkToken
from shared.contracts.people import AccountCard, Locale
from shared.contracts.sales import ItemKind
from shared.kernel.ids import OrderId
from shared.kernel.money import Money
from shared.kernel.schemas import Line, Moment, Request, View
from shared.orders.errors import BuyerNeeded
from shared.orders.invoices import Bill, BillKind
from shared.orders.models import Buyer, Order, OrderStatus, PaymentStatus, Refund, RefundCause, RefundStatus
from shared.orders.payout_channels import ChannelCategory, ChannelCode, PayoutChannel, get_account_digits


class OrderDetails(CheckoutWishes):
    """Data that every order needs: the buyer, the language, the ways of paying, and where the checkout returns to.

    The buyer of an account keeps a name, address and number from before their rules. A body is an `OrderRequest`.
    """

    buyer: Buyer
    """Person whom the invoice and the receipts go to."""
    locale: Locale = "id"
    """Language of messages to the buyer, `id` or `en`; `id` by default."""

    @classmethod
    def of(cls, person: AccountCard, buyer: Buyer | None, wishes: CheckoutWishes) -> Self:
        """Build the details of an order for `buyer`, or for `person` if no buyer was named.

        Raises:
            BuyerNeeded: No buyer was named, and the profile of `person` lacks an e-mail address or a phone number.
        """
        if buyer is None:
            if person.email is None or person.phone is None:
                raise BuyerNeeded.field("buyer", "required_profile_lacks")
            buyer = Buyer(full_name=person.full_name, email=person.email, phone=person.phone)
        return cls(buyer=buyer, locale=person.locale, **wishes.checkout_wishes)


class AccountOfLink(Request):
    """Body of `submit_refund_account`."""

    token: LinkToken
    """Value of `token` in the link of the refund mail, 1 to 1,000 characters."""
    bank: ChannelCode
    """Code of the bank or e-wallet that receives the money, from `list_payout_channels`."""
    account_number: Line
    """Account number at the bank; for an e-wallet, its phone number, such as `0812…` or `+62812…`."""
    account_holder: Line
    """Name of the account's owner, as the bank knows it."""


class NamedRefundAccount(View):
    """A refund for which an account has been named by a link."""

    status: RefundStatus
    """State of the refund; `DUE` until the payout has begun."""
    amount: int
    """Amount of the refund in whole units of the order's currency."""
    to: str | None
    """Masked bank account that the payout goes to."""

    @classmethod
    def of(cls, order: Order, number: int) -> Self:
        """Build the view of a refund of `order`."""
        refund = order.refunds[number - 1]
        return cls(status=refund.status, amount=refund.amount, to=refund.to)


class RefundOfOrder(Request):
    """Refund of an order that waits for a bank account."""

    order_id: OrderId
    """Id of the order whose refund waits, from the answer that opened the order."""
    number: int = Field(default=1, ge=1, le=9999, strict=True)
    """Number of the waiting refund, from `refunds` of the order; 1 by default."""


class SetRefundAccount(RefundOfOrder):
    """Body of `set_refund_account`."""

    bank: ChannelCode
    """Code of the bank or e-wallet that receives the money, from `list_payout_channels`."""
    account_number: Line
    """Account number at the bank; for an e-wallet, its phone number, such as `0812…` or `+62812…`."""
    account_holder: Line
    """Name of the account's owner, as the bank knows it."""


class PayoutChannelView(View):
    """Bank or e-wallet that can receive a refund."""

    code: str
    """Code of the channel, such as `BCA`, for `bank` of `set_refund_account`."""
    name: str
    """Name of the bank or e-wallet as people know it."""
    category: ChannelCategory
    """Kind of channel: `bank` or `ewallet`. The account number of an e-wallet is its phone number."""
    min_digits: int
    """Least number of digits of an account number; a phone number is counted as `08…`."""
    max_digits: int
    """Greatest number of digits of an account number; a phone number is counted as `08…`."""
    min_amount: int
    """Least refund that the channel can receive, in whole rupiah."""
    max_amount: int
    """Greatest refund that the channel can receive, in whole rupiah."""

    @classmethod
    def of(cls, channel: PayoutChannel) -> Self:
        """Build the view of `channel`."""
        digits = get_account_digits(channel)
        return cls(
            code=channel.code,
            name=channel.name,
            category=channel.category,
            min_digits=digits.least,
            max_digits=digits.most,
            min_amount=channel.min_amount,
            max_amount=channel.max_amount,
        )


class OrderItemView(View):
    """A product in an order."""

    kind: ItemKind
    """Kind of thing that was ordered."""
    product: str
    """Id of the product within its kind, such as the event and ticket type `tedx/regular`."""
    name: str
    """Name of the product at the time of the order."""
    quantity: int
    """Number of units ordered."""
    unit_price: int
    """Price of one unit in whole units of the order's currency."""
    amount: int
    """Price of all units together in whole units of the order's currency."""
    picture_url: str | None = None
    """Present photo of a booking's expert, or thumbnail of a product, only in `list_my_orders`; otherwise null."""


class RefundView(View):
    """A refund of an order."""

    number: int
    """Number of the refund within its order, from 1, for `set_refund_account`."""
    status: RefundStatus
    """State of the refund; `AWAITING_ACCOUNT` waits for the buyer to call `set_refund_account`."""
    amount: int
    """Refunded amount in whole units of the order's currency."""
    cause: RefundCause
    """Reason for which the money goes back."""
    to: str | None
    """Masked bank account that a payout goes to; null for refunds to the payment method."""

    @classmethod
    def of(cls, refund: Refund) -> Self:
        """Build the view of `refund`."""
        return cls(number=refund.number, status=refund.status, amount=refund.amount, cause=refund.cause, to=refund.to)


class OrderView(View):
    """An order without its buyer, so that it may be shown on a screen in a shop."""

    order_id: OrderId
    """Id of the order, such as `BE-20261126-ACD346`, for `get_order` and `pay_order`."""
    status: OrderStatus
    """Present state of the order."""
    payment_status: PaymentStatus
    """Present state of the payment. `FAILED` was refused by the payment provider: `pay_order` tries again."""
    items: list[OrderItemView]
    """Products that were ordered, one entry each."""
    subtotal: int
    """Price of all items in whole units of the currency, before our fee."""
    admin_fee: int
    """Our fee in whole units of the currency; may be 0."""
    total: Money
    """Amount to pay: the subtotal and our fee."""
    checkout_url: str | None
    """Page to pay on. Null if nothing is to be paid, or if the provider is slow: then call `pay_order`."""
    created_at: Moment
    """Instant in UTC at which the order was opened."""
    pay_before: Moment
    """Instant in UTC until which the order can be paid."""
    paid_at: Moment | None
    """Instant in UTC at which the order was paid; null while unpaid."""
    payment_methods: list[PaymentMethod]
    """Ways of paying that the buyer chose when ordering; empty for all ways."""
    channel: str | None
    """Code of the payment method, such as `QRIS`; null while unpaid."""
    refunds: list[RefundView]
    """Refunds of this order, by their numbers from 1; usually empty."""

    @classmethod
    def of(cls, order: Order, *, pictures: Mapping[tuple[str, str], str] | None = None) -> Self:
        """Build the view of `order`, without the buyer, so that a screen in a shop may show it.

        Args:
            order: Order to show.
            pictures: Addresses of pictures by the kinds and products of items; none by default.
        """
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
                    picture_url=pictures.get((item.kind, item.product)) if pictures else None,
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
            payment_methods=[one for one in order.payment_methods if one is not PaymentMethod.UNKNOWN],
            channel=order.payment.channel,
            refunds=[RefundView.of(refund) for refund in order.refunds],
        )


class BillRequest(Request):
    """Query of `get_invoice` and `download_invoice`."""

    order_id: OrderId
    """Id of a paid order, from the answer that opened the order."""
    credit_note: int | None = Field(default=None, ge=1, le=9999)
    """Number of a refund, to get its credit note; the order's invoice when left out."""


class BillLineView(View):
    """A line of an invoice or credit note."""

    name: str
    """Name of what was sold, as shown on the invoice."""
    quantity: int
    """Number of units sold."""
    unit_price: int
    """Price of one unit in whole units of the currency."""
    amount: int
    """Price of all units together in whole units of the currency."""


class TaxView(View):
    """The tax in the total of an invoice."""

    name: str
    """Name of the tax, such as `PPN`."""
    rate: int
    """Tax rate in ten-thousandths of the base; 1200 is 12 %."""
    base: int
    """Amount that the rate applies to, in whole units of the currency."""
    amount: int
    """Tax in the total, in whole units of the currency."""
    faktur: str | None
    """Number of the tax invoice at the tax office; null when none exists."""


class BillView(View):
    """An invoice, or the credit note of a refund. Prices include the tax."""

    number: str
    """Number of the document in its yearly series without gaps, such as `INV/2026/000123`."""
    kind: BillKind
    """Type of document: `invoice` for a payment, `credit_note` for a refund."""
    order_id: OrderId
    """Id of the order that the document is about."""
    corrects: str | None
    """Number of the invoice that a credit note corrects; null for an invoice."""
    issued_at: Moment
    """Instant in UTC at which the document was issued."""
    paid_at: Moment | None
    """Instant in UTC at which the order was paid; null when not known."""
    channel: str | None
    """Code of the payment method, such as `QRIS`; null when not known."""
    brand: str
    """Name that people know the seller by, at the time of issue."""
    seller: str
    """Legal name of the seller at the time of issue."""
    seller_address: list[str]
    """Lines of the seller's address; may be empty."""
    seller_npwp: str | None
    """Tax number (NPWP) of the seller; null when none is shown."""
    buyer_name: str
    """Full name of the buyer, as given with the order."""
    buyer_email: str
    """E-mail address of the buyer, as given with the order."""
    lines: list[BillLineView]
    """Products that were sold or are refunded, one entry each, our fee included."""
    total: Money
    """Sum of all lines, taxes included."""
    tax: TaxView | None
    """Tax that the total includes; null when no tax is charged."""

    @classmethod
    def of(cls, bill: Bill) -> Self:
        """Build the view of `bill`."""
        tax = bill.tax
        return cls(
            number=bill.reference,
            kind=bill.kind,
            order_id=bill.order_id,
            corrects=bill.corrects,
            issued_at=bill.issued_at,
            paid_at=bill.paid_at,
            channel=bill.channel,
            brand=bill.brand,
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


class OrderContactView(View):
    """Contact of the buyer of an order."""

    order_id: OrderId
    """Reference of the order, as the buyer's mails name the order."""
    email: str
    """E-mail address of the buyer, to which the order's mails go from now on."""
    phone: str
    """Phone number of the buyer in international form."""
    tickets: int
    """Number of tickets that are sent to the address now; 0 if there are none, or the address is as before."""
