"""Payout channels: the banks and e-wallets that can receive money, and the form of the account numbers of each.

`payout_channels.csv` lists Xendit's Indonesian channels (docs.xendit.co/bank-codes, 2026). It serves until the first
refresh, and says which numbers are valid, because the provider's list does not. The document that a schedule refreshes
says which channels there are now.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator, StringConstraints

from shared.kernel.errors import Invalid, Unavailable
from shared.kernel.ports import Reader, Ref, UnitOfWork
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import StoredEnum
from shared.kernel.validation_messages import ValidationMessage

# What people put between digits, also invisibly when they paste.
_BETWEEN_DIGITS = re.compile(r"[\s.()/\-\u2010-\u2015\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_WALLET_NUMBER = re.compile(r"(?:\+?62|0062)?0?(8[0-9]{8,11})")
_PREFIX = "ID_"
# The same bank by the name that its virtual accounts have.
_OTHER_CODES = {"BSS": "SAHABAT_SAMPOERNA"}


class ChannelCategory(StoredEnum):
    """Kind of payout channel."""

    BANK = "bank"
    EWALLET = "ewallet"
    UNKNOWN = "unknown"


class PayoutChannel(Entity):
    """Bank or e-wallet that can receive money.

    Attributes:
        code: Provider's code without the country, such as `BCA`.
        name: Name that people know.
        min_amount: Least amount of a payout, in whole rupiah.
        max_amount: Greatest amount of a payout, in whole rupiah.
    """

    code: str
    name: str
    category: ChannelCategory
    min_amount: int
    max_amount: int


class PayoutChannelList(Entity):
    """Channels that the provider named when it was last asked."""

    channels: tuple[PayoutChannel, ...]
    refreshed_at: Moment


class AccountDigits(NamedTuple):
    """Least and greatest number of digits of an account number."""

    least: int
    most: int


class ChannelChanges(NamedTuple):
    """Codes of channels that a refresh has added or withdrawn, and the number of channels now."""

    total: int
    added: tuple[str, ...]
    withdrawn: tuple[str, ...]


_ANY_BANK = AccountDigits(5, 20)
# `08` and 8 to 11 digits.
_ANY_WALLET = AccountDigits(10, 13)


def _normalize_code(given: object) -> object:
    """Return a channel's code as it is stored: `id_bca` becomes `BCA`."""
    if not isinstance(given, str):
        return given
    code = given.strip().upper().removeprefix(_PREFIX)
    return _OTHER_CODES.get(code, code)


ChannelCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z0-9_]{2,60}$"),
    ValidationMessage("not_a_payout_channel"),
    BeforeValidator(_normalize_code),
]
"""Code of a payout channel, such as `BCA`; `ID_BCA` is the same."""


def payout_channels_ref() -> Ref[PayoutChannelList]:
    """Build the reference of the list of channels."""
    return Ref("payout_channels/current", PayoutChannelList)


@cache
def _load_file() -> tuple[Mapping[str, PayoutChannel], Mapping[str, AccountDigits]]:
    text = resources.files("shared.orders").joinpath("payout_channels.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    channels = {
        row["code"]: PayoutChannel(
            code=row["code"],
            name=row["name"],
            category=ChannelCategory(row["category"]),
            min_amount=int(row["min_amount"]),
            max_amount=int(row["max_amount"]),
        )
        for row in rows
    }
    digits = {row["code"]: AccountDigits(int(row["min_digits"]), int(row["max_digits"])) for row in rows}
    return MappingProxyType(channels), MappingProxyType(digits)


def list_known_channels() -> tuple[PayoutChannel, ...]:
    """List the channels that this version of the code knows."""
    return tuple(_load_file()[0].values())


async def list_channels(reader: Reader) -> tuple[PayoutChannel, ...]:
    """List the channels that can receive money now: banks by name, then e-wallets by name."""
    return sort_channels(get_channels(await reader.get(payout_channels_ref())))


def get_channels(kept: PayoutChannelList | None) -> tuple[PayoutChannel, ...]:
    """Return the channels of the kept list; those that the code knows before the first refresh."""
    channels = kept.channels if kept else list_known_channels()
    return tuple(one for one in channels if one.category is not ChannelCategory.UNKNOWN)


def sort_channels(channels: Sequence[PayoutChannel]) -> tuple[PayoutChannel, ...]:
    """Sort channels as a picker shows them: banks by name, then e-wallets by name."""
    return tuple(sorted(channels, key=lambda one: (one.category, one.name.casefold(), one.code)))


def find_channel(kept: PayoutChannelList | None, code: str, *, amount: int) -> PayoutChannel:
    """Find the channel that is to receive `amount`.

    Raises:
        Invalid: No such channel exists, the provider has withdrawn it, or it takes no such amount.
    """
    found = next((one for one in get_channels(kept) if one.code == code), None)
    if found is None:
        raise Invalid.field("bank", "channel_withdrawn" if code in _load_file()[0] else "not_a_payout_channel")
    if amount < found.min_amount:
        raise Invalid.field("bank", "less_than_channel_takes", least=found.min_amount)
    if amount > found.max_amount:
        raise Invalid.field("bank", "more_than_channel_takes", most=found.max_amount)
    return found


def get_account_digits(channel: PayoutChannel) -> AccountDigits:
    """Return how many digits an account number of `channel` has; a wide range for a channel new to this version."""
    general = _ANY_WALLET if channel.category is ChannelCategory.EWALLET else _ANY_BANK
    return _load_file()[1].get(channel.code, general)


def normalize_account_number(channel: PayoutChannel, number: str) -> str:
    """Write an account number as the provider wants it, and check its length.

    Spaces, dots and dashes go. The phone number of an e-wallet begins with `08`, however its country was written. An
    account at BRI with 14 digits gets the 0 in front that Xendit asks for.

    Raises:
        Invalid: The bank or e-wallet has no account numbers of this form.
    """
    plain, digits = _BETWEEN_DIGITS.sub("", number), get_account_digits(channel)
    if channel.category is ChannelCategory.EWALLET:
        phone = _WALLET_NUMBER.fullmatch(plain)
        plain = f"0{phone[1]}" if phone else ""
    if not re.fullmatch(r"[0-9]+", plain) or not digits.least <= len(plain) <= digits.most:
        raise Invalid.field("account_number", "not_an_account_number", bank=channel.name)
    return f"0{plain}" if channel.code == "BRI" and len(plain) == 14 else plain


async def save_channels(uow: UnitOfWork, channels: Sequence[PayoutChannel], *, now: datetime) -> ChannelChanges:
    """Save the channels that the provider names now.

    A list that lacks more than half of the channels of before is not believed: it is taken for an answer cut short.

    Raises:
        Unavailable: The list lacks most channels.
    """
    before = {one.code for one in get_channels(await uow.get(payout_channels_ref()))}
    after = {one.code for one in channels}
    if not channels or len(before - after) * 2 > len(before):
        raise Unavailable("payment_malformed")
    uow.put(payout_channels_ref(), PayoutChannelList(channels=sort_channels(channels), refreshed_at=now))
    return ChannelChanges(len(after), tuple(sorted(after - before)), tuple(sorted(before - after)))
