"""Docstrings as the API's description needs them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra.build.discovery import BuildError, Function
from infra.build.docstrings import parse_operation_docstring, read_field_descriptions
from infra.build.error_responses import ErrorResponses
from infra.build.examples import Examples
from shared.bookings.errors import BookingNotFound, SlotTaken
from shared.kernel.ids import BookingId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.specs import get_spec
from shared.runtime.triggers import http


class MoveBooking(Request):
    """Body of `move_booking`."""

    booking_id: BookingId
    """Id of the booking to move."""
    reason: str = ""
    note: str = ""
    """Remark for the other side,
    at most a page.
    """


class MoveBookingTwice(MoveBooking):
    """Body of a function that takes the same and says more of one field."""

    reason: str = ""
    """Reason that the other side reads."""


@http.post(who="customer", raises=(BookingNotFound, SlotTaken))
async def move_booking(body: MoveBooking, ctx: Context) -> None:
    """Move a booking to another time.

    The former time is free again at once.

    Args:
        body: Which booking.

    Raises:
        SlotTaken: Another customer
            holds the time.
    """


@http.post(who="customer", raises=(BookingNotFound,))
async def move_booking_carelessly(body: MoveBooking, ctx: Context) -> None:
    """Move a booking.

    Raises:
        SlotTaken: Another customer holds the time.
    """


@http.post(who="customer", raises=(BookingNotFound,))
async def forget_booking(body: MoveBooking, ctx: Context) -> None:
    """Forget a booking."""


def function_of(handler: Callable[..., Any]) -> Function:
    """Return what the build knows of `handler`."""
    spec = get_spec(handler)
    return Function(file=Path(__file__), module=f"functions.bookings.{spec.name}", spec=spec)


def test_sections_are_told_apart() -> None:
    """The paragraphs are the description, the section of errors is read entry by entry, arguments are left out."""
    parsed = function_of(move_booking).docstring

    assert parsed.summary == "Move a booking to another time."
    assert parsed.description == "The former time is free again at once."
    assert parsed.raises == {"SlotTaken": "Another customer holds the time."}


def test_a_single_line_is_a_summary() -> None:
    """Most functions say no more."""
    parsed = parse_operation_docstring("Show an order.")

    assert (parsed.summary, parsed.description, parsed.raises) == ("Show an order.", "", {})


def test_fields_are_described_by_the_string_below() -> None:
    """A class adds to what the class above says; a field without a string below has no description."""
    described = read_field_descriptions(MoveBooking), read_field_descriptions(MoveBookingTwice)

    own = {"booking_id": "Id of the booking to move.", "note": "Remark for the other side, at most a page."}
    assert described == (own, own | {"reason": "Reason that the other side reads."})


def test_a_response_says_when_each_error_comes() -> None:
    """By the sentence of the function's docstring, or else by the error's title."""
    function = function_of(move_booking)
    both = [function, function_of(forget_booking)]

    responses = ErrorResponses(both, Examples({"functions": {}, "errors": {}})).responses(function)

    assert responses["409"]["description"] == "Conflict:\n\n- `slot_taken`: Another customer holds the time."
    assert responses["404"] == {"$ref": "#/components/responses/BookingNotFound"}


def test_an_error_that_is_described_but_not_declared_stops_the_build() -> None:
    """A docstring and `raises=` name the same errors."""
    function = function_of(move_booking_carelessly)

    with pytest.raises(BuildError) as error:
        ErrorResponses([function], Examples({"functions": {}, "errors": {}}))

    assert "functions.bookings.move_booking_carelessly: SlotTaken" in str(error.value)
