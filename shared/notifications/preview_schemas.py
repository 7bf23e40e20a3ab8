"""Views of previews and tests of notifications."""

from typing import Literal

from shared.contracts.notices import Channel, NotificationKind
from shared.kernel.schemas import View


class PreviewedText(View):
    """Text of a notification in one language on one channel."""

    locale: Literal["id", "en"]
    """Language of the text."""
    channel: Channel
    """Way on which people get the text, if they have chosen it."""
    title: str | None
    """Headline, the subject of a mail; null for an SMS."""
    body: str
    """Sentence or two; the whole text of an SMS."""


class NotificationPreview(View):
    """Texts of a notification as people would get them."""

    kind: NotificationKind
    """Kind, for which people choose channels."""
    is_critical: bool
    """True if the notification passes quiet hours and choices."""
    texts: list[PreviewedText]
    """Texts in Indonesian, then in English, for each channel of the kind."""


class SentTestNotification(View):
    """Test notification that was sent."""

    is_sent: bool
    """True: the notification goes to the channels that the caller has chosen."""
