"""Links in refund mails: a guest names a bank account without an account of ours."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import expect

from functions.control_center.update_settings import update_settings
from functions.orders.receive_xendit_payout import receive_xendit_payout
from functions.orders.resend_refund_link import resend_refund_link
from functions.orders.show_refund_account_form import show_refund_account_form
from functions.orders.submit_refund_account import submit_refund_account
from shared.contracts.files import HtmlPage
from shared.contracts.mail_links import RefundAccountLink
from shared.gateways.html_pages import HtmlPages
from shared.gateways.mail_links import SignedMailLinks
from shared.orders import payout_channels, refund_account_page, store
from shared.orders.payout_channels import PayoutChannel
from shared.orders.refund_account_page import ShownRefund
from tests.builders import FRONT_END
from tests.journeys.link_pages import open_link_page
from tests.orders.builders import load_order
from tests.orders.steps import (
    BANK_ACCOUNT,
    CALLBACK_HEADERS,
    create_refund_awaiting_account,
    find_refund_token,
)
from tests.world import ADMIN, ANA, NOBODY, Answer, World

URL = "http://api.example/submit-refund-account"
CHANNELS = payout_channels.sort_channels(payout_channels.list_known_channels())


async def name_account(world: World, token: str, **changes: Any) -> Answer:
    """Name an account with the token of a link, as nobody in particular."""
    return await world.call(submit_refund_account, {"token": token} | BANK_ACCOUNT | changes)


async def show_page(world: World, token: str) -> str:
    """Open the page of a link."""
    answer = await world.call(show_refund_account_form, {"token": token})
    assert answer.status == 200, answer.body
    return answer.content.decode()


@pytest.mark.emulator
async def test_a_guest_names_an_account_by_the_link_of_the_mail(world: World) -> None:
    """The page offers the banks, the account is paid, and the record says that the mail's link named it."""
    order_id = await create_refund_awaiting_account(world)
    token = await find_refund_token(world)

    page = await show_page(world, token)
    named = await name_account(world, token)
    kept = await world.get(store.refund_account_ref(order_id, 1))
    await world.deliver()
    later = await show_page(world, token)

    (payout,) = (await world.get_from_xendit(f"v2/payouts?reference_id={order_id}-R1-1"))["data"]
    assert '<option value="MUAMALAT">Bank Muamalat</option>' in page
    assert "Rp300.000" in page
    assert (named.status, named.body) == (200, {"status": "DUE", "amount": 300_000, "to": "BCA ····7890"})
    assert kept is not None
    assert kept.named_by == f"refund_mail:{order_id}"
    assert payout["channel_properties"]["account_number"] == "1234567890"
    assert "BCA ····7890" in later
    assert "<option value=" not in later.replace('<option value="">', "")


@pytest.mark.emulator
async def test_the_link_tells_nobody_who_paid(world: World) -> None:
    """Neither the address of the page nor the page holds a name, an address or a phone number."""
    order_id = await create_refund_awaiting_account(world)
    buyer, token = (await load_order(world, order_id)).buyer, await find_refund_token(world)

    link = world.runtime.gateways.mail_links.find_link(RefundAccountLink, token)
    answer = await world.call(show_refund_account_form, {"token": token})

    assert link is not None
    told = link.model_dump_json() + answer.content.decode()
    assert not [one for one in (buyer.full_name, buyer.email, buyer.phone, buyer.phone[-8:]) if one in told]
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")


@pytest.mark.emulator
async def test_the_same_account_again_changes_nothing(world: World) -> None:
    """A repetition is the same wish; another account after it is refused."""
    order_id = await create_refund_awaiting_account(world)
    token = await find_refund_token(world)

    answers = [await name_account(world, token) for _ in range(2)]
    other = await name_account(world, token, account_number="9999999999")
    await world.deliver()

    payouts = (await world.get_from_xendit(f"v2/payouts?reference_id={order_id}-R1-1"))["data"]
    assert [one.status for one in answers] == [200, 200]
    assert (other.status, other.code, len(payouts)) == (409, "refund_not_waiting", 1)


@pytest.mark.emulator
async def test_links_end(world: World) -> None:
    """After its days a link says so on the page, and names nothing."""
    await create_refund_awaiting_account(world)
    token = await find_refund_token(world)
    world.later(hours=60 * 24)

    page, answer = await show_page(world, token), await name_account(world, token)

    assert "kedaluwarsa" in page
    assert (answer.status, answer.code) == (410, "refund_link_expired")


@pytest.mark.emulator
async def test_a_new_link_replaces_one_that_has_expired(world: World) -> None:
    """The seller or an admin has another link sent to the order's address; the page and the answer say who can."""
    order_id = await create_refund_awaiting_account(world)
    expired = await find_refund_token(world)
    world.later(hours=60 * 24)
    page, told = await show_page(world, expired), await name_account(world, expired)

    sent = await world.call(resend_refund_link, {"order_id": order_id, "number": 1}, as_=FRONT_END)
    await world.deliver()

    token = await find_refund_token(world)
    assert (sent.status, sent.body["order_id"]) == (200, order_id)
    assert "tautan baru" in page
    assert (told.status, "new link" in told.body["detail"]) == (410, True)
    assert (await name_account(world, expired)).status == 410
    assert (await name_account(world, token)).status == 200


@pytest.mark.emulator
async def test_new_links_are_limited_and_only_where_an_account_is_missing(world: World) -> None:
    """Three an hour, for those who may see the order, until an account is named."""
    order_id = await create_refund_awaiting_account(world)
    body = {"order_id": order_id, "number": 1}

    strangers = [await world.call(resend_refund_link, body, as_=one) for one in (ANA, NOBODY)]
    other = await world.call(resend_refund_link, body | {"number": 2}, as_=ADMIN)
    answers = [await world.call(resend_refund_link, body, as_=ADMIN) for _ in range(4)]
    world.later(hours=1)
    later = await world.call(resend_refund_link, body, as_=ADMIN)
    await name_account(world, await find_refund_token(world))
    named = await world.call(resend_refund_link, body, as_=ADMIN)

    assert [(one.status, one.code) for one in strangers] == [(404, "order_not_found"), (401, "unauthenticated")]
    assert (other.status, other.code) == (409, "refund_not_waiting")
    assert [one.status for one in (*answers, later)] == [200, 200, 200, 429, 200]
    assert (named.status, named.code) == (409, "refund_not_waiting")


@pytest.mark.emulator
async def test_a_link_to_an_earlier_address_names_nothing(world: World) -> None:
    """Once the order has another address, whoever reads the old mailbox cannot take the money."""
    order_id = await create_refund_awaiting_account(world)
    token, order = await find_refund_token(world), await load_order(world, order_id)
    moved = order.having(buyer=order.buyer.having(email="new@example.com"))
    await world.put_documents((store.order_ref(order_id), moved))

    shown, named = await world.call(show_refund_account_form, {"token": token}), await name_account(world, token)

    assert [(one.status, one.code) for one in (shown, named)] == [(404, "refund_link_not_valid")] * 2


@pytest.mark.emulator
async def test_another_attempt_needs_the_link_of_its_own_mail(world: World) -> None:
    """A payout fails, and another mail asks again: its link works, the first one does not."""
    order_id = await create_refund_awaiting_account(world)
    first = await find_refund_token(world)
    await name_account(world, first)
    await world.deliver()
    (payout,) = (await world.get_from_xendit(f"v2/payouts?reference_id={order_id}-R1-1"))["data"]
    done = await world.control_xendit(
        "payout", payout_id=payout["id"], status="FAILED", failure_code="INVALID_DESTINATION", drop=True
    )
    await world.call(receive_xendit_payout, done["deliveries"][0]["body"], headers=CALLBACK_HEADERS)
    await world.deliver()

    old = await name_account(world, first, account_number="5555555555")
    new = await name_account(world, await find_refund_token(world), account_number="5555555555")

    assert (old.status, old.code) == (404, "refund_link_not_valid")
    assert (new.status, new.body["to"]) == (200, "BCA ····5555")


@pytest.mark.emulator
async def test_tries_are_limited(world: World) -> None:
    """Wrong accounts count too, though they change nothing."""
    await create_refund_awaiting_account(world)
    await world.call(update_settings, {"limits": {"refund_account_tries_a_day": 2}}, as_=ADMIN)
    token = await find_refund_token(world)

    wrong = [await name_account(world, token, account_number="1") for _ in range(3)]

    assert [one.status for one in wrong] == [422, 422, 429]
    assert wrong[0].invalid_fields == ["account_number"]


@pytest.mark.emulator
async def test_a_page_of_the_front_end_gets_the_token(world: World) -> None:
    """With the setting, the mail leads to the front-end, whose form calls the same function."""
    page = "https://tickets.example.com/refund"
    saved = await world.call(update_settings, {"mail": {"refund_account_page": page}}, as_=ADMIN)
    script = await world.call(update_settings, {"mail": {"refund_account_page": "javascript:x"}}, as_=ADMIN)
    await create_refund_awaiting_account(world)

    found = [token for mail in await world.sent_mails() for token in re.findall(rf"{page}\?token=(\S+)", mail["text"])]
    assert (saved.status, script.status) == (200, 422)
    assert (await name_account(world, found[-1])).status == 200


@pytest.mark.emulator
@pytest.mark.parametrize("change", ["", "x", "."])
async def test_a_token_that_is_not_ours_is_refused(world: World, change: str) -> None:
    """A token without its signature, or with another, is nothing; nor is that of another link."""
    await create_refund_awaiting_account(world)
    token = await find_refund_token(world)
    forged = f"{token.partition('.')[0]}.{change}" if change else f"A{token[1:]}"

    answer = await name_account(world, forged)

    assert (answer.status, answer.code) == (404, "refund_link_not_valid")


def test_the_tag_of_an_address_needs_our_key() -> None:
    """Two keys tag one address differently, so that nobody can guess the address from a link."""
    tags = [
        SignedMailLinks(key=key, base_url="http://x").compute_address_tag("ana@example.com") for key in ("a", "a", "b")
    ]

    assert tags[0] == tags[1] != tags[2]


def render(locale: Any = "id", **given: Any) -> HtmlPage:
    """Render the page of a refund of Rp300.000."""
    values: dict[str, Any] = {"amount": 300_000, "channels": CHANNELS, "to": None} | given
    shown = ShownRefund(**values)
    page = refund_account_page.compose_page(shown, '"><b>token', locale=locale, url=URL)
    return HtmlPages().render_page(page, lambda below: below - 1)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Ke mana dana sebesar Rp300.000 kami kirim?"),
        ({"locale": "en"}, "Where shall we send Rp300.000?"),
        ({"channels": (), "to": "BCA ····7890"}, "kami kirim ke BCA ····7890"),
        ({"channels": (), "locale": "en"}, "waits for no account"),
    ],
)
def test_the_page_speaks_the_language_of_the_link(given: dict[str, Any], words: str) -> None:
    """Each state has its words, and nothing in the page is markup of somebody else's."""
    text = render(**given).content.decode()

    assert words in text
    assert "<b>token" not in text
    assert ("<form hidden>" in text) == ("channels" in given)


def test_a_bank_with_an_odd_name_is_only_text() -> None:
    """The provider's names are shown as text."""
    odd = CHANNELS[0].having(name="<script>alert(1)</script>")
    assert isinstance(odd, PayoutChannel)

    text = render(channels=(odd,)).content.decode()

    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (200, {"to": "BCA ····7890"}, "Terima kasih. Dana segera kami kirim ke BCA ····7890."),
        (422, {"errors": [{"field": "bank", "message": "salah"}]}, "Bank atau dompet digital: salah"),
        (429, {"title": "Terlalu sering"}, "Terlalu sering"),
    ],
)
async def test_the_form_sends_the_account(status: int, body: dict[str, Any], told: str) -> None:
    """In a real browser, the form sends token and account, and the page says what came of it."""
    async with open_link_page(render(), status=status, answer=body) as opened:
        await opened.at.locator("#bank").select_option("BCA")
        await opened.at.locator("#account_number").fill("1234567890")
        await opened.at.locator("#account_holder").fill("Sari")
        await opened.at.get_by_role("button").click()

        await expect(opened.at.get_by_role("status")).to_have_text(told)
        await expect(opened.at.get_by_role("button")).to_have_count(0 if status == 200 else 1)
    [(_, sent)] = opened.posts
    account = {"bank": "BCA", "account_number": "1234567890", "account_holder": "Sari"}
    assert (json.loads(sent or ""), opened.complaints) == ({"token": '"><b>token'} | account, [])
