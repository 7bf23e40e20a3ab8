"""The numbers of sessions: an admin may change each."""

from typing import Annotated

from pydantic import Field

from shared.kernel import settings
from shared.kernel.schemas import Entity


class SessionSettings(Entity):
    """A session is warned of its end `warn_minutes` before. `extension_price` is in whole rupiah."""

    warn_minutes: Annotated[tuple[Annotated[int, Field(ge=1, le=60)], ...], Field(max_length=4)] = (5, 1)
    extension_minutes: Annotated[int, Field(ge=1, le=240)] = 15
    extension_price: Annotated[int, Field(ge=0, le=10_000_000)] = 25_000
    longest_minutes: Annotated[int, Field(ge=1, le=1_440)] = 180


class GivenSessionSettings(SessionSettings):
    """Some of the numbers of sessions; the others stay as they are."""

    model_config = settings.GIVEN
