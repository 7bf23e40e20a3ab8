"""Parsing of query strings in the formats of Xendit and its SDK."""

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
    """Parse a list parameter: repeated, separated by commas, or one JSON or Python list."""
    found: list[str] = []
    for text in [*query.getlist(name), *query.getlist(f"{name}[]")]:
        found.extend(_listed(text))
    return found


def parse_moment(query: QueryParams, name: str) -> datetime | None:
    """Parse a parameter that is an ISO 8601 time, or return None if it is missing.

    Raises:
        XenditCallRefused: The parameter is not a time.
    """
    text = query.get(name)
    if text is None:
        return None
    try:
        # A plus sign that is not escaped, as in +07:00, arrives as a space.
        read = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        raise validation_error([SchemaProblem(name, f'"{name}" must be a valid ISO 8601 date')]) from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def parse_limit(query: QueryParams, *, default: int = 10, most: int = 100) -> int:
    """Parse the number of items in a page.

    Raises:
        XenditCallRefused: The number is invalid or larger than `most`.
    """
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
    """Return the items between `after_id` and `before_id`, and whether there are more."""
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
