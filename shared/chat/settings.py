"""Settings of the chat, which admins can change."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from shared.contracts.hotlines import Hotline
from shared.contracts.offers import ServiceKind
from shared.kernel.schemas import Entity, Line
from shared.kernel.settings import declare_settings
from shared.kernel.stored_choices import UnknownAs
from shared.kernel.text import fold_for_matching
from shared.kernel.validation_messages import InvalidValue

_Count = Annotated[int, Field(strict=True, ge=1, le=10_000)]

_HOTLINES = (
    Hotline(name="Layanan kesehatan jiwa (SEJIWA)", name_en="Mental health service (SEJIWA)", phone="119 ext 8"),
    Hotline(name="Panggilan darurat", name_en="Emergency call", phone="112"),
)


def _check_has_letters(word: str) -> str:
    if not fold_for_matching(word):
        raise InvalidValue("nothing_to_match")
    return word


_CrisisWord = Annotated[Line, AfterValidator(_check_has_letters)]


class ChatSettings(Entity):
    """Settings of chats."""

    contacts: Annotated[Literal["off", "warn", "mask"], UnknownAs("mask")] = "off"
    """Treatment of contact details in messages: none, a warning, or masking; `off` by default."""
    burst: Annotated[int, Field(strict=True, ge=1, le=1_000)] = 20
    """Messages, or signs of typing, that a person may send in a row in one room, 1 to 1,000; 20 by default."""
    seconds_a_message: Annotated[float, Field(strict=True, ge=0.05, le=60)] = 1.0
    """Seconds per message or sign of typing once the burst is used up, 0.05 to 60; 1 by default."""
    edit_minutes: _Count = 15
    """Minutes during which the sender may change a message, 1 to 10,000; 15 by default."""
    delete_hours: _Count = 48
    """Hours during which the sender may delete a message, 1 to 10,000; 48 by default."""
    largest_group: Annotated[int, Field(strict=True, ge=2, le=250)] = 200
    """Most members of a group, 2 to 250; 200 by default."""
    invitation_days: Annotated[int, Field(strict=True, ge=1, le=90)] = 14
    """Days in which an invitation to a group can be accepted, 1 to 90; 14 by default."""
    anonymous_may_write: Annotated[bool, Field(strict=True)] = False
    """True if anonymous accounts may write to people with whom they have no booking or call; false by default."""
    push_previews: Annotated[bool, Field(strict=True)] = True
    """True if pushes show the beginning of messages in direct rooms and groups; true by default. Others never do."""
    largest_attachment_mb: Annotated[int, Field(strict=True, ge=1, le=100)] = 25
    """Largest attachment in mebibytes, 1 to 100; 25 by default."""
    open_hours_after_meeting: Annotated[int, Field(strict=True, ge=0, le=720)] = 24
    """Hours for which the room of a booked meeting stays open after its end, 0 to 720; 24 by default."""
    open_minutes_after_chat: Annotated[int, Field(strict=True, ge=0, le=43_200)] = 15
    """Minutes for which the room of a booked chat stays open after its end, 0 to 43,200; 15 by default."""
    questions_before_meeting: Annotated[int, Field(strict=True, ge=0, le=1_000)] = 10
    """Messages that each side may send in a booking's room before the meeting opens, 0 to 1,000; 10 by default."""
    crisis_words: Annotated[tuple[Line, ...], Field(max_length=200)] = ()
    """Words or phrases that raise a crisis alarm beside the built-in rules, at most 200; none by default."""
    crisis_exceptions: Annotated[tuple[Line, ...], Field(max_length=200)] = ()
    """Phrases that raise no crisis alarm, such as a title, at most 200; none by default."""
    crisis_quiet_minutes: Annotated[int, Field(strict=True, ge=1, le=1_440)] = 15
    """Minutes after an alarm in which crisis words in the room raise no further one, 1 to 1,440; 15 by default."""
    hotlines: Annotated[tuple[Hotline, ...], Field(min_length=1, max_length=10)] = _HOTLINES
    """Services to show when a crisis is raised, 1 to 10, each with its name in both languages."""

    def get_minutes_after(self, kind: ServiceKind) -> int:
        """Return the minutes for which the room of a booking stays open after the session."""
        return self.open_minutes_after_chat if kind is ServiceKind.CHAT else self.open_hours_after_meeting * 60

    @property
    def message_interval(self) -> timedelta:
        """Return the time between two messages once the burst is used up."""
        return timedelta(seconds=self.seconds_a_message)


class _CheckedSettings(ChatSettings):
    """Each phrase can be matched."""

    crisis_words: Annotated[tuple[_CrisisWord, ...], Field(max_length=200)] = ()
    """Words or phrases that raise a crisis alarm beside the built-in rules, at most 200; none by default."""
    crisis_exceptions: Annotated[tuple[_CrisisWord, ...], Field(max_length=200)] = ()
    """Phrases that raise no crisis alarm, such as a title, at most 200; none by default."""


CHAT_SETTINGS = declare_settings(
    "chat", "Limits, contact filter and crisis words of chats.", ChatSettings, checked=_CheckedSettings
)
