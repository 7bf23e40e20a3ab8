"""E-mail through SendGrid, rendered from our templates."""

import base64
import time
from collections.abc import Mapping
from importlib import resources
from typing import Any

from shared.contracts.mail import Mail
from shared.gateways.blocking_calls import run_blocking
from shared.gateways.rate_limits import parse_wait_seconds
from shared.kernel.errors import Refused, Unavailable

_TIMEOUT_SECONDS = 10
# A wrong or rotated key is mended by a person while the task retries; it says nothing about this mail.
_RETRYABLE_STATUSES = (401, 403)
_TOO_MANY = 429
_DEFAULT_WAIT_SECONDS = 60.0
_ACCEPTED = 202

DELIVERY_ARGUMENT = "delivery"
"""Custom argument that comes back in each event of a mail."""


class MailRefused(Refused):
    """SendGrid understood the e-mail and refused to send it."""

    code = "mail_refused"


class SendGridMail:
    """Sends e-mail. The SDK blocks, so each call runs in a thread, with a time limit."""

    def __init__(self, *, base_url: str, api_key: str, sender: str, timeout: float = _TIMEOUT_SECONDS) -> None:
        self._base_url = base_url
        self._api_key = api_key
        self._sender = sender
        self._timeout = timeout
        self._templates: Any = None

    async def send(self, mail: Mail) -> str:
        """Send `mail`, and return SendGrid's id of the e-mail.

        Raises:
            Unavailable: SendGrid is busy or does not answer; try again.
            MailRefused: SendGrid does not accept the e-mail; do not try again.
        """
        return await run_blocking(lambda: self._send(mail))

    def _send(self, mail: Mail) -> str:
        from http.client import HTTPException

        import sendgrid
        from python_http_client.exceptions import HTTPError
        from sendgrid.helpers.mail import Attachment, Category, CustomArg, From, Header, To
        from sendgrid.helpers.mail import Mail as Message

        message = Message(
            from_email=From(self._sender, "Temani"),
            to_emails=To(mail.to, mail.to_name or None),
            subject=" ".join(self._render_part(mail, "subject").split()),
            plain_text_content=self._render_part(mail, "txt") + self._render_footer(mail, "txt"),
            html_content=_put_at_end(self._render_part(mail, "html"), self._render_footer(mail, "html")),
        )
        message.tracking_settings = _switch_off_rewriting()
        # SendGrid keeps these, so they never name a person.
        message.add_custom_arg(CustomArg("reference", mail.reference))
        if mail.delivery:
            message.add_custom_arg(CustomArg(DELIVERY_ARGUMENT, mail.delivery))
        if mail.unsubscribe:
            message.add_header(Header("List-Unsubscribe", f"<{mail.unsubscribe.one_click}>"))
            message.add_header(Header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
        if mail.key:
            # A mailbox that compares ids shows a mail that was sent twice once.
            message.add_header(Header("Message-ID", f"<{mail.key}@{self._sender.rpartition('@')[2]}>"))
        # The SDK puts each category and each attachment before the earlier ones.
        for category in reversed(mail.categories):
            message.add_category(Category(category))
        for picture in reversed(mail.inline_images):
            message.add_attachment(
                Attachment(
                    base64.b64encode(picture.draw()).decode(),
                    f"{picture.name}.png",
                    "image/png",
                    "inline",
                    picture.name,
                )
            )
        for file in reversed(mail.attachments):
            content = base64.b64encode(file.content).decode()
            message.add_attachment(Attachment(content, file.name, file.kind, "attachment"))
        client = sendgrid.SendGridAPIClient(self._api_key, host=self._base_url)
        client.client.timeout = self._timeout
        try:
            answer = client.send(message)
        except HTTPError as error:
            if error.status_code == _TOO_MANY:
                raise Unavailable("mail_busy", retry_after=_read_wait_seconds(error.headers)) from error
            if error.status_code in _RETRYABLE_STATUSES or error.status_code >= 500:
                raise Unavailable("mail_busy") from error
            raise MailRefused(status_of_provider=error.status_code) from error
        except (OSError, HTTPException) as error:
            raise Unavailable("mail_silent") from error
        if answer.status_code != _ACCEPTED:
            # Some proxy's page, most likely: nobody has taken the mail.
            raise Unavailable("mail_malformed")
        return str(answer.headers.get("X-Message-Id", ""))

    def _render_part(self, mail: Mail, part: str) -> str:
        return self._render_template(f"{mail.locale}/{mail.template}.{part}", mail.values)

    def _render_footer(self, mail: Mail, part: str) -> str:
        if mail.unsubscribe is None:
            return ""
        return self._render_template(f"{mail.locale}/unsubscribe_footer.{part}", {"url": mail.unsubscribe.page})

    def _render_template(self, name: str, values: Mapping[str, Any]) -> str:
        if self._templates is None:
            import jinja2

            folder = resources.files("shared.notifications") / "templates"
            self._templates = jinja2.Environment(
                loader=jinja2.FunctionLoader(lambda name: folder.joinpath(name).read_text(encoding="utf-8")),
                # Subjects and texts are not HTML.
                autoescape=jinja2.select_autoescape(["html"], default_for_string=False),
                undefined=jinja2.StrictUndefined,
                trim_blocks=True,
                lstrip_blocks=True,
            )
        text: str = self._templates.get_template(name).render(**values)
        return text


def _switch_off_rewriting() -> Any:
    """Switch off SendGrid's links: ours are signed, and SendGrid's end mails of every kind."""
    from sendgrid.helpers.mail import ClickTracking, SubscriptionTracking, TrackingSettings

    return TrackingSettings(
        click_tracking=ClickTracking(enable=False, enable_text=False),
        subscription_tracking=SubscriptionTracking(enable=False),
    )


def _put_at_end(page: str, footer: str) -> str:
    """Put `footer` at the end of the page's body."""
    before, end, after = page.rpartition("</body>")
    return f"{before}{footer}{end}{after}"


def _read_wait_seconds(headers: Mapping[str, str]) -> float:
    """Read `X-RateLimit-Reset`, the Unix time from which SendGrid takes calls again, as seconds from now."""
    try:
        seconds = max(0.0, float(headers.get("X-RateLimit-Reset", "")) - time.time())
    except ValueError:
        return _DEFAULT_WAIT_SECONDS
    return parse_wait_seconds(seconds, default=_DEFAULT_WAIT_SECONDS)


def import_sdk() -> None:
    """Import the vendor now."""
    import jinja2  # noqa: F401
    import sendgrid.helpers.mail  # noqa: F401
