"""Refunds through Xendit's SDK."""

import secrets
from typing import Any

import pytest
import xendit
from xendit.apis import BalanceApi, RefundApi
from xendit.refund.model.create_refund import CreateRefund

from emulators.demo.expectations import POLL_TIMEOUT
from tests.emulators.providers.servers import ProviderControl, wait_until


def paid(control: ProviderControl, channel: str) -> str:
    """The id of an invoice of Rp150.000 that was paid."""
    asked = {"external_id": secrets.token_hex(4), "amount": 150_000}
    invoice_id: str = control.client.post("/v2/invoices/", json=asked).json()["id"]
    control.post_control("pay", invoice_id=invoice_id, channel=channel, drop=True)
    return invoice_id


def ask(refunds: RefundApi, invoice_id: str, *, key: str | None = None, **more: Any) -> Any:
    """Ask for a refund."""
    body = CreateRefund(invoice_id=invoice_id, reason="REQUESTED_BY_CUSTOMER", **more)
    return refunds.create_refund(idempotency_key=key or secrets.token_hex(8), create_refund=body)


def refusal_of(refunds: RefundApi, invoice_id: str, **more: Any) -> tuple[str, str]:
    """The status and code with which a refund is refused."""
    with pytest.raises(xendit.XenditSdkException) as refusal:
        ask(refunds, invoice_id, **more)
    return refusal.value.status, refusal.value.errorCode


def test_a_refund_succeeds_after_a_while(control: ProviderControl, refunds: RefundApi, balance: BalanceApi) -> None:
    """It is pending at first; its end is told and takes the money from the balance."""
    control.post_control("account", refund_seconds=0.05, balance=200_000)
    made = ask(refunds, paid(control, "OVO"), amount=100_000.0, reference_id="cn-1")
    wait_until(lambda: control.mailbox.hits)

    [hit] = control.mailbox.hits
    assert made.status == "PENDING"
    assert refunds.get_refund(made.id).status == "SUCCEEDED"
    assert (hit.function, hit.body["event"]) == ("receive-xendit-refund", "refund.succeeded")
    assert (hit.body["data"]["id"], hit.body["data"]["amount"]) == (made.id, 100_000)
    assert balance.get_balance().balance == 100_000


@pytest.mark.parametrize("channel", ["BCA_VIRTUAL_ACCOUNT", "MANDIRI", "ALFAMART", "INDOMARET", "ASTRAPAY"])
def test_channels_without_refunds(control: ProviderControl, refunds: RefundApi, channel: str) -> None:
    """Virtual accounts and shops do not pay back."""
    assert refusal_of(refunds, paid(control, channel)) == ("400", "REFUND_NOT_SUPPORTED")


@pytest.mark.parametrize("channel", ["QRIS", "LINKAJA", "BRI_DIRECT_DEBIT"])
def test_channels_that_refund_in_full_only(control: ProviderControl, refunds: RefundApi, channel: str) -> None:
    """A part is refused; the whole is fine."""
    invoice_id = paid(control, channel)

    assert refusal_of(refunds, invoice_id, amount=1000.0) == ("400", "PARTIAL_REFUND_NOT_SUPPORTED")
    assert ask(refunds, invoice_id).amount == 150_000


@pytest.mark.parametrize(("channel", "days"), [("OVO", 14), ("GOPAY", 45), ("QRIS", 30), ("CARDS", 365)])
def test_a_refund_has_its_window(control: ProviderControl, refunds: RefundApi, channel: str, days: int) -> None:
    """A moment too late is too late."""
    in_time, late = paid(control, channel), paid(control, channel)
    control.post_control("advance", seconds=days * 86_400 - 3_600)
    ask(refunds, in_time)
    control.post_control("advance", seconds=3_600)

    assert refusal_of(refunds, late) == ("400", "INELIGIBLE_TRANSACTION")


def test_refunds_never_exceed_the_payment(control: ProviderControl, refunds: RefundApi) -> None:
    """Parts add up to the whole and not to more; one at a time."""
    invoice_id = paid(control, "DANA")
    first = ask(refunds, invoice_id, amount=100_000.0)
    busy = refusal_of(refunds, invoice_id, amount=1000.0)
    control.post_control("refund", refund_id=first.id, status="SUCCEEDED")

    assert busy == ("400", "REFUND_IN_PROGRESS")
    assert refusal_of(refunds, invoice_id, amount=50_001.0) == ("400", "MAXIMUM_REFUND_AMOUNT_REACHED")
    assert ask(refunds, invoice_id, amount=50_000.0).amount == 50_000
    assert len(refunds.get_all_refunds(invoice_id=invoice_id).data) == 2


def test_a_failed_refund_gives_the_money_back(
    control: ProviderControl, refunds: RefundApi, balance: BalanceApi
) -> None:
    """Its webhook says why."""
    control.post_control("account", refund_seconds=None, balance=150_000)
    made = ask(refunds, paid(control, "OVO"))
    during = balance.get_balance().balance
    control.post_control(
        "refund", refund_id=made.id, status="FAILED", failure_code="ACCOUNT_NOT_FOUND", wait_seconds=POLL_TIMEOUT
    )

    assert (during, balance.get_balance().balance) == (0, 150_000)
    assert control.mailbox.hits[0].body["event"] == "refund.failed"
    assert control.mailbox.hits[0].body["data"]["failure_code"] == "ACCOUNT_NOT_FOUND"


def test_a_refund_needs_money(control: ProviderControl, refunds: RefundApi) -> None:
    """A low balance refuses."""
    control.post_control("account", balance=149_999)

    assert refusal_of(refunds, paid(control, "OVO")) == ("400", "INSUFFICIENT_BALANCE")


def test_the_same_key_is_the_same_refund(control: ProviderControl, refunds: RefundApi) -> None:
    """Asking again changes nothing; asking for something else with the same key is refused."""
    invoice_id = paid(control, "OVO")
    first, again = (ask(refunds, invoice_id, key="refund-1", amount=1000.0) for _ in range(2))

    assert first.id == again.id
    assert refusal_of(refunds, invoice_id, key="refund-1", amount=2000.0) == ("409", "IDEMPOTENCY_ERROR")


def test_unpaid_and_unknown(control: ProviderControl, refunds: RefundApi) -> None:
    """Only what was paid can go back."""
    unpaid = control.client.post("/v2/invoices/", json={"external_id": "a", "amount": 20_000}).json()["id"]

    assert refusal_of(refunds, unpaid) == ("400", "INELIGIBLE_TRANSACTION")
    assert refusal_of(refunds, "nothing") == ("400", "TRANSACTION_NOT_FOUND")


def test_a_pending_refund_can_be_cancelled(control: ProviderControl, refunds: RefundApi) -> None:
    """Once done it can not."""
    made = ask(refunds, paid(control, "OVO"))

    assert refunds.cancel_refund(made.id).status == "CANCELLED"
    with pytest.raises(xendit.XenditSdkException):
        refunds.cancel_refund(made.id)
