"""Invoices through Xendit's SDK."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import xendit
from xendit.apis import InvoiceApi
from xendit.invoice.model.create_invoice_request import CreateInvoiceRequest
from xendit.invoice.model.invoice import Invoice
from xendit.invoice.model.invoice_item import InvoiceItem

from emulators.demo.expectations import POLL_TIMEOUT
from tests.emulators.providers.servers import ProviderControl, wait_until


def make(invoices: InvoiceApi, external_id: str = "order-1", **more: Any) -> Invoice:
    """Create an invoice of Rp150.000."""
    asked = CreateInvoiceRequest(**{"external_id": external_id, "amount": 150_000.0, **more})
    return invoices.create_invoice(asked)


def test_create_and_read_an_invoice(invoices: InvoiceApi, providers: str) -> None:
    """A created invoice is pending, payable at a page of this server, and can be read again."""
    made = make(
        invoices,
        invoice_duration=900.0,
        payer_email="sari@example.com",
        currency="IDR",
        items=[InvoiceItem(name="Mentoring 60 menit", price=150_000.0, quantity=1.0)],
        metadata={"order": "order-1"},
    )

    read = invoices.get_invoice_by_id(made.id)

    assert str(read.status) == "PENDING"
    assert read.amount == 150_000
    assert made.invoice_url == f"{providers}/xendit/checkout/{made.id}"
    assert abs(read.expiry_date - read.created - timedelta(seconds=900)) < timedelta(seconds=1)
    assert read.metadata == {"order": "order-1"}


def test_an_external_id_may_repeat(invoices: InvoiceApi, control: ProviderControl) -> None:
    """A repeated create makes a second payable invoice, as Xendit does."""
    first, second = make(invoices), make(invoices)

    found = invoices.get_invoices(external_id="order-1", statuses=["PENDING"])

    assert {invoice.id for invoice in found} == {first.id, second.id}
    assert control.client.get("/_control/invoices").json()["payable"] == 2


def test_find_invoices(invoices: InvoiceApi, control: ProviderControl) -> None:
    """Lists are filtered by reference, status and time, newest first, and paged by the last id."""
    before = datetime.now(UTC) - timedelta(minutes=1)
    ids = [make(invoices, f"order-{number}").id for number in range(4)]
    control.post_control("pay", invoice_id=ids[0], channel="OVO")

    assert [each.id for each in invoices.get_invoices()] == ids[::-1]
    assert [each.id for each in invoices.get_invoices(limit=2.0)] == [ids[3], ids[2]]
    assert [each.id for each in invoices.get_invoices(last_invoice=ids[2])] == [ids[1], ids[0]]
    assert [each.id for each in invoices.get_invoices(statuses=["PAID", "SETTLED"])] == [ids[0]]
    assert [each.id for each in invoices.get_invoices(paid_after=before)] == [ids[0]]
    assert len(invoices.get_invoices(created_after=before)) == 4
    assert invoices.get_invoices(created_before=before) == []
    assert [each.id for each in invoices.get_invoices(payment_channels=["OVO"])] == [ids[0]]


def test_expire_an_invoice(invoices: InvoiceApi, control: ProviderControl) -> None:
    """Expiring by call is told once; a second call changes nothing."""
    made = make(invoices)

    expired, again = invoices.expire_invoice(made.id), invoices.expire_invoice(made.id)
    control.post_control("wait")

    assert str(expired.status) == str(again.status) == "EXPIRED"
    assert control.mailbox.statuses == ["EXPIRED"]
    assert "paid_at" not in control.mailbox.hits[0].body


def test_a_paid_invoice_cannot_be_expired(invoices: InvoiceApi, control: ProviderControl) -> None:
    """Money that has come in stays in."""
    made = make(invoices)
    control.post_control("pay", invoice_id=made.id)

    with pytest.raises(xendit.XenditSdkException) as refusal:
        invoices.expire_invoice(made.id)

    assert (refusal.value.status, refusal.value.errorCode) == ("400", "API_VALIDATION_ERROR")


def test_invoices_expire_when_their_time_has_come(invoices: InvoiceApi, control: ProviderControl) -> None:
    """Moving the account's clock past the duration expires the invoice and tells so."""
    made = make(invoices, invoice_duration=900.0)

    control.post_control("advance", seconds=600)
    still = str(invoices.get_invoice_by_id(made.id).status)
    control.post_control("advance", seconds=300, wait_seconds=POLL_TIMEOUT)

    assert still == "PENDING"
    assert str(invoices.get_invoice_by_id(made.id).status) == "EXPIRED"
    assert control.mailbox.statuses == ["EXPIRED"]


def test_invoices_expire_in_real_time(invoices: InvoiceApi, control: ProviderControl) -> None:
    """Nobody needs to ask for an invoice to expire."""
    make(invoices, invoice_duration=1.0)

    wait_until(lambda: control.mailbox.hits)

    assert control.mailbox.statuses == ["EXPIRED"]


@pytest.mark.parametrize(
    ("body", "code", "word"),
    [
        ({"amount": 1000}, "API_VALIDATION_ERROR", "external_id"),
        ({"external_id": "", "amount": 1000}, "API_VALIDATION_ERROR", "external_id"),
        ({"external_id": "a", "amount": "1000"}, "API_VALIDATION_ERROR", "amount"),
        ({"external_id": "a", "amount": 1000.5}, "API_VALIDATION_ERROR", "amount"),
        ({"external_id": "a", "amount": 0}, "API_VALIDATION_ERROR", "amount"),
        ({"external_id": "a", "amount": 1000, "extrenal": 1}, "API_VALIDATION_ERROR", "extrenal"),
        ({"external_id": "a", "amount": 1000, "currency": "USD"}, "API_VALIDATION_ERROR", "currency"),
        ({"external_id": "a", "amount": 1000, "invoice_duration": 4e7}, "API_VALIDATION_ERROR", "duration"),
        ({"external_id": "a", "amount": 1000, "payer_email": "sari"}, "EMAIL_FORMAT_ERROR", "sari"),
        (
            {"external_id": "a", "amount": 1, "payment_methods": ["X"]},
            "UNAVAILABLE_PAYMENT_METHOD_ERROR",
            "X",
        ),
        ({"external_id": "a", "amount": 10, "payment_methods": ["BCA"]}, "NO_COLLECTION_METHODS_ERROR", ""),
        ({"external_id": "a", "amount": 10, "metadata": {"k" * 41: "v"}}, "API_VALIDATION_ERROR", "metadata"),
    ],
)
def test_a_bad_request_is_refused_with_its_reason(
    control: ProviderControl, body: dict[str, Any], code: str, word: str
) -> None:
    """What the description does not allow is 400 and says where."""
    answer = control.client.post("/v2/invoices/", json=body)

    assert (answer.status_code, answer.json()["error_code"]) == (400, code)
    assert word in answer.text


@pytest.mark.parametrize("key", ["", "wrong", "sk_live_1"])
def test_a_key_is_needed(browser: httpx.Client, providers: str, key: str) -> None:
    """Without a secret key of the right shape nothing is answered."""
    answer = browser.get(f"{providers}/xendit/balance", auth=(key, ""))

    assert answer.status_code == 401
    assert answer.json()["error_code"] == "INVALID_API_KEY"


def test_a_public_key_may_not(browser: httpx.Client, providers: str) -> None:
    """A publishable key is known and forbidden."""
    answer = browser.get(f"{providers}/xendit/balance", auth=("xnd_public_development_1", ""))

    assert answer.json()["error_code"] == "REQUEST_FORBIDDEN_ERROR"


def test_accounts_do_not_see_each_other(invoices: InvoiceApi, providers: str) -> None:
    """Another key finds nothing."""
    made = make(invoices)
    stranger = xendit.ApiClient(xendit.Configuration(host=f"{providers}/xendit", api_key="xnd_development_stranger"))

    with pytest.raises(xendit.XenditSdkException) as refusal:
        InvoiceApi(stranger).get_invoice_by_id(made.id)
    stranger.rest_client.pool_manager.clear()

    assert (refusal.value.status, refusal.value.errorCode) == ("404", "INVOICE_NOT_FOUND_ERROR")


def test_calls_are_on_record(invoices: InvoiceApi, control: ProviderControl) -> None:
    """A test can count what was asked of Xendit."""
    make(invoices)

    calls = control.list_records("calls", operation="create_invoice")

    assert [call["body"]["external_id"] for call in calls] == ["order-1"]
    assert calls[0]["status"] == 200
