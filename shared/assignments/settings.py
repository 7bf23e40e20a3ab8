"""Settings of assignments, which admins can change."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from shared.kernel.schemas import Entity
from shared.kernel.settings import declare_settings

_Days = Annotated[int, Field(strict=True, ge=1, le=60)]


class AssignmentSettings(Entity):
    """Settings of services without a meeting. They apply to the steps that are still to come."""

    pay_within_days: Annotated[int, Field(strict=True, ge=1, le=14)] = 3
    """Days within which a service without a meeting must be paid, 1 to 14; 3 by default."""
    late_refund_days: _Days = 3
    """Days after the agreed time of delivery until an expert who has not delivered loses the payment, 1 to 60; 3."""
    accept_days: _Days = 3
    """Days after a delivery in which the customer may object, before it counts as accepted, 1 to 60; 3 by default."""
    corrections: Annotated[int, Field(strict=True, ge=1, le=10)] = 2
    """Corrections that a customer may ask for, 1 to 10; 2 by default."""
    correction_days: _Days = 3
    """Days that the expert has for a correction, 1 to 60; 3 by default."""
    decide_dispute_days: _Days = 7
    """Days after which a dispute that no admin has decided ends, and the delivery counts as accepted, 1 to 60; 7."""

    @property
    def pay_within(self) -> timedelta:
        """Return the time within which the order must be paid."""
        return timedelta(days=self.pay_within_days)

    @property
    def late_refund_time(self) -> timedelta:
        """Return the time from the agreed delivery until the money goes back by itself."""
        return timedelta(days=self.late_refund_days)

    @property
    def accept_time(self) -> timedelta:
        """Return the time in which a customer may object to a delivery."""
        return timedelta(days=self.accept_days)

    @property
    def correction_time(self) -> timedelta:
        """Return the time that the expert has for a correction."""
        return timedelta(days=self.correction_days)

    @property
    def decide_dispute_time(self) -> timedelta:
        """Return the time in which an admin may decide a dispute."""
        return timedelta(days=self.decide_dispute_days)


ASSIGNMENT_SETTINGS = declare_settings(
    "assignments", "Delivery, acceptance and disputes of services without a meeting.", AssignmentSettings
)
