"""Contract of reviews: sessions that took place, about which both sides may write."""

from typing import Literal

from shared.kernel.ids import OrderId, ProductId, SessionId, UserId
from shared.kernel.schemas import Model, Moment

ReviewSide = Literal["customer", "expert"]
"""Side of a session from which a review is written."""
HeldSessionKind = Literal["booking", "call", "assignment"]
"""Way in which a session was sold; an assignment is a service without a meeting."""


class HeldSession(Model):
    """A session that took place: a call in which both were, a completed booking, or work that was accepted.

    Attributes:
        id: Id of the call's session, of the booking, or of the assignment.
        kind: Way in which the session was sold.
        customer: Customer as the expert knows them: in a call the alias, otherwise the uid.
        customer_account: Account of the customer: in a call the alias of the person, otherwise the uid.
        customer_name: Name that reviews show: in a call the pseudonym of that session.
        expert: Uid of the expert.
        expert_name: Name under which the customer knows the expert.
        ended_at: End of the session.
        had_crisis: True if somebody was in danger in the session.
        is_vouched: True if the customer has paid, or has proven an address or a number. A free meeting proves nothing.
    """

    id: SessionId
    kind: HeldSessionKind
    customer: UserId
    customer_account: UserId
    customer_name: str
    expert: UserId
    expert_name: str
    ended_at: Moment
    had_crisis: bool = False
    is_vouched: bool = True


class ProductPurchase(Model):
    """A product that a customer has bought, and may review.

    Attributes:
        order: Order that paid for the product.
        product: Id of the product.
        product_name: Name of the product at the time of the purchase.
        expert: Seller of the product.
        customer: Uid of the buyer.
        customer_name: Name that reviews show.
        is_vouched: True if the buyer has paid, or has proven an address or a number.
    """

    order: OrderId
    product: ProductId
    product_name: str
    expert: UserId
    customer: UserId
    customer_name: str
    is_vouched: bool = True
