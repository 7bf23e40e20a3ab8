"""Search keys of experts. A query can match one element of one array, so one key holds a whole combination of filters.

An expert has one key for each value, and one for each pair of values of different kinds. Each beginning of the name
has a key too. Keys of one kind of search begin alike. Keys are short, because every listed expert stores all of them.
"""

import base64
import hashlib
from collections.abc import Mapping
from itertools import combinations

from shared.catalogue.models import Expert, ExpertStatus, ExpertSummary
from shared.kernel.text import fold_for_search

LISTED_KEY = "*"
"""Key of every listed expert, and of no other."""
FACETS = ("expertise", "style", "category", "language")
MAX_TEXT_LENGTH = 24
_MAX_NAME_WORDS = 4
_MAX_KEY_FACETS = 2


def compute_search_keys(expert: Expert) -> tuple[str, ...]:
    """Compute all search keys of an expert; none if the expert is not to be listed."""
    if expert.status is not ExpertStatus.ACTIVE or expert.price_from is None:
        return ()
    values = [
        *(("expertise", value) for value in expert.expertise),
        *(("style", value) for value in expert.styles),
        *(("category", value) for value in expert.categories),
        *(("language", value) for value in expert.languages),
    ]
    pairs = [(one, other) for one, other in combinations(values, 2) if one[0] != other[0]]
    found = [
        LISTED_KEY,
        *(_hash_key(one) for one in values),
        *(_hash_key(*pair) for pair in pairs),
        *_name_prefix_keys(expert.full_name),
    ]
    return tuple(dict.fromkeys(found))


def compute_filter_key(facets: Mapping[str, str], text: str | None) -> str:
    """Compute the one key by which a query finds the experts: of the text, or of the first two filters."""
    if text is not None:
        return _prefix_key(fold_for_search(text))
    given = [(name, facets[name]) for name in FACETS if name in facets]
    return _hash_key(*given[:_MAX_KEY_FACETS]) if given else LISTED_KEY


def list_other_filters(facets: Mapping[str, str], text: str | None) -> dict[str, str]:
    """List the filters that the key of `compute_filter_key` does not cover."""
    given = [name for name in FACETS if name in facets]
    return {name: facets[name] for name in (given if text is not None else given[_MAX_KEY_FACETS:])}


def has_values(expert: ExpertSummary, wanted: Mapping[str, str]) -> bool:
    """Return whether an expert has each wanted value, in any capitals."""
    values = {
        "expertise": expert.expertise,
        "style": expert.styles,
        "category": expert.categories,
        "language": expert.languages,
    }
    return all(
        fold_for_search(value) in {fold_for_search(one) for one in values[name]} for name, value in wanted.items()
    )


def _hash_key(*values: tuple[str, str]) -> str:
    spoken = "&".join(f"{name}={fold_for_search(value)}" for name, value in values)
    return base64.urlsafe_b64encode(hashlib.blake2s(spoken.encode(), digest_size=6).digest()).decode()


def _prefix_key(text: str) -> str:
    return f"~{text[:MAX_TEXT_LENGTH]}"


def _name_prefix_keys(name: str) -> list[str]:
    """Compute a key for each beginning of each of the first words of a name, with the words that follow."""
    words = fold_for_search(name).split()
    rests = [" ".join(words[place:])[:MAX_TEXT_LENGTH] for place in range(min(len(words), _MAX_NAME_WORDS))]
    return [_prefix_key(rest[:length]) for rest in rests for length in range(1, len(rest) + 1)]


def fill_search_keys(expert: Expert) -> Expert | None:
    """Return the expert with the keys that today's code computes, or None when the expert has these."""
    keys = compute_search_keys(expert)
    return None if keys == expert.keys else expert.having(keys=keys)
