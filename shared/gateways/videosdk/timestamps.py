"""Times as VideoSDK writes them: `2022-07-05T15:55:35.047Z` or with an offset."""

from datetime import UTC, datetime


def parse_timestamp(text: object) -> datetime | None:
    """Parse a time of VideoSDK; None for a missing or malformed time, and for a time without an offset."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
        return None if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
