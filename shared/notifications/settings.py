"""Settings of mail, which admins can change."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from shared.kernel.schemas import Entity
from shared.kernel.settings import declare_settings


class MailSettings(Entity):
    """Settings of mail."""

    confirmation_hours: Annotated[int, Field(strict=True, ge=1, le=24 * 30)] = 24
    """Hours for which a link that confirms an address is valid, 1 to 720; 24 by default."""
    verification_interval_minutes: Annotated[int, Field(strict=True, ge=0, le=60)] = 2
    """Minutes in which a repeated request sends no other verification mail, 0 to 60; 2 by default."""

    @property
    def confirmation_validity(self) -> timedelta:
        """Return the time for which a link that confirms an address is valid."""
        return timedelta(hours=self.confirmation_hours)

    @property
    def verification_interval(self) -> timedelta:
        """Return the time in which a repeated request sends no other verification mail."""
        return timedelta(minutes=self.verification_interval_minutes)


MAIL_SETTINGS = declare_settings("mail", "Links in mails that confirm addresses.", MailSettings)
