"""Cursors: where the next page begins, opaque to the caller."""

import base64
import binascii
import json
from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import Field

from shared.kernel.errors import Invalid
from shared.kernel.ids import is_valid_id
from shared.kernel.schemas import View

ItemT = TypeVar("ItemT")

PageSize = Annotated[int, Field(ge=1, le=100)]


class Page(View, Generic[ItemT]):
    """A list, and the cursor of the page after it (absent on the last)."""

    items: list[ItemT]
    """Entries of this page, in the order of the list; empty when nothing matches."""
    next_cursor: str | None = None
    """Opaque position to send as `cursor` for the next page; null on the last page."""


def encode_cursor(*values: str | int) -> str:
    """The cursor that stands after a row with these sort values."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def decode_cursor(text: str) -> list[str | int]:
    """The sort values in a cursor; `Invalid` names the field when it is not one of ours."""
    try:
        decoded = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        decoded = None
    if not isinstance(decoded, list) or not all(isinstance(v, str | int) for v in decoded):
        raise _invalid_cursor()
    return decoded


def decode_moment_cursor(text: str) -> tuple[datetime, str]:
    """The place in a list by time and id that a cursor names; `Invalid` when it names none."""
    try:
        moment, id = decode_cursor(text)
        at = datetime.fromisoformat(str(moment)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _invalid_cursor() from None
    if not is_valid_id(str(id)):
        raise _invalid_cursor()
    return at, str(id)


def _invalid_cursor() -> Invalid:
    return Invalid.field("cursor", "is not a cursor of this list")
