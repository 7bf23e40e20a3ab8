"""Text of an SMS: short enough for two segments, each of which costs money."""

from shared.kernel.sms_segments import count_segments, shorten_to_segments

MOST_SEGMENTS = 2
"""Most segments of an SMS."""


def compose_sms(text: str, link: str) -> str:
    """Compose an SMS of at most two segments. A text that leaves no room for the link loses the link."""
    with_link = f"{text} {link}" if link else text
    return with_link if count_segments(with_link) <= MOST_SEGMENTS else shorten_to_segments(text, MOST_SEGMENTS)
