"""Steps of the story about a refund: an admin refunds one of two tickets, and the other one admits."""

from typing import Any

from emulators.demo import checkout, qr_code
from emulators.demo.demo_context import DemoContext
from emulators.demo.expectations import expect_equal, poll_until_equal
from emulators.demo.formats import format_rupiah
from emulators.demo.story import Story
from emulators.demo.tickets import EVENT_STORY, PRICE, REGULAR


async def buy_two_tickets(on: DemoContext) -> str:
    """Buy two tickets by e-wallet, which can be refunded in part."""
    on.order = (await on.order_tickets(REGULAR, 2, "Hana Puspita")).require_success()
    await checkout.pay_at_checkout(on.http, on.order["checkout_url"], channel="SHOPEEPAY")
    await on.wait_for_order(on.order["order_id"], "PAID")
    mail = await on.inbox.wait_for_mail(on.order["order_id"])
    on.codes = [qr_code.read_qr_code(picture) for picture in await on.inbox.read_pictures(mail)]
    expect_equal("tickets in the mail", len(on.codes), 2)
    return f"Hana pays {format_rupiah(2 * PRICE)} by ShopeePay and has two tickets"


async def refund_one_ticket(on: DemoContext) -> str:
    """Refund one of the tickets as the admin, with a reason; a second click is refused."""
    free = (await on.get_stock())[REGULAR]
    ticket = f"{on.order['order_id']}-1"
    body = {"ticket_id": ticket, "reason": "Her friend is ill; asked by phone"}
    (await on.functions.post("refund-ticket", body, as_=on.admin)).require_success()
    (await on.functions.post("refund-ticket", body, as_=on.admin)).require_error(410, "ticket_revoked")
    expect_equal("tickets left", (await on.get_stock())[REGULAR], free + 1)
    return f"Citra refunds ticket {ticket[-1]} with a reason; its seat is free at once, a second click gets 410"


async def read_refund(on: DemoContext) -> str:
    """Check the refund at Xendit, the order and the mail about the refund."""
    order_id = on.order["order_id"]
    order = await poll_until_equal(
        "the refund", lambda: on.get_order(order_id), "SUCCEEDED", of=lambda order: order["refunds"][0]["status"]
    )
    (refund,) = order["refunds"]
    expect_equal("the refund", (refund["amount"], refund["cause"]), (PRICE, "ticket_refunded"))
    expect_equal("the order", order["status"], "PAID")
    mails = await poll_until_equal("mails about the order", lambda: on.inbox.list_mails(order_id), 2, of=len)
    (mail,) = [each for each in mails if "Pengembalian" in each["subject"]]
    return f"Xendit returns {format_rupiah(PRICE)}, and “{mail['subject'][:34]}…” tells Hana why; the order stays PAID"


async def scan_both_tickets(on: DemoContext) -> str:
    """Scan both tickets at the door."""
    keys = (await on.functions.get("get-ticket-verification-key")).require_success()
    by_ticket = {qr_code.verify_ticket_code(code, keys)["t"]: code for code in on.codes}
    refunded, other = (f"{on.order['order_id']}-{number}" for number in (1, 2))
    (await _scan(on, by_ticket[refunded])).require_error(410, "ticket_revoked")
    (await _scan(on, by_ticket[other])).require_success()
    return "at the door the refunded ticket is refused: 410 ticket_revoked; the other one admits"


TICKET_REFUND_STORY = Story(
    "A refund of one ticket by an admin",
    (buy_two_tickets, refund_one_ticket, read_refund, scan_both_tickets),
    requires=(EVENT_STORY,),
)


async def _scan(on: DemoContext, code: str) -> Any:
    scan = {"event_id": on.event_id, "code": code, "gate": "Gate C", "scan_id": f"scan-{code[-12:]}"}
    return await on.functions.post("check-in-ticket", scan, as_=on.front_end)
