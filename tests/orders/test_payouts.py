"""Money back to a bank account, because the channel it came through takes none back."""

import json
from typing import Any

import pytest

from functions.orders.check_open_refunds import check_open_refunds
from functions.orders.get_order import get_order
from functions.orders.receive_xendit_payout import receive_xendit_payout
from functions.orders.receive_xendit_refund import receive_xendit_refund
from functions.orders.refund_order import refund_order
from functions.orders.set_refund_account import set_refund_account
from shared.orders import store
from tests.builders import FRONT_END
from tests.orders.builders import load_order
from tests.orders.steps import (
    BANK_ACCOUNT,
    CALLBACK_HEADERS,
    create_refund_awaiting_account,
    pay_late_without_seats,
    submit_refund_account,
)
from tests.world import BUDI, World

pytestmark = pytest.mark.emulator


async def payouts(world: World, order_id: str, attempt: int = 1) -> list[dict[str, Any]]:
    """The payouts that Xendit has of an attempt."""
    found: list[dict[str, Any]] = (await world.get_from_xendit(f"v2/payouts?reference_id={order_id}-R1-{attempt}"))[
        "data"
    ]
    return found


async def refund_state(world: World, order_id: str) -> tuple[str, int]:
    """Where the refund stands, and in which attempt."""
    (refund,) = (await load_order(world, order_id)).refunds
    return refund.status, refund.attempt


async def ended(world: World, order_id: str, status: str, *, attempt: int = 1, code: str | None = None) -> Any:
    """A payout ends at Xendit; the callback that tells of it, which is not sent."""
    (payout,) = await payouts(world, order_id, attempt)
    done = await world.control_xendit("payout", payout_id=payout["id"], status=status, failure_code=code, drop=True)
    return done["deliveries"][0]["body"]


async def test_an_account_is_named_and_the_money_paid_out(world: World) -> None:
    """
    The buyer names the account, the payout begins, and when it has arrived the account is forgotten.
    """
    order_id = await create_refund_awaiting_account(world)

    named = await submit_refund_account(world, order_id)
    await world.deliver()
    begun, order_status = await refund_state(world, order_id), (await load_order(world, order_id)).status
    told = await ended(world, order_id, "SUCCEEDED")
    answer = await world.call(receive_xendit_payout, told, headers=CALLBACK_HEADERS)
    await world.deliver()

    (payout,) = await payouts(world, order_id)
    assert (named.status, named.body["refunds"][0]["status"]) == (200, "DUE")
    assert (begun, order_status) == (("REQUESTED", 1), "REFUNDED")
    assert payout["channel_properties"] == {"account_number": "1234567890", "account_holder_name": "Sari Wulandari"}
    assert (payout["channel_code"], payout["amount"]) == ("ID_BCA", 300_000)
    assert answer.status == 200
    assert await refund_state(world, order_id) == ("SUCCEEDED", 1)
    assert await world.get(store.refund_account_ref(order_id, 1)) is None
    seen = await world.call(get_order, {"order_id": order_id}, as_=FRONT_END)
    assert seen.body["refunds"][0]["to"] == "BCA ····7890"


async def test_naming_it_twice_pays_once(world: World) -> None:
    """
    The same account again is the same wish; another one, once it is on its way, is refused.
    """
    order_id = await create_refund_awaiting_account(world)

    first, second = await submit_refund_account(world, order_id), await submit_refund_account(world, order_id)
    other = await submit_refund_account(world, order_id, account_number="9999999999")
    await world.deliver()
    late = await submit_refund_account(world, order_id)

    assert (first.status, second.status) == (200, 200)
    assert (other.status, other.code, late.status) == (409, "refund_not_waiting", 409)
    assert len(await payouts(world, order_id)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"account_number": "123456789"}, "account_number"),
        ({"account_number": "12345678901"}, "account_number"),
        ({"account_number": "abcdefghij"}, "account_number"),
        ({"account_number": "١٢٣٤٥٦٧٨٩٠"}, "account_number"),
        ({"bank": "BNI", "account_number": "123456"}, "account_number"),
        ({"bank": "BRI", "account_number": "123456789012"}, "account_number"),
        ({"bank": "MANDIRI", "account_number": "12345678901"}, "account_number"),
        ({"bank": "OVO", "account_number": "+6021234567890"}, "account_number"),
        ({"bank": "OVO", "account_number": "+628123456789012"}, "account_number"),
        ({"bank": "PERMATA", "account_number": "123456"}, "account_number"),
        ({"bank": "XYZ"}, "bank"),
        ({"bank": "../BCA"}, "bank"),
        ({"bank": 14}, "bank"),
        ({"account_holder": " "}, "account_holder"),
        ({"number": 0}, "number"),
        ({"number": 10_000}, "number"),
        ({"number": 10**19}, "number"),
    ],
)
async def test_what_is_no_account(world: World, changes: dict[str, Any], field: str) -> None:
    """
    The field that is wrong is named, and nothing is paid.
    """
    order_id = await create_refund_awaiting_account(world)

    answer = await submit_refund_account(world, order_id, **changes)

    assert (answer.status, answer.invalid_fields) == (422, [field])
    assert await refund_state(world, order_id) == ("AWAITING_ACCOUNT", 1)


async def test_a_stranger_names_nothing(world: World) -> None:
    """
    Nobody sends somebody else's money to themselves.
    """
    order_id = await create_refund_awaiting_account(world)

    answer = await world.call(set_refund_account, {"order_id": order_id} | BANK_ACCOUNT, as_=BUDI)
    nowhere = await submit_refund_account(world, order_id, number=2)

    assert (answer.status, answer.code) == (404, "order_not_found")
    assert (nowhere.status, nowhere.code) == (409, "refund_not_waiting")
    assert await refund_state(world, order_id) == ("AWAITING_ACCOUNT", 1)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("FAILED", "INVALID_DESTINATION"),
        ("FAILED", "ACCOUNT_NAME_MISMATCH"),
        ("COMPLIANCE_REJECTED", None),
        ("EXPIRED", None),
    ],
)
async def test_a_payout_that_failed_asks_for_another_account(world: World, status: str, code: str | None) -> None:
    """
    Even a status that the SDK does not know: a person is told, the buyer is asked again, and the next attempt pays.
    """
    order_id = await create_refund_awaiting_account(world)
    await submit_refund_account(world, order_id)
    await world.deliver()

    told = await ended(world, order_id, status, code=code)
    told["data"]["status"] = "FAILED"
    await world.call(receive_xendit_payout, told | {"event": "payout.failed"}, headers=CALLBACK_HEADERS)
    await world.deliver()
    asked = await refund_state(world, order_id)
    await submit_refund_account(world, order_id, account_number="5555555555")
    await world.deliver()

    assert asked == ("AWAITING_ACCOUNT", 2)
    assert any("a refund was refused" in line["message"] for line in world.log_lines)
    assert await refund_state(world, order_id) == ("REQUESTED", 2)
    assert [len(await payouts(world, order_id, attempt)) for attempt in (1, 2)] == [1, 1]


async def test_a_failure_that_passes_is_tried_again_by_itself(world: World) -> None:
    """
    A balance that is too low is mended some day: an hour later the same is asked for under a new key.
    """
    order_id = await create_refund_awaiting_account(world)
    await submit_refund_account(world, order_id)
    await world.deliver()
    await ended(world, order_id, "FAILED", code="INSUFFICIENT_BALANCE")

    await world.call.run_schedule(check_open_refunds, due_at=world.now)
    await world.deliver()
    soon = await refund_state(world, order_id)
    world.later(hours=1, minutes=1)
    await world.deliver()

    assert soon == ("DUE", 2)
    assert await refund_state(world, order_id) == ("REQUESTED", 2)
    assert len(await payouts(world, order_id, 2)) == 1


async def test_an_earlier_attempts_callback_comes_late(world: World) -> None:
    """
    We have asked, know that the first attempt failed, and the second is on its way: then the first one's callback
    says so once more, and nobody has to ask again.
    """
    order_id = await create_refund_awaiting_account(world)
    await submit_refund_account(world, order_id)
    await world.deliver()
    told = await ended(world, order_id, "FAILED", code="TEMPORARY_TRANSFER_ERROR")
    await world.call.run_schedule(check_open_refunds, due_at=world.now)
    await world.deliver()
    world.later(hours=1, minutes=1)
    await world.deliver()

    answer = await world.call(receive_xendit_payout, told, headers=CALLBACK_HEADERS)
    delivered = await world.deliver()

    assert (answer.status, delivered) == (200, [])
    assert await world.list_outbox_entries("CheckRefund") == []
    assert await refund_state(world, order_id) == ("REQUESTED", 2)
    assert not any("dead letter" in line["message"] for line in world.log_lines)


async def test_a_payout_that_came_back_is_paid_again(world: World) -> None:
    """
    Succeeded, and days later reversed: the account is asked for again, and others are told of the refund once.
    """
    order_id = await create_refund_awaiting_account(world)
    await submit_refund_account(world, order_id)
    await world.deliver()
    for status in ("SUCCEEDED", "REVERSED"):
        told = await ended(world, order_id, status)
        for _ in range(2):
            await world.call(receive_xendit_payout, told, headers=CALLBACK_HEADERS)
        await world.deliver()
    reversed_ = await refund_state(world, order_id)

    await submit_refund_account(world, order_id)
    await world.deliver()

    assert reversed_ == ("AWAITING_ACCOUNT", 2)
    assert await refund_state(world, order_id) == ("REQUESTED", 2)
    (refund,) = (await load_order(world, order_id)).refunds
    assert refund.announced


async def test_an_answer_that_was_lost_pays_once(world: World) -> None:
    """
    Xendit takes the payout and does not answer: asked again under the same key, it has paid once.
    """
    order_id = await create_refund_awaiting_account(world)
    await world.control_xendit("faults", kind="reset", operation="create_payout", times=1)

    await submit_refund_account(world, order_id)
    await world.deliver()
    unanswered = await refund_state(world, order_id)
    (job,) = await world.list_outbox_entries("RefundOrder")
    await world.call.deliver_task(refund_order, job.payload, entry=job)

    assert (unanswered, await refund_state(world, order_id)) == (("DUE", 1), ("REQUESTED", 1))
    assert len(await payouts(world, order_id)) == 1


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("reference", ["ours", ""])
async def test_a_callback_about_a_refund(world: World, nested: bool, reference: str) -> None:
    """
    By our reference, or by the invoice where that is empty; wrapped once or twice; three times: one refund, done.
    """
    order_id = await pay_late_without_seats(world, "GOPAY")
    (refund,) = (await world.get_from_xendit("refunds"))["data"]
    done = await world.control_xendit("refund", refund_id=refund["id"], status="SUCCEEDED", drop=True)
    told = done["deliveries"][0]["body"]
    data = told["data"] | ({} if reference else {"reference_id": ""})
    body = told | {"data": {"data": data} if nested else data}

    statuses = [(await world.call(receive_xendit_refund, body, headers=CALLBACK_HEADERS)).status for _ in range(3)]
    await world.deliver()

    assert statuses == [200] * 3
    assert await refund_state(world, order_id) == ("SUCCEEDED", 1)


async def test_a_callback_is_a_hint(world: World) -> None:
    """
    It says succeeded and Xendit itself does not: nothing is believed, and the task asks again.
    """
    order_id = await pay_late_without_seats(world, "GOPAY")
    (refund,) = (await world.get_from_xendit("refunds"))["data"]
    data = {"id": refund["id"], "reference_id": f"{order_id}-R1-1", "status": "SUCCEEDED"}

    answer = await world.call(
        receive_xendit_refund, {"event": "refund.succeeded", "data": data}, headers=CALLBACK_HEADERS
    )
    await world.deliver()

    assert answer.status == 200
    assert await refund_state(world, order_id) == ("REQUESTED", 1)
    assert len(await world.list_outbox_entries("CheckRefund")) == 1


@pytest.mark.parametrize(
    ("function", "body", "status"),
    [
        (receive_xendit_payout, {"event": "payout.succeeded", "data": {"status": "SUCCEEDED"}}, 400),
        (receive_xendit_payout, {"event": "payout.succeeded", "data": {"id": "a/b", "status": "SUCCEEDED"}}, 400),
        (receive_xendit_payout, {"event": "v3_payout.succeeded", "data": {"id": "p", "status": "SUCCEEDED"}}, 200),
        (receive_xendit_payout, {"event": "payout.succeeded", "data": "what"}, 200),
        (receive_xendit_refund, {"event": "refund.\ud800", "data": {"id": "r", "status": "NEW"}}, 200),
        (receive_xendit_refund, {"event": "refund.failed", "data": {"id": 5, "status": "FAILED"}}, 400),
        (receive_xendit_refund, {}, 200),
    ],
)
async def test_odd_callbacks(world: World, function: Any, body: Any, status: int) -> None:
    """
    What cannot be read is refused, news of another kind is taken, and nothing is ever a 5xx.
    """
    sent = json.dumps(body).encode()

    answer = await world.call(function, content=sent, headers=CALLBACK_HEADERS | {"content-type": "application/json"})

    assert status == answer.status
    assert world.sent.entries == []


@pytest.mark.parametrize(
    ("function", "event"), [(receive_xendit_payout, "payout.reversed"), (receive_xendit_refund, "refund.failed")]
)
async def test_money_out_that_is_not_ours(world: World, function: Any, event: str) -> None:
    """
    A reference that no refund of ours has: taken, kept, and shown to a person.
    """
    data = {"id": "x-1", "reference_id": "shop-77", "status": "FAILED"}

    answer = await world.call(function, {"event": event, "data": data}, headers=CALLBACK_HEADERS)
    await world.deliver()

    assert answer.status == 200
    assert any("a payout or refund that was not requested" in line["message"] for line in world.log_lines)


async def test_without_the_token_nobody_is_believed(world: World) -> None:
    """
    A callback without our token is refused, and nothing of it is kept.
    """
    body = {"event": "payout.succeeded", "data": {"id": "p", "reference_id": "r", "status": "SUCCEEDED"}}

    answers = [await world.call(function, body) for function in (receive_xendit_payout, receive_xendit_refund)]

    assert [answer.status for answer in answers] == [401, 401]
    assert await world.get(store.refund_notice_ref("p", "SUCCEEDED")) is None
