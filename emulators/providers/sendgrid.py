"""SendGrid, as far as Temani uses it: sending mail, which is kept in the inbox, and events of what becomes of it."""

import base64
import gzip
import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from emulators.providers.api_descriptions import load_description
from emulators.providers.faults import Fault, FaultQueue, respond_with_fault
from emulators.providers.inbox import Inbox, InboxAttachment, InboxMessage, MessageChannel
from emulators.providers.mail_events import EventDispatcher, MailAccountChanges, MailEvents
from emulators.providers.mail_rules import MAX_BYTES, MailProblem, find_mail_problems
from emulators.providers.settings import ProviderSettings

_KEY = re.compile(r"SG\.[A-Za-z0-9_.-]+")


@dataclass
class MailAccount:
    """State of one API key, besides the inbox.

    Attributes:
        events: Sender of the key's events.
        faults: Faults of coming calls.
    """

    events: EventDispatcher
    faults: FaultQueue = field(default_factory=FaultQueue)


class MailAccounts:
    """Accounts by API key. An account is created at its first use.

    Only the default key sends events by itself; another one sends none until it has a target.
    """

    def __init__(self, settings: ProviderSettings, client: httpx.AsyncClient) -> None:
        self._settings = settings
        self._client = client
        self._accounts: dict[str, MailAccount] = {}

    def get(self, key: str) -> MailAccount:
        """Return the account of an API key."""
        if key not in self._accounts:
            settings = self._settings
            events = EventDispatcher(
                self._client,
                target=settings.mail_event_url if key == settings.sendgrid_api_key else None,
                retry_seconds=settings.retry_seconds,
                timeout_seconds=settings.delivery_timeout_seconds,
            )
            self._accounts[key] = MailAccount(events)
        return self._accounts[key]

    def find_for_request(self, request: Request) -> MailAccount:
        """Return the account that a control call names, by default that of the local cloud."""
        return self.get(_key_of(request) or self._settings.sendgrid_api_key)

    def close_all(self) -> None:
        """Cancel all events on their way."""
        for account in self._accounts.values():
            account.events.close()


def sendgrid_routes(accounts: MailAccounts, inbox: Inbox) -> list[BaseRoute]:
    """Return the routes below `/sendgrid`."""

    async def send(request: Request) -> Response:
        key = _key_of(request)
        if key is None or not _KEY.fullmatch(key):
            text = "The provided authorization grant is invalid, expired, or revoked"
            return _refused(401, [MailProblem("", text)])
        raw = await request.body()
        account = accounts.get(key)

        async def work() -> Response:
            return _accept(request, raw, key, inbox, account.events)

        queue = account.faults
        return await respond_with_fault(queue.take_next("SendMail"), queue, request, work, _error)

    async def mails(request: Request) -> Response:
        choice = _choice(request)
        if request.method == "DELETE":
            return JSONResponse({"removed": inbox.remove_messages(choice)})
        return JSONResponse({"items": [message.as_json() for message in inbox.select_messages(choice)]})

    async def faults(request: Request) -> Response:
        queue = accounts.find_for_request(request).faults
        if request.method == "DELETE":
            queue.clear_faults()
        if request.method == "POST":
            try:
                queue.add(Fault.model_validate_json(await request.body()))
            except ValidationError as error:
                return _invalid_control_response(error)
        return JSONResponse(queue.as_json())

    return [
        Route("/v3/mail/send", send, methods=["POST"]),
        Route("/v3/mail/send", _wrong_method, methods=["GET", "PUT", "PATCH", "DELETE"]),
        Route("/_control/mails", mails, methods=["GET", "DELETE"]),
        Route("/_control/faults", faults, methods=["GET", "POST", "DELETE"]),
        *_event_routes(accounts, inbox),
        Route("/{path:path}", _not_found, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
    ]


def _event_routes(accounts: MailAccounts, inbox: Inbox) -> list[BaseRoute]:
    async def account(request: Request) -> Response:
        events = accounts.find_for_request(request).events
        if request.method == "POST":
            try:
                events.change_settings(MailAccountChanges.model_validate_json(await request.body()))
            except ValidationError as error:
                return _invalid_control_response(error)
        settings = {name: getattr(events, name) for name in ("retry_seconds", "outcome")}
        return JSONResponse({"webhook_target": events.target, "levers": events.levers.model_dump(), **settings})

    async def happen(request: Request) -> Response:
        try:
            asked = MailEvents.model_validate_json(await request.body())
        except ValidationError as error:
            return _invalid_control_response(error)
        choice = _choice(request)
        found = inbox.select_messages(lambda message: choice(message) and asked.fits(message))
        if not found:
            return JSONResponse({"error": "no such mail"}, 404)
        events = accounts.get(found[-1].account).events
        batches = events.send_events(found[-1], asked.events, levers=asked, url=asked.url)
        if asked.wait_seconds:
            await events.wait_until_idle(asked.wait_seconds)
        return JSONResponse({"deliveries": [batch.as_json() for batch in batches]})

    async def deliveries(request: Request) -> Response:
        events = accounts.find_for_request(request).events
        return JSONResponse({"items": [batch.as_json() for batch in events.deliveries]})

    async def wait(request: Request) -> Response:
        seconds = float((await request.json()).get("timeout_seconds", 10))
        return JSONResponse({"idle": await accounts.find_for_request(request).events.wait_until_idle(seconds)})

    return [
        Route("/_control/account", account, methods=["GET", "POST"]),
        Route("/_control/events", happen, methods=["POST"]),
        Route("/_control/deliveries", deliveries, methods=["GET"]),
        Route("/_control/wait", wait, methods=["POST"]),
    ]


def _accept(request: Request, raw: bytes, key: str, inbox: Inbox, events: EventDispatcher) -> Response:
    if len(raw) > MAX_BYTES:
        return _refused(413, [MailProblem("", "content too large")])
    try:
        mail = json.loads(gzip.decompress(raw) if request.headers.get("content-encoding") == "gzip" else raw)
    except (ValueError, OSError):
        return _refused(400, [MailProblem("", "Bad Request: the body is not valid JSON")])
    misfits = load_description("sendgrid").find_request_problems("SendMail", mail)
    problems = [MailProblem(each.path, each.message) for each in misfits] or find_mail_problems(mail)
    if problems:
        return _refused(400, problems)
    if mail.get("mail_settings", {}).get("sandbox_mode", {}).get("enable"):
        return Response(status_code=200)
    message_id = secrets.token_urlsafe(16)
    for personalization in mail["personalizations"]:
        message = _message(mail, personalization, key, message_id)
        inbox.receive(message)
        events.report_accepted(message)
    return Response(status_code=202, headers={"X-Message-Id": message_id})


def _message(mail: dict[str, Any], personalization: dict[str, Any], key: str, message_id: str) -> InboxMessage:
    parts = {part["type"].split(";")[0].strip().lower(): part["value"] for part in mail.get("content") or ()}
    filled = personalization.get("substitutions") or {}
    sender = personalization.get("from") or mail["from"]
    return InboxMessage(
        kind=MessageChannel.EMAIL,
        account=key,
        sender=sender["email"],
        to=_addresses(personalization.get("to")),
        cc=_addresses(personalization.get("cc")),
        bcc=_addresses(personalization.get("bcc")),
        subject=_filled(personalization.get("subject") or mail.get("subject", ""), filled),
        text=_filled(parts.get("text/plain", ""), filled),
        html=_filled(parts.get("text/html", ""), filled),
        attachments=tuple(_attachment(each) for each in mail.get("attachments") or ()),
        tags={**mail.get("custom_args", {}), **personalization.get("custom_args", {})},
        vendor_id=message_id,
        details={
            "from_name": sender.get("name"),
            "to_names": [person.get("name") for person in personalization["to"]],
            "reply_to": (mail.get("reply_to") or {}).get("email"),
            "categories": mail.get("categories") or [],
            "template_id": mail.get("template_id"),
            "dynamic_template_data": personalization.get("dynamic_template_data"),
            "headers": {**(mail.get("headers") or {}), **(personalization.get("headers") or {})},
            "tracking_settings": mail.get("tracking_settings") or {},
            "send_at": personalization.get("send_at") or mail.get("send_at"),
        },
    )


def _attachment(file: dict[str, Any]) -> InboxAttachment:
    return InboxAttachment(
        filename=file["filename"],
        media_type=file.get("type") or "application/octet-stream",
        content=base64.b64decode(file["content"]),
        content_id=file.get("content_id"),
        inline=file.get("disposition") == "inline",
    )


def _addresses(people: list[dict[str, Any]] | None) -> tuple[str, ...]:
    return tuple(person["email"] for person in people or ())


def _filled(text: str, substitutions: dict[str, str]) -> str:
    for name, value in substitutions.items():
        text = text.replace(name, value)
    return text


def _choice(request: Request) -> Callable[[InboxMessage], bool]:
    query = request.query_params
    to, subject, key = query.get("to"), query.get("subject"), query.get("key") or _key_of(request)
    arguments = [text.partition(":")[::2] for text in query.getlist("custom_arg")]

    def fits(message: InboxMessage) -> bool:
        return (
            message.kind is MessageChannel.EMAIL
            and (key is None or message.account == key)
            and (to is None or message.is_for(to))
            and (subject is None or subject.lower() in message.subject.lower())
            and all(message.tags.get(name) == value for name, value in arguments)
        )

    return fits


def _key_of(request: Request) -> str | None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key if scheme == "Bearer" and key else None


def _refused(status: int, problems: list[MailProblem]) -> Response:
    errors = [{"message": each.message, "field": each.field or None} for each in problems]
    return JSONResponse({"errors": errors}, status_code=status)


def _error(status: int, code: str, message: str) -> Response:
    text = "too many requests" if status == 429 else message
    return _refused(status, [MailProblem("", text)])


def _invalid_control_response(error: ValidationError) -> Response:
    details = error.errors(include_url=False, include_context=False)
    return JSONResponse({"error": "invalid", "details": details}, 422)


async def _wrong_method(_: Request) -> Response:
    return _refused(405, [MailProblem("", "method not allowed")])


async def _not_found(_: Request) -> Response:
    return _refused(404, [MailProblem("", "not found")])
