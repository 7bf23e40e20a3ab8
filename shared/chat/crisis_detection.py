"""Detection of crisis words in messages. A task answers the crisis; the words are neither stored nor logged."""

import re
from functools import lru_cache

from shared.chat.jobs import AnswerCrisis
from shared.chat.models import Room, RoomKind
from shared.chat.settings import ChatSettings
from shared.kernel.ports import UnitOfWork
from shared.kernel.text import fold_for_matching


def has_crisis_words(room: Room, body: str, settings: ChatSettings) -> bool:
    """Check if `body`, sent in the room of a booking or session, contains one of the configured crisis words."""
    words = _pattern(settings.crisis_words) if room.kind is RoomKind.MENTOR_STUDENT else None
    return words is not None and words.search(fold_for_matching(body)) is not None


def schedule_crisis_response(uow: UnitOfWork, room: Room) -> None:
    """Schedule the response to a crisis, once per room."""
    if not room.in_crisis:
        uow.schedule(AnswerCrisis(room_id=room.id), key=room.id)


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    # An empty pattern would match every text.
    compared = [re.escape(word) for word in map(fold_for_matching, words) if word]
    return re.compile(r"\b(?:" + "|".join(compared) + r")\b") if compared else None
