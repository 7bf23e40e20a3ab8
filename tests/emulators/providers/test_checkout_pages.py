"""The pages people see."""

import base64
from typing import Any

import httpx
import pytest

from emulators.providers.pages import format_rupiah, format_size
from emulators.providers.settings import ProviderSettings
from tests.emulators.providers.servers import ProviderControl


@pytest.fixture
def invoice(control: ProviderControl) -> dict[str, Any]:
    """An invoice with an item and a way back."""
    asked = {
        "external_id": "order-<1>",
        "amount": 157_500,
        "items": [{"name": "Mentoring 60 menit", "price": 75_000, "quantity": 2}],
        "fees": [{"type": "Biaya admin", "value": 7_500}],
        "success_redirect_url": "https://temani.example/orders/1",
        "failure_redirect_url": "javascript:alert(1)",
    }
    made: dict[str, Any] = control.client.post("/v2/invoices/", json=asked).json()
    return made


def test_the_checkout_page(browser: httpx.Client, invoice: dict[str, Any]) -> None:
    """It shows who asks for what, and how it can be paid."""
    page = browser.get(invoice["invoice_url"]).text

    for words in ("Temani", "Rp157.500", "Rp150.000", "Mentoring 60 menit", "order-&lt;1&gt;"):
        assert words in page
    for words in ("QRIS", 'value="BCA_VIRTUAL_ACCOUNT"', "Bayar Rp157.500", "Biarkan kedaluwarsa"):
        assert words in page
    assert "javascript:" not in page


def test_paying_on_the_page(browser: httpx.Client, control: ProviderControl, invoice: dict[str, Any]) -> None:
    """A click pays, tells, and leads back."""
    choice = {"channel": "QRIS", "webhook": "thrice"}
    page = browser.post(f"{invoice['invoice_url']}/pay", data=choice).text
    state = browser.get(f"{invoice['invoice_url']}/state").json()
    control.post_control("wait")

    assert "Pembayaran berhasil" in page
    assert "https://temani.example/orders/1" in page
    assert state == {"status": "PAID"}
    assert control.mailbox.statuses == ["PAID"] * 3
    assert control.mailbox.hits[0].body["payment_channel"] == "QRIS"


def test_letting_it_expire_on_the_page(
    browser: httpx.Client, control: ProviderControl, invoice: dict[str, Any]
) -> None:
    """The page then offers only what banks sometimes do: take the money late."""
    page = browser.post(f"{invoice['invoice_url']}/expire").text
    control.post_control("wait")

    assert "Tagihan kedaluwarsa" in page
    assert "Bayar terlambat" in page
    assert control.mailbox.statuses == ["EXPIRED"]


def test_an_unknown_invoice(browser: httpx.Client, providers: str) -> None:
    """Says so, politely."""
    page = browser.get(f"{providers}/xendit/checkout/nothing")

    assert (page.status_code, "Tagihan tidak ditemukan" in page.text) == (404, True)


def test_the_inbox(browser: httpx.Client, providers: str, mail_key: str) -> None:
    """A mail can be read; its HTML is locked away and its inline image shown."""
    mail = {
        "personalizations": [{"to": [{"email": f"{mail_key}@example.com"}]}],
        "from": {"email": "tiket@temani.example"},
        "subject": "Tiket <Anda>",
        "content": [
            {"type": "text/plain", "value": "Halo teks"},
            {"type": "text/html", "value": "<img src='cid:qr'><script>alert(1)</script>"},
        ],
        "attachments": [
            {
                "content": base64.b64encode(b"png").decode(),
                "filename": "qr.png",
                "type": "image/png",
                "disposition": "inline",
                "content_id": "qr",
            }
        ],
    }
    browser.post(
        f"{providers}/sendgrid/v3/mail/send", json=mail, headers={"authorization": f"Bearer {mail_key}"}
    ).raise_for_status()
    [listed] = browser.get(f"{providers}/inbox/messages", params={"q": mail_key}).json()["items"]
    page = browser.get(f"{providers}/inbox", params={"m": listed["id"]}).text
    part = browser.get(f"{providers}/inbox", params={"part": "list", "kind": "email", "q": mail_key}).text
    body = browser.get(f"{providers}/inbox/{listed['id']}/html")

    assert "Tiket &lt;Anda&gt;" in page
    assert "Tiket &lt;Anda&gt;" in part
    assert "<html" not in part
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert "Halo teks" in page
    assert "data:image/png;base64,cG5n" in body.text
    assert body.headers["content-security-policy"].startswith("sandbox allow-popups")


def test_the_front_page(browser: httpx.Client, providers: str) -> None:
    """It leads everywhere."""
    page = browser.get(providers).text

    assert "/inbox" in page
    assert f"{providers}/xendit" in page


@pytest.mark.parametrize(("amount", "written"), [(0, "Rp0"), (150_000, "Rp150.000"), (-1_500, "-Rp1.500")])
def test_rupiah(amount: int, written: str) -> None:
    """Whole rupiah, thousands by dots."""
    assert format_rupiah(amount) == written


def test_sizes() -> None:
    """Bytes for people."""
    assert [format_size(count) for count in (12, 2048, 5 * 1024**2)] == ["12 B", "2 KB", "5.0 MB"]


def test_settings_come_from_the_environment() -> None:
    """The first of two live callback tokens is the one that is sent."""
    settings = ProviderSettings.from_environment(
        {
            "TEMANI_PORT_PROVIDERS": "9000",
            "XENDIT_CALLBACK_TOKEN": "new, old",
            "TEMANI_WEBHOOK_RETRY_SECONDS": "0.1,0.2",
        }
    )

    assert (settings.port, settings.xendit_callback_token) == (9000, "new")
    assert settings.retry_seconds == (0.1, 0.2)
    assert settings.function_url == "http://127.0.0.1:8080/{name}"
