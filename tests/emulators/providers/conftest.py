"""Fixtures of the providers' tests: one server for all tests, one account for each test."""

import secrets
import ssl
from collections.abc import Iterator

import httpx
import pytest
import sendgrid
import xendit
from xendit.apis import BalanceApi, InvoiceApi, PayoutApi, RefundApi

from emulators.demo.expectations import POLL_TIMEOUT
from emulators.providers.app import create_app
from tests.emulators.providers.servers import (
    MANUAL_SETTINGS,
    ProviderControl,
    WebhookInbox,
    create_webhook_app,
    serve_app,
)


@pytest.fixture(scope="session")
def providers() -> Iterator[str]:
    """Start a provider server, and provide its address."""
    with serve_app(create_app(MANUAL_SETTINGS)) as address:
        yield address


@pytest.fixture(scope="session")
def mailboxes() -> dict[str, WebhookInbox]:
    """Provide the webhook inboxes of all tests, by test."""
    return {}


@pytest.fixture(scope="session")
def receiver(mailboxes: dict[str, WebhookInbox]) -> Iterator[str]:
    """Start a receiver of webhooks, and provide its address."""
    with serve_app(create_webhook_app(mailboxes)) as address:
        yield address


@pytest.fixture(scope="session")
def tls() -> ssl.SSLContext:
    """Create one TLS context for all clients, because loading the machine's certificates takes long."""
    return ssl.create_default_context()


@pytest.fixture(scope="session")
def browser(tls: ssl.SSLContext) -> Iterator[httpx.Client]:
    """Provide an HTTP client that acts as a person's browser: no keys, follows redirects."""
    with httpx.Client(verify=tls, trust_env=False, follow_redirects=True, timeout=POLL_TIMEOUT) as client:
        yield client


@pytest.fixture
def control(
    providers: str, receiver: str, mailboxes: dict[str, WebhookInbox], tls: ssl.SSLContext
) -> Iterator[ProviderControl]:
    """Provide the control endpoints of a new account whose webhooks arrive in this test's inbox."""
    name = secrets.token_hex(6)
    mailboxes[name] = WebhookInbox()
    key = f"xnd_development_{name}"
    with httpx.Client(
        base_url=f"{providers}/xendit", auth=(key, ""), verify=tls, trust_env=False, timeout=POLL_TIMEOUT
    ) as client:
        levers = ProviderControl(client, key, mailboxes[name])
        levers.post_control("account", webhook_target=f"{receiver}/{name}/{{name}}", retry_seconds=[0.05, 0.05])
        yield levers
        client.delete("/_control/account")


@pytest.fixture
def sdk(providers: str, control: ProviderControl) -> Iterator[xendit.ApiClient]:
    """Provide Xendit's SDK, connected to the local server."""
    client = xendit.ApiClient(xendit.Configuration(host=f"{providers}/xendit", api_key=control.key))
    yield client
    client.rest_client.pool_manager.clear()
    client.close()


@pytest.fixture
def invoices(sdk: xendit.ApiClient) -> InvoiceApi:
    """Provide the SDK's invoice API."""
    return InvoiceApi(sdk)


@pytest.fixture
def refunds(sdk: xendit.ApiClient) -> RefundApi:
    """Provide the SDK's refund API."""
    return RefundApi(sdk)


@pytest.fixture
def payouts(sdk: xendit.ApiClient) -> PayoutApi:
    """Provide the SDK's payout API."""
    return PayoutApi(sdk)


@pytest.fixture
def balance(sdk: xendit.ApiClient) -> BalanceApi:
    """Provide the SDK's balance API."""
    return BalanceApi(sdk)


@pytest.fixture
def mail_key() -> str:
    """Create a SendGrid key for one test."""
    return f"SG.{secrets.token_hex(8)}"


@pytest.fixture
def mail_sdk(providers: str, mail_key: str) -> sendgrid.SendGridAPIClient:
    """Provide SendGrid's SDK, connected to the local server."""
    client = sendgrid.SendGridAPIClient(mail_key, host=f"{providers}/sendgrid")
    client.client.timeout = POLL_TIMEOUT
    return client


@pytest.fixture
def mail_control(providers: str, mail_key: str, tls: ssl.SSLContext) -> Iterator[httpx.Client]:
    """Provide a client of the mail server's control endpoints for this test's key."""
    with httpx.Client(
        base_url=f"{providers}/sendgrid/_control",
        headers={"authorization": f"Bearer {mail_key}"},
        verify=tls,
        trust_env=False,
        timeout=POLL_TIMEOUT,
    ) as client:
        yield client
