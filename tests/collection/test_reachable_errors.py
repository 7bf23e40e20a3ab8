"""Errors that a function declares in `raises=` can occur, and errors that can occur are declared."""

from dataclasses import replace

import pytest

from infra.build.discovery import Function
from shared.assignments.errors import AssignmentNotFound
from shared.bookings.errors import BookingNotFound, BookingNotOpen, QuoteChanged, SlotTaken
from shared.chat.errors import Blocked, RoomNotFound
from shared.claims.names import Taken
from shared.gateways.storage import StorageRefused
from shared.identity.errors import NotRegistered
from shared.orders.errors import OrderNotFound, OrderNotOpen, OrderNotPaid, RefundTooLarge
from shared.pairing.errors import PairingNotFound
from shared.runtime.specs import get_spec
from shared.sessions.errors import SessionNotFound
from shared.tickets.errors import TicketForged, TicketTypeNotFound
from tests.collection import sample_function
from tests.collection.error_effects import ErrorClass
from tests.collection.raise_reader import UnclearSourceError
from tests.collection.reachable_errors import (
    ErrorScan,
    import_project_modules,
    list_undeclared_errors,
    list_unreachable_errors,
)

_BEGUN = "an accepted pairing has a session since the same commit"
_FREE = "the name is claimed only if the same commit has read it as free"
_JUST_SAVED = "a commit before has saved it"
_SAME_ORDER = "the same commit has read the order, and decides by its status and amounts"

EXCUSED: dict[str, dict[ErrorClass, str]] = {
    "functions.bookings.pay_booking.pay_booking": {OrderNotFound: "a booking that awaits payment has an order"},
    "functions.tickets.save_ticket_type.save_ticket_type": {TicketTypeNotFound: _JUST_SAVED},
    "shared.workflows.admin_refunds._take_back_goods": {
        BookingNotOpen: "only a booking that is open is cancelled",
        PairingNotFound: "an order of a call names a stored call",
    },
    "shared.workflows.admin_refunds.refund_ticket": {
        OrderNotFound: "a ticket names its order",
        RefundTooLarge: _SAME_ORDER,
    },
    "shared.workflows.assignment_ends._cancel_and_refund": {
        OrderNotFound: _SAME_ORDER,
        OrderNotOpen: _SAME_ORDER,
        OrderNotPaid: _SAME_ORDER,
        RefundTooLarge: _SAME_ORDER,
    },
    "shared.workflows.assignment_orders.buy_service": {AssignmentNotFound: _JUST_SAVED},
    "shared.workflows.delivery_disputes.decide_dispute": {OrderNotFound: _SAME_ORDER, OrderNotPaid: _SAME_ORDER},
    "shared.workflows.attendance_decisions._apply_change": {
        BookingNotOpen: "only a booking whose meeting was confirmed has a decision",
    },
    "shared.workflows.attendance_decisions._refund_orders": {
        OrderNotFound: _SAME_ORDER,
        OrderNotPaid: _SAME_ORDER,
        RefundTooLarge: _SAME_ORDER,
    },
    "shared.workflows.attendance_decisions._refund_amount": {
        OrderNotFound: _SAME_ORDER,
        OrderNotPaid: _SAME_ORDER,
    },
    "shared.workflows.booking_cancellation.cancel_booking_and_order": {
        OrderNotFound: _SAME_ORDER,
        OrderNotOpen: _SAME_ORDER,
        OrderNotPaid: _SAME_ORDER,
        RefundTooLarge: _SAME_ORDER,
    },
    "shared.workflows.booking_requests.request_booking": {BookingNotFound: _JUST_SAVED},
    "shared.workflows.group_seats.take_seat": {BookingNotFound: _JUST_SAVED},
    "shared.workflows.checkout.open_invoice": {OrderNotFound: _JUST_SAVED},
    "shared.workflows.crises.end_false_alarm": {RoomNotFound: "a session begins with its room in one commit"},
    "shared.workflows.crises.raise_session_crisis": {RoomNotFound: "a session begins with its room in one commit"},
    "shared.workflows.expert_applications.decide_application": {NotRegistered: "only registered users can apply"},
    "shared.workflows.open_pairings._is_session_over": {
        PairingNotFound: "a customer's account names a stored pairing",
        SessionNotFound: _BEGUN,
    },
    "shared.workflows.pairing_requests.request_pairing": {PairingNotFound: _JUST_SAVED},
    "shared.workflows.pairing_views._find_checkout_url": {OrderNotFound: "a pairing opens its order in one commit"},
    "shared.workflows.session_start.accept_and_begin_session": {SessionNotFound: _BEGUN},
    "shared.workflows.session_start.begin_accepted_session": {Blocked: "a block raises `AlreadyTaken` before"},
    "shared.pairing.pairing_requests.request_pairing": {Taken: _FREE},
    "shared.sessions.actions.hold_extension": {Taken: _FREE},
    "shared.gateways.storage.Storage._translate_errors": {
        StorageRefused: "the storage refuses only our own settings, and no caller can do anything about it"
    },
}
"""Errors that the scan sees leave a function and that need no declaration: function, error, and the reason."""

SAMPLE = get_spec(sample_function.hold_sample)


@pytest.fixture(scope="module")
def scan() -> ErrorScan:
    """The scan of the project."""
    return ErrorScan(import_project_modules(), EXCUSED)


@pytest.fixture(scope="module")
def sample_scan() -> ErrorScan:
    """The scan of the project and of the sample, without excuses."""
    return ErrorScan(import_project_modules() | {sample_function.__name__: sample_function}, {})


def test_declared_errors_are_reachable(functions: list[Function], scan: ErrorScan) -> None:
    """Whoever reads the API description prepares for no error that cannot come."""
    found = [error for one in functions for error in list_unreachable_errors(one.spec, scan.find_errors(one.spec))]

    assert found == []


def test_reachable_errors_are_declared(functions: list[Function], scan: ErrorScan) -> None:
    """Whoever reads the API description knows every error that can come."""
    exposed = [one.spec for one in functions if one.spec.exposure != "internal"]

    found = [error for spec in exposed for error in list_undeclared_errors(spec, scan.find_errors(spec))]

    assert found == [], "\n".join(found)


def test_every_excuse_is_needed(functions: list[Function], scan: ErrorScan) -> None:
    """An excuse goes when its error can no longer reach the function."""
    for one in functions:
        scan.find_errors(one.spec)

    assert {(function, error) for function, errors in EXCUSED.items() for error in errors} == scan.used_excuses


def test_operators_raise_no_errors(scan: ErrorScan) -> None:
    """The scan does not see where an operator is used, so none may raise what a caller is told."""
    assert scan.find_operator_errors() == []


def test_scan_finds_each_error_of_the_sample(sample_scan: ErrorScan) -> None:
    """The sample raises, catches and translates errors in every way; exactly those that get out are found."""
    found = sample_scan.find_errors(SAMPLE)

    assert found.keys() == set(SAMPLE.raises)
    assert list_undeclared_errors(SAMPLE, found) == []
    assert list_unreachable_errors(SAMPLE, found) == []


@pytest.mark.parametrize("error", SAMPLE.raises, ids=lambda error: error.__name__)
def test_scan_finds_missing_declaration(sample_scan: ErrorScan, error: ErrorClass) -> None:
    """Without its declaration, each error of the sample is reported."""
    spec = replace(SAMPLE, raises=tuple(one for one in SAMPLE.raises if one is not error))

    (reported,) = list_undeclared_errors(spec, sample_scan.find_errors(spec))

    assert reported.startswith(f"hold_sample: {error.__name__} is not declared:")


def test_report_shows_the_way(sample_scan: ErrorScan) -> None:
    """A report leads from the handler to the line that raises."""
    spec = replace(SAMPLE, raises=tuple(one for one in SAMPLE.raises if one is not TicketForged))

    (reported,) = list_undeclared_errors(spec, sample_scan.find_errors(spec))

    _, handler, gateway = reported.split("\n    ")
    assert handler.startswith("tests.collection.sample_function.hold_sample:")
    assert gateway.startswith("shared.gateways.ticket_signer.TicketSigner.verify_ticket:")


@pytest.mark.parametrize("error", [BookingNotFound, QuoteChanged, Taken])
def test_scan_finds_surplus_declaration(sample_scan: ErrorScan, error: ErrorClass) -> None:
    """An error that is caught on the way, or that only unused code raises, is reported when it is declared."""
    spec = replace(SAMPLE, raises=(*SAMPLE.raises, error))

    reported = list_unreachable_errors(spec, sample_scan.find_errors(spec))

    assert reported == [f"hold_sample: {error.__name__} is declared, and nothing raises it"]


def test_excused_error_does_not_leave_its_function() -> None:
    """An excuse holds for one function and one error, and the scan tells that it was used."""
    name = "tests.collection.sample_function.read_places"
    scan = ErrorScan({sample_function.__name__: sample_function}, {name: {SlotTaken: "the test says so"}})

    found = scan.find_errors(SAMPLE)

    assert SlotTaken not in found
    assert scan.used_excuses == {(name, SlotTaken)}


def test_scan_finds_operator_errors(sample_scan: ErrorScan) -> None:
    """An operator that raises is reported by its line."""
    (reported,) = sample_scan.find_operator_errors()

    assert reported.startswith("tests.collection.sample_function.SampleTable.__len__:")


def test_scan_refuses_an_unclear_line(sample_scan: ErrorScan) -> None:
    """A line that raises an error unknown to the scan stops the scan: no error goes unseen."""
    with pytest.raises(UnclearSourceError, match=r"hold_unclear_sample:\d+: which error is \{1: TooManyRooms"):
        sample_scan.find_errors(get_spec(sample_function.hold_unclear_sample))
