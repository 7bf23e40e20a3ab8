"""Text folding: spellings that people take for the same become the same text."""

import re
import unicodedata


def fold_for_search(text: str) -> str:
    """Return `text` in small letters without accents, with single spaces between its words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return _join_words("".join(letter for letter in letters if not unicodedata.combining(letter)))


def fold_for_matching(text: str) -> str:
    """Return `text` without accents, case and punctuation, and with letters that are drawn out (`matiii`) once."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    letters = re.sub(r"[^\w\s]", "", letters).replace("_", " ")
    return _join_words(re.sub(r"(\w)\1{2,}", r"\1", letters))


def _join_words(text: str) -> str:
    return " ".join(text.split())
