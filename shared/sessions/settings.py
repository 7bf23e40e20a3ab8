"""Settings of sessions, which admins can change."""

from typing import Annotated

from pydantic import AfterValidator, Field

from shared.kernel.schemas import Entity
from shared.kernel.settings import declare_settings
from shared.kernel.validation_messages import InvalidValue

_Warnings = tuple[Annotated[int, Field(strict=True, ge=1, le=60)], ...]
_MAX_WARNINGS = 4


def _check_distinct(minutes: _Warnings) -> _Warnings:
    if len(set(minutes)) < len(minutes):
        raise InvalidValue("minute_twice")
    return minutes


class SessionSettings(Entity):
    """Settings of sessions.

    Attributes:
        warn_minutes: Minutes before the end at which both people are warned.
        extension_price: Price of an extension in whole rupiah.
    """

    warn_minutes: Annotated[_Warnings, Field(max_length=_MAX_WARNINGS)] = (5, 1)
    """Minutes before the end at which both are warned, at most 4 values of 1 to 60; 5 and 1 by default."""
    open_minutes_before: Annotated[int, Field(strict=True, ge=0, le=60)] = 10
    """Minutes before the agreed start from which on both can join a booked session, 0 to 60; 10 by default."""
    extension_minutes: Annotated[int, Field(strict=True, ge=1, le=240)] = 15
    """Minutes that one extension adds, 1 to 240; 15 by default."""
    extension_price: Annotated[int, Field(strict=True, ge=0, le=10_000_000)] = 25_000
    """Price of one extension in whole rupiah, 0 to 10,000,000; 25,000 by default."""
    longest_minutes: Annotated[int, Field(strict=True, ge=1, le=1_440)] = 180
    """Most minutes of a session with all its extensions, 1 to 1,440; 180 by default."""


class _CheckedSettings(SessionSettings):
    """No minute stands twice among the `warn_minutes`."""

    warn_minutes: Annotated[
        _Warnings,
        AfterValidator(_check_distinct),
        Field(max_length=_MAX_WARNINGS, json_schema_extra={"uniqueItems": True}),
    ] = (5, 1)
    """Minutes before the end at which both are warned, at most 4 different values of 1 to 60."""


SESSION_SETTINGS = declare_settings(
    "sessions", "Warnings and extensions of sessions.", SessionSettings, checked=_CheckedSettings
)
