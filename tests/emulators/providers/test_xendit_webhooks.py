"""The webhooks of invoices, and everything that can happen to them on the way."""

from datetime import datetime
from typing import Any

import pytest

from emulators.demo.expectations import POLL_TIMEOUT
from emulators.providers.settings import REAL_RETRY_SECONDS
from tests.emulators.providers.servers import ProviderControl, wait_until


@pytest.fixture
def invoice(control: ProviderControl) -> dict[str, Any]:
    """A payable invoice of Rp150.000."""
    asked = {"external_id": "order-1", "amount": 150_000.0, "invoice_duration": 900}
    made: dict[str, Any] = control.client.post("/v2/invoices/", json=asked).json()
    return made


def test_paying_is_told(control: ProviderControl, invoice: dict[str, Any]) -> None:
    """The webhook is flat, carries the token and an id, and writes amounts as whole numbers."""
    control.post_control("pay", external_id="order-1", channel="BCA_VIRTUAL_ACCOUNT", wait_seconds=POLL_TIMEOUT)

    [hit] = control.mailbox.hits
    assert hit.function == "receive-xendit-invoice"
    assert hit.headers["x-callback-token"] == "local-callback-token"
    assert hit.headers["webhook-id"]
    assert "event" not in hit.body
    assert hit.body["id"] == invoice["id"]
    assert hit.body["status"] == "PAID"
    assert (hit.body["payment_method"], hit.body["payment_channel"]) == ("BANK_TRANSFER", "BCA")
    assert hit.body["bank_code"] == "BCA"
    assert (hit.body["amount"], hit.body["paid_amount"]) == (150_000, 150_000)
    assert all(isinstance(hit.body[name], int) for name in ("amount", "paid_amount"))
    assert datetime.fromisoformat(hit.body["paid_at"]).tzinfo


@pytest.mark.parametrize(
    ("channel", "method", "detail"),
    [
        ("QRIS", "QR_CODE", "payment_details"),
        ("OVO", "EWALLET", "ewallet_type"),
        ("CARDS", "CREDIT_CARD", "credit_card_charge_id"),
        ("ALFAMART", "RETAIL_OUTLET", "payment_destination"),
        ("KREDIVO", "PAYLATER", "payment_id"),
        ("BRI_DIRECT_DEBIT", "DIRECT_DEBIT", "payment_id"),
    ],
)
def test_each_channel_says_what_it_is(
    control: ProviderControl, invoice: dict[str, Any], channel: str, method: str, detail: str
) -> None:
    """The webhook names the kind of channel and its own detail."""
    control.post_control("pay", invoice_id=invoice["id"], channel=channel, wait_seconds=POLL_TIMEOUT)

    [hit] = control.mailbox.hits
    assert hit.body["payment_method"] == method
    assert hit.body[detail]


def test_the_confirming_read_says_the_same(control: ProviderControl, invoice: dict[str, Any]) -> None:
    """What was paid, and how, can be read back."""
    control.post_control("pay", invoice_id=invoice["id"], channel="OVO", amount=149_000)

    read = control.client.get(f"/v2/invoices/{invoice['id']}").json()

    assert (read["status"], read["amount"], read["paid_amount"]) == ("PAID", 150_000, 149_000)
    assert read["payment_channel"] == "OVO"


def test_a_webhook_may_come_three_times(control: ProviderControl, invoice: dict[str, Any]) -> None:
    """Copies carry the same webhook id, unless told otherwise."""
    control.post_control("pay", invoice_id=invoice["id"], deliveries=3, concurrent=True, wait_seconds=POLL_TIMEOUT)

    assert control.mailbox.statuses == ["PAID"] * 3
    assert len({hit.headers["webhook-id"] for hit in control.mailbox.hits}) == 1


def test_webhooks_may_come_out_of_order(control: ProviderControl, invoice: dict[str, Any]) -> None:
    """Old statuses come before or after the true one."""
    control.post_control("pay", invoice_id=invoice["id"], out_of_order=True, wait_seconds=POLL_TIMEOUT)

    assert control.mailbox.statuses == ["PAID", "PENDING", "EXPIRED"]


def test_the_order_can_be_chosen(control: ProviderControl, invoice: dict[str, Any]) -> None:
    """A stray may come first."""
    strays = ["expired_before", "expired_after"]
    control.post_control("pay", invoice_id=invoice["id"], out_of_order=strays, wait_seconds=POLL_TIMEOUT)

    assert control.mailbox.statuses == ["EXPIRED", "PAID", "EXPIRED"]


def test_paying_after_the_expiry(control: ProviderControl, invoice: dict[str, Any]) -> None:
    """A late payment is real: PAID after EXPIRED."""
    control.post_control("expire", invoice_id=invoice["id"], wait_seconds=POLL_TIMEOUT)
    control.post_control("pay", invoice_id=invoice["id"], wait_seconds=POLL_TIMEOUT)

    assert control.mailbox.statuses == ["EXPIRED", "PAID"]


def test_nobody_pays_twice(control: ProviderControl, invoice: dict[str, Any]) -> None:
    """A paid invoice takes no second payment."""
    control.post_control("pay", invoice_id=invoice["id"])

    assert control.client.post("/_control/pay", json={"invoice_id": invoice["id"]}).status_code == 409


def test_a_webhook_may_lie(control: ProviderControl, invoice: dict[str, Any]) -> None:
    """Overrides change what is told, not what is true."""
    lies = {"amount": 1, "currency": "USD"}
    control.post_control(
        "pay", invoice_id=invoice["id"], overrides=lies, callback_token="forged", wait_seconds=POLL_TIMEOUT
    )

    [hit] = control.mailbox.hits
    assert (hit.body["amount"], hit.body["currency"]) == (1, "USD")
    assert hit.headers["x-callback-token"] == "forged"
    assert control.client.get(f"/v2/invoices/{invoice['id']}").json()["amount"] == 150_000


def test_another_currency_is_true_everywhere(control: ProviderControl, invoice: dict[str, Any]) -> None:
    """A payment in another currency shows in the webhook and in the read."""
    control.post_control("pay", invoice_id=invoice["id"], currency="USD", wait_seconds=POLL_TIMEOUT)

    assert control.mailbox.hits[0].body["currency"] == "USD"
    assert control.client.get(f"/v2/invoices/{invoice['id']}").json()["currency"] == "USD"


def test_a_lost_webhook(control: ProviderControl, invoice: dict[str, Any]) -> None:
    """A dropped webhook never arrives, is on record, and can be sent again by hand."""
    [lost] = control.post_control("pay", invoice_id=invoice["id"], drop=True)["deliveries"]
    control.post_control("wait")
    missing = list(control.mailbox.hits)

    control.post_control("resend", invoice_id=invoice["id"], wait_seconds=POLL_TIMEOUT)

    assert (lost["state"], missing) == ("dropped", [])
    [hit] = control.mailbox.hits
    assert hit.body["status"] == "PAID"
    assert hit.headers["webhook-id"] != lost["headers"]["webhook-id"]


def test_a_delayed_webhook(control: ProviderControl, invoice: dict[str, Any]) -> None:
    """The invoice is paid at once; the news arrives when the clock says so."""
    control.post_control("pay", invoice_id=invoice["id"], delay_seconds=600)
    control.post_control("wait")
    early = list(control.mailbox.hits)

    control.post_control("advance", seconds=600, wait_seconds=POLL_TIMEOUT)

    assert early == []
    assert control.mailbox.statuses == ["PAID"]


def test_failed_deliveries_are_tried_again(control: ProviderControl, invoice: dict[str, Any]) -> None:
    """A non-2xx answer is retried with the same webhook id until it is accepted."""
    control.mailbox.answers.extend([500, 429])

    control.post_control("pay", invoice_id=invoice["id"])
    wait_until(lambda: len(control.mailbox.hits) == 3)
    control.post_control("wait")

    [delivery] = control.list_records("deliveries")
    assert delivery["state"] == "delivered"
    assert [attempt["status"] for attempt in delivery["attempts"]] == [500, 429, 200]
    assert len({hit.headers["webhook-id"] for hit in control.mailbox.hits}) == 1


def test_retries_end(control: ProviderControl, invoice: dict[str, Any]) -> None:
    """After the last attempt the delivery has failed."""
    control.mailbox.answers.extend([503] * 3)

    control.post_control("pay", invoice_id=invoice["id"])
    wait_until(lambda: control.list_records("deliveries")[0]["state"] == "failed")

    assert len(control.mailbox.hits) == 3


def test_the_real_ladder_on_a_fast_clock(control: ProviderControl, invoice: dict[str, Any]) -> None:
    """With Xendit's own waits, moving the clock brings each attempt."""
    control.post_control("account", retry_seconds=REAL_RETRY_SECONDS)
    control.mailbox.answers.extend([500] * 6)

    control.post_control("pay", invoice_id=invoice["id"], wait_seconds=POLL_TIMEOUT)
    for seconds in REAL_RETRY_SECONDS:
        control.post_control("advance", seconds=seconds, wait_seconds=POLL_TIMEOUT)

    assert control.list_records("deliveries", kind="invoice", event="PAID")[0]["state"] == "delivered"
    assert len([hit for hit in control.mailbox.hits if hit.body["status"] == "PAID"]) == 7


def test_nobody_listens(control: ProviderControl, invoice: dict[str, Any]) -> None:
    """A receiver that is down counts as a failure; no receiver at all is on record as such."""
    control.post_control("account", webhook_target="http://127.0.0.1:9/{name}")
    [refused] = control.post_control("pay", invoice_id=invoice["id"], wait_seconds=POLL_TIMEOUT)["deliveries"]
    control.post_control("account", webhook_target=None)
    [untold] = control.post_control("resend", invoice_id=invoice["id"], wait_seconds=POLL_TIMEOUT)["deliveries"]

    assert refused["attempts"][0]["error"].startswith("ConnectError")
    assert untold["state"] == "no_target"


def test_any_body_can_be_sent(control: ProviderControl) -> None:
    """For payloads captured elsewhere."""
    control.post_control("webhook", kind="payout", body={"event": "v3_payout.succeeded"}, wait_seconds=POLL_TIMEOUT)

    [hit] = control.mailbox.hits
    assert (hit.function, hit.body) == ("receive-xendit-payout", {"event": "v3_payout.succeeded"})


def test_a_misspelt_lever_is_an_error(control: ProviderControl, invoice: dict[str, Any]) -> None:
    """A typo must not make a test pass."""
    answer = control.client.post("/_control/pay", json={"invoice_id": invoice["id"], "delivery": 3})

    assert answer.status_code == 422
