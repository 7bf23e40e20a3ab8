"""International form of stored phone numbers."""

import pytest

from shared.kernel.phone_numbers import find_international_phone, to_international_phone


@pytest.mark.parametrize(
    ("stored", "dialled"),
    [
        ("081234567890", "+6281234567890"),
        ("+6281234567890", "+6281234567890"),
        ("+62081234567890", "+6281234567890"),
        ("006281234567890", "+6281234567890"),
        ("0065912345678", "+65912345678"),
        ("+6591234567", "+6591234567"),
        ("+390669812345", "+390669812345"),
    ],
)
def test_a_number_as_the_world_dials_it(stored: str, dialled: str) -> None:
    """An Indonesian number loses its zero; any other is complete."""
    assert to_international_phone(stored) == dialled == find_international_phone(stored)


@pytest.mark.parametrize("stored", ["0000000000", "00000000000000", "+620000000"])
def test_a_number_that_no_network_has(stored: str) -> None:
    """An earlier version stored digits that nobody can dial; there is no international form of them."""
    assert find_international_phone(stored) is None
