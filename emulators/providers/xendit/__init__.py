"""Xendit, as far as Temani uses it: invoices, refunds, payouts, balance and their webhooks."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from emulators.providers.xendit import invoices, payouts, refunds
from emulators.providers.xendit.account import Accounts
from emulators.providers.xendit.balance import get_balance
from emulators.providers.xendit.checkout import checkout_routes
from emulators.providers.xendit.control import control_routes
from emulators.providers.xendit.operations import OperationHandler, create_operation_route, error_response

OPERATIONS: dict[str, OperationHandler] = {
    "create_invoice": invoices.create_invoice,
    "get_invoices": invoices.get_invoices,
    "get_invoice_by_id": invoices.get_invoice_by_id,
    "expire_invoice": invoices.expire_invoice,
    "create_refund": refunds.create_refund,
    "get_all_refunds": refunds.get_all_refunds,
    "get_refund": refunds.get_refund,
    "cancel_refund": refunds.cancel_refund,
    "create_payout": payouts.create_payout,
    "get_payouts": payouts.get_payouts,
    "get_payout_by_id": payouts.get_payout_by_id,
    "cancel_payout": payouts.cancel_payout,
    "get_payout_channels": payouts.get_payout_channels,
    "get_balance": get_balance,
}


def xendit_routes(accounts: Accounts) -> list[BaseRoute]:
    """Return the routes below `/xendit`."""
    routes = [create_operation_route(operation_id, handler, accounts) for operation_id, handler in OPERATIONS.items()]
    create = next(route for route in routes if route.name == "create_invoice")
    return [
        *routes,
        Route("/v2/invoices", create.endpoint, methods=["POST"]),
        *control_routes(accounts),
        *checkout_routes(accounts),
        Route("/{path:path}", _not_found, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
    ]


async def _not_found(_: Request) -> Response:
    return error_response(404, "NOT_FOUND", "The requested resource was not found")
