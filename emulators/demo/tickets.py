"""Steps of the ticket stories: from a new event to 200 buyers who want its last 40 seats."""

import asyncio
from collections import Counter
from typing import Any

from emulators.demo import checkout, qr_code
from emulators.demo.demo_context import DemoContext, moment_from_now
from emulators.demo.expectations import expect_equal, poll_until_equal
from emulators.demo.formats import format_rupiah, format_time, parse_moment
from emulators.demo.story import Story

REGULAR, FRONT_ROW, EARLY_BIRD = "regular", "front-row", "early-bird"
PRICE = 150_000
QUOTA = 42
BUYERS = 200
GATE = "Gate A"


async def sign_in_admin(on: DemoContext) -> str:
    """Sign in as an admin."""
    await on.sign_in_admin()
    return "Citra signs in at Firebase Auth; her token carries the claim role=admin"


async def open_ticket_event(on: DemoContext) -> str:
    """Create an event with three ticket types as the admin."""
    await on.open_event("TEDx Bandung")
    await on.save_ticket_type(
        EARLY_BIRD, price=100_000, valid_from=moment_from_now(days=-8), valid_until=moment_from_now(days=-1), position=1
    )
    await on.save_ticket_type(REGULAR, price=PRICE, quota=QUOTA, position=2)
    await on.save_ticket_type(FRONT_ROW, price=400_000, quota=2, position=3)
    return f"she opens TEDx Bandung: early bird (ended yesterday), {QUOTA} regular seats, 2 in the front row"


async def create_partner_key(on: DemoContext) -> str:
    """Create an API key for a partner's front-end as the admin."""
    hint = await on.create_front_end_key()
    return f"she makes a key for the partner's front-end: {hint}…"


async def list_tickets_on_sale(on: DemoContext) -> str:
    """List the tickets on sale as the front-end."""
    expect_equal("tickets left", await on.get_stock(), {REGULAR: QUOTA, FRONT_ROW: 2})
    return f"the front-end lists what is on sale: {QUOTA} regular, 2 front row; no early bird"


async def refuse_early_bird(on: DemoContext) -> str:
    """Order an early-bird ticket, whose sale ended yesterday."""
    told = (await on.order_tickets(EARLY_BIRD, 1, "Sari Wulandari")).require_error(410, "ticket_sale_ended")
    return f"the order is refused: 410 {told['code']}, “{told['detail'] or told['title']}”"


async def order_two_tickets(on: DemoContext) -> str:
    """Order two regular tickets for a guest as the front-end."""
    on.order = (await on.order_tickets(REGULAR, 2, "Sari Wulandari", key="sari-1")).require_success()
    expect_equal("the order", (on.order["status"], on.order["total"]["amount"]), ("PENDING", 2 * PRICE))
    expect_equal("tickets left", (await on.get_stock())[REGULAR], QUOTA - 2)
    return f"it orders two tickets for Sari: {format_rupiah(2 * PRICE)}; the seats are held, {QUOTA - 2} are left"


async def repeat_idempotency_key(on: DemoContext) -> str:
    """Repeat the call, then send another order with the same idempotency key."""
    again = (await on.order_tickets(REGULAR, 2, "Sari Wulandari", key="sari-1")).require_success()
    expect_equal("the order of the repeated call", again["order_id"], on.order["order_id"])
    (await on.order_tickets(REGULAR, 3, "Sari Wulandari", key="sari-1")).require_error(422, "idempotency_key_reused")
    expect_equal("tickets left", (await on.get_stock())[REGULAR], QUOTA - 2)
    return "the same Idempotency-Key again: the same order; with another body: 422"


async def pay_ticket_order(on: DemoContext) -> str:
    """Pay on the checkout page as the buyer."""
    await checkout.pay_at_checkout(on.http, on.order["checkout_url"], channel="QRIS", webhook="thrice")
    expect_equal("the invoice", (await on.xendit.get_invoice(on.order["order_id"]))["status"], "PAID")
    return "Sari opens Xendit's checkout page, picks QRIS and presses Pay"


async def deliver_webhooks(on: DemoContext) -> str:
    """Deliver the payment webhook three times, then an outdated one."""
    invoice = await on.xendit.get_invoice(on.order["order_id"])
    await on.xendit.post_control("wait", timeout_seconds=50)
    await on.xendit.post_control("webhook", kind="invoice", body={**invoice, "status": "EXPIRED"}, wait_seconds=50)
    told = await on.xendit.list_records("deliveries", subject=invoice["id"])
    arrived = [(each["body"]["status"], each["state"]) for each in told]
    expect_equal("the webhooks", arrived, [("PAID", "delivered")] * 3 + [("EXPIRED", "delivered")])
    return "Xendit's webhook arrives three times, and then one out of order: EXPIRED after PAID"


async def check_single_payment(on: DemoContext) -> str:
    """Check that the order is PAID and counted once."""
    order_id = on.order["order_id"]
    paid = await on.wait_for_order(order_id, "PAID")
    await on.inbox.wait_for_mail(order_id)
    expect_equal("the order, after all webhooks", await on.get_order(order_id), paid)
    sold = (await on.get_sales())[REGULAR]
    expect_equal("tickets sold and revenue", (sold["sold"], sold["revenue"]["amount"]), (2, 2 * PRICE))
    return f"the order is PAID, once: 2 sold, revenue {format_rupiah(2 * PRICE)}, by {paid['channel']}"


async def read_ticket_mail(on: DemoContext) -> str:
    """Read the QR codes in the buyer's ticket mail."""
    mail = await on.inbox.wait_for_mail(on.order["order_id"])
    on.codes = [qr_code.read_qr_code(picture) for picture in await on.inbox.read_pictures(mail)]
    expect_equal("different QRs in the mail", len(set(on.codes)), 2)
    return f"“{mail['subject'][:48]}…” is in her inbox, with two QRs that a reader can read"


async def verify_ticket_offline(on: DemoContext) -> str:
    """Verify the QR codes with the public key alone, as a scanner does."""
    keys = (await on.functions.get("get-ticket-verification-key")).require_success()
    claims = [qr_code.verify_ticket_code(code, keys) for code in on.codes]
    expect_equal("event of the tickets", {claim["e"] for claim in claims}, {on.event_id})
    return f"a scanner without a network verifies both with the public key: {claims[0]['t']}"


async def check_in_first_ticket(on: DemoContext) -> str:
    """Check in the first ticket as the partner."""
    on.first_scan = (await _scan(on, on.codes[0], gate=GATE, scan_id="scan-1")).require_success()
    expect_equal("the gate", on.first_scan["gate"], GATE)
    again = (await _scan(on, on.codes[0], gate=GATE, scan_id="scan-1")).require_success()
    expect_equal("the same scan, sent again", again, on.first_scan)
    return f"the partner checks the first one in: {GATE}, {format_time(on.first_scan['checked_in_at'])}"


async def refuse_second_scan(on: DemoContext) -> str:
    """Scan the ticket again, and check that the refusal names gate and time of the first scan."""
    told = (await _scan(on, on.codes[0], gate="Gate B", scan_id="scan-2")).require_error(
        409, "ticket_already_checked_in"
    )
    expect_equal("the gate of the first scan", told["first_gate"], GATE)
    expect_equal(
        "the time of the first scan",
        parse_moment(told["first_checked_in_at"]),
        parse_moment(on.first_scan["checked_in_at"]),
    )
    first = f"{told['first_gate']}, {format_time(told['first_checked_in_at'])}"
    return f"a second scan is refused; the answer names the first: {first}"


async def expire_held_order(on: DemoContext) -> str:
    """Let an order expire at Xendit, and check that its seats are free again."""
    free = (await on.get_stock())[REGULAR]
    order = (await on.order_tickets(REGULAR, 5, "Budi Santoso")).require_success()
    expect_equal("tickets left while the order holds its seats", (await on.get_stock())[REGULAR], free - 5)
    await _expire(on, order["order_id"])
    expect_equal("tickets left afterwards", (await on.get_stock())[REGULAR], free)
    return f"Budi holds five and lets it expire: EXPIRED, {free - 5} left become {free} again"


async def cancel_held_order(on: DemoContext) -> str:
    """Cancel an order, and check that its seats are free again."""
    free = (await on.get_stock())[REGULAR]
    order = (await on.order_tickets(REGULAR, 4, "Dewi Lestari")).require_success()
    expect_equal("tickets left while the order holds its seats", (await on.get_stock())[REGULAR], free - 4)
    wanted = {"order_id": order["order_id"]}
    gone = (await on.functions.post("cancel-order", wanted, as_=on.front_end)).require_success()
    expect_equal("the order", gone["status"], "CANCELLED")
    expect_equal("tickets left afterwards", (await on.get_stock())[REGULAR], free)
    await poll_until_equal(
        "the invoice",
        lambda: on.xendit.get_invoice(order["order_id"]),
        "EXPIRED",
        of=lambda invoice: invoice["status"],
    )
    return "Dewi cancels an order of four: the seats are free at once, and the invoice can no longer be paid"


async def resell_expired_seats(on: DemoContext) -> str:
    """Let an order of the last front-row seats expire, and sell them to another buyer."""
    on.order = (await on.order_tickets(FRONT_ROW, 2, "Eka Pratama")).require_success()
    (await on.order_tickets(FRONT_ROW, 1, "Fajar Nugroho")).require_error(409, "tickets_sold_out")
    await _expire(on, on.order["order_id"])
    taken = (await on.order_tickets(FRONT_ROW, 2, "Fajar Nugroho")).require_success()
    await checkout.pay_at_checkout(on.http, taken["checkout_url"])
    await on.wait_for_order(taken["order_id"], "PAID")
    return "Eka's order of the front row expires; Fajar buys both seats"


async def refund_late_payment(on: DemoContext) -> str:
    """Pay the expired order, and check the refund and the mail about it."""
    order_id = on.order["order_id"]
    await checkout.pay_at_checkout(on.http, on.order["checkout_url"], channel="QRIS")
    order = await on.wait_for_order(order_id, "REFUNDED")
    expect_equal("the refunds", [each["amount"] for each in order["refunds"]], [800_000])
    mail = await on.inbox.wait_for_mail(order_id)
    expect_equal("tickets in that mail", len(await on.inbox.read_pictures(mail)), 0)
    expect_equal("front row sold", (await on.get_sales())[FRONT_ROW]["sold"], 2)
    refund, subject = format_rupiah(800_000), mail["subject"][:40]
    return f"Eka pays after the expiry: {refund} are refunded, with the mail “{subject}…”"


async def order_last_seats(on: DemoContext) -> str:
    """Order the last 40 seats as 200 parallel buyers."""
    seats = (await on.get_stock())[REGULAR]
    answers = await asyncio.gather(
        *(on.order_tickets(REGULAR, 1, f"Pembeli {number}", key=f"rush-{number}") for number in range(BUYERS))
    )
    told = Counter((answer.status, answer.code) for answer in answers)
    expect_equal("the answers", dict(told), {(200, None): seats, (409, "tickets_sold_out"): BUYERS - seats})
    on.last_seat_orders = [answer.body["order_id"] for answer in answers if answer.status == 200]
    stock = (await on.get_sales())[REGULAR]
    expect_equal("sold, held, free", (stock["sold"], stock["held"], stock["free"]), (QUOTA - seats, seats, 0))
    return f"{BUYERS} buyers at once want the last {seats}: {seats} get one, {BUYERS - seats} get 409 tickets_sold_out"


async def pay_last_seats(on: DemoContext) -> str:
    """Pay the 40 orders, and check that the stock adds up."""
    await asyncio.gather(
        *(on.xendit.post_control("pay", external_id=order_id, channel="QRIS") for order_id in on.last_seat_orders)
    )
    all_of_it = {"sold": QUOTA, "held": 0, "free": 0, "revenue": QUOTA * PRICE}
    sales = await poll_until_equal("regular sales", on.get_sales, all_of_it, of=_regular)
    for each in sales.values():
        expect_equal(f"the sum of {each['name']}", each["sold"] + each["held"] + each["free"], each["quota"])
    revenue = format_rupiah(QUOTA * PRICE)
    return f"all {len(on.last_seat_orders)} pay: sold {QUOTA} + held 0 + free 0 = quota {QUOTA}; revenue {revenue}"


EVENT_STORY = Story("An event opens", (sign_in_admin, open_ticket_event, create_partner_key))
TICKET_STORY = Story(
    "A ticket, from order to check-in",
    (
        list_tickets_on_sale,
        refuse_early_bird,
        order_two_tickets,
        repeat_idempotency_key,
        pay_ticket_order,
        deliver_webhooks,
        check_single_payment,
        read_ticket_mail,
        verify_ticket_offline,
        check_in_first_ticket,
        refuse_second_scan,
    ),
    requires=(EVENT_STORY,),
)
RELEASED_SEATS_STORY = Story(
    "Seats that become free again",
    (
        expire_held_order,
        cancel_held_order,
        resell_expired_seats,
        refund_late_payment,
    ),
    requires=(EVENT_STORY,),
)
RUSH_STORY = Story("Many buyers at once", (order_last_seats, pay_last_seats), requires=(EVENT_STORY,))


async def _scan(on: DemoContext, code: str, *, gate: str, scan_id: str) -> Any:
    scan = {"event_id": on.event_id, "code": code, "gate": gate, "scan_id": scan_id}
    return await on.functions.post("check-in-ticket", scan, as_=on.front_end)


def _regular(sales: dict[str, Any]) -> dict[str, int]:
    told = sales[REGULAR]
    return {name: told[name] for name in ("sold", "held", "free")} | {"revenue": told["revenue"]["amount"]}


async def _expire(on: DemoContext, order_id: str) -> None:
    await on.xendit.post_control("expire", external_id=order_id)
    await on.wait_for_order(order_id, "EXPIRED")
