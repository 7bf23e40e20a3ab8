"""Find an expert, agree on a time, pay, and change one's mind."""

from datetime import timedelta
from typing import Any

from emulators.demo import checkout
from emulators.demo.expectations import expect_equal
from emulators.demo.experts import EXPERT_STORY
from emulators.demo.formats import format_rupiah, format_time, parse_moment
from emulators.demo.marketplace_context import CHAT, MEETING_LINK_PREFIX, VIDEO, MarketplaceContext
from emulators.demo.story import Story

DATE_FORMAT, TIME_FORMAT = "%d %b %H:%M", "%H:%M"


async def find_expert(at: MarketplaceContext) -> str:
    """A customer in another time zone lists experts and opens the page."""
    found = (
        await at.functions.get("list-experts", expertise="Agile", language="id", price_max=200_000)
    ).require_success()
    expect_equal("whether she is among them", at.slug in {card["slug"] for card in found["items"]}, True)
    page = (await at.functions.get("get-expert", slug=at.slug)).require_success()
    expect_equal("services, products", (len(page["services"]), len(page["products"])), (3, 1))
    return f"Putu, in Bali, looks for “Agile” and opens /{at.slug}: three services, one e-book"


async def show_free_times(at: MarketplaceContext) -> str:
    """She sees the free times on her own clock."""
    slots = await at.list_free_slots(CHAT, day=3, zone=at.customer.zone)
    at.slot = slots[0]["starts_at"]
    expect_equal("the first time, on her clock", slots[0]["local"][11:], "10:00:00+08:00")
    first = format_time(at.slot, zone=at.customer.zone, form=TIME_FORMAT)
    return f"{len(slots)} times are free in three days; the first, 09:00 WIB, is {first} to her"


async def book_first_slot(at: MarketplaceContext) -> str:
    """She books the first of them."""
    at.booking = (
        await at.request_booking(at.customer, CHAT, at.slot, "From engineer to product manager")
    ).require_success()
    expect_equal("the booking", at.booking["status"], "awaiting_payment")
    amounts = [at.booking[name]["amount"] for name in ("admin_fee", "total")]
    expect_equal("the fee, the total", amounts, [7_500, 157_500])
    return (
        f"she books it: {format_rupiah(150_000)} + {format_rupiah(7_500)} = {format_rupiah(157_500)}; the time is held"
    )


async def refuse_taken_slot(at: MarketplaceContext) -> str:
    """Another customer wants the same time."""
    told = (await at.request_booking(at.rival, CHAT, at.slot)).require_error(409, "slot_taken")
    left = [slot["starts_at"] for slot in await at.list_free_slots(CHAT, day=3, zone=at.customer.zone)]
    expect_equal("whether it is offered to others", at.slot in left, False)
    return f"Rizky wants the same time: 409 {told['code']}, “{told['detail']}”"


async def pay_booking_order(at: MarketplaceContext) -> str:
    """She pays on the checkout page, and the booking is confirmed with a place to meet."""
    await checkout.pay_at_checkout(at.http, at.booking["checkout_url"], channel="QRIS")
    at.booking = await at.wait_for_status(at.customer, at.booking, "confirmed")
    place = at.booking["meeting"]["url"]
    expect_equal("where they meet", (place or "").startswith(MEETING_LINK_PREFIX), True)
    return f"she pays by QRIS: confirmed, to meet at {place}"


async def check_confirmation_mails(at: MarketplaceContext) -> str:
    """Both get a mail in their own time zone, with a file for the calendar."""
    hers, mayas = [await at.wait_for_mail(who, _id(at), "Sesi terkonfirmasi") for who in (at.customer, at.expert)]
    expect_equal("the zones in the subjects", [_zone(hers), _zone(mayas)], ["WITA", "WIB"])
    entry = await at.read_calendar_event(hers)
    told = (entry.method, entry.starts_at, entry.place)
    expect_equal("the entry", told, ("PUBLISH", parse_moment(at.slot), at.booking["meeting"]["url"]))
    return "both get a mail, Putu's in WITA and Maya's in WIB, with a file for the calendar"


async def check_invoice_number(at: MarketplaceContext) -> str:
    """The paid order has an invoice with a number, and as a PDF."""
    bill = await at.wait_for_invoice(at.customer, _id(at))
    expect_equal("the invoice's total", bill["total"]["amount"], 157_500)
    pdf = await at.functions.get_file("download-invoice", as_=at.customer.headers, order_id=_id(at))
    expect_equal("the file", pdf[:5], b"%PDF-")
    (await at.functions.get("get-invoice", as_=at.rival.headers, order_id=_id(at))).require_error(
        404, "invoice_not_found"
    )
    return f"her invoice is {bill['number']}, also as a PDF of {len(pdf):,} bytes; Rizky cannot see it"


async def send_reminders_once(at: MarketplaceContext) -> str:
    """A day before, the schedule reminds both; run twice, it does so once."""
    due_at = (parse_moment(at.slot) - timedelta(days=1)).isoformat()
    await at.control.run_schedule("send-due-reminders", due_at=due_at)
    again = await at.control.run_schedule("send-due-reminders", due_at=due_at)
    mails = [await at.wait_for_mail(who, _id(at), "Pengingat") for who in (at.customer, at.expert)]
    expect_equal("what the second run did", again["counted"], 0)
    return f"a day before, both are reminded, once: “{mails[0]['subject'][:34]}…”"


async def approve_and_pay_booking(at: MarketplaceContext) -> str:
    """Another booking waits for the expert's word, and is paid by virtual account."""
    asked = await at.request_first_free_slot(at.rival, VIDEO, day=4)
    expect_equal("the booking", asked["status"], "requested")
    await at.wait_for_mail(at.expert, asked["booking_id"], "Permintaan sesi baru")
    await at.act_on_booking(at.expert, "approve-booking", asked)
    await at.pay_booking(at.rival, asked, channel="BCA_VIRTUAL_ACCOUNT")
    at.booking = await at.wait_for_status(at.rival, asked, "confirmed")
    return (
        f"Rizky asks for a talk, Maya approves it, he pays {format_rupiah(315_000)} by BCA virtual account: confirmed"
    )


async def move_booking(at: MarketplaceContext) -> str:
    """The expert proposes another time, and the customer accepts it."""
    before, after = at.booking["starts_at"], await at.find_free_slot(VIDEO, day=5)
    at.booking = await at.reschedule_booking(at.expert, at.rival, at.booking, after)
    expect_equal("the new time", parse_moment(at.booking["starts_at"]), parse_moment(after))
    expect_equal("whether the old time is free", before, await at.find_free_slot(VIDEO, day=4))
    entry = await at.read_calendar_event(await at.wait_for_mail(at.rival, _id(at), "Sesi pindah"))
    expect_equal("the entry", (entry.starts_at, entry.sequence), (parse_moment(after), at.booking["version"]))
    proposed = format_time(after, form=DATE_FORMAT)
    return f"Maya proposes {proposed}, he accepts; the calendar follows, the old time is free again"


async def cancel_paid_booking(at: MarketplaceContext) -> str:
    """The customer cancels while it costs nothing; a virtual account cannot be refunded to."""
    at.booking = await at.cancel_booking(at.rival, at.booking, refund=315_000)
    expect_equal("the booking", (at.booking["status"], at.booking["cancelled_by"]), ("cancelled", "customer"))
    await at.wait_for_refund(at.rival, _id(at), "AWAITING_ACCOUNT")
    entry = await at.read_calendar_event(await at.wait_for_mail(at.rival, _id(at), "Sesi dibatalkan"))
    expect_equal("the entry", (entry.method, entry.sequence), ("CANCEL", at.booking["version"]))
    return f"he cancels in time: {format_rupiah(315_000)} are due, but no virtual account takes money back"


async def pay_out_refund(at: MarketplaceContext) -> str:
    """He names a bank account, and the money is paid out."""
    account = {"order_id": _id(at), "bank": "BCA", "account_number": "123-456-7891", "account_holder": at.rival.name}
    (await at.functions.post("set-refund-account", account, as_=at.rival.headers)).require_success()
    refund = await at.wait_for_refund(at.rival, _id(at), "SUCCEEDED")
    invoice = await at.wait_for_invoice(at.rival, _id(at))
    note = await at.wait_for_invoice(at.rival, _id(at), credit_note=1)
    expect_equal("the note", (note["corrects"], note["total"]["amount"]), (invoice["number"], 315_000))
    return f"he names an account: the payout to {refund['to']} succeeds; {note['number']} corrects {invoice['number']}"


async def reject_booking_request(at: MarketplaceContext) -> str:
    """The expert rejects a request, and the time is free again."""
    asked = await at.request_first_free_slot(at.customer, VIDEO, day=6)
    gone = await at.act_on_booking(at.expert, "reject-booking", asked, reason="I am travelling that week.")
    expect_equal("the booking", gone["status"], "rejected")
    expect_equal("the first free time", await at.find_free_slot(VIDEO, day=6), asked["starts_at"])
    mail = await at.wait_for_mail(at.customer, asked["booking_id"], "Permintaan sesi Anda ditolak")
    expect_equal("the reason in the mail", "travelling" in mail["text"], True)
    return "Putu asks for another talk; Maya rejects it, says why, and nobody has paid anything"


async def refund_late_payment(at: MarketplaceContext) -> str:
    """A booking is paid when it is over and somebody else has its time: refunded, and told so."""
    late = await at.request_first_free_slot(at.rival, CHAT, day=7)
    await at.expire_unpaid_booking(at.rival, late)
    (await at.request_booking(at.customer, CHAT, late["starts_at"])).require_success()
    await checkout.pay_at_checkout(at.http, late["checkout_url"], channel="QRIS")
    order = await at.wait_for_order(late["booking_id"], "REFUNDED", as_=at.rival.headers)
    expect_equal("the refunds", [each["amount"] for each in order["refunds"]], [157_500])
    mail = await at.wait_for_mail(at.rival, late["booking_id"], "Pengembalian dana")
    refund = format_rupiah(157_500)
    return f"Rizky pays a time that has gone to Putu: {refund} go back, and “{mail['subject'][:24]}…” says so"


BOOKING_STORY = Story(
    "Find an expert, agree on a time, pay",
    (
        find_expert,
        show_free_times,
        book_first_slot,
        refuse_taken_slot,
        pay_booking_order,
        check_confirmation_mails,
        check_invoice_number,
        send_reminders_once,
    ),
    requires=(EXPERT_STORY,),
)
CHANGE_STORY = Story(
    "Change one's mind",
    (
        approve_and_pay_booking,
        move_booking,
        cancel_paid_booking,
        pay_out_refund,
        reject_booking_request,
        refund_late_payment,
    ),
    requires=(EXPERT_STORY,),
)


def _id(at: MarketplaceContext) -> str:
    order_id: str = at.booking["booking_id"]
    return order_id


def _zone(mail: dict[str, Any]) -> str:
    """The zone of the time in a subject: `Sesi terkonfirmasi: 26 November 2026 19.00 WITA (BE-…)`."""
    zone: str = mail["subject"].rpartition(" (")[0].rpartition(" ")[2]
    return zone
