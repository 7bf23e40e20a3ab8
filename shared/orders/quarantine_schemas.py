"""Views of quarantined payments."""

from typing import Self

from shared.kernel.schemas import Moment, View
from shared.orders.models import QuarantinedPayment


class QuarantinedPaymentView(View):
    """A payment that contradicts its order, as admins see it."""

    order_id: str
    """Order that the payment was meant for, as `get_order` takes it."""
    invoice_id: str
    """Id of the paid invoice at the payment provider."""
    reason: str
    """Contradiction: `paid amount`, `amount`, `currency`, `reference`, or `paid twice`."""
    expected: str
    """Value by our order; for `paid twice` the id of the invoice that paid the order."""
    told: str
    """Value by the provider; for `paid twice` the id of the second invoice."""
    quarantined_at: Moment
    """Instant in UTC at which the payment was quarantined."""

    @classmethod
    def of(cls, payment: QuarantinedPayment) -> Self:
        """Build the view of `payment`."""
        return cls(
            order_id=payment.order_id,
            invoice_id=payment.invoice_id,
            reason=payment.reason,
            expected=payment.expected,
            told=payment.told,
            quarantined_at=payment.at,
        )
