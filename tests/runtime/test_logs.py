"""The log of a whole purchase names no person."""

import asyncio
import io
import json

import pytest

from functions.control_center.relay_outbox import relay_outbox
from functions.orders.receive_xendit_invoice import receive_xendit_invoice
from functions.tickets.create_ticket_order import create_ticket_order
from functions.tickets.resend_ticket import resend_ticket
from shared.runtime.logs import Log
from tests.builders import BUYER, FRONT_END, a_ticket_order_request, put_tickets_on_sale
from tests.world import World


@pytest.mark.emulator
async def test_a_purchase_leaves_no_person_in_the_log(world: World) -> None:
    """
    Ordered, failed, paid, issued, mailed and mailed again: no name, address, number, key or token is in any line.
    """
    await put_tickets_on_sale(world)
    await world.control_xendit("faults", kind="bad_gateway", operation="get_invoices", times=1)
    await world.control_sendgrid("faults", kind="error", status=500, times=1)

    made = await world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END)
    await world.call(
        create_ticket_order, a_ticket_order_request(buyer=BUYER | {"email": "not an address"}), as_=FRONT_END
    )
    told = await world.control_xendit("pay", external_id=made.body["order_id"], drop=True)
    notice = told["invoice"] | {"payer_email": BUYER["email"]}
    await world.call(receive_xendit_invoice, notice, headers={"x-callback-token": "new-token"})
    for _ in range(3):
        await world.deliver()
        await world.call.run_schedule(relay_outbox, due_at=world.later(minutes=3))
    resent = await world.call(resend_ticket, {"order_id": made.body["order_id"]}, as_=FRONT_END)
    await world.deliver()

    log = world.log.getvalue().lower()
    secrets = [FRONT_END.key or "", "new-token", world.runtime.settings.xendit_secret_key.get_secret_value()]
    persons = [*BUYER.values(), "wulandari", "1234567890", *secrets]
    assert (resent.status, len(await world.sent_mails())) == (200, 2)
    assert {line["outcome"] for line in world.log_lines if "outcome" in line} == {200, 422, 503}
    assert [person for person in persons if person.lower() in log] == []


@pytest.mark.emulator
async def test_one_id_from_request_to_mail(world: World) -> None:
    """
    The id that a caller gave is on every line that follows from the request: tasks, events and vendors included.
    """
    await put_tickets_on_sale(world)

    made = await world.call(
        create_ticket_order, a_ticket_order_request(), as_=FRONT_END, headers={"x-request-id": "cart-77"}
    )
    entries = list(world.sent.entries)

    assert made.headers["x-request-id"] == "cart-77"
    assert {entry.request_id for entry in entries} == {"cart-77"}
    (call,) = [
        one for one in (await world.list_xendit_records("calls"))["items"] if one["operation"] == "create_invoice"
    ]
    assert call["body"]["metadata"] == {"request_id": "cart-77"}


def test_a_crash_says_where_and_not_what() -> None:
    """
    In production, a bug's line has the place and the kind, but not the error's text, nor its cause's.
    """
    stream = io.StringIO()
    log = Log(project="p", stream=stream)

    address, number = "sari@example.com", "081234567890"

    try:
        try:
            raise ValueError(address)
        except ValueError as cause:
            raise RuntimeError(number) from cause
    except RuntimeError as error:
        log.write_crash(error, function="f", request_id="r")

    line = json.loads(stream.getvalue())
    assert line["message"].endswith("RuntimeError (from ValueError)")
    assert "test_logs.py" in line["message"]
    assert address not in stream.getvalue()
    assert number not in stream.getvalue()


async def test_a_line_is_a_line() -> None:
    """
    Whatever is said in it, and by however many at once, a line stays one line of JSON.
    """
    stream = io.StringIO()
    log = Log(project="p", stream=stream)

    await asyncio.gather(*(asyncio.to_thread(log.write_line, "INFO", f"a\nb {n}", n=n, none=None) for n in range(50)))

    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert sorted(line["n"] for line in lines) == list(range(50))
    assert all("none" not in line for line in lines)
