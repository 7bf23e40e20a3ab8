"""Every answer and every webhook fits the vendors' API descriptions."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from emulators.demo.expectations import POLL_TIMEOUT
from emulators.providers.api_descriptions import load_description
from emulators.providers.app import create_app
from emulators.providers.settings import ProviderSettings
from emulators.providers.xendit import OPERATIONS
from emulators.providers.xendit.channels import list_channels
from tests.emulators.providers.servers import ProviderControl

PAYOUT = {
    "reference_id": "withdrawal-1",
    "channel_code": "ID_BCA",
    "channel_properties": {"account_number": "1234567890", "account_holder_name": "Budi"},
    "amount": 126_000,
    "currency": "IDR",
}
INVOICE = {
    "external_id": "order-1",
    "amount": 157_500,
    "payer_email": "sari@example.com",
    "description": "Mentoring",
    "invoice_duration": 900,
    "currency": "IDR",
    "locale": "id",
    "success_redirect_url": "https://temani.example/ok",
    "failure_redirect_url": "https://temani.example/no",
    "should_send_email": False,
    "customer": {"given_names": "Sari", "email": "sari@example.com", "mobile_number": "+6281234567890"},
    "items": [{"name": "Mentoring", "price": 150_000, "quantity": 1, "category": "service"}],
    "fees": [{"type": "Biaya admin", "value": 7_500}],
    "metadata": {"order": "order-1"},
}

Ask = Callable[..., Any]


@pytest.fixture
def ask(control: ProviderControl) -> Ask:
    """Call an operation; the answer must fit its description."""

    def asked(operation_id: str, method: str, path: str, status: int = 200, **request: Any) -> Any:
        answer = control.client.request(method, path, **request)
        assert answer.status_code == status, answer.text
        assert load_description("xendit").find_response_problems(operation_id, status, answer.json()) == []
        return answer.json()

    return asked


def test_every_operation_is_served() -> None:
    """The description and the server know the same operations."""
    described = {
        operation["operationId"]
        for methods in load_description("xendit").document["paths"].values()
        for operation in methods.values()
    }

    assert described == set(OPERATIONS)


@pytest.mark.parametrize("channel", [channel.code for channel in list_channels()])
def test_invoices_fit(control: ProviderControl, ask: Ask, channel: str) -> None:
    """Pending, paid through every channel, settled, listed, expired; and their webhooks."""
    made = ask("create_invoice", "POST", "/v2/invoices/", json=INVOICE)
    control.post_control("pay", invoice_id=made["id"], channel=channel, wait_seconds=POLL_TIMEOUT)
    ask("get_invoice_by_id", "GET", f"/v2/invoices/{made['id']}")
    control.post_control("settle", invoice_id=made["id"])
    ask("get_invoices", "GET", "/v2/invoices", params={"external_id": "order-1"})
    other = ask("create_invoice", "POST", "/v2/invoices/", json=INVOICE)
    ask("expire_invoice", "POST", f"/invoices/{other['id']}/expire!")
    control.post_control("wait")

    assert control.mailbox.statuses == ["PAID", "EXPIRED"]
    for hit in control.mailbox.hits:
        assert load_description("xendit").find_schema_problems("Invoice_InvoiceCallback", hit.body) == []


def test_refunds_fit(control: ProviderControl, ask: Ask) -> None:
    """Made, read, listed, cancelled; and their webhooks."""
    invoice = ask("create_invoice", "POST", "/v2/invoices/", json=INVOICE)
    control.post_control("pay", invoice_id=invoice["id"], channel="OVO", drop=True)
    body = {"invoice_id": invoice["id"], "reason": "CANCELLATION", "amount": 1000, "reference_id": "cn-1"}
    cancelled = ask("create_refund", "POST", "/refunds", json=body)
    ask("cancel_refund", "POST", f"/refunds/{cancelled['id']}/cancel")
    for status in ("SUCCEEDED", "FAILED"):
        made = ask("create_refund", "POST", "/refunds", json=body)
        control.post_control("refund", refund_id=made["id"], status=status, wait_seconds=POLL_TIMEOUT)
        ask("get_refund", "GET", f"/refunds/{made['id']}")
    ask("get_all_refunds", "GET", "/refunds", params={"invoice_id": invoice["id"]})

    assert control.mailbox.statuses == ["refund.succeeded", "refund.failed"]
    for hit in control.mailbox.hits:
        assert load_description("xendit").find_schema_problems("Refund_RefundCallback", hit.body) == []


def test_payouts_and_balance_fit(control: ProviderControl, ask: Ask) -> None:
    """Made, read, listed, cancelled; and the balance."""
    made = ask("create_payout", "POST", "/v2/payouts", json=PAYOUT, headers={"idempotency-key": "a"})
    ask("cancel_payout", "POST", f"/v2/payouts/{made['id']}/cancel")
    for status in ("SUCCEEDED", "FAILED", "REVERSED"):
        code = "REJECTED_BY_CHANNEL" if status == "FAILED" else None
        control.post_control(
            "payout", payout_id=made["id"], status=status, failure_code=code, wait_seconds=POLL_TIMEOUT
        )
        ask("get_payout_by_id", "GET", f"/v2/payouts/{made['id']}")
    ask("get_payouts", "GET", "/v2/payouts", params={"reference_id": "withdrawal-1"})
    ask("get_payout_channels", "GET", "/payouts_channels")
    ask("get_balance", "GET", "/balance")

    for hit in control.mailbox.hits:
        assert load_description("xendit").find_schema_problems("Payout_Payout", hit.body["data"]) == []


@pytest.mark.parametrize(
    ("operation_id", "method", "path", "status", "request_"),
    [
        ("create_invoice", "POST", "/v2/invoices/", 400, {"json": {}}),
        ("create_invoice", "POST", "/v2/invoices/", 400, {"content": b"{"}),
        ("get_invoice_by_id", "GET", "/v2/invoices/a", 404, {}),
        ("get_invoices", "GET", "/v2/invoices?limit=0", 400, {}),
        ("get_invoices", "GET", "/v2/invoices?created_after=yesterday", 400, {}),
        ("get_invoices", "GET", "/v2/invoices?statuses=LOST", 400, {}),
        ("expire_invoice", "POST", "/invoices/a/expire!", 404, {}),
        ("create_refund", "POST", "/refunds", 400, {"json": {"reason": "OTHERS"}}),
        ("get_refund", "GET", "/refunds/a", 404, {}),
        ("create_payout", "POST", "/v2/payouts", 400, {"json": PAYOUT}),
        ("get_payout_by_id", "GET", "/v2/payouts/a", 404, {}),
        ("get_payouts", "GET", "/v2/payouts", 400, {}),
        ("get_balance", "GET", "/balance?account_type=A", 400, {}),
        ("get_balance", "GET", "/balance", 401, {"auth": ("wrong", "")}),
    ],
)
def test_refusals_fit(
    ask: Ask, operation_id: str, method: str, path: str, status: int, request_: dict[str, Any]
) -> None:
    """Errors are described too."""
    refusal = ask(operation_id, method, path, status, **request_)

    assert set(refusal) >= {"error_code", "message"}


def test_mail_answers_fit(browser: httpx.Client, providers: str, mail_key: str) -> None:
    """SendGrid's answers fit: nothing when accepted, reasons when not."""
    good = {
        "personalizations": [{"to": [{"email": "sari@example.com"}]}],
        "from": {"email": "tiket@temani.example"},
        "subject": "Halo",
        "content": [{"type": "text/plain", "value": "Halo"}],
    }
    for body, key, status in [(good, mail_key, 202), ({}, mail_key, 400), (good, "wrong", 401)]:
        headers = {"authorization": f"Bearer {key}"}
        answer = browser.post(f"{providers}/sendgrid/v3/mail/send", json=body, headers=headers)
        said = answer.json() if answer.content else None
        assert answer.status_code == status
        assert load_description("sendgrid").find_response_problems("SendMail", status, said) == []


async def test_the_application_can_be_called_in_process() -> None:
    """Without a server, on a test's own event loop; a reset is then an exception."""
    app = create_app(ProviderSettings(function_url=None))
    transport = httpx.ASGITransport(app=app)
    auth = ("xnd_development_inside", "")
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://providers", auth=auth) as client,
    ):
        made = (await client.post("/xendit/v2/invoices/", json=INVOICE)).json()
        paid = await client.post("/xendit/_control/pay", json={"invoice_id": made["id"], "wait_seconds": 1})
        await client.post("/xendit/_control/faults", json={"kind": "reset"})
        with pytest.raises(ConnectionResetError):
            await client.get("/xendit/balance")

    assert made["invoice_url"] == f"http://providers/xendit/checkout/{made['id']}"
    assert paid.json()["deliveries"][0]["state"] == "no_target"
