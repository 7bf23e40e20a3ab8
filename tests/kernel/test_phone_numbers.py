"""International form of phone numbers."""

import pytest

from shared.kernel.phone_numbers import to_international_phone


@pytest.mark.parametrize(("given", "dialled"), [("081234567890", "+6281234567890"), ("+6591234567", "+6591234567")])
def test_a_number_as_the_world_dials_it(given: str, dialled: str) -> None:
    """
    An Indonesian number loses its zero; any other is complete.
    """
    assert to_international_phone(given) == dialled
