"""Decisions of the catalogue, alone."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.catalogue import rules, search_keys
from shared.catalogue.models import Expert
from shared.kernel.ids import Slug, UserId
from tests.catalogue.builders import an_expert


@given(st.text(min_size=1, max_size=200))
@example("李小龙")
@example("Login")
@example("Al")
@example("é" * 200)
@example("-" * 200)
def test_every_name_makes_an_address(name: str) -> None:
    """
    Whatever somebody is called, there is an address that reads like it, and one that is theirs alone.
    """
    addresses = rules.slug_from_name(name), rules.unique_slug_from_name(name, UserId("dewi"))

    for slug in addresses:
        assert Slug.try_parse(slug) == slug
        rules.check_slug_allowed(slug)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Dewi Lestari", "dewi-lestari"),
        ("  Dr. Änne  O'Hara, S.Kom. ", "dr-anne-o-hara-s-kom"),
        ("Al", "al-expert"),
        ("李小龙", "expert"),
        ("Admin", "admin-expert"),
    ],
)
def test_an_address_reads_like_the_name(name: str, slug: str) -> None:
    """
    Small letters without accents, dashes between the words.
    """
    assert rules.slug_from_name(name) == slug


def the_most() -> Expert:
    """An expert who says as much as anybody may."""
    return an_expert(
        full_name=" ".join(["Wolfeschlegelsteinhausenbergerdorff"] * 5),
        expertise=tuple(f"{'expertise':<38}{n}" for n in range(10)),
        styles=tuple(f"{'style':<38}{n}" for n in range(5)),
        categories=tuple(f"category-{n}" for n in range(3)),
        languages=("id", "en", "ms", "jv", "su"),
    )


def test_nobody_has_too_many_keys() -> None:
    """
    Firestore takes 40,000 index entries a document, and every card carries its keys: a few kilobytes at most.
    """
    found = the_most().keys

    assert len(found) == len(set(found)) <= 320
    assert sum(len(key) for key in found) < 5_000


@given(st.data())
def test_an_expert_is_found_by_any_two_of_their_values(data: st.DataObject) -> None:
    """
    By one value, by two of different kinds, by the beginning of a word of the name; in any spelling.
    """
    expert = the_most()
    values = {
        "expertise": data.draw(st.sampled_from(expert.expertise)).upper(),
        "style": data.draw(st.sampled_from(expert.styles)),
        "category": data.draw(st.sampled_from(expert.categories)),
        "language": data.draw(st.sampled_from(expert.languages)),
    }
    names = data.draw(st.sets(st.sampled_from(sorted(values)), max_size=2))
    length = data.draw(st.integers(1, search_keys.MAX_TEXT_LENGTH))

    assert search_keys.compute_filter_key({name: values[name] for name in names}, None) in expert.keys
    assert search_keys.compute_filter_key({}, expert.full_name[:length].upper()) in expert.keys


def test_what_one_key_cannot_say() -> None:
    """
    The key covers a text, or two filters; the others are left to be compared.
    """
    three = {"expertise": "a", "style": "b", "language": "id"}

    assert search_keys.list_other_filters(three, None) == {"language": "id"}
    assert search_keys.list_other_filters({"language": "id"}, "dewi") == {"language": "id"}
    assert search_keys.list_other_filters({"expertise": "a", "style": "b"}, None) == {}
    assert search_keys.list_other_filters({}, "dewi") == {}
