"""Settings of bookings, which an admin may change."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.sales import DEFAULT_FEE_BASIS_POINTS
from shared.kernel.schemas import Entity
from shared.kernel.settings import declare_settings
from shared.kernel.stored_choices import UnknownAs


class BookingSettings(Entity):
    """Settings of bookings. They apply to new bookings; existing ones keep their terms."""

    hold_minutes: Annotated[int, Field(ge=5, le=24 * 60, strict=True)] = 60
    """Minutes for which an unpaid booking holds its time, 5 to 1,440; 60 by default."""
    pay_within_hours: Annotated[int, Field(ge=1, le=30 * 24, strict=True)] = 3 * 24
    """Hours in which a booking may be paid, 1 to 720; 72 by default."""
    answer_within_hours: Annotated[int, Field(ge=1, le=14 * 24, strict=True)] = 48
    """Hours in which the expert must answer a request, 1 to 336; 48 by default."""
    answer_ahead_minutes: Annotated[int, Field(ge=0, le=24 * 60, strict=True)] = 120
    """Minutes before the meeting by which a request must be answered, 0 to 1,440; 120 by default."""
    answer_at_least_minutes: Annotated[int, Field(ge=5, le=24 * 60, strict=True)] = 30
    """Minutes that the expert has for an answer in any case, 5 to 1,440; 30 by default."""
    most_open_bookings: Annotated[int, Field(ge=1, le=1_000, strict=True)] = 3
    """Most bookings of a customer that are unpaid, or free and still to come, 1 to 1,000; 3 by default."""
    most_open_bookings_with_expert: Annotated[int, Field(ge=1, le=1_000, strict=True)] = 1
    """Most of these bookings with one expert, 1 to 1,000; 1 by default."""
    remind_unpaid_hours: Annotated[int, Field(ge=0, le=720, strict=True)] = 24
    """Hours before the end of the time to pay at which a customer is reminded once, 0 (never) to 720; 24 by default."""
    overlapping_meetings: Annotated[Literal["off", "warn", "refuse"], UnknownAs("warn")] = "warn"
    """Two meetings of one customer at one time: allowed (`off`), told of (`warn`) or refused; `warn` by default."""
    fee_basis_points: Annotated[int, Field(ge=0, le=5_000, strict=True)] = DEFAULT_FEE_BASIS_POINTS
    """Our fee in ten-thousandths of the expert's price, 0 to 5,000; 500 (5 %) by default."""

    @property
    def hold(self) -> timedelta:
        """Duration of the hold of an unpaid booking."""
        return timedelta(minutes=self.hold_minutes)

    @property
    def pay_within(self) -> timedelta:
        """Time in which a booking may be paid."""
        return timedelta(hours=self.pay_within_hours)

    @property
    def answer_within(self) -> timedelta:
        """Longest time in which a request may be answered."""
        return timedelta(hours=self.answer_within_hours)

    @property
    def answer_ahead(self) -> timedelta:
        """Time before the meeting by which a request must be answered."""
        return timedelta(minutes=self.answer_ahead_minutes)

    @property
    def answer_at_least(self) -> timedelta:
        """Time that the expert has for an answer in any case."""
        return timedelta(minutes=self.answer_at_least_minutes)


BOOKING_SETTINGS = declare_settings("bookings", "Deadlines, limits and fee of bookings.", BookingSettings)
