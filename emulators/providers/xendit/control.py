"""Control endpoints of the simulated Xendit: actions of customers, banks and time, and records of calls."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from emulators.providers.faults import Fault
from emulators.providers.xendit import control_bodies as told
from emulators.providers.xendit import simulated_actions
from emulators.providers.xendit.account import Account, Accounts
from emulators.providers.xendit.invoice_bodies import render_invoice
from emulators.providers.xendit.operations import get_secret_key

Body = TypeVar("Body", bound=BaseModel)


def control_routes(accounts: Accounts) -> list[Route]:
    """Return the routes of the control endpoints.

    Basic authentication selects the account. Without authentication it is the local cloud's account.
    """
    return [
        _action_route(accounts, "pay", told.PaymentBody, simulated_actions.pay_invoice),
        _action_route(accounts, "expire", told.ExpiryBody, simulated_actions.expire_invoice_now),
        _action_route(accounts, "settle", told.InvoiceSelector, simulated_actions.settle_invoice),
        _action_route(accounts, "refund", told.RefundOutcomeBody, simulated_actions.set_refund_outcome),
        _action_route(accounts, "payout", told.PayoutOutcomeBody, simulated_actions.set_payout_outcome),
        _action_route(accounts, "webhook", told.WebhookBody, simulated_actions.send_webhook),
        _action_route(accounts, "resend", told.ResendBody, simulated_actions.resend_webhook),
        _action_route(accounts, "advance", told.ClockAdvanceBody, simulated_actions.advance_clock),
        _action_route(accounts, "wait", told.WebhookWaitBody, simulated_actions.wait_for_webhooks),
        _action_route(accounts, "account", told.AccountChangeBody, simulated_actions.change_account),
        _action_route(accounts, "faults", Fault, simulated_actions.add_fault),
        _record_route(accounts, "account", lambda account, _: simulated_actions.describe_account(account)),
        _record_route(accounts, "deliveries", _deliveries),
        _record_route(accounts, "calls", _calls),
        _record_route(accounts, "invoices", _invoices),
        _faults_route(accounts),
        _close_account_route(accounts),
    ]


def _action_route(
    accounts: Accounts, path: str, body: type[Body], pull: Callable[[Account, Body], Awaitable[Any]]
) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            asked = body.model_validate_json(await request.body() or b"{}")
            return JSONResponse(await pull(_get_account(request, accounts), asked))
        except ValidationError as error:
            details = error.errors(include_url=False, include_context=False)
            return JSONResponse({"error": "invalid", "details": details}, 422)
        except simulated_actions.ControlRefused as error:
            return JSONResponse({"error": error.reason}, error.status)

    return Route(f"/_control/{path}", endpoint, methods=["POST"])


def _record_route(accounts: Accounts, path: str, read: Callable[[Account, Request], Any]) -> Route:
    async def endpoint(request: Request) -> Response:
        return JSONResponse(read(_get_account(request, accounts), request))

    return Route(f"/_control/{path}", endpoint, methods=["GET"])


def _faults_route(accounts: Accounts) -> Route:
    async def endpoint(request: Request) -> Response:
        queue = _get_account(request, accounts).faults
        if request.method == "DELETE":
            queue.clear_faults()
        return JSONResponse(queue.as_json())

    return Route("/_control/faults", endpoint, methods=["GET", "DELETE"])


def _close_account_route(accounts: Accounts) -> Route:
    async def endpoint(request: Request) -> Response:
        accounts.close_account(_key(request, accounts))
        return Response(status_code=204)

    return Route("/_control/account", endpoint, methods=["DELETE"])


def _deliveries(account: Account, request: Request) -> dict[str, Any]:
    found = [delivery.as_json() for delivery in account.webhooks.deliveries]
    return {"items": _filtered(found, request)}


def _calls(account: Account, request: Request) -> dict[str, Any]:
    return {"items": _filtered(list(account.calls), request)}


def _invoices(account: Account, request: Request) -> dict[str, Any]:
    found = _filtered([render_invoice(each, account) for each in account.invoices.values()], request)
    return {"items": found, "payable": sum(each["status"] == "PENDING" for each in found)}


def _get_account(request: Request, accounts: Accounts) -> Account:
    account = accounts.get_account(_key(request, accounts))
    account.clock.run_due_actions()
    return account


def _key(request: Request, accounts: Accounts) -> str:
    return get_secret_key(request) or accounts.settings.xendit_secret_key


def _filtered(items: list[dict[str, Any]], request: Request) -> list[dict[str, Any]]:
    wanted = request.query_params
    return [item for item in items if all(str(item.get(name)) == value for name, value in wanted.items())]
