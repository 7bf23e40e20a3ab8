"""E-mail through SendGrid: what is in it, and what each failure means."""

from dataclasses import replace
from typing import Any

import jinja2
import pytest

from shared.contracts.mail import AddressGrounds, InlineImage, Mail, UnsubscribeUrls
from shared.gateways.sendgrid import MailRefused, SendGridMail
from shared.kernel.errors import Unavailable
from shared.orders import messages as order_messages
from shared.orders.channels import RefundRoute
from shared.orders.models import RefundCause, RefundStatus
from shared.tickets import messages as ticket_messages
from shared.tickets.models import Ticket
from tests.builders import EVENT, NOON, a_ticket_event
from tests.orders.builders import a_refund, an_open_order
from tests.tickets.builders import A_TICKETS_LINK
from tests.world import World, create_http_client

pytestmark = pytest.mark.emulator

LOCALES = ["id", "en"]


def a_gateway(world: World, *, patience: float) -> SendGridMail:
    """The gateway, for this test's own account."""
    settings = world.runtime.settings
    return SendGridMail(
        base_url=settings.sendgrid_base_url,
        api_key=settings.sendgrid_api_key.get_secret_value(),
        sender=settings.mail_from,
        timeout=patience,
    )


@pytest.fixture
def mail(world: World) -> SendGridMail:
    """The gateway, with patience enough for a slow machine."""
    return a_gateway(world, patience=30)


def tickets(locale: Any = "id", holder: str = "Sari Wulandari") -> list[Ticket]:
    """Two tickets of one order."""
    return [
        Ticket.model_validate(
            {
                "id": f"BE-20261126-ACD346-{n}",
                "order_id": "BE-20261126-ACD346",
                "event_id": EVENT,
                "type_id": "regular",
                "type_name": "TEDx Bandung 2026: Regular",
                "unit": f"units/{n}",
                "price": 150_000,
                "holder": holder,
                "email": "sari@example.com",
                "locale": locale,
                "issued_at": NOON,
            }
        )
        for n in (1, 2)
    ]


def an_e_ticket(locale: str = "id", **given: Any) -> Mail:
    """The mail with two tickets."""
    return ticket_messages.compose_ticket_mail(
        a_ticket_event(),
        tickets(locale, **given),
        ["code-1", "code-2"],
        link=A_TICKETS_LINK,
        url="https://api.example.com/show-order-tickets?token=t",
        grounds=AddressGrounds.PAID,
    )


def a_refund_notice(locale: Any, status: RefundStatus, cause: RefundCause) -> Mail:
    """The mail that says that money comes back."""
    return order_messages.compose_refund_notice(an_open_order(locale=locale), a_refund(status=status, cause=cause))


@pytest.mark.parametrize("locale", LOCALES)
async def test_an_e_ticket_arrives_whole(world: World, mail: SendGridMail, locale: str) -> None:
    """
    Text and HTML, to one person by name, each ticket's QR inside the HTML, and no person in what SendGrid keeps.
    """
    sent_as = await mail.send(an_e_ticket(locale))

    (got,) = await world.sent_mails()
    assert got["message_id"] == sent_as
    assert (got["to"], got["to_names"], got["from"]) == (
        ["sari@example.com"],
        ["Sari Wulandari"],
        "tiket@temani.example",
    )
    assert (got["cc"], got["bcc"], got["categories"]) == ([], [], [])
    assert got["custom_args"] == {"reference": "BE-20261126-ACD346"}
    assert "TEDx Bandung 2026" in got["subject"]
    assert "\n" not in got["subject"]
    for ticket in tickets():
        assert ticket.id in got["text"]
        assert f"cid:{ticket.id}" in got["html"]
    assert [(one["content_id"], one["type"], one["inline"]) for one in got["attachments"]] == [
        (None, "text/calendar; method=PUBLISH", False),
        ("BE-20261126-ACD346-1", "image/png", True),
        ("BE-20261126-ACD346-2", "image/png", True),
    ]


async def test_nobody_changes_our_links(world: World, mail: SendGridMail) -> None:
    """
    SendGrid rewrites no link, and adds no unsubscribe link that ends mails of every kind.
    """
    await mail.send(an_e_ticket())

    (got,) = await world.sent_mails()
    assert got["tracking_settings"] == {
        "click_tracking": {"enable": False, "enable_text": False},
        "subscription_tracking": {"enable": False},
    }


async def test_a_mail_without_an_end_has_none(world: World, mail: SendGridMail) -> None:
    """
    A mail that nobody can end says nothing of ending, in headers or words.
    """
    await mail.send(an_e_ticket())

    (got,) = await world.sent_mails()
    assert "List-Unsubscribe" not in got["headers"]
    assert "unsubscribe" not in (got["text"] + got["html"]).lower()


async def test_reports_find_their_delivery(world: World, mail: SendGridMail) -> None:
    """
    The id of the delivery travels as a custom argument, and SendGrid counts by kind and template.
    """
    await mail.send(replace(an_e_ticket(), delivery="d3adb33f", categories=("transaction", "e_ticket")))

    (got,) = await world.sent_mails()
    assert got["custom_args"] == {"reference": "BE-20261126-ACD346", "delivery": "d3adb33f"}
    assert got["categories"] == ["transaction", "e_ticket"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"delivery": "sari@example.com"},
        {"categories": ("Sari Wulandari",)},
        {"categories": ("booking", "booking")},
        {"categories": tuple(f"c{n}" for n in range(11))},
    ],
)
def test_what_sendgrid_keeps_names_nobody(wrong: dict[str, Any]) -> None:
    """
    An address or a name cannot become an id or a category; SendGrid takes ten different categories at most.
    """
    with pytest.raises(ValueError, match=r"categories|ids or names"):
        replace(an_e_ticket(), **wrong)


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("id", "Hentikan di sini: https://a.example/p?token=t&x=1"),
        ("en", "Stop them here: https://a.example/p?token=t&x=1"),
    ],
)
async def test_a_mail_that_a_person_can_end(world: World, mail: SendGridMail, locale: str, said: str) -> None:
    """
    Mail programs find the address for one click (RFC 8058), people the page, in text and in HTML.
    """
    urls = UnsubscribeUrls(one_click="https://a.example/u?token=t", page="https://a.example/p?token=t&x=1")

    await mail.send(replace(an_e_ticket(locale), unsubscribe=urls))

    (got,) = await world.sent_mails()
    assert got["headers"]["List-Unsubscribe"] == "<https://a.example/u?token=t>"
    assert got["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert said in got["text"]
    assert 'href="https://a.example/p?token=t&amp;x=1"' in got["html"]
    assert got["html"].rstrip().endswith("</p></body>\n</html>")


async def test_a_qr_is_a_picture(world: World, mail: SendGridMail) -> None:
    """
    What arrives as a QR is the PNG that was sent.
    """
    await mail.send(an_e_ticket())

    (got,) = await world.sent_mails()
    async with create_http_client(world.vendors) as client:
        picture = await client.get(got["attachments"][1]["url"])
    assert picture.content == ticket_messages.render_qr_code("code-1")
    assert picture.content.startswith(b"\x89PNG")


async def test_a_name_is_no_html(world: World, mail: SendGridMail) -> None:
    """
    What a buyer calls themselves is shown as it was written, and runs nowhere.
    """
    await mail.send(an_e_ticket(holder="<script>alert('Budi & Ani')</script>"))

    (got,) = await world.sent_mails()
    assert "<script>" not in got["html"]
    assert "&lt;script&gt;" in got["html"]
    assert "<script>alert('Budi & Ani')</script>" in got["text"]


async def test_too_many_mails_pause_until_the_moment_that_sendgrid_names(world: World, mail: SendGridMail) -> None:
    """
    SendGrid's 429 names the moment from which it takes mails again, and the task comes back no earlier.
    """
    await world.control_sendgrid("faults", kind="rate_limited", seconds=90)

    with pytest.raises(Unavailable) as raised:
        await mail.send(an_e_ticket())

    assert raised.value.retry_after is not None
    assert 60 < raised.value.retry_after <= 91


@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        ({"kind": "bad_gateway"}, Unavailable),
        ({"kind": "unavailable"}, Unavailable),
        ({"kind": "rate_limited"}, Unavailable),
        ({"kind": "hang", "seconds": 60}, Unavailable),
        ({"kind": "late", "seconds": 60}, Unavailable),
        ({"kind": "reset"}, Unavailable),
        ({"kind": "reset_before"}, Unavailable),
        ({"kind": "garbage"}, Unavailable),
        ({"kind": "error", "status": 500}, Unavailable),
        ({"kind": "error", "status": 400}, MailRefused),
        ({"kind": "error", "status": 401}, Unavailable),
        ({"kind": "error", "status": 413}, MailRefused),
    ],
    ids=lambda given: f"{given['kind']}-{given.get('status', '')}" if isinstance(given, dict) else given.__name__,
)
async def test_what_a_failure_means(
    world: World, mail: SendGridMail, fault: dict[str, Any], meaning: type[Exception]
) -> None:
    """
    What may pass is tried again, what will not is refused; a page of some proxy's is no acceptance.
    """
    await world.control_sendgrid("faults", **fault)
    asked = a_gateway(world, patience=0.4) if fault["kind"] in ("hang", "late") else mail

    with pytest.raises(meaning) as raised:
        await asked.send(an_e_ticket())
    await mail.send(an_e_ticket())

    assert type(raised.value) is meaning


async def test_nobody_there(world: World) -> None:
    """
    A mail provider that cannot be reached is unavailable.
    """
    mail = SendGridMail(base_url="http://127.0.0.1:1", api_key="SG.x", sender="a@b.co", timeout=0.4)

    with pytest.raises(Unavailable):
        await mail.send(an_e_ticket())


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("status", [RefundStatus.REQUESTED, RefundStatus.AWAITING_ACCOUNT])
@pytest.mark.parametrize("cause", RefundCause)
async def test_a_refund_notice_in_all_its_forms(
    world: World, mail: SendGridMail, locale: str, status: RefundStatus, cause: RefundCause
) -> None:
    """
    Both languages say how much comes back for which order, with every name in the templates known.
    """
    await mail.send(a_refund_notice(locale, status, cause))

    (got,) = await world.sent_mails()
    for part in (got["text"], got["html"]):
        assert "Rp300.000" in part
        assert "BE-20261126-ACD346" in part
        assert "{{" not in part


async def test_a_template_that_lacks_a_value_is_not_sent(world: World, mail: SendGridMail) -> None:
    """
    A name that nobody gave is a bug of ours, not a hole in somebody's mail.
    """
    empty = Mail(
        to="sari@example.com",
        to_name="Sari",
        template="e_ticket",
        locale="id",
        values={},
        reference="x",
        grounds=AddressGrounds.VERIFIED,
        inline_images=[InlineImage("a", lambda: b"")],
    )

    with pytest.raises(jinja2.UndefinedError):
        await mail.send(empty)

    assert await world.sent_mails() == []


@pytest.mark.parametrize(
    ("locale", "said"), [("id", "ke rekening BCA ····7891"), ("en", "to your account BCA ····7891")]
)
async def test_a_refund_to_an_account_names_it(world: World, mail: SendGridMail, locale: Any, said: str) -> None:
    """
    Who has named an account is told that the money goes there, as text and as HTML.
    """
    refund = a_refund(route=RefundRoute.PAYOUT, status=RefundStatus.REQUESTED, to="BCA ····7891")

    await mail.send(order_messages.compose_refund_notice(an_open_order(locale=locale), refund))

    (got,) = await world.sent_mails()
    assert said in got["text"]
    assert said in got["html"]
