"""Mail through SendGrid's SDK."""

import base64
from typing import Any

import httpx
import pytest
import sendgrid
from python_http_client import exceptions
from sendgrid.helpers.mail import (
    Attachment,
    Content,
    ContentId,
    CustomArg,
    Disposition,
    Mail,
    Personalization,
    To,
)

from emulators.demo.expectations import POLL_TIMEOUT
from tests.emulators.providers.servers import wait_until

A_CALENDAR_TYPE = "text/calendar; method=REQUEST; charset=utf-8"
PIXEL = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63"
        "64f8cf500f0003860180345c6f0d0000000049454e44ae426082"
    )
).decode()


def ticket(to: str = "sari@example.com") -> Mail:
    """A ticket with a QR code in it and a calendar beside it."""
    mail = Mail(("tiket@temani.example", "Temani"), to, "Tiket Anda", "Halo Sari", "<b>Halo</b> <img src='cid:qr'>")
    mail.add_custom_arg(CustomArg("delivery", f"delivery-{to}"))
    mail.add_attachment(Attachment(PIXEL, "qr.png", "image/png", Disposition("inline"), ContentId("qr")))
    mail.add_attachment(Attachment(base64.b64encode(b"BEGIN:VCALENDAR").decode(), "tiket.ics", "text/calendar"))
    return mail


def raw(**changes: Any) -> dict[str, Any]:
    """The smallest mail there is, with changes; None leaves a field out."""
    mail: dict[str, Any] = {
        "personalizations": [{"to": [{"email": "sari@example.com"}]}],
        "from": {"email": "tiket@temani.example"},
        "subject": "Tiket Anda",
        "content": [{"type": "text/plain", "value": "Halo"}],
    }
    return {name: value for name, value in {**mail, **changes}.items() if value is not None}


def test_a_mail_arrives(
    mail_sdk: sendgrid.SendGridAPIClient, mail_control: httpx.Client, browser: httpx.Client, providers: str
) -> None:
    """It is accepted with an id and lies in the inbox with all its parts."""
    answer = mail_sdk.send(ticket())

    [mail] = mail_control.get("/mails").json()["items"]
    # The SDK turns the order of attachments round.
    files = sorted(mail["attachments"], key=lambda file: str(file["filename"]))
    assert (answer.status_code, answer.body) == (202, b"")
    assert answer.headers["X-Message-Id"] == mail["message_id"]
    assert (mail["from"], mail["from_name"], mail["to"]) == (
        "tiket@temani.example",
        "Temani",
        ["sari@example.com"],
    )
    assert (mail["subject"], mail["text"]) == ("Tiket Anda", "Halo Sari")
    assert [file["filename"] for file in files] == ["qr.png", "tiket.ics"]
    calendar = browser.get(providers + files[1]["url"])
    assert calendar.content == b"BEGIN:VCALENDAR"
    assert calendar.headers["content-disposition"].startswith("attachment")


def test_mails_are_found(mail_sdk: sendgrid.SendGridAPIClient, mail_control: httpx.Client) -> None:
    """By recipient, by custom argument, by subject; and thrown away."""
    for name in ("sari", "budi"):
        mail_sdk.send(ticket(f"{name}@example.com"))

    def found(**wanted: str) -> list[list[str]]:
        return [mail["to"] for mail in mail_control.get("/mails", params=wanted).json()["items"]]

    assert found(to="budi@example.com") == [["budi@example.com"]]
    assert found(custom_arg="delivery:delivery-sari@example.com") == [["sari@example.com"]]
    assert len(found(subject="tiket")) == 2
    assert found(key="SG.other") == []
    assert mail_control.delete("/mails", params={"to": "budi@example.com"}).json() == {"removed": 1}
    assert found() == [["sari@example.com"]]


def test_each_personalization_is_a_mail(mail_sdk: sendgrid.SendGridAPIClient, mail_control: httpx.Client) -> None:
    """Recipients of different personalizations do not see each other."""
    mail = Mail("tiket@temani.example", subject="Halo", plain_text_content="Halo")
    for name in ("sari", "budi"):
        each = Personalization()
        each.add_to(To(f"{name}@example.com"))
        mail.add_personalization(each)

    mail_sdk.send(mail)

    assert sorted(each["to"] for each in mail_control.get("/mails").json()["items"]) == [
        ["budi@example.com"],
        ["sari@example.com"],
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"from": None}, None),
        ({"from": {"email": "nobody"}}, "from.email"),
        ({"personalizations": []}, "personalizations"),
        ({"personalizations": [{"to": []}]}, "personalizations.0.to"),
        ({"subject": None}, "subject"),
        ({"content": None}, None),
        ({"content": [{"type": "text/plain", "value": ""}]}, "content.0.value"),
        ({"content": [{"type": t, "value": "a"} for t in ("text/html", "text/plain")]}, "content"),
        ({"attachments": [{"content": "?", "filename": "a"}]}, "attachments.0.content"),
        ({"attachments": [{"content": "YQ==", "filename": "a", "type": A_CALENDAR_TYPE}]}, "attachments.0.type"),
        ({"categories": [str(number) for number in range(11)]}, "categories"),
        ({"custom_args": {"order": 1}}, "custom_args.order"),
        ({"custom_args": {"order": "a" * 10_000}}, "custom_args"),
        ({"send_at": 9_999_999_999}, "send_at"),
        ({"headers": {"Subject": "a"}}, "headers"),
        ({"form": {}}, None),
        (
            {"personalizations": [{"to": [{"email": "a@b.id"}], "cc": [{"email": "A@b.id"}]}]},
            "personalizations.0",
        ),
        (
            {"personalizations": [{"to": [{"email": f"a{n}@b.id"}]} for n in range(1001)]},
            "personalizations",
        ),
    ],
)
def test_a_bad_mail_is_refused(
    mail_sdk: sendgrid.SendGridAPIClient,
    mail_control: httpx.Client,
    change: dict[str, Any],
    field: str | None,
) -> None:
    """With the field at fault, and without sending anything."""
    with pytest.raises(exceptions.BadRequestsError) as refusal:
        mail_sdk.client.mail.send.post(request_body=raw(**change))

    assert refusal.value.to_dict["errors"][0]["field"] == field
    assert mail_control.get("/mails").json()["items"] == []


def test_the_sandbox_sends_nothing(mail_sdk: sendgrid.SendGridAPIClient, mail_control: httpx.Client) -> None:
    """It only checks."""
    mail = raw(mail_settings={"sandbox_mode": {"enable": True}})

    assert mail_sdk.client.mail.send.post(request_body=mail).status_code == 200
    assert mail_control.get("/mails").json()["items"] == []


@pytest.mark.parametrize("key", ["None", "sg-wrong", ""])
def test_a_key_is_needed(providers: str, key: str) -> None:
    """A missing key must not go unnoticed."""
    client = sendgrid.SendGridAPIClient(key, host=f"{providers}/sendgrid")

    with pytest.raises(exceptions.UnauthorizedError):
        client.send(ticket())


@pytest.mark.parametrize(
    ("fault", "error", "arrives"),
    [
        ({"kind": "bad_gateway"}, exceptions.HTTPError, 0),
        ({"kind": "unavailable"}, exceptions.ServiceUnavailableError, 0),
        ({"kind": "rate_limited"}, exceptions.TooManyRequestsError, 0),
        ({"kind": "error", "status": 500}, exceptions.InternalServerError, 0),
        ({"kind": "hang", "seconds": POLL_TIMEOUT}, TimeoutError, 0),
        ({"kind": "late", "seconds": POLL_TIMEOUT}, TimeoutError, 1),
        ({"kind": "reset"}, ConnectionResetError, 1),
        ({"kind": "reset_before"}, ConnectionResetError, 0),
    ],
)
def test_each_fault(
    mail_sdk: sendgrid.SendGridAPIClient,
    mail_control: httpx.Client,
    fault: dict[str, Any],
    error: type[Exception],
    arrives: int,
) -> None:
    """The SDK fails as it does in the field, and the mail went out or not."""
    silent = fault["kind"] in ("hang", "late")
    assert mail_control.post("/faults", json=fault).status_code == 200

    mail_sdk.client.timeout = 0.5 if silent else POLL_TIMEOUT
    with pytest.raises(error):
        mail_sdk.send(ticket())
    wait_until(lambda: mail_control.get("/faults").json()["hanging"] == silent)
    arrived = len(mail_control.get("/mails").json()["items"])
    mail_sdk.client.timeout = POLL_TIMEOUT
    again = mail_sdk.send(ticket())
    mail_control.delete("/faults")

    assert arrived == arrives
    assert again.status_code == 202


def test_content_may_have_three_parts(mail_sdk: sendgrid.SendGridAPIClient, mail_control: httpx.Client) -> None:
    """Text, then HTML, then whatever else."""
    mail = Mail("tiket@temani.example", "sari@example.com", "Undangan")
    for kind in ("text/plain", "text/html", "text/calendar"):
        mail.add_content(Content(kind, "isi"))

    assert mail_sdk.send(mail).status_code == 202
