"""Banks and e-wallets that can receive a refund: what Xendit offers today, and the account numbers of each."""

import csv
from typing import Any

import pytest

from emulators.providers.api_descriptions import SPECS_FOLDER
from functions.orders.list_payout_channels import list_payout_channels
from functions.orders.refresh_payout_channels import refresh_payout_channels
from shared.kernel.errors import Invalid
from shared.orders import payout_channels, store
from shared.orders.models import RefundAccount
from shared.orders.payout_channels import ChannelCategory, PayoutChannel, PayoutChannelList
from tests.builders import NOON
from tests.orders.steps import create_refund_awaiting_account, submit_refund_account
from tests.world import World

CHANNELS = {one.code: one for one in payout_channels.list_known_channels()}


async def refresh(world: World, **changes: Any) -> Any:
    """Change what Xendit offers, and run the daily refresh."""
    await world.control_xendit("account", **changes)
    return await world.call.run_schedule(refresh_payout_channels, due_at=world.now)


@pytest.mark.parametrize(
    ("bank", "given", "kept"),
    [
        ("BCA", "123-456 7890", "1234567890"),
        ("BCA", "1234\u00a0567\u200b890", "1234567890"),
        ("BRI", "12345678901234", "012345678901234"),
        ("BRI", "123456789012345", "123456789012345"),
        ("PERMATA", "1234567", "1234567"),
        ("MUAMALAT", "3010012345", "3010012345"),
        ("OVO", "081234567890", "081234567890"),
        ("OVO", "+62 812-3456-7890", "081234567890"),
        ("GOPAY", "6281234567890", "081234567890"),
        ("DANA", "(+62) 0812 3456 7890", "081234567890"),
        ("LINKAJA", "81234567890", "081234567890"),
        ("SHOPEEPAY", "006281234567890", "081234567890"),
    ],
)
def test_account_numbers_are_written_as_the_provider_wants_them(bank: str, given: str, kept: str) -> None:
    """Spaces and dashes go, a phone number begins with 08, and BRI gets its leading zero."""
    assert payout_channels.normalize_account_number(CHANNELS[bank], given) == kept


@pytest.mark.parametrize(
    ("bank", "given"),
    [("OVO", "+60123456789"), ("OVO", "0212345678"), ("OVO", "08123"), ("BCA", "+1234567890"), ("BNI", "123456")],
)
def test_other_numbers_are_refused(bank: str, given: str) -> None:
    """A foreign phone number, a landline, and a number of another length name no account."""
    with pytest.raises(Invalid):
        payout_channels.normalize_account_number(CHANNELS[bank], given)


def test_the_list_in_the_code_is_that_of_the_provider() -> None:
    """Codes, kinds and limits are those of the simulated Xendit, so that the first day needs no refresh."""
    with (SPECS_FOLDER / "idr_payout_channels.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    theirs = {
        row["channel_code"].removeprefix("ID_"): (
            row["channel_category"].lower(),
            int(row["minimum"]),
            int(row["maximum"]),
        )
        for row in rows
    }
    assert {code: (one.category.value, one.min_amount, one.max_amount) for code, one in CHANNELS.items()} == theirs


@pytest.mark.parametrize("bank", ["BJB", "BNC", "SAHABAT_SAMPOERNA", "HANA", "MUAMALAT", "BSI", "CIMB", "PERMATA"])
def test_banks_that_can_be_paid_from_can_be_refunded_to(bank: str) -> None:
    """Each bank of a virtual account is a bank that receives payouts."""
    assert CHANNELS[bank].category is ChannelCategory.BANK


@pytest.mark.emulator
async def test_channels_are_listed_without_a_sign_in(world: World) -> None:
    """Before the first refresh the list of the code is shown, banks before e-wallets, with the rules of accounts."""
    shown = (await world.call(list_payout_channels)).body["items"]

    found = {one["code"]: one for one in shown}
    assert len(shown) == len(CHANNELS) > 130
    assert [one["category"] for one in shown] == ["bank"] * (len(shown) - 5) + ["ewallet"] * 5
    assert found["BCA"] == {
        "code": "BCA",
        "name": "BCA (Bank Central Asia)",
        "category": "bank",
        "min_digits": 10,
        "max_digits": 10,
        "min_amount": 1,
        "max_amount": 999_999_999_999,
    }
    assert (found["OVO"]["min_digits"], found["OVO"]["max_amount"]) == (10, 20_000_000)


@pytest.mark.emulator
async def test_what_the_provider_adds_can_be_chosen_without_a_deploy(world: World) -> None:
    """A channel that this version has never heard of is listed and takes a refund."""
    order_id = await create_refund_awaiting_account(world)
    before = await submit_refund_account(world, order_id, bank="NEWBANK", account_number="12345678")

    await refresh(world, added_payout_channels=["ID_NEWBANK"])
    named = await submit_refund_account(world, order_id, bank="id_newbank", account_number="12345678")
    await world.deliver()

    listed = [one["code"] for one in (await world.call(list_payout_channels)).body["items"]]
    (payout,) = (await world.get_from_xendit(f"v2/payouts?reference_id={order_id}-R1-1"))["data"]
    assert (before.status, before.invalid_fields) == (422, ["bank"])
    assert "NEWBANK" in listed
    assert (named.status, payout["channel_code"]) == (200, "ID_NEWBANK")


@pytest.mark.emulator
async def test_what_the_provider_withdraws_is_refused(world: World) -> None:
    """A withdrawn channel is refused with its own words, a person is told, and another channel still works."""
    order_id = await create_refund_awaiting_account(world)
    await refresh(world, withdrawn_payout_channels=["ID_BCA"])

    refused = await submit_refund_account(world, order_id)
    other = await submit_refund_account(world, order_id, bank="BSS")

    assert (refused.status, refused.invalid_fields) == (422, ["bank"])
    assert refused.body["errors"][0]["message"].startswith("is a bank or e-wallet that can no longer receive")
    assert any("a payout channel was withdrawn" in line["message"] for line in world.log_lines)
    assert (other.status, other.body["refunds"][0]["to"]) == (200, "SAHABAT SAMPOERNA ····7890")


@pytest.mark.emulator
async def test_an_amount_that_the_channel_does_not_take_is_refused(world: World) -> None:
    """A refund beyond the limits of an e-wallet names the field and the limit."""
    order_id = await create_refund_awaiting_account(world)
    wallet = CHANNELS["OVO"].having(max_amount=100_000)
    await world.put_documents(
        (payout_channels.payout_channels_ref(), PayoutChannelList(channels=(wallet,), refreshed_at=world.now))
    )

    refused = await submit_refund_account(world, order_id, bank="OVO", account_number="+6281234567890")

    assert (refused.status, refused.invalid_fields) == (422, ["bank"])
    assert "Rp100.000" in refused.body["errors"][0]["message"]


@pytest.mark.emulator
async def test_a_list_cut_short_is_not_believed(world: World) -> None:
    """When most channels are missing, the run fails and the list of before stays."""
    codes = [f"ID_{code}" for code in CHANNELS]

    run = await refresh(world, withdrawn_payout_channels=codes[:100])

    assert run.status == 503
    assert await world.get(payout_channels.payout_channels_ref()) is None


@pytest.mark.emulator
async def test_an_account_at_a_withdrawn_channel_is_still_read(world: World) -> None:
    """A stored account keeps its code; the payout that fails asks the buyer for another account."""
    order_id = await create_refund_awaiting_account(world)
    await submit_refund_account(world, order_id)
    await refresh(world, withdrawn_payout_channels=["ID_BCA"])
    await world.deliver()

    (refund,) = (await world.get(store.order_ref(order_id))).refunds  # type: ignore[union-attr]
    assert (refund.status, refund.attempt, refund.failure) == ("AWAITING_ACCOUNT", 2, "CHANNEL_CODE_NOT_SUPPORTED")


def test_older_accounts_are_read() -> None:
    """An account that an earlier version stored is read as it is."""
    kept = {"bank": "BCA", "number": "1234567890", "holder": "Sari", "named_by": "partner:x", "named_at": NOON}

    assert RefundAccount.model_validate(kept).bank == "BCA"


def test_an_unknown_kind_of_channel_is_not_offered() -> None:
    """A kind that only a newer version knows is left out."""
    odd = PayoutChannel.model_construct(
        code="OTC", name="Shop", category=ChannelCategory.UNKNOWN, min_amount=1, max_amount=2
    )

    assert payout_channels.get_channels(PayoutChannelList.model_construct(channels=(odd,), refreshed_at=NOON)) == ()
