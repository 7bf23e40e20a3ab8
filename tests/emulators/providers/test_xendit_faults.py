"""Behaviour of Xendit's SDK under each fault of the local Xendit."""

import json
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import urllib3
import xendit
from xendit.apis import InvoiceApi
from xendit.exceptions import ApiTypeError
from xendit.invoice.model.create_invoice_request import CreateInvoiceRequest

from emulators.demo.expectations import POLL_TIMEOUT
from tests.emulators.providers.servers import ProviderControl, wait_until


@pytest.fixture
def create(invoices: InvoiceApi) -> Callable[[float], object]:
    """Create an invoice, waiting so many seconds at most."""
    asked = CreateInvoiceRequest(external_id="order-1", amount=150_000.0)
    return lambda seconds: invoices.create_invoice(asked, _request_timeout=(POLL_TIMEOUT, seconds))


def made(control: ProviderControl) -> int:
    """How many invoices there are after all."""
    return len(control.list_records("invoices"))


@pytest.mark.parametrize(
    ("kind", "outcome", "invoices_made"),
    [
        ("bad_gateway", pytest.raises(json.JSONDecodeError), 0),
        ("unavailable", pytest.raises(json.JSONDecodeError), 0),
        ("garbage", pytest.raises(ApiTypeError), 0),
        ("hang", pytest.raises(urllib3.exceptions.ReadTimeoutError), 0),
        ("late", pytest.raises(urllib3.exceptions.ReadTimeoutError), 1),
        ("reset", pytest.raises(urllib3.exceptions.ProtocolError, match=r"(?i)reset|aborted"), 1),
        ("reset_before", pytest.raises(urllib3.exceptions.ProtocolError, match=r"(?i)reset|aborted"), 0),
        ("duplicate", pytest.raises(xendit.XenditSdkException), 0),
        ("rate_limited", pytest.raises(xendit.XenditSdkException), 0),
        ("error", pytest.raises(xendit.XenditSdkException), 0),
    ],
)
def test_each_fault(
    control: ProviderControl,
    create: Callable[[float], object],
    kind: str,
    outcome: AbstractContextManager[object],
    invoices_made: int,
) -> None:
    """The SDK fails as it does in the field, the work is done or not, and the next call is fine."""
    silent = kind in ("hang", "late")
    control.post_control("faults", kind=kind, operation="create_invoice", seconds=POLL_TIMEOUT)

    with outcome:
        create(0.5 if silent else POLL_TIMEOUT)
    wait_until(lambda: control.count_hanging_calls() == silent)
    left = made(control)
    create(POLL_TIMEOUT)
    control.end_faults()

    assert left == invoices_made
    assert made(control) == invoices_made + 1


def test_a_slow_answer_that_arrives(control: ProviderControl, invoices: InvoiceApi) -> None:
    """Late is not lost."""
    control.post_control("faults", kind="late", operation="create_invoice", seconds=0.3)
    started = time.monotonic()

    invoice = invoices.create_invoice(CreateInvoiceRequest(external_id="order-1", amount=150_000.0))

    assert time.monotonic() - started >= 0.3
    assert str(invoice.status) == "PENDING"


def test_the_rate_limit_says_when(control: ProviderControl) -> None:
    """429 carries the seconds until the limit is lifted."""
    control.post_control("faults", kind="rate_limited", seconds=12.5)

    answer = control.client.get("/v2/invoices")

    assert (answer.status_code, answer.headers["rate-limit-reset"]) == (429, "12.5")
    assert answer.json()["error_code"] == "RATE_LIMIT_EXCEEDED"


def test_a_fault_counts_its_calls(control: ProviderControl) -> None:
    """Only the named operation suffers, and only so many times."""
    control.post_control("faults", kind="unavailable", operation="get_invoices", times=2)

    statuses = [control.client.get("/v2/invoices").status_code for _ in range(3)]

    assert control.client.get("/balance").status_code == 200
    assert statuses == [503, 503, 200]
    assert control.client.get("/_control/faults").json() == {"faults": [], "hanging": 0}


def test_any_error_can_be_had(control: ProviderControl) -> None:
    """Status, code and text are the test's choice; refunds say DUPLICATE_ERROR with 409."""
    control.post_control("faults", kind="error", operation="get_balance", status=403, error_code="NO", message="no")
    control.post_control("faults", kind="duplicate", operation="create_refund")

    refused = control.client.get("/balance")
    duplicate = control.client.post("/refunds", json={"invoice_id": "a", "reason": "OTHERS"})

    assert (refused.status_code, refused.json()) == (403, {"error_code": "NO", "message": "no"})
    assert (duplicate.status_code, duplicate.json()["error_code"]) == (409, "DUPLICATE_ERROR")


def test_faults_belong_to_an_account(control: ProviderControl, providers: str) -> None:
    """Another key goes on unharmed; faults can be taken back."""
    control.post_control("faults", kind="bad_gateway", times=5)
    control.client.delete("/_control/faults")

    assert control.client.get("/balance").status_code == 200
