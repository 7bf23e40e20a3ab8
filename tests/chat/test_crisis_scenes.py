"""Scene rules: each is heard in its example, and harmless scenes with the same words are not."""

import pytest

from shared.chat.crisis import scene_rules
from shared.chat.crisis.concepts import TABLES, find_root
from shared.chat.crisis.message_words import read_message
from shared.chat.crisis.rules import Step
from shared.chat.crisis.scene_matcher import find_concepts, find_scenes
from shared.chat.crisis.scenes import Scene, load_ideas, load_scenes
from shared.chat.crisis_detection import has_crisis_words
from tests.chat.crisis_corpora import DEFAULTS

GIVEN_BY_CODE = {"BEGINS", "ENDS", "NUMBERED", "PASSIVE"}
"""Concepts that the reader gives to words by their place or form."""


def _list_concepts(step: Step) -> set[str]:
    return {concept.lstrip("!") for option in step.options for concept in option}


@pytest.mark.parametrize("scene", load_scenes(), ids=lambda scene: scene.example[:40])
def test_a_rule_is_heard_in_its_example(scene: Scene) -> None:
    """The example beside a rule tells a reader what the rule is for, so it must be true."""
    concepts = find_concepts(read_message(scene.example).roots)

    assert scene in find_scenes(concepts)
    assert has_crisis_words([scene.example], DEFAULTS)


def test_rules_speak_only_of_concepts_that_exist() -> None:
    """A concept without words, or words that no rule names, is a mistake of writing."""
    defined = {line.strip() for table in TABLES for line in table.WORDS.splitlines() if line[:1].isupper()}
    ideas = {idea.name for idea in load_ideas()}
    named = {name for names in scene_rules.HARMLESS_BESIDE.values() for name in names}
    named |= set(scene_rules.HARMLESS_ALWAYS)
    for idea in load_ideas():
        named |= idea.between | idea.absent
        named |= {concept for steps in idea.patterns for step in steps for concept in _list_concepts(step)}
    for scene in load_scenes():
        named |= scene.unless | {concept for part in scene.parts for concept in _list_concepts(part)}

    assert named - defined - ideas - GIVEN_BY_CODE == set()
    assert (defined | ideas) - named == set()


@pytest.mark.parametrize("written", ["tulis", "menulis", "ditulis", "nulis", "kutulis", "tuliskan", "tulisin"])
def test_a_root_is_found_in_its_inflections(written: str) -> None:
    """Tables list roots, and people write prefixes, suffixes and clitics."""
    root = find_root(written)

    assert root is not None
    assert "WRITE" in root.concepts


def test_the_clitic_of_the_writer_is_heard() -> None:
    """`ku` before or behind a word is the writer, as `aku` is."""
    roots = [find_root("kutulis"), find_root("hidupku")]

    assert all(root is not None and "ME" in root.concepts for root in roots)


@pytest.mark.parametrize(
    ("danger", "harmless"),
    [
        (
            "udah berdiri di pinggir jembatan, sepi banget",
            "foto di pinggir jembatan bareng temen, pemandangannya cakep",
        ),
        ("tali udah aku beli, malam ini", "tali udah aku beli buat jemuran"),
        ("racunnya udah aku beli, ada di laci", "racun tikus udah aku beli, kecoanya banyak"),
        ("tolong jaga ibu, aku udah ga bisa jagain lagi", "titip ibu seminggu ya, aku dinas ke luar kota"),
        ("besok aku udah ga ada", "besok aku ga ada di kantor"),
        ("pengen cepet mati", "HP-ku udah mau mati"),
        ("aku mau mati aja", "bukan, aku ga mau mati kok"),
        ("ini chat terakhir aku ya kak", "chat terakhir dari HRD kemarin"),
        ("dunia lebih baik tanpa aku", "nonton film tentang dunia tanpa aku"),
        ("skripsi gagal, aku mau bunuh diri", "mau bunuh diri rasanya ngerjain skripsi"),
        ("suami bilang mau bunuh aku", "dosen penguji bakal bunuh aku kalau telat"),
        ("pengen hilang dari bumi", "malu banget pengen hilang dari bumi pas salah panggil nama"),
        ("lagi duduk di pinggir pantai, gelap, ombaknya tinggi", "lagi duduk di pinggir pantai sama keluarga"),
        ("aku nyayat tangan lagi", "dulu aku nyayat tangan waktu SMA, sekarang udah lima tahun bersih"),
        ("pengen tidur selamanya, jangan dibangunin", "pengen tidur seharian, jangan dibangunin"),
    ],
)
def test_the_same_words_mean_another_thing_in_a_harmless_scene(danger: str, harmless: str) -> None:
    """Where somebody works, travels, cooks or denies, words of danger are ordinary ones."""
    assert has_crisis_words([danger], DEFAULTS)
    assert not has_crisis_words([harmless], DEFAULTS)


def test_the_order_of_the_words_does_not_matter() -> None:
    """A scene is what is said together, in whatever order and with whatever between."""
    assert has_crisis_words(["kamar kos dan simpul itu sudah siap, tali dari kemarin ada di sini"], DEFAULTS)
    assert has_crisis_words(["dari kemarin ada di sini tali itu, simpul sudah siap di kamar kos"], DEFAULTS)
