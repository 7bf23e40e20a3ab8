"""Channels that can receive payouts, as Xendit lists them now."""

import math
import re
from typing import Any

from shared.gateways.xendit import payload_parser
from shared.gateways.xendit.sdk_client import SdkClient
from shared.orders.payout_channels import ChannelCategory, PayoutChannel

_CODE = re.compile(r"ID_([A-Z0-9_]{2,60})")
_CATEGORIES = {"BANK": ChannelCategory.BANK, "EWALLET": ChannelCategory.EWALLET}
_MAX_NAME_LENGTH = 100
_MAX_LIMIT = 10**15


class XenditPayoutChannels(SdkClient):
    """Xendit tells code, name and limits of each channel, and nothing about its account numbers."""

    async def list_payout_channels(self) -> list[PayoutChannel]:
        """List the Indonesian banks and e-wallets that can receive rupiah. An entry of another kind is left out."""
        from xendit.apis import PayoutApi

        found = await self._call_and_record(
            "get_payout_channels",
            "",
            lambda client, how: PayoutApi(client).get_payout_channels(currency="IDR", **how),
        )
        return [one for one in map(_parse_channel, payload_parser.parse_list(found)) if one is not None]


def _parse_channel(body: Any) -> PayoutChannel | None:
    """Parse a channel; None for a kind that we cannot pay to."""
    if not isinstance(body, dict):
        raise payload_parser.invalid_answer_error()
    code = _CODE.fullmatch(str(body.get("channel_code")))
    category = _CATEGORIES.get(str(body.get("channel_category")))
    name = " ".join(str(body.get("channel_name") or "").split())[:_MAX_NAME_LENGTH]
    if code is None or category is None or not name.isprintable() or body.get("currency") != "IDR":
        return None
    limits = body.get("amount_limits")
    if not name or not isinstance(limits, dict):
        raise payload_parser.invalid_answer_error()
    least, most = math.ceil(_parse_limit(limits, "minimum")), math.floor(_parse_limit(limits, "maximum"))
    return PayoutChannel(code=code[1], name=name, category=category, min_amount=least, max_amount=most)


def _parse_limit(limits: dict[str, Any], name: str) -> int | float:
    """Parse a limit. Most channels have one beyond any payment, 999,999,999,999."""
    value = limits.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MAX_LIMIT:
        raise payload_parser.invalid_answer_error()
    return value
