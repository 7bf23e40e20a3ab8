"""Twilio, as far as Temani uses it: SMS and WhatsApp messages, kept in the inbox, and callbacks about them."""

from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from emulators.providers.api_descriptions import load_description
from emulators.providers.faults import respond_with_fault
from emulators.providers.inbox import Inbox, InboxMessage, MessageChannel
from emulators.providers.text_account import SentText, TextAccount, TextAccounts
from emulators.providers.text_control import authenticate_account, control_routes
from emulators.providers.text_rules import TextProblem, find_text_problem

CREATE_OPERATION = "CreateMessage"
_AUTHENTICATE = 20003
_NOT_FOUND = 20404
_USUAL_CODES = {401: _AUTHENTICATE, 404: _NOT_FOUND, 429: 20429, 500: 20500, 503: 20503}
_LISTS = ("MediaUrl", "PersistentAction")
_INTEGERS = ("ValidityPeriod", "Attempt")
_BOOLEANS = ("SmartEncoded", "ShortenUrls", "ProvideFeedback", "ForceDelivery", "SendAsMms")


def twilio_routes(accounts: TextAccounts, inbox: Inbox) -> list[BaseRoute]:
    """Return the routes below `/twilio`."""

    async def create(request: Request) -> Response:
        account = authenticate_account(request, accounts)
        if account is None or account.sid != request.path_params["account_sid"]:
            return _error(401, "", "Authenticate")
        form = await _read_form(request)

        async def work() -> Response:
            return _accept(account, form, inbox)

        fault = account.faults.take_next(CREATE_OPERATION)
        return await respond_with_fault(fault, account.faults, request, work, _error)

    async def fetch(request: Request) -> Response:
        account = authenticate_account(request, accounts)
        if account is None or account.sid != request.path_params["account_sid"]:
            return _error(401, "", "Authenticate")
        message = account.messages.get(request.path_params["sid"])
        return JSONResponse(message.as_resource()) if message else await _not_found(request)

    path = "/2010-04-01/Accounts/{account_sid}/Messages"
    return [
        Route(f"{path}.json", create, methods=["POST"]),
        Route(f"{path}/{{sid}}.json", fetch, methods=["GET"]),
        *control_routes(accounts, inbox),
        Route("/{path:path}", _not_found, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
    ]


def _accept(account: TextAccount, form: dict[str, Any], inbox: Inbox) -> Response:
    problem = find_text_problem(form, whatsapp_senders=account.whatsapp_senders)
    if problem is None and form.get("ContentSid"):
        template = account.templates.get(form["ContentSid"])
        if template and template.state == "deleted":
            problem = TextProblem(21655, "The ContentSid is Invalid")
    if problem is not None:
        return _error(400, str(problem.code), problem.message)
    if misfits := load_description("twilio").find_request_problems(CREATE_OPERATION, form):
        return _error(400, "20001", f"{misfits[0].path}: {misfits[0].message}")
    refuse = account.get_behaviour(form["To"].removeprefix("whatsapp:")).refuse
    if refuse is not None:
        return _error(400, str(refuse), f"The message to {form['To']} is refused")
    message = account.accept_message(form)
    resource = message.as_resource()
    if account.report_outcome(message):
        inbox.receive(_inbox_message(message))
    return JSONResponse(resource, status_code=201)


def _inbox_message(message: SentText) -> InboxMessage:
    counted = {} if message.is_whatsapp else {"segments": message.segments, "encoding": message.encoding}
    return InboxMessage(
        kind=MessageChannel.WHATSAPP if message.is_whatsapp else MessageChannel.SMS,
        account=message.account_sid,
        sender=(message.sender or message.service_sid or "").removeprefix("whatsapp:"),
        to=(message.phone,),
        subject="",
        text=message.text,
        vendor_id=message.sid,
        details={**counted, "form": message.form},
    )


async def _read_form(request: Request) -> dict[str, Any]:
    """Read the fields with the types of the API description."""
    sent = parse_qs((await request.body()).decode(errors="replace"), keep_blank_values=True)
    form: dict[str, Any] = {}
    for name, values in sent.items():
        if name in _LISTS:
            form[name] = values
        elif name in _INTEGERS and values[0].isascii() and values[0].isdigit():
            form[name] = int(values[0])
        elif name in _BOOLEANS and values[0].lower() in ("true", "false"):
            form[name] = values[0].lower() == "true"
        else:
            form[name] = values[0]
    return form


def _error(status: int, code: str, message: str) -> Response:
    number = int(code) if code.isdigit() else _USUAL_CODES.get(status, 20001)
    told = {"code": number, "message": message, "more_info": f"https://www.twilio.com/docs/errors/{number}"}
    return JSONResponse(told | {"status": status}, status)


async def _not_found(request: Request) -> Response:
    return _error(404, "", f"The requested resource {request.url.path} was not found")
