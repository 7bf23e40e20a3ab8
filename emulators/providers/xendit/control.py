"""The control endpoints of the Xendit server: its levers, and what it has on record."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from emulators.providers.faults import Fault
from emulators.providers.xendit import control_bodies as told
from emulators.providers.xendit import levers
from emulators.providers.xendit.account import Account, Accounts
from emulators.providers.xendit.invoice_bodies import invoice_answer
from emulators.providers.xendit.operations import key_of

Body = TypeVar("Body", bound=BaseModel)


def control_routes(accounts: Accounts) -> list[Route]:
    """The routes; Basic authentication says whose account, else it is the local cloud's."""
    return [
        _lever(accounts, "pay", told.Pay, levers.pay),
        _lever(accounts, "expire", told.Expire, levers.expire),
        _lever(accounts, "settle", told.NamesInvoice, levers.settle),
        _lever(accounts, "refund", told.DecideRefund, levers.decide_refund),
        _lever(accounts, "payout", told.DecidePayout, levers.decide_payout),
        _lever(accounts, "webhook", told.SendWebhook, levers.send_webhook),
        _lever(accounts, "resend", told.Resend, levers.resend),
        _lever(accounts, "advance", told.Advance, levers.advance),
        _lever(accounts, "wait", told.Wait, levers.wait),
        _lever(accounts, "account", told.ChangeAccount, levers.change_account),
        _lever(accounts, "faults", Fault, levers.add_fault),
        _record(accounts, "account", lambda account, _: levers.described(account)),
        _record(accounts, "deliveries", _deliveries),
        _record(accounts, "calls", _calls),
        _record(accounts, "invoices", _invoices),
        _faults(accounts),
        _forget(accounts),
    ]


def _lever(accounts: Accounts, path: str, body: type[Body], pull: Callable[[Account, Body], Awaitable[Any]]) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            asked = body.model_validate_json(await request.body() or b"{}")
            return JSONResponse(await pull(_whose(request, accounts), asked))
        except ValidationError as error:
            details = error.errors(include_url=False, include_context=False)
            return JSONResponse({"error": "invalid", "details": details}, 422)
        except levers.Impossible as error:
            return JSONResponse({"error": error.reason}, error.status)

    return Route(f"/_control/{path}", endpoint, methods=["POST"])


def _record(accounts: Accounts, path: str, read: Callable[[Account, Request], Any]) -> Route:
    async def endpoint(request: Request) -> Response:
        return JSONResponse(read(_whose(request, accounts), request))

    return Route(f"/_control/{path}", endpoint, methods=["GET"])


def _faults(accounts: Accounts) -> Route:
    async def endpoint(request: Request) -> Response:
        queue = _whose(request, accounts).faults
        if request.method == "DELETE":
            queue.recover()
        return JSONResponse(queue.described())

    return Route("/_control/faults", endpoint, methods=["GET", "DELETE"])


def _forget(accounts: Accounts) -> Route:
    async def endpoint(request: Request) -> Response:
        accounts.forget(_key(request, accounts))
        return Response(status_code=204)

    return Route("/_control/account", endpoint, methods=["DELETE"])


def _deliveries(account: Account, request: Request) -> dict[str, Any]:
    found = [delivery.listed() for delivery in account.courier.deliveries]
    return {"items": _filtered(found, request)}


def _calls(account: Account, request: Request) -> dict[str, Any]:
    return {"items": _filtered(list(account.calls), request)}


def _invoices(account: Account, request: Request) -> dict[str, Any]:
    found = _filtered([invoice_answer(each, account) for each in account.invoices.values()], request)
    return {"items": found, "payable": sum(each["status"] == "PENDING" for each in found)}


def _whose(request: Request, accounts: Accounts) -> Account:
    account = accounts.of(_key(request, accounts))
    account.timeline.catch_up()
    return account


def _key(request: Request, accounts: Accounts) -> str:
    return key_of(request) or accounts.settings.xendit_secret_key


def _filtered(items: list[dict[str, Any]], request: Request) -> list[dict[str, Any]]:
    wanted = request.query_params
    return [item for item in items if all(str(item.get(name)) == value for name, value in wanted.items())]
