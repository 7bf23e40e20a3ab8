"""Accounts of the simulated Twilio: messages, phones, templates, and what happens to messages."""

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Literal

import httpx
from pydantic import BaseModel, ConfigDict, Field

from emulators.providers.faults import FaultQueue
from emulators.providers.settings import ProviderSettings
from emulators.providers.text_callbacks import CallbackDispatcher, CallbackLevers, TextCallback
from emulators.providers.text_rules import count_segments

WINDOW = timedelta(hours=24)
_WHATSAPP = "whatsapp:"
_OUTSIDE_WINDOW = 63016
_TEMPLATE_STATES = {"rejected": 63040, "paused": 63041, "disabled": 63042}
_WRONG_VALUES = 63028

StatusName = Literal["queued", "sending", "sent", "delivered", "read", "undelivered", "failed"]


class ContentTemplate(BaseModel):
    """Template of WhatsApp.

    Attributes:
        content_sid: Twilio's id of the template.
        state: State at WhatsApp: only approved templates are sent. Each template is approved until a test says more.
        body: Text with placeholders such as `{{1}}`; None for any number of placeholders.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    content_sid: str = Field(pattern=r"^HX[0-9a-fA-F]{32}$")
    state: Literal["approved", "rejected", "paused", "disabled", "deleted"] = "approved"
    body: str | None = None

    def render_text(self, values: dict[str, str]) -> str:
        """Fill in the values."""
        return re.sub(r"\{\{(\w+)\}\}", lambda match: values.get(match[1], match[0]), self.body or "")


class PhoneBehaviour(BaseModel):
    """Fate of messages to one phone, or to all phones without a behaviour of their own.

    Attributes:
        phone: Number in E.164; None for all phones.
        refuse: Error code with which the request is refused, such as 21610; None to accept the request.
        statuses: Statuses that are reported, in order.
        error_code: Error code of the statuses `undelivered` and `failed`.
        levers: Faults of the callbacks.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    phone: str | None = Field(default=None, pattern=r"^\+[1-9][0-9]{6,14}$")
    refuse: int | None = None
    statuses: list[StatusName] = ["queued", "sent", "delivered"]
    error_code: int | None = None
    levers: CallbackLevers = CallbackLevers()


@dataclass
class SentText:
    """Message that Twilio has accepted."""

    sid: str
    account_sid: str
    to: str
    sender: str
    service_sid: str | None
    text: str
    segments: int
    encoding: str
    form: dict[str, Any]
    status: str
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    error_code: int | None = None

    @property
    def is_whatsapp(self) -> bool:
        """Return whether the message goes by WhatsApp."""
        return self.to.startswith(_WHATSAPP)

    @property
    def phone(self) -> str:
        """Number of the recipient."""
        return self.to.removeprefix(_WHATSAPP)

    def as_resource(self) -> dict[str, Any]:
        """Return the message as the API does."""
        path = f"/2010-04-01/Accounts/{self.account_sid}/Messages/{self.sid}"
        moment = format_datetime(self.created)
        return {
            "account_sid": self.account_sid,
            "api_version": "2010-04-01",
            "body": self.text,
            "date_created": moment,
            "date_sent": None if self.status in ("accepted", "queued") else moment,
            "date_updated": moment,
            "direction": "outbound-api",
            "error_code": self.error_code,
            "error_message": None,
            "from": self.sender or None,
            "messaging_service_sid": self.service_sid,
            "num_media": "0",
            # A messaging service chooses the sender later, and with the sender the segments.
            "num_segments": "0" if self.status == "accepted" else str(self.segments),
            "price": None,
            "price_unit": None,
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{path}/Media.json"},
            "to": self.to,
            "uri": f"{path}.json",
        }

    def as_callback(self, status: str, error_code: int | None) -> dict[str, str]:
        """Return the fields of a callback about a status of the message."""
        form = {
            "AccountSid": self.account_sid,
            "ApiVersion": "2010-04-01",
            "From": self.sender or "TEMANI",
            "MessageSid": self.sid,
            "MessageStatus": status,
            "SmsSid": self.sid,
            "SmsStatus": status,
            "To": self.to,
        }
        if self.service_sid:
            form["MessagingServiceSid"] = self.service_sid
        if error_code is not None:
            form["ErrorCode"] = str(error_code)
        if self.is_whatsapp:
            form |= {
                "ChannelPrefix": "whatsapp",
                "ChannelToAddress": f"{self.phone[:-5]}XXXXX",
                "StructuredMessage": "",
            }
            form |= {"ChannelInstallSid": f"XE{'0' * 32}"}
            form |= {"EventType": "READ"} if status == "read" else {}
        elif status == "delivered":
            form["RawDlrDoneDate"] = f"{datetime.now(UTC):%y%m%d%H%M}"
        return form


@dataclass
class TextAccount:
    """State of one account.

    Attributes:
        sid: Id of the account.
        tokens: Valid auth tokens; the first signs callbacks.
        callbacks: Sender of the account's callbacks.
        inbound_url: Address to which texts from people are posted; None: nowhere.
        whatsapp_senders: Numbers of ours on WhatsApp; empty for any.
        behaviours: Fate of messages by phone; None for all other phones.
        templates: Templates that a test has described, by id.
        windows: Time of the last text by WhatsApp, by phone.
        messages: Messages by id.
        faults: Faults of coming calls.
    """

    sid: str
    tokens: list[str]
    callbacks: CallbackDispatcher
    inbound_url: str | None
    whatsapp_senders: frozenset[str] = frozenset()
    behaviours: dict[str | None, PhoneBehaviour] = field(default_factory=dict)
    templates: dict[str, ContentTemplate] = field(default_factory=dict)
    windows: dict[str, datetime] = field(default_factory=dict)
    messages: dict[str, SentText] = field(default_factory=dict)
    faults: FaultQueue = field(default_factory=FaultQueue)

    def get_behaviour(self, phone: str) -> PhoneBehaviour:
        """Return what happens to messages to this phone."""
        return self.behaviours.get(phone) or self.behaviours.get(None) or PhoneBehaviour()

    def accept_message(self, form: dict[str, Any]) -> SentText:
        """Accept a message whose request is right."""
        text, service = self._render_text(form), form.get("MessagingServiceSid")
        segments = count_segments(text, smart=form.get("SmartEncoded") is True)
        message = SentText(
            sid=f"SM{secrets.token_hex(16)}",
            account_sid=self.sid,
            to=form["To"],
            sender=form.get("From", ""),
            service_sid=service,
            text=text,
            segments=segments.number,
            encoding=segments.encoding,
            form=form,
            status="accepted" if service else "queued",
        )
        self.messages[message.sid] = message
        return message

    def report_outcome(self, message: SentText) -> bool:
        """Let happen to the message what has to happen; return whether it goes out."""
        behaviour = self.get_behaviour(message.phone)
        if message.is_whatsapp and (code := self._find_whatsapp_failure(message)):
            self.report_statuses(message, ["queued", "failed"], code, behaviour.levers)
            return False
        self.report_statuses(message, behaviour.statuses, behaviour.error_code, behaviour.levers)
        return not {"failed", "undelivered"} & set(behaviour.statuses)

    def report_statuses(
        self, message: SentText, statuses: Sequence[str], error_code: int | None, levers: CallbackLevers
    ) -> list[TextCallback]:
        """Report statuses of a message, in order, to the address that came with it."""
        forms = []
        for status in statuses:
            code = error_code if status in ("failed", "undelivered") else None
            message.status, message.error_code = status, code
            forms.append(message.as_callback(status, code))
        url = message.form.get("StatusCallback")
        if not url or not forms:
            return []
        return self.callbacks.send_callbacks(message.sid, url, forms, key=self.tokens[0], levers=levers)

    def _render_text(self, form: dict[str, Any]) -> str:
        if "ContentSid" not in form:
            return str(form.get("Body", ""))
        values: dict[str, str] = json.loads(form.get("ContentVariables") or "{}")
        template = self.templates.get(form["ContentSid"])
        if template and template.body:
            return template.render_text(values)
        told = ", ".join(f"{name}: {value}" for name, value in values.items())
        return f"[{form['ContentSid']}] {told}"

    def _find_whatsapp_failure(self, message: SentText) -> int | None:
        content = message.form.get("ContentSid")
        if content is None:
            last = self.windows.get(message.phone)
            return None if last and last > datetime.now(UTC) - WINDOW else _OUTSIDE_WINDOW
        template = self.templates.get(content)
        if template is None:
            return None
        wanted = set(re.findall(r"\{\{(\w+)\}\}", template.body or ""))
        given = set(json.loads(message.form.get("ContentVariables") or "{}"))
        if template.body is not None and wanted != given:
            return _WRONG_VALUES
        return _TEMPLATE_STATES.get(template.state)


class TextAccounts:
    """All accounts. An account is created when its id is first used, with the token of that call."""

    def __init__(self, settings: ProviderSettings, client: httpx.AsyncClient) -> None:
        self.settings = settings
        self._client = client
        self._accounts: dict[str, TextAccount] = {}

    def find_account(self, sid: str, token: str) -> TextAccount | None:
        """Return the account of an id, and create it at the first use; None if the token is wrong."""
        if sid not in self._accounts:
            self._accounts[sid] = self._open(sid, token)
        account = self._accounts[sid]
        return account if token in account.tokens else None

    def get_local_account(self) -> TextAccount:
        """Return the local cloud's own account."""
        return self._accounts.setdefault(
            self.settings.twilio_account_sid,
            self._open(self.settings.twilio_account_sid, self.settings.twilio_auth_token),
        )

    def close_all(self) -> None:
        """Close every account."""
        for account in self._accounts.values():
            account.callbacks.close()

    def _open(self, sid: str, token: str) -> TextAccount:
        settings = self.settings
        # Only the local cloud's own account writes to the local functions.
        is_local = sid == settings.twilio_account_sid and settings.function_url is not None
        inbound = (settings.function_url or "").replace("{name}", "receive-twilio-inbound")
        return TextAccount(
            sid=sid,
            tokens=[settings.twilio_auth_token if is_local else token],
            callbacks=CallbackDispatcher(
                self._client, sends=is_local, timeout_seconds=settings.delivery_timeout_seconds
            ),
            inbound_url=inbound if is_local else None,
        )
