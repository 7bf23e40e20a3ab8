"""Somebody may be in danger: words that say so are heard, and answered by a task. Nothing of them is kept or logged."""

import re
import unicodedata
from functools import lru_cache

from shared.chat.jobs import AnswerCrisis
from shared.chat.models import Room, RoomKind
from shared.chat.settings import ChatSettings
from shared.kernel.ports import UnitOfWork


def heard(room: Room, body: str, settings: ChatSettings) -> bool:
    """Whether *body*, said in a meeting's room, has one of the words that admins keep."""
    if room.kind is not RoomKind.MENTOR_STUDENT or not settings.crisis_words:
        return False
    return _words(settings.crisis_words).search(_plain(body)) is not None


def answer_soon(uow: UnitOfWork, room: Room) -> None:
    """Have the crisis answered: once, however often it is heard."""
    if not room.in_crisis:
        uow.schedule(AnswerCrisis(room_id=room.id), key=room.id)


@lru_cache(maxsize=8)
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(_plain(word)) for word in words) + r")\b")


def _plain(text: str) -> str:
    """*text* as it is compared: without accents, case, punctuation, or letters drawn out (`matiii`)."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    letters = re.sub(r"[^\w\s]", "", letters).replace("_", " ")
    return " ".join(re.sub(r"(\w)\1{2,}", r"\1", letters).split())
