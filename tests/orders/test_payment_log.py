"""Log of the payment provider's requests and answers, stored without personal data."""

import pytest

from functions.orders.receive_xendit_invoice import receive_xendit_invoice
from functions.orders.settle_invoice import settle_invoice
from functions.tickets.create_ticket_order import create_ticket_order
from shared.gateways.xendit.redaction import redact_payload
from shared.kernel.ports import Query
from shared.orders.payment_log import PaymentLogEntry
from tests.builders import BUYER, FRONT_END, a_ticket_order_request, put_tickets_on_sale
from tests.orders.steps import (
    BANK_ACCOUNT,
    CALLBACK_HEADERS,
    create_refund_awaiting_account,
    deliver_invoice_callback,
    order_tickets,
    pay_invoice,
    submit_refund_account,
)
from tests.world import World

pytestmark = pytest.mark.emulator


async def log(world: World) -> list[PaymentLogEntry]:
    """What is kept."""
    return await world.reader.query(Query("payment_log", PaymentLogEntry))


async def test_calls_and_callbacks_are_kept(world: World) -> None:
    """
    The invoice made, the callback, the question: each with its order, its outcome and the request it belongs to.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    kept = await log(world)

    assert {(one.direction, one.operation, one.outcome) for one in kept} == {
        ("call", "create_invoice", "ok"),
        ("callback", "PAID", "ok"),
        ("call", "get_invoices", "ok"),
    }
    assert {one.order_id for one in kept} == {order_id}
    assert all(one.request_id.startswith("req_") and one.milliseconds >= 0 for one in kept)
    assert all(one.expire_at > world.now for one in kept)


async def test_a_call_that_failed_is_kept_too(world: World) -> None:
    """
    Xendit does not answer: the task fails, and what happened is on record.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await deliver_invoice_callback(world, order_id, "PAID")
    (job,) = await world.list_outbox_entries("SettleInvoice")
    await world.control_xendit("faults", kind="bad_gateway", operation="get_invoices", times=1)

    answer = await world.call.deliver_task(settle_invoice, job.payload, entry=job)

    assert answer.status == 503
    assert ("get_invoices", "unavailable") in {(one.operation, one.outcome) for one in await log(world)}


async def test_a_refusal_says_which(world: World) -> None:
    """
    A clear no is kept with Xendit's own code for it.
    """
    await put_tickets_on_sale(world)
    await world.control_xendit(
        "faults", operation="create_invoice", kind="error", status=400, error_code="API_VALIDATION_ERROR"
    )

    await world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END)

    assert [one.outcome for one in await log(world)] == ["refused: API_VALIDATION_ERROR"]


async def test_nobody_is_in_it(world: World) -> None:
    """
    No name, no address, no phone, no account number, no link, no secret: of a buyer's invoice as of a payout.
    """
    order_id = await create_refund_awaiting_account(world)
    await submit_refund_account(world, order_id)
    await world.deliver()

    text = " ".join(one.model_dump_json() for one in await log(world))

    secret = world.runtime.settings.xendit_secret_key.get_secret_value()
    people = [
        *BUYER.values(),
        "+6281234567890",
        "1234567890",
        BANK_ACCOUNT["account_holder"],
        secret,
        CALLBACK_HEADERS["x-callback-token"],
    ]
    assert "create_payout" in text
    assert [word for word in people if word in text] == []
    assert "http" not in text


async def test_a_callback_that_nobody_understands(world: World) -> None:
    """
    News of another kind, and nonsense, are kept as what they are; without the token nothing is.
    """
    odd = {"id": "i", "status": "SOMETHING", "external_id": "x"}
    wrong = {"id": "i", "status": "PAID", "external_id": "x", "amount": "much"}

    for body, headers in ((odd, CALLBACK_HEADERS), (wrong, CALLBACK_HEADERS), (odd, {})):
        await world.call(receive_xendit_invoice, body, headers=headers)

    assert sorted(one.outcome for one in await log(world)) == ["invalid", "unused"]


def test_only_what_is_known_to_be_harmless_is_kept() -> None:
    """
    What is not on the list is left out, at every depth, and what is long is cut.
    """
    said = {
        "id": "i" * 500,
        "payer_email": "sari@example.com",
        "data": {"status": "PAID", "channel_properties": {"account_number": "123"}},
        "customer": {"id": "c"},
    }

    assert redact_payload([said] * 30) == [{"id": "i" * 200, "data": {"status": "PAID"}}] * 20
