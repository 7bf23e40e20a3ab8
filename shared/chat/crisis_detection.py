"""Detection of danger in what customers write. A task answers the crisis; the words are neither stored nor logged."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from shared.chat.crisis import matcher, scene_matcher
from shared.chat.crisis.message_words import ReadText, Token, read_keys, read_message
from shared.chat.jobs import AnswerCrisis
from shared.chat.models import Room, RoomKind
from shared.chat.settings import ChatSettings
from shared.kernel.actors import Actor
from shared.kernel.ports import UnitOfWork

_BUILT_IN_WORDS = frozenset(
    (
        "bunuh diri", "bunuh diriku", "mau mati", "ingin mati", "pengen mati", "akhiri hidup", "mengakhiri hidup",
        "menyakiti diri", "tidak ingin hidup", "gak mau hidup", "suicide", "kill myself", "end my life", "self harm",
    )
)  # fmt: skip
"""Words that older settings list. Rules hear them now, which know what else can be meant."""


def has_crisis_words(texts: Iterable[str], settings: ChatSettings) -> bool:
    """Check if one of `texts` speaks of danger, by the rules or by a phrase that admins have added."""
    phrases = _read_phrases(tuple(word for word in settings.crisis_words if word not in _BUILT_IN_WORDS))
    exceptions = _read_phrases(settings.crisis_exceptions)
    return any(_speaks_of_danger(read_message(text), phrases, exceptions) for text in texts if text)


def answer_crisis_words(
    uow: UnitOfWork, room: Room, texts: Iterable[str], settings: ChatSettings, *, actor: Actor, now: datetime
) -> None:
    """Schedule the response to a crisis if `texts`, which the actor writes in `room`, speak of danger.

    Customers are heard in the rooms of bookings and sessions, and everybody but the support in support rooms. An expert
    in a session has a button instead; one who has booked another expert is a customer there.
    """
    if _is_heard(room, actor) and not is_quiet_time(room, settings, now=now) and has_crisis_words(texts, settings):
        uow.schedule(AnswerCrisis(room_id=room.id, raised_at=now))


def is_quiet_time(room: Room, settings: ChatSettings, *, now: datetime) -> bool:
    """Check if the latest alarm of `room` is so recent that another one would repeat it."""
    return room.alarmed_at is not None and now < room.alarmed_at + timedelta(minutes=settings.crisis_quiet_minutes)


def _is_heard(room: Room, actor: Actor) -> bool:
    if room.kind is RoomKind.SUPPORT:
        return actor.role != "admin"
    is_customer = actor.role == "customer" or (actor.role == "expert" and room.expert not in (None, actor.id))
    return room.kind is RoomKind.MENTOR_STUDENT and is_customer


def _speaks_of_danger(
    message: ReadText, phrases: tuple[tuple[str, ...], ...], exceptions: tuple[tuple[str, ...], ...]
) -> bool:
    tokens, roots = message.tokens, message.roots
    excepted = {place + step for place, phrase in _find_phrases(tokens, exceptions) for step in range(len(phrase))}
    if excepted:
        hidden = {place for number in excepted for place in range(tokens[number].begin, tokens[number].end)}
        roots = [root for place, root in enumerate(roots) if place not in hidden]
        tokens = [token for place, token in enumerate(tokens) if place not in excepted]
    if next(_find_phrases(tokens, phrases), None) is not None:
        return True
    concepts = scene_matcher.find_concepts(roots)
    harmless = scene_matcher.find_harmless_kinds(concepts)
    return (
        matcher.find_danger(tokens, other_than=harmless) is not None
        or next(scene_matcher.find_scenes(concepts), None) is not None
    )


def _find_phrases(
    tokens: Sequence[Token], phrases: tuple[tuple[str, ...], ...]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    keys = tuple(token.word.key for token in tokens)
    return (
        (place, phrase)
        for phrase in phrases
        for place in range(len(keys) - len(phrase) + 1)
        if keys[place] == phrase[0] and keys[place : place + len(phrase)] == phrase
    )


@lru_cache(maxsize=16)
def _read_phrases(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(keys for keys in map(read_keys, words) if keys)
