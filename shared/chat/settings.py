"""The numbers of the chat: an admin may change each."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from shared.kernel.schemas import Entity

_Count = Annotated[int, Field(strict=True, ge=1, le=10_000)]


class ChatSettings(Entity):
    """`contacts`: what becomes of phone numbers, e-mail addresses and bank accounts in messages.

    `burst` messages may follow one another at once in a room, then one each `seconds_a_message`.
    """

    contacts: Literal["off", "warn", "mask"] = "off"
    burst: Annotated[int, Field(strict=True, ge=1, le=1_000)] = 20
    seconds_a_message: Annotated[float, Field(strict=True, ge=0.05, le=60)] = 1.0
    edit_minutes: _Count = 15
    delete_hours: _Count = 48
    largest_group: Annotated[int, Field(strict=True, ge=2, le=250)] = 200
    largest_attachment_mb: Annotated[int, Field(strict=True, ge=1, le=100)] = 25
    open_hours_after_meeting: Annotated[int, Field(strict=True, ge=0, le=720)] = 24

    @property
    def pace(self) -> timedelta:
        return timedelta(seconds=self.seconds_a_message)
