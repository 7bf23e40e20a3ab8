"""Settings of reviews, which an admin may change."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from shared.kernel.schemas import Entity
from shared.kernel.settings import declare_settings


class ReviewSettings(Entity):
    """Settings of reviews. The first review of a session keeps its terms for both sides."""

    double_blind: Annotated[bool, Field(strict=True)] = True
    """True if a review is shown only when both sides have written, or the time to write is over; true by default."""
    window_days: Annotated[int, Field(ge=1, le=28, strict=True)] = 14
    """Days after the end of a session in which both sides may write, 1 to 28; 14 by default."""
    product_edit_days: Annotated[int, Field(ge=0, le=365, strict=True)] = 30
    """Days in which a buyer may change the review of a product, 0 to 365; 30 by default."""
    reply_edit_hours: Annotated[int, Field(ge=0, le=720, strict=True)] = 48
    """Hours in which an expert may change the answer to a review, 0 to 720; 48 by default."""
    reminder_hours: Annotated[int, Field(ge=0, le=336, strict=True)] = 24
    """Hours after the end of a session at which a customer without a review is reminded, 0 (never) to 336; 24 by
    default."""
    hide_after_reports: Annotated[int, Field(ge=0, le=1_000, strict=True)] = 5
    """Reports by different people that hide a review until an admin decides, 0 (never) to 1,000; 5 by default.

    Reports by accounts without a proven address or number do not count.
    """

    @property
    def window(self) -> timedelta:
        """Time after the end of a session in which both sides may write."""
        return timedelta(days=self.window_days)

    @property
    def product_edit_time(self) -> timedelta:
        """Time in which a buyer may change the review of a product."""
        return timedelta(days=self.product_edit_days)

    @property
    def reply_edit_time(self) -> timedelta:
        """Time in which an expert may change the answer to a review."""
        return timedelta(hours=self.reply_edit_hours)

    @property
    def reminder_delay(self) -> timedelta:
        """Time from the end of a session to the reminder."""
        return timedelta(hours=self.reminder_hours)


REVIEW_SETTINGS = declare_settings("reviews", "Double blind, deadlines and reports of reviews.", ReviewSettings)
