"""The words by which danger is heard: there is always one, and none that is found in everything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.control_center.get_settings import get_settings
from functions.control_center.update_settings import update_settings
from shared.chat import crisis_detection
from shared.chat import store as chat
from shared.chat.settings import ChatSettings
from tests.world import ADMIN, Answer, World


async def _set(world: World, words: list[str]) -> Answer:
    return await world.call(update_settings, {"chat": {"crisis_words": words}}, as_=ADMIN)


@pytest.mark.emulator
@pytest.mark.parametrize("word", ["...", "?!", "__", "🔪", "\u200b", "-"])
async def test_a_word_of_nothing_to_compare_is_refused(world: World, word: str) -> None:
    """It is named by its place, and the words beside it are not kept either."""
    answer = await _set(world, ["menyerah", word])

    assert (answer.status, answer.invalid_fields) == (422, ["chat.crisis_words.1"])
    shown = (await world.call(get_settings, as_=ADMIN)).body
    assert tuple(shown["chat"]["crisis_words"]) == ChatSettings().crisis_words


@pytest.mark.emulator
async def test_words_are_kept_as_they_were_given(world: World) -> None:
    """With the punctuation and accents that somebody gave them: only to compare, these are left out."""
    answer = await _set(world, ["Sudah-tamat!", "  gelap gulita "])

    kept = await world.get(chat.SETTINGS)
    assert answer.status == 200
    assert kept is not None
    assert kept.crisis_words == ("Sudah-tamat!", "gelap gulita")
    assert crisis_detection.has_crisis_words(["rasanya SUDAHTAMAT lagi"], kept)
    assert not crisis_detection.has_crisis_words(["tentang mingguku lagi"], kept)


@pytest.mark.parametrize("words", [(), ("...",), ("?!", "__")])
def test_nothing_to_listen_for_is_not_everything(words: tuple[str, ...]) -> None:
    """However such a list came to be kept; the rules go on hearing."""
    settings = ChatSettings(crisis_words=words)

    assert not any(crisis_detection.has_crisis_words([body], settings) for body in ("", "...", "Selamat pagi"))
    assert crisis_detection.has_crisis_words(["aku mau bunuh diri"], settings)


def test_a_word_of_nothing_does_not_deafen_the_others() -> None:
    """Those beside it are heard as ever, and no more than those."""
    settings = ChatSettings(crisis_words=("...", "gelap gulita"))

    assert crisis_detection.has_crisis_words(["semua gelap gulita"], settings)
    assert not crisis_detection.has_crisis_words(["aku mau mandi"], settings)


@given(st.text(max_size=12), st.text(alphabet="abc .!", max_size=20))
def test_no_word_is_found_where_it_is_not(word: str, body: str) -> None:
    """Whatever the list holds, a text without letters or digits is no cry for help."""
    settings = ChatSettings.model_construct(crisis_words=(word,))

    assert not crisis_detection.has_crisis_words(["".join(sign for sign in body if not sign.isalnum())], settings)
