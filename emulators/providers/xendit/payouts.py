"""Payouts to bank accounts and e-wallets, with Xendit's test account numbers."""

import csv
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from emulators.providers.api_descriptions import SPECS_FOLDER, SchemaProblem
from emulators.providers.deliveries import format_timestamp
from emulators.providers.webhooks import WebhookMessage
from emulators.providers.xendit.account import Account
from emulators.providers.xendit.invoice_bodies import with_whole_numbers
from emulators.providers.xendit.operations import OperationCall, XenditCallRefused, validation_error
from emulators.providers.xendit.queries import parse_list, select_page
from emulators.providers.xendit.records import XenditPayout

STAYS_ACCEPTED_ACCOUNT = "131313"
REVERSED_ACCOUNT = "654321"
FAILURE_CODE_BY_ACCOUNT = {
    "123456": "TEMPORARY_TRANSFER_ERROR",
    "999999": "REJECTED_BY_CHANNEL",
    "121212": "INVALID_DESTINATION",
}


@dataclass(frozen=True)
class PayoutChannel:
    """Bank or e-wallet that can receive a payout.

    Attributes:
        code: Channel code (`ID_BCA`).
        name: Name of the bank or e-wallet.
        category: `BANK` or `EWALLET`.
        account_number: Regular expression for valid account numbers.
        minimum: Smallest amount, in rupiah.
        maximum: Largest amount, in rupiah.
    """

    code: str
    name: str
    category: str
    account_number: str
    minimum: int
    maximum: int


def _channel(row: dict[str, str]) -> PayoutChannel:
    least, most = row["digits"].split("-")
    is_bank = row["channel_category"] == "BANK"
    return PayoutChannel(
        code=row["channel_code"],
        name=row["channel_name"],
        category=row["channel_category"],
        account_number=rf"\d{{{least},{most}}}" if is_bank else rf"08\d{{{int(least) - 2},{int(most) - 2}}}",
        minimum=int(row["minimum"]),
        maximum=int(row["maximum"]),
    )


@cache
def list_payout_channels() -> tuple[PayoutChannel, ...]:
    """List the Indonesian channels that can receive payouts, as Xendit documents them."""
    with (SPECS_FOLDER / "idr_payout_channels.csv").open(encoding="utf-8", newline="") as file:
        return tuple(map(_channel, csv.DictReader(file)))


def list_offered_channels(account: Account) -> list[PayoutChannel]:
    """List the channels of an account: without those that were withdrawn, with those that were added."""
    added = [
        PayoutChannel(code, code.removeprefix("ID_").title(), "BANK", r"\d{5,20}", 10_000, 999_999_999_999)
        for code in account.added_payout_channels
    ]
    return [one for one in (*list_payout_channels(), *added) if one.code not in account.withdrawn_payout_channels]


def create_payout(call: OperationCall) -> dict[str, Any]:
    """Create a payout. A repeated call with the same key and body returns the same payout.

    Raises:
        XenditCallRefused: The key is missing or was used with another body, or a field is invalid.
    """
    key = call.request.headers.get("idempotency-key")
    if key is None or not 1 <= len(key) <= 100:
        raise validation_error([SchemaProblem("idempotency-key", "the header is required, 1 to 100 characters")])
    conflict = XenditCallRefused(
        400,
        "DUPLICATE_ERROR",
        "A payout with this idempotency key already exists. If you meant to execute a different request, "
        "please use another idempotency key",
    )
    payout_id = call.create_once("create_payout", key, lambda: _accept(call).id, conflict)
    return render_payout(call.account.payouts[payout_id], call.account)


def get_payout_by_id(call: OperationCall) -> dict[str, Any]:
    """Return one payout.

    Raises:
        XenditCallRefused: The account has no such payout.
    """
    return render_payout(_get_payout(call), call.account)


def get_payouts(call: OperationCall) -> dict[str, Any]:
    """List the payouts of one reference, newest first."""
    query = call.request.query_params
    reference = query.get("reference_id")
    if not reference:
        raise validation_error([SchemaProblem("reference_id", '"reference_id" is required')])
    found = [payout for payout in reversed(call.account.payouts.values()) if payout.asked["reference_id"] == reference]
    some, more = select_page(found, [payout.id for payout in found], query)
    return {"data": [render_payout(payout, call.account) for payout in some], "has_more": more}


def cancel_payout(call: OperationCall) -> dict[str, Any]:
    """Cancel a payout that has the status `ACCEPTED`.

    Raises:
        XenditCallRefused: The payout does not exist or has another status.
    """
    payout = _get_payout(call)
    if payout.status != "ACCEPTED":
        raise validation_error([SchemaProblem("", f"A payout that is {payout.status} can not be cancelled")])
    change_payout_status(call.account, payout, "CANCELLED", call.now)
    return render_payout(payout, call.account)


def get_payout_channels(call: OperationCall) -> list[dict[str, Any]]:
    """List the channels that can receive payouts."""
    query = call.request.query_params
    categories = parse_list(query, "channel_category")
    return [
        {
            "channel_code": channel.code,
            "channel_category": channel.category,
            "currency": "IDR",
            "channel_name": channel.name,
            "amount_limits": {
                "minimum": channel.minimum,
                "maximum": channel.maximum,
                "minimum_increment": 1,
            },
        }
        for channel in list_offered_channels(call.account)
        if query.get("channel_code", channel.code) == channel.code
        and query.get("currency", "IDR") == "IDR"
        and (not categories or channel.category in categories)
    ]


def render_payout(payout: XenditPayout, account: Account) -> dict[str, Any]:
    """Render a payout as the API returns it."""
    answer = {
        "id": payout.id,
        **with_whole_numbers(payout.asked),
        "business_id": account.user_id,
        "status": payout.status,
        "created": format_timestamp(payout.created),
        "updated": format_timestamp(payout.updated),
        "estimated_arrival_time": format_timestamp(payout.arrives),
    }
    return answer if payout.failure_code is None else {**answer, "failure_code": payout.failure_code}


def change_payout_status(
    account: Account, payout: XenditPayout, status: str, when: datetime, failure_code: str | None = None
) -> WebhookMessage:
    """Change the status of a payout, return or take its money, and create the webhook."""
    if status in ("FAILED", "CANCELLED", "REVERSED", "EXPIRED", "COMPLIANCE_REJECTED"):
        account.cash += payout.debited
        payout.debited = 0
    elif payout.status in ("FAILED", "REVERSED") and payout.debited == 0:
        # What had failed is paid after all.
        account.cash -= payout.amount
        payout.debited = payout.amount
    payout.status, payout.updated, payout.failure_code = status, when, failure_code
    event = f"payout.{status.lower()}"
    body = {
        "event": event,
        "business_id": account.user_id,
        "created": format_timestamp(when),
        "data": render_payout(payout, account),
    }
    return WebhookMessage("payout", payout.id, payout.asked["reference_id"], event, body)


def _accept(call: OperationCall) -> XenditPayout:
    account, asked = call.account, call.body
    channel = next((one for one in list_offered_channels(account) if one.code == asked["channel_code"]), None)
    amount = int(asked["amount"])
    if channel is None:
        raise XenditCallRefused(400, "CHANNEL_CODE_NOT_SUPPORTED", '"channel_code" is not supported')
    if amount < channel.minimum:
        text = '"amount" is under the minimum amount supported for the channel'
        raise XenditCallRefused(400, "MINIMUM_TRANSFER_LIMIT_ERROR", text)
    if amount > channel.maximum:
        text = '"amount" is more than the maximum amount supported for the channel'
        raise XenditCallRefused(400, "MAXIMUM_TRANSFER_LIMIT_ERROR", text)
    failure = _failure(account, channel, amount, asked["channel_properties"]["account_number"])
    payout = XenditPayout(
        asked=asked,
        amount=amount,
        debited=0 if failure == "INSUFFICIENT_BALANCE" else amount,
        created=call.now,
        updated=call.now,
        arrives=call.now + timedelta(minutes=15),
    )
    account.cash -= payout.debited
    account.payouts[payout.id] = payout
    if account.payout_seconds is not None and _number(payout) != STAYS_ACCEPTED_ACCOUNT:
        half = account.payout_seconds / 2
        account.clock.run_after(half, lambda when: _request(account, payout, failure, half, when))
    return payout


def _failure(account: Account, channel: PayoutChannel, amount: int, number: str) -> str | None:
    if amount > account.cash:
        return "INSUFFICIENT_BALANCE"
    if number in (STAYS_ACCEPTED_ACCOUNT, REVERSED_ACCOUNT):
        return None
    if number in FAILURE_CODE_BY_ACCOUNT:
        return FAILURE_CODE_BY_ACCOUNT[number]
    return None if re.fullmatch(channel.account_number, number) else "INVALID_DESTINATION"


def _request(account: Account, payout: XenditPayout, failure: str | None, half: float, when: datetime) -> None:
    if payout.status != "ACCEPTED":
        return
    change_payout_status(account, payout, "REQUESTED", when)
    done = when + timedelta(seconds=half)
    if failure is not None:
        account.clock.run_at(done, lambda due: _finish(account, payout, "FAILED", due, failure))
        return
    account.clock.run_at(done, lambda due: _finish(account, payout, "SUCCEEDED", due))
    if _number(payout) == REVERSED_ACCOUNT:
        later = done + timedelta(seconds=half)
        account.clock.run_at(later, lambda due: _finish(account, payout, "REVERSED", due))


def _finish(
    account: Account, payout: XenditPayout, status: str, when: datetime, failure_code: str | None = None
) -> None:
    expected = "SUCCEEDED" if status == "REVERSED" else "REQUESTED"
    if payout.status == expected:
        message = change_payout_status(account, payout, status, when, failure_code)
        account.webhooks.send_deliveries([account.webhooks.record_delivery(message)])


def _number(payout: XenditPayout) -> str:
    return str(payout.asked["channel_properties"]["account_number"])


def _get_payout(call: OperationCall) -> XenditPayout:
    payout = call.account.payouts.get(call.request.path_params["id"])
    if payout is None:
        raise XenditCallRefused(404, "DATA_NOT_FOUND", "Could not find the requested resource")
    return payout
