"""What an account holds."""

from typing import Any

from emulators.providers.descriptions import Problem
from emulators.providers.xendit.operations import Call, invalid


def get_balance(call: Call) -> dict[str, Any]:
    """The spendable balance, or what waits for settlement."""
    kind = call.request.query_params.get("account_type", "CASH")
    balances = {"CASH": call.account.cash, "HOLDING": call.account.holding, "TAX": 0}
    if kind not in balances:
        raise invalid([Problem("account_type", '"account_type" must be CASH, HOLDING or TAX')])
    return {"balance": balances[kind]}
