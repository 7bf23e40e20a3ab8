"""Recipients of SMS and WhatsApp messages."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from shared.contracts.people import Locale


class TextRecipient(NamedTuple):
    """Recipient of a text message.

    Attributes:
        number: Phone number in E.164.
        locale: Language of the message.
        zone: Time zone in which times are written.
    """

    number: str
    locale: Locale
    zone: ZoneInfo
