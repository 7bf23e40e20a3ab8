"""Search of a text for contact details of all kinds."""

import re
from collections.abc import Iterable, Iterator

from shared.kernel.contact_details import MASK
from shared.kernel.contact_details.addresses import link_pattern, mail_pattern
from shared.kernel.contact_details.handles import find_handles
from shared.kernel.contact_details.phone_numbers import NumberSearch
from shared.kernel.text_folding import FoldedText, fold_with_origins

Span = tuple[int, int]

_MAX_ROUNDS = 4

_SPELLED_OUT = re.compile(r"(?<!\S)(?:\S[ ]){3,}\S(?!\S)")


def find_contacts(text: str) -> list[Span]:
    """Find contact details in `text`: begin and end of each, in order, without overlaps.

    The time is linear in the length of `text`.
    """
    folded = fold_with_origins(text)
    found = [*_find_addresses(folded), *_to_original(folded, NumberSearch(folded.text).find_all())]
    if _SPELLED_OUT.search(folded.text):
        joined = _without_single_spaces(folded)
        found += [*_find_addresses(joined), *_to_original(joined, NumberSearch(joined.text).find_all())]
    return _merge(found)


def mask_contacts(text: str) -> str:
    """Replace each contact detail in `text` by `MASK`.

    Masking repeats while the rest shows further details, so that masking a masked text changes nothing.
    """
    for _ in range(_MAX_ROUNDS):
        found = find_contacts(text)
        if not found:
            break
        parts, end = [], 0
        for begin, until in found:
            parts += [text[end:begin], MASK]
            end = until
        text = "".join((*parts, text[end:]))
    return text


def mask_contacts_in_file_name(name: str) -> str:
    """Replace contact details in the name of a file, in which `_` may stand for a space, by `MASK`."""
    masked = mask_contacts(name)
    spaced = masked.replace("_", " ")
    return masked if mask_contacts(spaced) == spaced else mask_contacts(spaced)


def continues_contact(before: str, text: str) -> bool:
    """Check if `text`, in the line after `before`, completes a contact detail that began in `before`."""
    return any(begin < len(before) and end > len(before) + 1 for begin, end in find_contacts(f"{before}\n{text}"))


def _find_addresses(folded: FoldedText) -> Iterator[Span]:
    patterns = (mail_pattern(), link_pattern())
    spans = [match.span() for pattern in patterns for match in pattern.finditer(folded.text)]
    return _to_original(folded, [*spans, *find_handles(folded.text)])


def _to_original(folded: FoldedText, spans: Iterable[Span]) -> Iterator[Span]:
    return (folded.to_original_span(*span) for span in spans)


def _without_single_spaces(folded: FoldedText) -> FoldedText:
    """Join letters that are spelled out, such as `b u d i @ g m a i l . c o m`."""
    kept = bytearray(b"\x01" * len(folded.text))
    for spelled in _SPELLED_OUT.finditer(folded.text):
        for at in range(spelled.start() + 1, spelled.end(), 2):
            kept[at] = 0
    text = "".join(letter for letter, keep in zip(folded.text, kept, strict=True) if keep)
    origins = [origin for origin, keep in zip(folded.origins, kept, strict=False) if keep]
    return FoldedText(text, (*origins, folded.origins[-1]))


def _merge(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for begin, end in sorted(spans):
        if merged and begin < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged
