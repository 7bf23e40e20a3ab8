"""Limits of SMS and WhatsApp messages to one number, which cost money and pester. Pure, told the time."""

from datetime import datetime

from shared.contracts.notices import Channel
from shared.limits import rules
from shared.limits.errors import LimitReached
from shared.limits.models import SubjectLimits
from shared.limits.settings import LimitSettings

TEXT_CHANNELS = (Channel.SMS, Channel.WHATSAPP)
"""Channels that reach a phone number; both count together."""


def count_text_message(
    state: SubjectLimits | None, settings: LimitSettings | None, *, critical: bool, now: datetime
) -> SubjectLimits | None:
    """Count a message to a number, and return the number's limits; None if the number has had its messages.

    Args:
        state: Limits of the number; None without any.
        settings: Settings of limits; None for the defaults.
        critical: True for a critical message, which is counted apart.
        now: Present instant.
    """
    known = settings or LimitSettings()
    counted = state or SubjectLimits()
    try:
        for limit in known.critical_text_messages if critical else known.text_messages:
            counted, _ = rules.count_acts(counted, limit, now=now)
    except LimitReached:
        return None
    return counted
