"""The numbers of sessions: an admin may change each."""

from typing import Annotated

from pydantic import AfterValidator, Field

from shared.kernel import settings
from shared.kernel.schemas import Entity

_Warnings = tuple[Annotated[int, Field(strict=True, ge=1, le=60)], ...]
_MAX_WARNINGS = 4


def _check_distinct(minutes: _Warnings) -> _Warnings:
    if len(set(minutes)) < len(minutes):
        raise ValueError("names the same minute twice")
    return minutes


class SessionSettings(Entity):
    """A session is warned of its end `warn_minutes` before. `extension_price` is in whole rupiah."""

    warn_minutes: Annotated[_Warnings, Field(max_length=_MAX_WARNINGS)] = (5, 1)
    extension_minutes: Annotated[int, Field(strict=True, ge=1, le=240)] = 15
    extension_price: Annotated[int, Field(strict=True, ge=0, le=10_000_000)] = 25_000
    longest_minutes: Annotated[int, Field(strict=True, ge=1, le=1_440)] = 180


class SessionSettingsInput(SessionSettings):
    """Some of the numbers of sessions; the others stay as they are."""

    model_config = settings.PARTIAL_UPDATE_CONFIG

    warn_minutes: Annotated[
        _Warnings,
        AfterValidator(_check_distinct),
        Field(max_length=_MAX_WARNINGS, json_schema_extra={"uniqueItems": True}),
    ] = (5, 1)
