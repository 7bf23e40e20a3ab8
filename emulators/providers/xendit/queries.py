"""Reading query strings the way Xendit and its SDK write them."""

import ast
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar

from starlette.datastructures import QueryParams

from emulators.providers.api_descriptions import SchemaProblem
from emulators.providers.xendit.operations import validation_error

T = TypeVar("T")


def parse_list(query: QueryParams, name: str) -> list[str]:
    """A list parameter: repeated, comma separated, or as one JSON or Python list."""
    found: list[str] = []
    for text in [*query.getlist(name), *query.getlist(f"{name}[]")]:
        found.extend(_listed(text))
    return found


def parse_moment(query: QueryParams, name: str) -> datetime | None:
    """A date-time parameter."""
    text = query.get(name)
    if text is None:
        return None
    try:
        # An unescaped plus sign of a zone arrives as a space.
        read = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        raise validation_error([SchemaProblem(name, f'"{name}" must be a valid ISO 8601 date')]) from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def parse_limit(query: QueryParams, *, default: int = 10, most: int = 100) -> int:
    """How many items are asked for."""
    text = query.get("limit")
    if text is None:
        return default
    try:
        limit = int(float(text))
    except ValueError:
        raise validation_error([SchemaProblem("limit", '"limit" must be a number')]) from None
    if not 1 <= limit <= most:
        raise validation_error([SchemaProblem("limit", f'"limit" must be between 1 and {most}')])
    return limit


def select_page(items: Sequence[T], ids: Sequence[str], query: QueryParams) -> tuple[list[T], bool]:
    """The items between two ids, and whether there are more."""
    start, end = 0, len(items)
    after, before = query.get("after_id"), query.get("before_id")
    if after in ids:
        start = ids.index(after) + 1
    if before in ids:
        end = ids.index(before)
    limit = parse_limit(query)
    return list(items[start:end][:limit]), end - start > limit


def _listed(text: str) -> list[str]:
    if text.startswith("["):
        for read in (json.loads, ast.literal_eval):
            try:
                return [str(item) for item in read(text)]
            except (ValueError, SyntaxError):
                continue
    return [part.strip() for part in text.split(",") if part.strip()]
