"""Events of the local SendGrid: signed batches about mails, and what goes wrong with them."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
import sendgrid
from sendgrid.helpers.mail import Category, CustomArg, Mail

from emulators.providers.event_signatures import EventSigner
from emulators.providers.mail_events import POISON
from shared.contracts.delivery_reports import DeliveryReports
from shared.gateways.sendgrid_events import SendGridEvents
from shared.kernel.errors import Unauthenticated
from tests.emulators.providers.servers import ReceivedWebhook, WebhookInbox, wait_until

GATEWAY = SendGridEvents(public_keys=EventSigner().public_key)

Send = Callable[[], str]
Lever = Callable[..., Any]


@pytest.fixture
def mailbox(mailboxes: dict[str, WebhookInbox], mail_key: str) -> WebhookInbox:
    """Where this test's events arrive."""
    mailboxes[mail_key] = WebhookInbox()
    return mailboxes[mail_key]


@pytest.fixture
def send(mail_sdk: sendgrid.SendGridAPIClient) -> Send:
    """Send a mail; returns SendGrid's id."""

    def sent() -> str:
        mail = Mail("tiket@temani.example", "sari@example.com", "Tiket Anda", "Halo", "<b>Halo</b>")
        mail.add_custom_arg(CustomArg("delivery", "d3adb33f"))
        mail.add_category(Category("transaction"))
        return str(mail_sdk.send(mail).headers["X-Message-Id"])

    return sent


@pytest.fixture
def lever(mail_control: httpx.Client) -> Lever:
    """Pull a lever of this test's account."""

    def pulled(name: str, **told: Any) -> Any:
        answer = mail_control.post(f"/{name}", json=told)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return pulled


@pytest.fixture
def receiving(mailbox: WebhookInbox, lever: Lever, receiver: str, mail_key: str) -> WebhookInbox:
    """The same, with a receiver that is set."""
    lever("account", webhook_target=f"{receiver}/{mail_key}/{{name}}", retry_seconds=[0.05, 0.05])
    return mailbox


def names_in(hit: ReceivedWebhook) -> list[str]:
    """Types of the events in a batch."""
    return [event["event"] for event in hit.body]


def ids_in(mailbox: WebhookInbox) -> set[str]:
    """Ids that SendGrid gave the events of all batches."""
    return {event["sg_event_id"] for hit in mailbox.hits for event in hit.body}


def test_an_accepted_mail_is_delivered(send: Send, lever: Lever, receiving: WebhookInbox) -> None:
    """
    One signed batch with our arguments at the top, SendGrid's id, and the only category as a text.
    """
    message_id = send()
    lever("wait", timeout_seconds=30)

    (hit,) = receiving.hits
    GATEWAY.verify_callback(hit.headers, hit.raw)
    assert (hit.function, names_in(hit)) == ("receive-sendgrid-events", ["processed", "delivered"])
    assert hit.raw.endswith(b"]\r\n")
    for event in hit.body:
        assert (event["email"], event["delivery"], event["category"]) == (
            "sari@example.com",
            "d3adb33f",
            "transaction",
        )
        assert event["sg_message_id"].startswith(message_id)


def test_without_a_receiver_nothing_happens(send: Send, mail_control: httpx.Client) -> None:
    """
    Mails are taken as ever, and no events are made.
    """
    send()

    assert mail_control.get("/deliveries").json() == {"items": []}


def test_a_test_may_carry_the_batch_itself(send: Send, lever: Lever) -> None:
    """
    Without a receiver, the answer holds the signed batch, which passes as if SendGrid had sent it.
    """
    send()

    (batch,) = lever("events", events=["spamreport"], to="sari@example.com")["deliveries"]

    GATEWAY.verify_callback(batch["headers"], batch["body"].encode())
    assert [event["event"] for event in batch["events"]] == ["spamreport"]


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("bounce", {"event": "bounce", "type": "bounce"}),
        ("block", {"event": "bounce", "type": "blocked"}),
        ("drop", {"event": "dropped", "reason": "Bounced Address"}),
        ("open", {"event": "open", "sg_machine_open": False}),
        ("machine_open", {"event": "open", "sg_machine_open": True}),
        ("click", {"event": "click", "url": "https://temani.example/orders"}),
        ("deferred", {"event": "deferred", "attempt": "1"}),
        ("group_unsubscribe", {"event": "group_unsubscribe", "asm_group_id": 1}),
    ],
)
def test_what_happens_to_a_mail(send: Send, lever: Lever, event: str, told: dict[str, Any]) -> None:
    """
    Each event has SendGrid's own fields, and is one that the functions understand.
    """
    send()

    (batch,) = lever("events", events=[event], url="https://temani.example/orders")["deliveries"]

    assert told.items() <= batch["events"][0].items()
    reports = GATEWAY.translate_callback(batch["events"], DeliveryReports)
    assert reports is not None
    assert [report.delivery_id for report in reports.items] == ["d3adb33f"]


def test_copies_have_other_ids(send: Send, lever: Lever, receiving: WebhookInbox) -> None:
    """
    Three times the same news, under three ids.
    """
    lever("account", outcome=["delivered"], levers={"duplicates": 2})

    send()
    lever("wait", timeout_seconds=30)

    assert [names_in(hit) for hit in receiving.hits] == [["delivered"]] * 3
    assert len(ids_in(receiving)) == 3


def test_a_retry_has_other_ids_and_another_signature(send: Send, lever: Lever, receiving: WebhookInbox) -> None:
    """
    SendGrid tries again until somebody says 2xx.
    """
    receiving.answers += [503, 500]

    send()
    lever("wait", timeout_seconds=30)

    assert [names_in(hit) for hit in receiving.hits] == [["processed", "delivered"]] * 3
    assert len(ids_in(receiving)) == 6
    for hit in receiving.hits:
        GATEWAY.verify_callback(hit.headers, hit.raw)


def test_order_loss_and_delay(send: Send, lever: Lever, receiving: WebhookInbox) -> None:
    """
    Later events may come first, late, or never.
    """
    lever("account", levers={"reorder": True, "delay_seconds": 0.1})
    send()
    lever("account", levers={"drop": True})
    send()
    lever("wait", timeout_seconds=30)

    assert [names_in(hit) for hit in receiving.hits] == [["delivered", "processed"]]


def test_poison_stands_amid_the_others(send: Send, lever: Lever) -> None:
    """
    An event that nobody can read spoils no other.
    """
    send()

    (batch,) = lever("events", events=["processed", "delivered"], poison=True)["deliveries"]

    reports = GATEWAY.translate_callback(batch["events"], DeliveryReports)
    assert batch["events"][1] == POISON
    assert reports is not None
    assert (len(reports.items), reports.skipped) == (2, 1)


@pytest.mark.parametrize("wrong", [{"forged": True}, {"age_seconds": 26 * 3_600}])
def test_a_signature_that_is_not_good(send: Send, lever: Lever, wrong: dict[str, Any]) -> None:
    """
    A stranger's, or one that is older than a day and an hour.
    """
    send()

    (batch,) = lever("events", events=["delivered"], **wrong)["deliveries"]

    with pytest.raises(Unauthenticated):
        GATEWAY.verify_callback(batch["headers"], batch["body"].encode())


def test_a_receiver_that_is_never_well(send: Send, mail_control: httpx.Client, receiving: WebhookInbox) -> None:
    """
    After the last attempt the batch has failed.
    """
    receiving.answers += [500, 500, 500]

    send()
    wait_until(lambda: mail_control.get("/deliveries").json()["items"][0]["state"] == "failed")

    assert len(receiving.hits) == 3


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"events": ["delivered"], "to": "budi@example.com"}, 404),
        ({"events": ["flown"]}, 422),
        ({"events": []}, 422),
        ({}, 422),
    ],
)
def test_a_lever_that_does_not_fit(send: Send, mail_control: httpx.Client, told: dict[str, Any], status: int) -> None:
    """
    A mail that nobody sent, or an event that there is not.
    """
    send()

    assert mail_control.post("/events", json=told).status_code == status


def test_the_inbox_has_buttons(send: Send, mail_control: httpx.Client, browser: httpx.Client, providers: str) -> None:
    """
    A mail's page says what may happen to it; a push's does not.
    """
    send()
    [mail] = mail_control.get("/mails").json()["items"]

    page = browser.get(f"{providers}/inbox", params={"m": mail["id"]}).text

    for event in ("open", "click", "bounce", "spamreport"):
        assert f'data-event="{event}"' in page
