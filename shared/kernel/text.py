"""Words made alike, so that people find what they mean: without accents, without capitals."""

import unicodedata


def fold_for_search(text: str) -> str:
    """*text* in small letters without accents, single spaces between its words."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())
