"""The inbox of one person: all channels together, and messages as a phone shows them."""

import base64
import html
import secrets
from urllib.parse import urlencode

import httpx
import pytest

KEY = {"authorization": "Bearer SG.inbox"}
ACCOUNT = f"AC{'7' * 32}"
TWILIO = {"authorization": f"Basic {base64.b64encode(f'{ACCOUNT}:secret'.encode()).decode()}"}


class Addressee:
    """Person of one test, with an address on each channel."""

    def __init__(self, browser: httpx.Client, providers: str) -> None:
        self.name = secrets.token_hex(4)
        self.address = f"{self.name}@temani.example"
        self.phone = f"+62812{int(self.name, 16) % 10**8:08}"
        self.token = f"token:{self.name}"
        self._browser = browser
        self._providers = providers

    def mail(self, subject: str) -> None:
        body = {
            "personalizations": [{"to": [{"email": self.address}]}],
            "from": {"email": "halo@temani.example"},
            "subject": subject,
            "content": [{"type": "text/plain", "value": "Isi surel"}],
        }
        self._post("sendgrid/v3/mail/send", KEY, json=body)

    def text(self, body: str) -> None:
        form = {"To": self.phone, "From": "+6281100000000", "Body": body}
        self._post(f"twilio/2010-04-01/Accounts/{ACCOUNT}/Messages.json", TWILIO, data=form)

    def whatsapp(self) -> None:
        form = {"To": f"whatsapp:{self.phone}", "From": "whatsapp:+6281100000000", "ContentSid": f"HX{'1' * 32}"}
        self._post(f"twilio/2010-04-01/Accounts/{ACCOUNT}/Messages.json", TWILIO, data=form)

    def push(self, title: str, link: str) -> None:
        message = {"token": self.token, "notification": {"title": title, "body": "Halo"}, "data": {"link": link}}
        self._post("fcm/v1/projects/inbox/messages:send", KEY, json={"message": message})

    def open_inbox(self, **query: str) -> str:
        """Return the text of the page with all addresses of this person chosen."""
        chosen = [*query.items(), *(("to", one) for one in (self.address, self.phone, self.token))]
        url = f"{self._providers}/inbox?{urlencode(chosen)}"
        return html.unescape(self._browser.get(url).raise_for_status().text)

    def _post(self, path: str, headers: dict[str, str], **sent: object) -> None:
        answer = self._browser.post(f"{self._providers}/{path}", headers=headers, **sent)  # type: ignore[arg-type]
        answer.raise_for_status()


@pytest.fixture
def ana(browser: httpx.Client, providers: str) -> Addressee:
    """Provide a person who has got nothing yet."""
    return Addressee(browser, providers)


def test_all_channels_of_a_person_stand_together(ana: Addressee, browser: httpx.Client, providers: str) -> None:
    """
    Mail, SMS, WhatsApp and push of one person are listed; another person's are not.
    """
    other = Addressee(browser, providers)
    ana.mail("Pesanan diterima")
    ana.text(f"Sesi {ana.name} mulai")
    ana.whatsapp()
    ana.push(f"Booking {ana.name}", "/bookings/1")
    other.mail("Untuk orang lain")

    page = ana.open_inbox(part="list")

    assert page.count('class="row') == 4
    for words in ("E-mail", "SMS", "WhatsApp", "Push", "Pesanan diterima", f"Booking {ana.name}"):
        assert words in page
    assert "Untuk orang lain" not in page
    # The links keep the person; another address may be added.
    assert page.count(f"&to=token%3A{ana.name}") == 4
    assert f'<option value="{other.address}">' in ana.open_inbox()
    assert f'<option value="{ana.address}">' not in ana.open_inbox()


def test_text_messages_look_as_on_a_phone(ana: Addressee) -> None:
    """
    The thread of a phone is shown, each SMS with the segments that are paid for; a push with its link.
    """
    ana.text("Halo, sesi mulai pukul 10.00")
    ana.text("é" + "a" * 170)
    ana.text("Ώ" * 71)
    ana.push("Booking diterima", "/bookings/7")

    texts, pushes = ana.open_inbox(kind="sms"), ana.open_inbox(kind="push")

    assert texts.count('<div class="bubble') == 3
    assert texts.index("Halo, sesi mulai") < texts.index("aaaa</p>") < texts.index("ΏΏ</p>")
    assert (texts.count("· 1 segmen"), texts.count("· 2 segmen")) == (1, 2)
    assert 'class="handset push"' in pushes
    assert "· /bookings/7" in pushes
