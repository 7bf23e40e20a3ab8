"""Normalization of texts for the comparison of words."""

import re
import unicodedata


def fold_for_matching(text: str) -> str:
    """Normalize `text` for comparison: no accents, case, punctuation or letters repeated three times (`matiii`)."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    letters = re.sub(r"[^\w\s]", "", letters).replace("_", " ")
    return " ".join(re.sub(r"(\w)\1{2,}", r"\1", letters).split())
