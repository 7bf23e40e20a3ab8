"""What happens to calls."""

from typing import Literal

from shared.kernel.ids import OrderId, PairingId, SessionId, UserId
from shared.kernel.schemas import Event, Moment


class PairingFailed(Event):
    """A call ended without a session: called off, or nobody took it. What was paid for it (`order_id`) is to go back.

    `rerouted`: it was for a session that had lost its expert.
    """

    pairing_id: PairingId
    session_id: SessionId
    customer: UserId
    reason: Literal["cancelled", "nobody", "unpaid"]
    rerouted: bool
    order_id: OrderId | None = None
    failed_at: Moment
