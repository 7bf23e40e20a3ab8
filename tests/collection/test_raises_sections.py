"""Sections `Raises:`: a function names the errors that its own domain raises, and no error that cannot occur.

An error of another domain, of a gateway or of the kernel may be named, but need not be: whether it can occur often
depends on what the caller has checked before. The domain's own errors are what its callers cannot guess. The workflows
count as a domain, and so do the contracts.
"""

from collections import defaultdict

import pytest

from shared.bookings.errors import BookingNotOpen
from shared.orders.errors import OrderNotOpen, OrderNotPaid, RefundTooLarge
from shared.pairing.errors import PairingNotFound
from tests.collection import sample_function
from tests.collection.error_effects import ErrorClass, FunctionId
from tests.collection.raises_sections import is_port_method, list_missing_entries, list_wrong_entries
from tests.collection.reachable_errors import ErrorScan, import_project_modules

_NO_DOMAINS = ("functions", "shared.gateways", "shared.kernel", "shared.notifications", "shared.runtime")

_SAME_STATUS = "the function goes on only in a status that allows the change"
_SAME_ORDER = "the function decides by the status and the amounts of the same order"

EXCUSED: dict[str, dict[ErrorClass, str]] = {
    "shared.bookings.cancellation.cancel_booking_with_order": {BookingNotOpen: _SAME_STATUS},
    "shared.bookings.actions.complete_booking": {BookingNotOpen: _SAME_STATUS},
    "shared.bookings.actions.expire_booking_request": {BookingNotOpen: _SAME_STATUS},
    "shared.bookings.actions.expire_unpaid_booking": {BookingNotOpen: _SAME_STATUS},
    "shared.bookings.cancellation_rules.with_late_payment_refunded": {BookingNotOpen: _SAME_STATUS},
    "shared.orders.actions.cancel_or_refund_order": {OrderNotOpen: _SAME_ORDER, OrderNotPaid: _SAME_ORDER},
    "shared.orders.actions.refund_remaining_amount": {RefundTooLarge: _SAME_ORDER},
    "shared.pairing.pairing_requests.release_caller": {PairingNotFound: "a customer's account names a stored pairing"},
}
"""Errors that the scan sees leave a function and that need no entry: function, error, and the reason."""

MODULES = import_project_modules()


def _group_modules_by_domain() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in MODULES:
        if not name.startswith(_NO_DOMAINS):
            found[".".join(name.split(".")[:2])].append(name)
    return found


DOMAINS = _group_modules_by_domain()


def _scan_domain(domain: str) -> ErrorScan:
    """Scan one domain alone: errors that other packages raise are then out of sight."""
    return ErrorScan({name: MODULES[name] for name in DOMAINS[domain]}, EXCUSED)


@pytest.fixture(scope="module")
def whole_scan() -> ErrorScan:
    """The scan of the project, without excuses."""
    return ErrorScan(MODULES, {})


@pytest.fixture(scope="module")
def sample_scan() -> ErrorScan:
    """The scan of the sample."""
    return ErrorScan({sample_function.__name__: sample_function}, {})


@pytest.mark.parametrize("domain", DOMAINS)
def test_errors_of_the_domain_are_named(domain: str) -> None:
    """A caller learns from the docstring which errors of the domain to expect, those of inner functions included."""
    scan = _scan_domain(domain)

    missing = [entry for function in scan.list_public_functions() for entry in list_missing_entries(scan, function)]

    assert missing == [], "\n".join(missing)


@pytest.mark.parametrize("domain", DOMAINS)
def test_named_errors_can_occur(domain: str, whole_scan: ErrorScan) -> None:
    """No docstring names an error that has another name, or that nothing raises any more."""
    in_domain = [one for one in whole_scan.list_public_functions() if one.module in DOMAINS[domain]]
    functions = [one for one in in_domain if not is_port_method(one)]

    wrong = [entry for function in functions for entry in list_wrong_entries(whole_scan, function)]

    assert wrong == [], "\n".join(wrong)


def test_every_excuse_is_needed() -> None:
    """An excuse goes when its error can no longer reach the function."""
    used = set()
    for domain in DOMAINS:
        scan = _scan_domain(domain)
        for function in scan.list_public_functions():
            scan.find_function_errors(function)
        used |= scan.used_excuses

    assert used == {(function, error) for function, errors in EXCUSED.items() for error in errors}


@pytest.mark.parametrize(
    ("function", "reported"),
    [
        ("check_far", ["TooFar is raised and not named"]),
        ("check_half_named", ["TooSoon is raised and not named"]),
        ("check_soon", ["TooSoon is raised and not named"]),
        ("find_claim_error", ["Taken is raised and not named"]),
    ],
)
def test_missing_entry_is_reported(sample_scan: ErrorScan, function: str, reported: list[str]) -> None:
    """An error that a function raises, directly or by an inner function, is reported until it is named."""
    place = FunctionId(sample_function.__name__, function)

    assert list_missing_entries(sample_scan, place) == [f"{place}: {entry}" for entry in reported]


def test_wrong_entry_is_reported(sample_scan: ErrorScan) -> None:
    """An entry is reported if no such error can leave the function."""
    place = FunctionId(sample_function.__name__, "check_half_named")

    assert list_wrong_entries(sample_scan, place) == [
        f"{place}: SlugTaken is named and cannot occur",
        f"{place}: SlotGone is named and cannot occur",
    ]
