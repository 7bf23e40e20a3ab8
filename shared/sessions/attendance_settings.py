"""Settings of attendance, which admins can change."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from shared.kernel.schemas import Entity
from shared.kernel.settings import declare_settings

_Percent = Annotated[int, Field(strict=True, ge=0, le=100)]


class AttendanceSettings(Entity):
    """Settings of attendance. They apply to decisions that are still to come."""

    absent_after_minutes: Annotated[int, Field(strict=True, ge=1, le=120)] = 10
    """Minutes after the agreed start by which a side must have come, 1 to 120; 10 by default."""
    settle_minutes: Annotated[int, Field(strict=True, ge=0, le=60)] = 3
    """Minutes after the end in which late news of the video room still counts, 0 to 60; 3 by default."""
    longest_settle_hours: Annotated[int, Field(strict=True, ge=1, le=24)] = 6
    """Hours after the end for which a decision waits for the log of the video room, 1 to 24; 6 by default."""
    expert_absent_refund_percent: _Percent = 100
    """Percent of the payment that goes back when the expert did not come, 0 to 100; 100 by default."""
    customer_absent_refund_percent: _Percent = 0
    """Percent of the payment that goes back when the customer did not come, 0 to 100; 0 by default."""
    nobody_came_refund_percent: _Percent = 100
    """Percent of the payment that goes back when nobody came, 0 to 100; 100 by default."""
    technical_failure_refund_percent: _Percent = 100
    """Percent of the payment that goes back when neither could enter the video room, 0 to 100; 100 by default."""
    ended_early_share: _Percent = 50
    """Percent of the agreed time that the expert must leave out for a refund of that part, 0 to 100; 50 by default."""
    dispute_hours: Annotated[int, Field(strict=True, ge=1, le=720)] = 48
    """Hours after the decision in which either side may dispute it, 1 to 720; 48 by default."""
    decide_dispute_days: Annotated[int, Field(strict=True, ge=1, le=60)] = 7
    """Days after which a dispute that no admin has decided ends, and the decision is kept, 1 to 60; 7 by default."""

    @property
    def absent_after(self) -> timedelta:
        """Return the time after the agreed start by which a side must have come."""
        return timedelta(minutes=self.absent_after_minutes)

    @property
    def longest_settle_time(self) -> timedelta:
        """Return the time after the end for which a decision waits for the log of the video room."""
        return timedelta(hours=self.longest_settle_hours)

    @property
    def settle_time(self) -> timedelta:
        """Return the time after the end in which late news still counts."""
        return timedelta(minutes=self.settle_minutes)


ATTENDANCE_SETTINGS = declare_settings("attendance", "Absence, disputes and their refunds.", AttendanceSettings)
