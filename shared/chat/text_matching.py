"""How words are compared, however they are written."""

import re
import unicodedata


def fold_for_matching(text: str) -> str:
    """*text* as it is compared: without accents, case, punctuation, or letters drawn out (`matiii`)."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    letters = re.sub(r"[^\w\s]", "", letters).replace("_", " ")
    return " ".join(re.sub(r"(\w)\1{2,}", r"\1", letters).split())
