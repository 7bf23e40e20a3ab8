"""Settings of mail, which admins can change."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.kernel.schemas import Entity
from shared.kernel.settings import declare_settings


class MailSettings(Entity):
    """Settings of mail."""

    confirmation_hours: Annotated[int, Field(strict=True, ge=1, le=24 * 30)] = 24
    """Hours for which a link that confirms an address is valid, 1 to 720; 24 by default."""
    verification_interval_minutes: Annotated[int, Field(strict=True, ge=0, le=60)] = 2
    """Minutes in which a repeated request sends no other verification mail, 0 to 60; 2 by default."""

    refund_link_days: Annotated[int, Field(strict=True, ge=1, le=365)] = 60
    """Days for which the link of a refund mail can name a bank account, 1 to 365; 60 by default."""
    refund_account_page: (
        Annotated[str, StringConstraints(max_length=500, pattern=r"^https://[^\s/?#]+(/[^\s?#]*)?$")] | None
    ) = None
    """Page of the front-end on which buyers name a bank account; `?token=` is added. Our own page when null."""

    @property
    def refund_link_validity(self) -> timedelta:
        """Return the time for which the link of a refund mail is valid."""
        return timedelta(days=self.refund_link_days)

    @property
    def confirmation_validity(self) -> timedelta:
        """Return the time for which a link that confirms an address is valid."""
        return timedelta(hours=self.confirmation_hours)

    @property
    def verification_interval(self) -> timedelta:
        """Return the time in which a repeated request sends no other verification mail."""
        return timedelta(minutes=self.verification_interval_minutes)


MAIL_SETTINGS = declare_settings("mail", "Links in mails: how long they are valid, and where they lead.", MailSettings)
