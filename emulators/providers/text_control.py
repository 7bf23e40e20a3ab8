"""Control endpoints of the simulated Twilio: what happens to messages, and what people write back."""

import base64
import binascii
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from emulators.providers.faults import Fault
from emulators.providers.inbox import Inbox, InboxMessage, MessageChannel
from emulators.providers.text_account import ContentTemplate, PhoneBehaviour, StatusName, TextAccount, TextAccounts
from emulators.providers.text_callbacks import CallbackLevers
from emulators.providers.text_rules import INDONESIA, count_segments

_PHONE = r"^\+[1-9][0-9]{6,14}$"

Body = TypeVar("Body", bound=BaseModel)


class StatusReport(BaseModel):
    """Statuses of one message that are reported now.

    Attributes:
        message_sid: Id of the message; None for the newest to `to`, or of all.
        to: Number of the recipient; None for any.
        statuses: Statuses in order.
        error_code: Error code of the statuses `undelivered` and `failed`.
        levers: Faults of the callbacks.
        wait_seconds: Time to wait for the end of the callbacks.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    message_sid: str | None = None
    to: str | None = Field(default=None, pattern=_PHONE)
    statuses: list[StatusName] = Field(min_length=1)
    error_code: int | None = None
    levers: CallbackLevers = CallbackLevers()
    wait_seconds: float = Field(default=0, ge=0)


class PersonalText(BaseModel):
    """Text that a person sends to us.

    Attributes:
        phone: Number of the person.
        channel: Channel of the text. Nobody in Indonesia can answer by SMS.
        body: Words of the person.
        hours_ago: Age of the text, which opens WhatsApp's window of 24 hours.
        fields: Further fields of the callback, or other values of its fields.
        levers: Faults of the callback.
        wait_seconds: Time to wait for the end of the callback.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    phone: str = Field(pattern=_PHONE)
    channel: Literal["sms", "whatsapp"] = "whatsapp"
    body: str
    hours_ago: float = Field(default=0, ge=0)
    fields: dict[str, str] = Field(default_factory=dict)
    levers: CallbackLevers = CallbackLevers()
    wait_seconds: float = Field(default=0, ge=0)


class TextAccountChanges(BaseModel):
    """Changes of an account; what is left out stays as it is.

    Attributes:
        tokens: Valid auth tokens; the first signs callbacks.
        sends_callbacks: True if callbacks are sent to the address that comes with a message.
        inbound_url: Address to which texts from people are posted.
        whatsapp_senders: Numbers of ours on WhatsApp; empty for any.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    tokens: list[str] = Field(default_factory=list, min_length=1)
    sends_callbacks: bool = False
    inbound_url: str | None = None
    whatsapp_senders: list[str] = Field(default_factory=list)


class CallbackWait(BaseModel):
    """Longest time to wait until no callback is on its way."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    timeout_seconds: float = Field(default=10, gt=0)


class _Refused(Exception):
    """A control call that is impossible."""


def control_routes(accounts: TextAccounts, inbox: Inbox) -> list[BaseRoute]:
    """Return the routes of the control endpoints.

    Basic authentication selects the account. Without authentication it is the local cloud's account.
    """

    def action(path: str, body: type[Body], pull: Callable[[TextAccount, Body], Awaitable[Any]]) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                asked = body.model_validate_json(await request.body() or b"{}")
                return JSONResponse(await pull(_account(request, accounts), asked))
            except ValidationError as error:
                details = error.errors(include_url=False, include_context=False)
                return JSONResponse({"error": "invalid", "details": details}, 422)
            except _Refused as error:
                return JSONResponse({"error": str(error)}, 409)

        return Route(f"/_control/{path}", endpoint, methods=["POST"])

    async def messages(request: Request) -> Response:
        choice = _choice(request, _account(request, accounts))
        if request.method == "DELETE":
            return JSONResponse({"removed": inbox.remove_messages(choice)})
        return JSONResponse({"items": [message.as_json() for message in inbox.select_messages(choice)]})

    async def callbacks(request: Request) -> Response:
        made, wanted = _account(request, accounts).callbacks.callbacks, request.query_params
        found = [one.as_json() for one in made if all(one.form.get(name) == text for name, text in wanted.items())]
        return JSONResponse({"items": found})

    async def faults(request: Request) -> Response:
        queue = _account(request, accounts).faults
        if request.method == "DELETE":
            queue.clear_faults()
        return JSONResponse(queue.as_json())

    return [
        Route("/_control/messages", messages, methods=["GET", "DELETE"]),
        Route("/_control/callbacks", callbacks, methods=["GET"]),
        Route("/_control/faults", faults, methods=["GET", "DELETE"]),
        action("faults", Fault, _add_fault),
        action("phones", PhoneBehaviour, _set_behaviour),
        action("templates", ContentTemplate, _set_template),
        action("account", TextAccountChanges, _change_account),
        action("report", StatusReport, _report),
        action("inbound", PersonalText, _receive_text),
        action("wait", CallbackWait, _wait),
    ]


async def _add_fault(account: TextAccount, fault: Fault) -> Any:
    account.faults.add(fault)
    return account.faults.as_json()


async def _set_behaviour(account: TextAccount, behaviour: PhoneBehaviour) -> Any:
    account.behaviours[behaviour.phone] = behaviour
    return behaviour.model_dump(mode="json")


async def _set_template(account: TextAccount, template: ContentTemplate) -> Any:
    account.templates[template.content_sid] = template
    return template.model_dump(mode="json")


async def _change_account(account: TextAccount, changes: TextAccountChanges) -> Any:
    given = changes.model_fields_set
    if "tokens" in given:
        account.tokens = list(changes.tokens)
    if "sends_callbacks" in given:
        account.callbacks.sends = changes.sends_callbacks
    if "inbound_url" in given:
        account.inbound_url = changes.inbound_url
    if "whatsapp_senders" in given:
        account.whatsapp_senders = frozenset(changes.whatsapp_senders)
    return {"sid": account.sid, "sends_callbacks": account.callbacks.sends, "inbound_url": account.inbound_url}


async def _report(account: TextAccount, report: StatusReport) -> Any:
    found = [
        message
        for message in reversed(account.messages.values())
        if report.message_sid in (None, message.sid) and report.to in (None, message.phone)
    ]
    if not found:
        raise _Refused("no such message")
    made = account.report_statuses(found[0], report.statuses, report.error_code, report.levers)
    await account.callbacks.wait_until_idle(report.wait_seconds)
    return {"items": [one.as_json() for one in made]}


async def _receive_text(account: TextAccount, text: PersonalText) -> Any:
    if text.channel == "sms" and text.phone.startswith(INDONESIA):
        raise _Refused("nobody in Indonesia can answer an SMS: the country has no two-way SMS")
    if account.inbound_url is None:
        raise _Refused("the account has no address for texts from people")
    prefix = "whatsapp:" if text.channel == "whatsapp" else ""
    if prefix:
        account.windows[text.phone] = datetime.now(UTC) - timedelta(hours=text.hours_ago)
    sid = f"SM{secrets.token_hex(16)}"
    form = {
        "AccountSid": account.sid,
        "ApiVersion": "2010-04-01",
        "Body": text.body,
        "From": f"{prefix}{text.phone}",
        "MessageSid": sid,
        "MessageType": "text",
        "NumMedia": "0",
        "NumSegments": str(count_segments(text.body).number),
        "SmsMessageSid": sid,
        "SmsSid": sid,
        "SmsStatus": "received",
        "To": f"{prefix}{next(iter(account.whatsapp_senders), '+6281100000000')}",
    }
    form |= {"ProfileName": "Sari", "ReferralNumMedia": "0", "WaId": text.phone[1:]} if prefix else {}
    made = account.callbacks.send_callbacks(
        sid, account.inbound_url, [form | text.fields], key=account.tokens[0], levers=text.levers
    )
    await account.callbacks.wait_until_idle(text.wait_seconds)
    return {"items": [one.as_json() for one in made]}


async def _wait(account: TextAccount, wait: CallbackWait) -> Any:
    return {"idle": await account.callbacks.wait_until_idle(wait.timeout_seconds)}


def _credentials(request: Request) -> tuple[str, str] | None:
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    try:
        sid, found, token = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (sid, token) if scheme == "Basic" and found and sid.startswith("AC") and len(sid) == 34 and token else None


def authenticate_account(request: Request, accounts: TextAccounts) -> TextAccount | None:
    """Return the account that calls; None if its id or its token is wrong."""
    found = _credentials(request)
    if found is not None and found[0] == accounts.settings.twilio_account_sid:
        accounts.get_local_account()
    return accounts.find_account(*found) if found else None


def _account(request: Request, accounts: TextAccounts) -> TextAccount:
    """Return the account that basic authentication selects; without it the local cloud's own."""
    return authenticate_account(request, accounts) or accounts.get_local_account()


def _choice(request: Request, account: TextAccount) -> Callable[[InboxMessage], bool]:
    query = request.query_params
    to, kind, text = query.get("to"), query.get("channel"), query.get("text")

    def fits(message: InboxMessage) -> bool:
        return (
            message.kind in (MessageChannel.SMS, MessageChannel.WHATSAPP)
            and message.account == account.sid
            and (kind is None or message.kind == kind)
            and (to is None or message.is_for(to))
            and (text is None or text.lower() in message.text.lower())
        )

    return fits
