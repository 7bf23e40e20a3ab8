"""Idempotency keys that a call needs: what moves money or grants value cannot happen twice by a repeated call."""

from typing import Any

import pytest

from functions.orders.get_order import get_order
from functions.orders.refund_order_by_admin import refund_order_by_admin
from functions.pairing.grant_pairing_credits import grant_pairing_credits
from shared.kernel.schemas import Request
from shared.pairing import store as pairing
from shared.runtime.context import Context
from shared.runtime.specs import get_spec
from shared.runtime.triggers import http
from tests.builders import FRONT_END, put_tickets_on_sale
from tests.orders.steps import deliver_invoice_callback, order_tickets, pay_invoice
from tests.pairing.steps import register_customers
from tests.world import ADMIN, ANA, Person, World, alias_of_user

pytestmark = pytest.mark.emulator

FINANCE = Person("fira", role="admin", claims={"admin_scopes": ["finance"]})
GRANT = {"user_id": "ana", "credits": 2}


def key(value: str) -> dict[str, str]:
    """Return the header with a key; without one if `value` is empty."""
    return {"idempotency-key": value}


async def buy_tickets(world: World) -> str:
    """Buy two tickets for Rp300.000, and return the id of the order."""
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    return order_id


async def list_refund_amounts(world: World, order_id: str) -> list[int]:
    """List the amounts of an order's refunds."""
    seen = await world.call(get_order, {"order_id": order_id}, as_=FRONT_END)
    return [refund["amount"] for refund in seen.body["refunds"]]


async def load_credits(world: World) -> int:
    """Return the number of Ana's credits."""
    account = await world.get(pairing.caller_account_ref(alias_of_user("ana")))
    return account.credits if account else 0


async def test_a_refund_without_a_key_is_refused(world: World) -> None:
    """The answer names the header in the reader's language, and no money moves."""
    order_id = await buy_tickets(world)
    body = {"order_id": order_id, "amount": 100_000, "reason": "The band did not play"}

    told = await world.call(refund_order_by_admin, body, as_=FINANCE, headers=key(""))
    in_indonesian = await world.call(
        refund_order_by_admin, body, as_=FINANCE, headers=key("") | {"accept-language": "id"}
    )

    assert (told.status, told.code, told.invalid_fields) == (422, "invalid", ["Idempotency-Key"])
    assert "is missing" in told.body["errors"][0]["message"]
    assert "tidak ada" in in_indonesian.body["errors"][0]["message"]
    assert await list_refund_amounts(world, order_id) == []


async def test_the_same_partial_refund_twice_with_one_key_pays_once(world: World) -> None:
    """A repeated request gets the first answer; another key is another refund, and another body an error."""
    order_id = await buy_tickets(world)
    body = {"order_id": order_id, "amount": 100_000, "reason": "The band did not play"}

    first = await world.call(refund_order_by_admin, body, as_=FINANCE, headers=key("case-77"))
    again = await world.call(refund_order_by_admin, body, as_=FINANCE, headers=key("case-77"))
    other_body = await world.call(refund_order_by_admin, body | {"amount": 1}, as_=FINANCE, headers=key("case-77"))
    once = await list_refund_amounts(world, order_id)
    second = await world.call(refund_order_by_admin, body, as_=FINANCE, headers=key("case-78"))

    assert (first.status, again.status, again.body) == (200, 200, first.body)
    assert (again.headers["idempotency-replayed"], once) == ("true", [100_000])
    assert (other_body.status, other_body.code) == (422, "idempotency_key_reused")
    assert (second.status, await list_refund_amounts(world, order_id)) == (200, [100_000, 100_000])


async def test_credits_are_granted_once_a_key(world: World) -> None:
    """Without a key nothing is granted; a repeated grant with the same key adds nothing."""
    await register_customers(world, "ana")

    without = await world.call(grant_pairing_credits, GRANT, as_=ADMIN, headers=key(""))
    before = await load_credits(world)
    first, again = [await world.call(grant_pairing_credits, GRANT, as_=ADMIN, headers=key("gift-1")) for _ in range(2)]

    assert (without.status, without.invalid_fields, before) == (422, ["Idempotency-Key"], 0)
    assert (first.body["credits"], again.body) == (2, first.body)
    assert await load_credits(world) == 2


async def test_a_caller_who_may_not_call_is_told_so_first(world: World) -> None:
    """What a function needs is not told to people who may not call the function."""
    answer = await world.call(grant_pairing_credits, GRANT, as_=ANA, headers=key(""))

    assert (answer.status, answer.code) == (403, "forbidden")


def test_a_needed_key_is_a_taken_key() -> None:
    """A function cannot need a key that it does not take."""

    async def pay_out(body: Request, ctx: Context) -> None:
        """Pay."""

    declared: Any = {"who": "customer", "needs_idempotency_key": True}

    with pytest.raises(TypeError, match="pay_out needs an Idempotency-Key"):
        http.post(takes_idempotency_key=False, **declared)(pay_out)

    assert get_spec(http.post(**declared)(pay_out)).needs_idempotency_key
