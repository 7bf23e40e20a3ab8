"""Steps of the booking stories: find an expert, book and pay; then reschedule, cancel, reject or pay late."""

from datetime import timedelta
from typing import Any

from emulators.demo import checkout
from emulators.demo.expectations import expect_equal, poll_until_equal
from emulators.demo.experts import EXPERT_STORY
from emulators.demo.formats import format_rupiah, format_time, parse_moment
from emulators.demo.marketplace_context import CHAT, MEETING_LINK_PREFIX, VIDEO, DemoPerson, MarketplaceContext
from emulators.demo.story import Story

DATE_FORMAT, TIME_FORMAT = "%d %b %H:%M", "%H:%M"
REASON = "I am travelling that week."


async def find_expert(at: MarketplaceContext) -> str:
    """Find an expert as a customer in another time zone, and open her page."""
    found = (
        await at.functions.get("list-experts", expertise="Agile", language="id", price_max=200_000)
    ).require_success()
    expect_equal("expert in the list", at.slug in {card["slug"] for card in found["items"]}, True)
    page = (await at.functions.get("get-expert", slug=at.slug)).require_success()
    expect_equal("services, products", (len(page["services"]), len(page["products"])), (3, 1))
    return f"Putu, in Bali, looks for “Agile” and opens /{at.slug}: three services, one e-book"


async def show_free_times(at: MarketplaceContext) -> str:
    """List the expert's free times in the customer's time zone."""
    slots = await at.list_free_slots(CHAT, day=3, zone=at.customer.zone)
    at.slot = slots[0]["starts_at"]
    expect_equal("the first free time, in her zone", slots[0]["local"][11:], "10:00:00+08:00")
    first = format_time(at.slot, zone=at.customer.zone, form=TIME_FORMAT)
    return f"{len(slots)} times are free in three days; the first, 09:00 WIB, is {first} in her time zone"


async def book_first_slot(at: MarketplaceContext) -> str:
    """Book the first free time as the customer."""
    at.booking = (
        await at.request_booking(at.customer, CHAT, at.slot, "From engineer to product manager")
    ).require_success()
    expect_equal("the booking", at.booking["status"], "awaiting_payment")
    amounts = [at.booking[name]["amount"] for name in ("admin_fee", "total")]
    expect_equal("fee and total", amounts, [7_500, 157_500])
    return (
        f"she books it: {format_rupiah(150_000)} + {format_rupiah(7_500)} = {format_rupiah(157_500)}; the time is held"
    )


async def refuse_taken_slot(at: MarketplaceContext) -> str:
    """Request the same time as another customer."""
    told = (await at.request_booking(at.rival, CHAT, at.slot)).require_error(409, "slot_taken")
    left = [slot["starts_at"] for slot in await at.list_free_slots(CHAT, day=3, zone=at.customer.zone)]
    expect_equal("time still offered to others", at.slot in left, False)
    return f"Rizky wants the same time: 409 {told['code']}, “{told['detail']}”"


async def pay_booking_order(at: MarketplaceContext) -> str:
    """Pay on the checkout page; the webhook arrives three times."""
    await checkout.pay_at_checkout(at.http, at.booking["checkout_url"], channel="QRIS", webhook="thrice")
    return "she pays by QRIS, and Xendit sends its webhook three times"


async def check_confirmation(at: MarketplaceContext) -> str:
    """Wait until the booking is confirmed, and check it as both people see it."""
    at.booking = await at.wait_for_status(at.customer, at.booking, "confirmed")
    # How the customer paid is not the expert's to know; the customer's profile is, and only the expert sees it.
    seen_by_expert = await at.get_booking(at.expert, at.booking)
    expected = at.booking | {"payment": None, "customer_profile": seen_by_expert["customer_profile"]}
    expect_equal("the booking as the expert sees it", seen_by_expert, expected)
    expect_equal("time and total", (at.booking["starts_at"], at.booking["total"]["amount"]), (at.slot, 157_500))
    meeting = at.booking["meeting"]
    expect_equal("the place", (meeting["kind"], meeting["room_id"], meeting["url"]), ("room", _id(at), None))
    for who, side in ((at.customer, "customer"), (at.expert, "expert")):
        expect_equal(f"confirmed bookings, as {side}", await at.list_bookings(who, side, "confirmed"), [_id(at)])
    order = await at.wait_for_order(_id(at), "PAID", as_=at.customer.headers)
    expect_equal("payment channel and refunds", (order["channel"], order["refunds"]), ("QRIS", []))
    (await at.request_booking(at.rival, CHAT, at.slot)).require_error(409, "slot_taken")
    return "the booking is confirmed for both, who meet in its chat room"


async def check_confirmation_mails(at: MarketplaceContext) -> str:
    """Check that customer and expert get one mail each in their own time zone, with a calendar file."""
    hers, mayas = [await at.wait_for_mail(who, _id(at), "Sesi terkonfirmasi") for who in (at.customer, at.expert)]
    await at.xendit.post_control("wait", timeout_seconds=50)
    for who in (at.customer, at.expert):
        expect_equal(f"mails to {who.name}", len(await at.inbox.list_mails(_id(at), to=who.email)), 1)
    expect_equal("the zones in the subjects", [_zone(hers), _zone(mayas)], ["WITA", "WIB"])
    entry = await at.read_calendar_event(hers)
    told = (entry.method, entry.starts_at, entry.place)
    expect_equal("the calendar event", told, ("REQUEST", parse_moment(at.slot), "Ruang obrolan di aplikasi"))
    return "both get one mail with a calendar file, Putu's in WITA and Maya's in WIB"


async def check_invoice_number(at: MarketplaceContext) -> str:
    """Check that the paid order has a numbered invoice, also as a PDF."""
    bill = await at.wait_for_invoice(at.customer, _id(at))
    expect_equal("the invoice's total", bill["total"]["amount"], 157_500)
    pdf = await at.functions.get_file("download-invoice", as_=at.customer.headers, order_id=_id(at))
    expect_equal("the file", pdf[:5], b"%PDF-")
    (await at.functions.get("get-invoice", as_=at.rival.headers, order_id=_id(at))).require_error(
        404, "invoice_not_found"
    )
    return f"her invoice is {bill['number']}, also as a PDF of {len(pdf):,} bytes; Rizky cannot see it"


async def send_reminders_once(at: MarketplaceContext) -> str:
    """Run the reminder schedule twice, a day before the session, and check that it reminds once."""
    due_at = (parse_moment(at.slot) - timedelta(days=1)).isoformat()
    await at.control.run_schedule("send-due-reminders", due_at=due_at)
    again = await at.control.run_schedule("send-due-reminders", due_at=due_at)
    mails = [await at.wait_for_mail(who, _id(at), "Pengingat") for who in (at.customer, at.expert)]
    expect_equal("reminders of the second run", again["counted"], 0)
    return f"both are reminded once, a day before: “{mails[0]['subject'][:34]}…”"


async def approve_and_pay_booking(at: MarketplaceContext) -> str:
    """Request a booking that the expert must approve, approve it, and pay by virtual account."""
    asked = at.booking = await at.request_first_free_slot(at.rival, VIDEO, day=4)
    expect_equal("the booking", asked["status"], "requested")
    booking = {"booking_id": _id(at)}
    (await at.functions.post("pay-booking", booking, as_=at.rival.headers)).require_error(409, "booking_not_open")
    (await at.functions.post("approve-booking", booking, as_=at.rival.headers)).require_error(403, "forbidden")
    await at.wait_for_mail(at.expert, _id(at), "Permintaan sesi baru")
    approved = await at.act_on_booking(at.expert, "approve-booking", asked)
    expect_equal("the booking, once approved", approved["status"], "awaiting_payment")
    await at.pay_booking(at.rival, asked, channel="BCA_VIRTUAL_ACCOUNT")
    at.booking = await at.wait_for_status(at.rival, asked, "confirmed")
    booked = (at.booking["starts_at"], at.booking["total"]["amount"])
    expect_equal("time and total", booked, (asked["starts_at"], 315_000))
    _expect_meeting_link(at)
    order = await at.wait_for_order(_id(at), "PAID", as_=at.rival.headers)
    expect_equal("the payment channel", order["channel"], "BCA_VIRTUAL_ACCOUNT")
    link = at.booking["meeting"]["url"]
    return f"Rizky requests a talk, Maya approves it, he pays {format_rupiah(315_000)}; they meet at {link}"


async def move_booking(at: MarketplaceContext) -> str:
    """Propose another time as the expert, and accept it as the customer."""
    proposed = await _move_booking(at, at.expert, at.rival, move=1)
    return f"Maya proposes {proposed}, Rizky accepts; the calendar event moves and the old time is free again"


async def move_booking_again(at: MarketplaceContext) -> str:
    """Propose a third time as the customer, and accept it as the expert."""
    proposed = await _move_booking(at, at.rival, at.expert, move=2)
    return f"then he proposes {proposed}, and she accepts; it is still one calendar event"


async def cancel_paid_booking(at: MarketplaceContext) -> str:
    """Cancel free of charge; the virtual account cannot receive the refund."""
    await _cancel_booking(at, at.rival, refund=315_000)
    await at.wait_for_refund(at.rival, _id(at), "AWAITING_ACCOUNT")
    return f"he cancels in time: {format_rupiah(315_000)} to refund, but a virtual account cannot receive refunds"


async def pay_out_refund(at: MarketplaceContext) -> str:
    """Set a bank account for the refund as the customer, and wait for the payout."""
    account = {"order_id": _id(at), "bank": "BCA", "account_number": "123-456-7891", "account_holder": at.rival.name}
    (await at.functions.post("set-refund-account", account, as_=at.customer.headers)).require_error(
        404, "order_not_found"
    )
    (await at.functions.post("set-refund-account", account, as_=at.rival.headers)).require_success()
    refund = await at.complete_refund(at.rival, _id(at))
    expect_equal("the payout", (refund["amount"], refund["to"]), (at.booking["refund"]["amount"], "BCA ····7891"))
    order = await at.wait_for_order(_id(at), "REFUNDED", as_=at.rival.headers)
    expect_equal("the payment channel", order["channel"], "BCA_VIRTUAL_ACCOUNT")
    return f"he sets an account: the payout to {refund['to']} succeeds; {await check_credit_note(at, at.rival)}"


async def reject_booking_request(at: MarketplaceContext) -> str:
    """Reject a booking request as the expert, and check that its time is free again."""
    asked = await at.request_first_free_slot(at.customer, VIDEO, day=6)
    (await at.request_booking(at.rival, VIDEO, asked["starts_at"])).require_error(409, "slot_taken")
    gone = await at.act_on_booking(at.expert, "reject-booking", asked, reason=REASON)
    expect_equal("the booking", gone["status"], "rejected")
    expect_equal("the first free time", await at.find_free_slot(VIDEO, day=6), asked["starts_at"])
    mail = await at.wait_for_mail(at.customer, asked["booking_id"], "Permintaan sesi Anda ditolak")
    expect_equal("the reason in the mail", REASON in mail["text"], True)
    again = (await at.request_booking(at.rival, VIDEO, asked["starts_at"])).require_success()
    expect_equal("the other customer's booking", again["status"], "requested")
    # A customer has one unpaid booking with an expert at a time.
    await at.act_on_booking(at.rival, "cancel-booking", again, reason=REASON, refund=0)
    cancelled = await at.list_bookings(at.customer, "customer", "cancelled")
    expect_equal("cancelled bookings", cancelled, [asked["booking_id"]])
    order = {"order_id": asked["booking_id"]}
    (await at.functions.get("get-order", as_=at.customer.headers, **order)).require_error(404, "order_not_found")
    return "Putu requests another session; Maya rejects it with a reason, nothing is due; Rizky requests and withdraws"


async def refund_late_payment(at: MarketplaceContext) -> str:
    """Pay an expired booking whose time another customer has booked, and check the refund."""
    late = await at.request_first_free_slot(at.rival, CHAT, day=7)
    await at.expire_unpaid_booking(at.rival, late)
    taken = (await at.request_booking(at.customer, CHAT, late["starts_at"])).require_success()
    await checkout.pay_at_checkout(at.http, late["checkout_url"], channel="QRIS")
    order = await at.wait_for_order(late["booking_id"], "REFUNDED", as_=at.rival.headers)
    expect_equal("the refunds", [each["amount"] for each in order["refunds"]], [157_500])
    mail = await at.wait_for_mail(at.rival, late["booking_id"], "Pengembalian dana")
    await at.pay_booking(at.customer, taken)
    at.booking = await at.wait_for_status(at.customer, taken, "confirmed")
    expect_equal("the time of the booking that was in time", at.booking["starts_at"], late["starts_at"])
    expect_equal("the late booking", (await at.get_booking(at.rival, late))["status"], "expired")
    refund = format_rupiah(157_500)
    return f"Rizky pays for a time that Putu has booked: {refund} are refunded, with the mail “{mail['subject'][:24]}…”"


async def refund_cancelled_booking(at: MarketplaceContext) -> str:
    """Cancel a booking paid by QRIS, and check its refund and that its time is free again."""
    await _cancel_booking(at, at.customer, refund=157_500)
    await at.complete_refund(at.customer, _id(at))
    await at.wait_for_mail(at.customer, _id(at), "Pengembalian")
    order = await at.wait_for_order(_id(at), "REFUNDED", as_=at.customer.headers)
    expect_equal("the refunds", [each["amount"] for each in order["refunds"]], [157_500])
    expect_equal("the first free time", await at.find_free_slot(CHAT, day=7), at.booking["starts_at"])
    return f"Putu cancels too: {format_rupiah(157_500)} go back by QRIS; {await check_credit_note(at, at.customer)}"


BOOKING_STORY = Story(
    "Find an expert, book and pay",
    (
        find_expert,
        show_free_times,
        book_first_slot,
        refuse_taken_slot,
        pay_booking_order,
        check_confirmation,
        check_confirmation_mails,
        check_invoice_number,
        send_reminders_once,
    ),
    requires=(EXPERT_STORY,),
)
RESCHEDULING_STORY = Story(
    "Reschedule, cancel and refund",
    (approve_and_pay_booking, move_booking, move_booking_again, cancel_paid_booking, pay_out_refund),
    requires=(EXPERT_STORY,),
)
RELEASED_TIMES_STORY = Story(
    "Times that become free again",
    (reject_booking_request, refund_late_payment, refund_cancelled_booking),
    requires=(EXPERT_STORY,),
)


async def check_credit_note(at: MarketplaceContext, who: DemoPerson) -> str:
    """Wait for the credit note of a cancelled booking, and check that it corrects the invoice by the refund."""
    invoice = await at.wait_for_invoice(who, _id(at))
    note = await at.wait_for_invoice(who, _id(at), credit_note=1)
    refund = at.booking["refund"]["amount"]
    expect_equal("the credit note", (note["corrects"], note["total"]["amount"]), (invoice["number"], refund))
    return f"{note['number']} corrects {invoice['number']}"


async def _move_booking(at: MarketplaceContext, proposer: DemoPerson, other: DemoPerson, *, move: int) -> str:
    """Move the booking of the fourth day by one day, for the `move`-th time, and return its new time."""
    after = await at.find_free_slot(VIDEO, day=4 + move)
    at.booking = await at.reschedule_booking(proposer, other, at.booking, after)
    moved = (at.booking["status"], parse_moment(at.booking["starts_at"]))
    expect_equal("the booking", moved, ("confirmed", parse_moment(after)))
    _expect_meeting_link(at)
    expect_equal("new time still offered", await at.find_free_slot(VIDEO, day=4 + move) == after, False)
    for days in range(1, move + 1):
        free = await at.find_free_slot(VIDEO, day=4 + move - days)
        expect_equal("the first free time of an earlier day", parse_moment(free), moved[1] - timedelta(days=days))
    mails = await poll_until_equal(
        "mails about the moves",
        lambda: at.inbox.list_mails(_id(at), to=at.rival.email, subject="Sesi pindah"),
        move,
        of=len,
    )
    entries = sorted([await at.read_calendar_event(mail) for mail in mails], key=lambda entry: entry.sequence)
    expect_equal("different calendar events", len({entry.uid for entry in entries}), 1)
    last = (entries[-1].starts_at, entries[-1].sequence)
    expect_equal("the calendar event", last, (parse_moment(after), at.booking["version"]))
    return format_time(after, form=DATE_FORMAT)


async def _cancel_booking(at: MarketplaceContext, who: DemoPerson, *, refund: int) -> None:
    at.booking = await at.cancel_booking(who, at.booking, refund=refund)
    gone = [at.booking[name] for name in ("status", "cancelled_by", "meeting")]
    expect_equal("the booking", gone, ["cancelled", "customer", None])
    hers, _ = [await at.wait_for_mail(each, _id(at), "Sesi dibatalkan") for each in (who, at.expert)]
    entry = await at.read_calendar_event(hers)
    expect_equal("the calendar event", (entry.method, entry.sequence), ("CANCEL", at.booking["version"]))


def _expect_meeting_link(at: MarketplaceContext) -> None:
    url: str = (at.booking["meeting"] or {}).get("url") or ""
    expect_equal("a meeting link from the pool", url.startswith(MEETING_LINK_PREFIX), True)


def _id(at: MarketplaceContext) -> str:
    order_id: str = at.booking["booking_id"]
    return order_id


def _zone(mail: dict[str, Any]) -> str:
    """Return the time zone in a subject: `Sesi terkonfirmasi: 26 November 2026 19.00 WITA (BE-…)`."""
    zone: str = mail["subject"].rpartition(" (")[0].rpartition(" ")[2]
    return zone
