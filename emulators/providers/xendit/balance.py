"""Balance of an account."""

from typing import Any

from emulators.providers.api_descriptions import SchemaProblem
from emulators.providers.xendit.operations import OperationCall, validation_error


def get_balance(call: OperationCall) -> dict[str, Any]:
    """Return the spendable balance (`CASH`) or the money that waits for settlement (`HOLDING`)."""
    kind = call.request.query_params.get("account_type", "CASH")
    balances = {"CASH": call.account.cash, "HOLDING": call.account.holding, "TAX": 0}
    if kind not in balances:
        raise validation_error([SchemaProblem("account_type", '"account_type" must be CASH, HOLDING or TAX')])
    return {"balance": balances[kind]}
