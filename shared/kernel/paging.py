"""Cursors: where the next page begins, opaque to the caller."""

import base64
import binascii
import json
from typing import Annotated, Generic, TypeVar

from pydantic import Field

from shared.kernel.errors import Invalid
from shared.kernel.schemas import View

ItemT = TypeVar("ItemT")

PageSize = Annotated[int, Field(ge=1, le=100)]


class Page(View, Generic[ItemT]):
    """A list, and the cursor of the page after it (absent on the last)."""

    items: list[ItemT]
    next_cursor: str | None = None


def cursor(*values: str | int) -> str:
    """The cursor that stands after a row with these sort values."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def values(text: str) -> list[str | int]:
    """The sort values in a cursor; `Invalid` names the field when it is not one of ours."""
    try:
        decoded = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        decoded = None
    if not isinstance(decoded, list) or not all(isinstance(v, str | int) for v in decoded):
        raise Invalid.field("cursor", "is not a cursor of this list")
    return decoded
