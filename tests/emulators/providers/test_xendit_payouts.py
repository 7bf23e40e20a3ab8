"""Payouts and the balance through Xendit's SDK."""

import secrets
from typing import Any

import pytest
import xendit
from xendit.apis import BalanceApi, PayoutApi
from xendit.payout.model.create_payout_request import CreatePayoutRequest
from xendit.payout.model.digital_payout_channel_properties import DigitalPayoutChannelProperties

from emulators.demo.expectations import POLL_TIMEOUT
from tests.emulators.providers.servers import ProviderControl, wait_until


def ask(
    payouts: PayoutApi,
    *,
    key: str | None = None,
    amount: float = 126_000.0,
    account: str = "1234567890",
    channel: str = "ID_BCA",
    reference: str = "withdrawal-1",
) -> Any:
    """Ask for a payout."""
    body = CreatePayoutRequest(
        reference_id=reference,
        channel_code=channel,
        channel_properties=DigitalPayoutChannelProperties(account_number=account, account_holder_name="Budi Santoso"),
        amount=amount,
        currency="IDR",
        description="Penarikan",
    )
    return payouts.create_payout(idempotency_key=key or secrets.token_hex(8), create_payout_request=body)


def test_a_payout_arrives(control: ProviderControl, payouts: PayoutApi, balance: BalanceApi) -> None:
    """Accepted, then succeeded; told, and taken from the balance."""
    control.post_control("account", payout_seconds=0.1, balance=1_000_000)
    made = ask(payouts)
    wait_until(lambda: control.mailbox.hits)

    [hit] = control.mailbox.hits
    assert made.status == "ACCEPTED"
    assert payouts.get_payout_by_id(made.id).status == "SUCCEEDED"
    assert (hit.function, hit.body["event"]) == ("receive-xendit-payout", "payout.succeeded")
    assert hit.body["data"]["reference_id"] == "withdrawal-1"
    assert isinstance(hit.body["data"]["amount"], int)
    assert balance.get_balance(account_type="CASH").balance == 874_000


@pytest.mark.parametrize(
    ("account", "events", "failure"),
    [
        ("123456", ["payout.failed"], "TEMPORARY_TRANSFER_ERROR"),
        ("999999", ["payout.failed"], "REJECTED_BY_CHANNEL"),
        ("121212", ["payout.failed"], "INVALID_DESTINATION"),
        ("12345", ["payout.failed"], "INVALID_DESTINATION"),
        ("654321", ["payout.succeeded", "payout.reversed"], None),
    ],
)
def test_magic_account_numbers(
    control: ProviderControl,
    payouts: PayoutApi,
    balance: BalanceApi,
    account: str,
    events: list[str],
    failure: str | None,
) -> None:
    """Xendit's test numbers fail or reverse as documented, and the money comes back."""
    control.post_control("account", payout_seconds=10, balance=1_000_000)
    made = ask(payouts, account=account)
    for _ in range(3):
        control.post_control("advance", seconds=10, wait_seconds=POLL_TIMEOUT)

    assert [hit.body["event"] for hit in control.mailbox.hits] == events
    assert control.mailbox.hits[-1].body["data"].get("failure_code") == failure
    assert payouts.get_payout_by_id(made.id).status in ("FAILED", "REVERSED")
    assert balance.get_balance().balance == 1_000_000


def test_a_payout_that_stays_accepted_can_be_cancelled(control: ProviderControl, payouts: PayoutApi) -> None:
    """The number 131313 waits for exactly that."""
    made = ask(payouts, account="131313")
    control.post_control("advance", seconds=3600)

    assert payouts.cancel_payout(made.id).status == "CANCELLED"
    with pytest.raises(xendit.XenditSdkException):
        payouts.cancel_payout(made.id)


def test_a_low_balance_fails_the_payout(control: ProviderControl, payouts: PayoutApi) -> None:
    """It is accepted first, as at Xendit, and fails later."""
    control.post_control("account", payout_seconds=10, balance=100_000)
    made = ask(payouts)
    control.post_control("advance", seconds=11, wait_seconds=POLL_TIMEOUT)

    assert made.status == "ACCEPTED"
    assert control.mailbox.hits[0].body["data"]["failure_code"] == "INSUFFICIENT_BALANCE"


def test_the_same_key_is_the_same_payout(payouts: PayoutApi) -> None:
    """Another body with the same key is a duplicate, which is refused."""
    first, again = ask(payouts, key="payout-1"), ask(payouts, key="payout-1")

    with pytest.raises(xendit.XenditSdkException) as refusal:
        ask(payouts, key="payout-1", amount=127_000.0)

    assert first.id == again.id
    assert (refusal.value.status, refusal.value.errorCode) == ("400", "DUPLICATE_ERROR")
    assert len(payouts.get_payouts("withdrawal-1").data) == 1


def test_a_key_is_required(control: ProviderControl) -> None:
    """Without an idempotency key nothing is paid."""
    answer = control.client.post("/v2/payouts", json={})

    assert answer.json()["error_code"] == "API_VALIDATION_ERROR"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"channel": "ID_NOWHERE"}, "CHANNEL_CODE_NOT_SUPPORTED"),
        ({"channel": "ID_BTN", "amount": 9_999.0}, "MINIMUM_TRANSFER_LIMIT_ERROR"),
        ({"channel": "ID_OVO", "amount": 20_000_001.0}, "MAXIMUM_TRANSFER_LIMIT_ERROR"),
        ({"amount": 10_000.5}, "API_VALIDATION_ERROR"),
    ],
)
def test_limits_of_channels(payouts: PayoutApi, change: dict[str, Any], code: str) -> None:
    """Each channel has its own."""
    with pytest.raises(xendit.XenditSdkException) as refusal:
        ask(payouts, **change)

    assert refusal.value.errorCode == code


def test_a_status_the_sdk_does_not_know(control: ProviderControl, payouts: PayoutApi) -> None:
    """Documented statuses that the SDK's closed enumeration refuses can be brought about."""
    made = ask(payouts)
    control.post_control("payout", payout_id=made.id, status="COMPLIANCE_REJECTED", drop=True)

    with pytest.raises(xendit.exceptions.ApiValueError):
        payouts.get_payout_by_id(made.id)


def test_lists_and_channels(payouts: PayoutApi) -> None:
    """Payouts are listed by reference, newest first and paged; channels by category."""
    ids = [ask(payouts).id for _ in range(3)]
    ask(payouts, reference="withdrawal-2")

    page = payouts.get_payouts("withdrawal-1", limit=2.0)
    rest = payouts.get_payouts("withdrawal-1", after_id=ids[1])
    wallets = payouts.get_payout_channels(channel_category=["EWALLET"])

    assert [payout.id for payout in page.data] == ids[:0:-1]
    assert page.has_more
    assert [payout.id for payout in rest.data] == ids[:1]
    assert {str(channel.channel_category) for channel in wallets} == {"EWALLET"}
    assert [channel.channel_code for channel in payouts.get_payout_channels(channel_code="ID_BCA")] == ["ID_BCA"]


def test_settlement_fills_the_balance(control: ProviderControl, balance: BalanceApi) -> None:
    """Paid money is held until it settles."""
    control.post_control("account", balance=0)
    control.client.post("/v2/invoices/", json={"external_id": "order-1", "amount": 150_000})
    control.post_control("pay", external_id="order-1", drop=True)
    held = balance.get_balance(account_type="HOLDING").balance
    settled = control.post_control("settle", external_id="order-1")["invoice"]["status"]

    assert (held, settled) == (150_000, "SETTLED")
    assert balance.get_balance().balance == 150_000
