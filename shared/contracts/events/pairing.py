"""Events of calls."""

from typing import Annotated, ClassVar, Literal

from shared.contracts.events.known_values import known_or, known_or_none
from shared.kernel.ids import OrderId, PairingId, SessionId, UserId
from shared.kernel.schemas import Event, Moment

EntitlementKind = Literal["trial", "credit", "order", "crisis"]
"""Right by which a customer calls."""

FailureReason = Literal["cancelled", "nobody", "unpaid"]
"""Reason for which a call ended without a session."""


class PairingFailed(Event):
    """A call ended without a session: it was cancelled, or no expert took it.

    Attributes:
        pairing_id: The call.
        session_id: Session that the call would have led to.
        customer: Alias of the customer, never the uid.
        reason: Reason of the end. A reason that only a newer version knows is read as `nobody`: the customer gets a
            refund all the same.
        rerouted: True if the call was for a session that had lost its expert.
        entitlement: Right by which the customer called. None in events of older versions.
        order_id: Order that paid for the call and is to be cancelled or refunded.
        failed_at: Time at which the call ended.
    """

    facts: ClassVar[tuple[str, ...]] = ("rerouted", "entitlement")

    pairing_id: PairingId
    session_id: SessionId
    customer: UserId
    reason: Annotated[FailureReason, known_or(FailureReason, "nobody")]
    rerouted: bool
    entitlement: Annotated[EntitlementKind | None, known_or_none(EntitlementKind)] = None
    order_id: OrderId | None = None
    failed_at: Moment
