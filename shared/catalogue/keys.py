"""What the list of experts finds them by. A query may ask for one element of one array: so that element says it all.

An expert keeps one key for each of their values, one for each pair of values of different kinds, and one for each way
to begin their name. All begin alike for a kind of question, and are short, since every listed expert carries them.
"""

import base64
import hashlib
from collections.abc import Mapping
from itertools import combinations

from shared.catalogue.models import Expert, ExpertStatus
from shared.catalogue.words import plain
from shared.kernel.errors import Invalid

LISTED = "*"
"""Every expert on the list has this key, and nobody else."""
FACETS = ("expertise", "style", "category", "language")
LONGEST_TEXT = 24
_WORDS = 4


def of(expert: Expert) -> tuple[str, ...]:
    """All keys of an expert; none, when they are not to be listed."""
    if expert.status is not ExpertStatus.ACTIVE or expert.price_from is None:
        return ()
    values = [
        *(("expertise", value) for value in expert.expertise),
        *(("style", value) for value in expert.styles),
        *(("category", value) for value in expert.categories),
        *(("language", value) for value in expert.languages),
    ]
    pairs = [(one, other) for one, other in combinations(values, 2) if one[0] != other[0]]
    found = [LISTED, *(_key(one) for one in values), *(_key(*pair) for pair in pairs), *_beginnings(expert.full_name)]
    return tuple(dict.fromkeys(found))


def wanted(facets: Mapping[str, str], text: str | None) -> str:
    """The one key that an expert must have. Raises `Invalid` where no single key could say it."""
    given = [(name, facets[name]) for name in FACETS if name in facets]
    if len(given) > 2:
        raise Invalid.field(given[2][0], f"can be combined with one other of {', '.join(FACETS)}, not with two")
    if text is None:
        return _key(*given) if given else LISTED
    if given:
        raise Invalid.field("text", f"cannot be combined with {given[0][0]}")
    return _beginning(plain(text))


def _key(*values: tuple[str, str]) -> str:
    spoken = "&".join(f"{name}={plain(value)}" for name, value in values)
    return base64.urlsafe_b64encode(hashlib.blake2s(spoken.encode(), digest_size=6).digest()).decode()


def _beginning(text: str) -> str:
    return f"~{text[:LONGEST_TEXT]}"


def _beginnings(name: str) -> list[str]:
    """Each of the first words of a name, with what follows it, letter by letter."""
    words = plain(name).split()
    rests = [" ".join(words[place:])[:LONGEST_TEXT] for place in range(min(len(words), _WORDS))]
    return [_beginning(rest[:length]) for rest in rests for length in range(1, len(rest) + 1)]
