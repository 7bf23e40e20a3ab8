"""Text folding."""

import pytest

from shared.kernel.text import fold_for_matching, fold_for_search


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Renée \t DÉSIRÉE\n", "renee desiree"),
        ("Straße", "strasse"),
        ("ＡＢＣ", "abc"),
        ("d'Arc, J.", "d'arc, j."),
        ("Siiiti", "siiiti"),
        ("", ""),
    ],
)
def test_search_folding(text: str, folded: str) -> None:
    """Case, accents and the width of letters and spaces make no difference; punctuation and length do."""
    assert fold_for_search(text) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Mau   MATIII!!!", "mau mati"),
        ("ma.ti", "mati"),
        ("bunuh_diri", "bunuh diri"),
        ("bunúh dirí", "bunuh diri"),
        ("Assalamualaikum", "assalamualaikum"),
        ("?!", ""),
    ],
)
def test_match_folding(text: str, folded: str) -> None:
    """Punctuation and letters that are drawn out make no difference either; a double letter does."""
    assert fold_for_matching(text) == folded
