"""Find an expert, agree on a time, pay, and change one's mind."""

from datetime import timedelta
from typing import Any

from emulators.demo import checkout
from emulators.demo.expectations import eventually, expect
from emulators.demo.market import CHAT, LINKS, VIDEO, Market
from emulators.demo.talking import TALKING
from emulators.demo.telling import Story
from emulators.demo.wording import clock, moment, rupiah

DAY, HOUR = "%d %b %H:%M", "%H:%M"


async def customer_finds_her(at: Market) -> str:
    """A customer in another time zone lists experts and opens the page."""
    await at.join("Putu Ayu", zone="Asia/Makassar")
    await at.join("Rizky Pratama")
    found = (await at.stage.office.get("list-experts", expertise="Agile", language="id", price_max=200_000)).good()
    expect("whether she is among them", at.slug in {card["slug"] for card in found["items"]}, True)
    page = (await at.stage.office.get("get-expert", slug=at.slug)).good()
    expect("services, products", (len(page["services"]), len(page["products"])), (3, 1))
    return f"Putu, in Bali, looks for “Agile” and opens /{at.slug}: three services, one e-book"


async def customer_sees_free_times(at: Market) -> str:
    """She sees the free times on her own clock."""
    slots = await at.free(CHAT, day=3, zone=at.customer.zone)
    at.slot = slots[0]["starts_at"]
    expect("the first time, on her clock", slots[0]["local"][11:], "10:00:00+08:00")
    first = clock(at.slot, zone=at.customer.zone, form=HOUR)
    return f"{len(slots)} times are free in three days; the first, 09:00 WIB, is {first} to her"


async def customer_books(at: Market) -> str:
    """She books the first of them."""
    at.booking = (await at.ask(at.customer, CHAT, at.slot, "From engineer to product manager")).good()
    expect("the booking", at.booking["status"], "awaiting_payment")
    amounts = [at.booking[name]["amount"] for name in ("admin_fee", "total")]
    expect("the fee, the total", amounts, [7_500, 157_500])
    return f"she books it: {rupiah(150_000)} + {rupiah(7_500)} = {rupiah(157_500)}; the time is held"


async def same_time_is_taken(at: Market) -> str:
    """Another customer wants the same time."""
    told = (await at.ask(at.rival, CHAT, at.slot)).refused(409, "slot_taken")
    left = [slot["starts_at"] for slot in await at.free(CHAT, day=3, zone=at.customer.zone)]
    expect("whether it is offered to others", at.slot in left, False)
    return f"Rizky wants the same time: 409 {told['code']}, “{told['detail']}”"


async def customer_pays(at: Market) -> str:
    """She pays on the checkout page, and the booking is confirmed with a place to meet."""
    await checkout.pay(at.stage.http, at.booking["checkout_url"], channel="QRIS")
    at.booking = await at.becomes(at.customer, at.booking, "confirmed")
    place = at.booking["meeting"]["url"]
    expect("where they meet", (place or "").startswith(LINKS), True)
    return f"she pays by QRIS: confirmed, to meet at {place}"


async def both_get_a_mail(at: Market) -> str:
    """Both get a mail in their own time zone, with a file for the calendar."""
    hers, mayas = [await at.mail(who, _id(at), "Sesi terkonfirmasi") for who in (at.customer, at.expert)]
    expect("the zones in the subjects", [_zone(hers), _zone(mayas)], ["WITA", "WIB"])
    entry = await at.entry(hers)
    told = (entry.method, entry.starts_at, entry.place)
    expect("the entry", told, ("PUBLISH", moment(at.slot), at.booking["meeting"]["url"]))
    return "both get a mail, Putu's in WITA and Maya's in WIB, with a file for the calendar"


async def invoice_has_a_number(at: Market) -> str:
    """The paid order has an invoice with a number, and as a PDF."""
    bill = await at.bill(at.customer, _id(at))
    expect("the invoice's total", bill["total"]["amount"], 157_500)
    pdf = await at.stage.office.file("download-invoice", as_=at.customer.headers, order_id=_id(at))
    expect("the file", pdf[:5], b"%PDF-")
    (await at.stage.office.get("get-invoice", as_=at.rival.headers, order_id=_id(at))).refused(404, "invoice_not_found")
    return f"her invoice is {bill['number']}, also as a PDF of {len(pdf):,} bytes; Rizky cannot see it"


async def both_are_reminded(at: Market) -> str:
    """A day before, the schedule reminds both; run twice, it does so once."""
    due_at = (moment(at.slot) - timedelta(days=1)).isoformat()
    await at.stage.backstage.run("send-due-reminders", due_at=due_at)
    again = await at.stage.backstage.run("send-due-reminders", due_at=due_at)
    mails = [await at.mail(who, _id(at), "Pengingat") for who in (at.customer, at.expert)]
    expect("what the second run did", again["counted"], 0)
    return f"a day before, both are reminded, once: “{mails[0]['subject'][:34]}…”"


async def manual_one_is_approved_and_paid(at: Market) -> str:
    """Another booking waits for the expert's word, and is paid by virtual account."""
    asked = await at.asked(at.rival, VIDEO, day=4)
    expect("the booking", asked["status"], "requested")
    await at.mail(at.expert, asked["booking_id"], "Permintaan sesi baru")
    await at.do(at.expert, "approve-booking", asked)
    await at.pay(at.rival, asked, channel="BCA_VIRTUAL_ACCOUNT")
    at.booking = await at.becomes(at.rival, asked, "confirmed")
    return f"Rizky asks for a talk, Maya approves it, he pays {rupiah(315_000)} by BCA virtual account: confirmed"


async def it_is_moved(at: Market) -> str:
    """The expert proposes another time, and the customer accepts it."""
    before, after = at.booking["starts_at"], await at.first_free(VIDEO, day=5)
    at.booking = await at.move(at.expert, at.rival, at.booking, after)
    expect("the new time", moment(at.booking["starts_at"]), moment(after))
    expect("whether the old time is free", before, await at.first_free(VIDEO, day=4))
    entry = await at.entry(await at.mail(at.rival, _id(at), "Sesi pindah"))
    expect("the entry", (entry.starts_at, entry.sequence), (moment(after), at.booking["version"]))
    return f"Maya proposes {clock(after, form=DAY)}, he accepts; the calendar follows, the old time is free again"


async def it_is_cancelled(at: Market) -> str:
    """The customer cancels while it costs nothing; a virtual account cannot be refunded to."""
    at.booking = await at.cancel(at.rival, at.booking, refund=315_000)
    expect("the booking", (at.booking["status"], at.booking["cancelled_by"]), ("cancelled", "customer"))
    await at.refunded(at.rival, _id(at), "AWAITING_ACCOUNT")
    entry = await at.entry(await at.mail(at.rival, _id(at), "Sesi dibatalkan"))
    expect("the entry", (entry.method, entry.sequence), ("CANCEL", at.booking["version"]))
    return f"he cancels in time: {rupiah(315_000)} are due, but no virtual account takes money back"


async def money_is_paid_out(at: Market) -> str:
    """He names a bank account, and the money is paid out."""
    account = {"order_id": _id(at), "bank": "BCA", "account_number": "123-456-7891", "account_holder": at.rival.name}
    (await at.stage.office.post("name-refund-account", account, as_=at.rival.headers)).good()
    refund = await at.refunded(at.rival, _id(at), "SUCCEEDED")
    invoice = await at.bill(at.rival, _id(at))
    note = await at.bill(at.rival, _id(at), credit_note=1)
    expect("the note", (note["corrects"], note["total"]["amount"]), (invoice["number"], 315_000))
    return f"he names an account: the payout to {refund['to']} succeeds; {note['number']} corrects {invoice['number']}"


async def one_is_rejected(at: Market) -> str:
    """The expert rejects a request, and the time is free again."""
    asked = await at.asked(at.customer, VIDEO, day=6)
    gone = await at.do(at.expert, "reject-booking", asked, reason="I am travelling that week.")
    expect("the booking", gone["status"], "rejected")
    expect("the first free time", await at.first_free(VIDEO, day=6), asked["starts_at"])
    mail = await at.mail(at.customer, asked["booking_id"], "Permintaan sesi Anda ditolak")
    expect("the reason in the mail", "travelling" in mail["text"], True)
    return "Putu asks for another talk; Maya rejects it, says why, and nobody has paid anything"


async def one_is_paid_too_late(at: Market) -> str:
    """A booking is paid when it is over and somebody else has its time: refunded, and told so."""
    late = await at.asked(at.rival, CHAT, day=7)
    await at.let_expire(at.rival, late)
    (await at.ask(at.customer, CHAT, late["starts_at"])).good()
    await checkout.pay(at.stage.http, late["checkout_url"], channel="QRIS")
    order = await eventually(
        "the order",
        lambda: at.order(at.rival, late["booking_id"]),
        "REFUNDED",
        of=lambda order: order["status"],
    )
    expect("the refunds", [each["amount"] for each in order["refunds"]], [157_500])
    mail = await at.mail(at.rival, late["booking_id"], "Pengembalian dana")
    return f"Rizky pays a time that has gone to Putu: {rupiah(157_500)} go back, and “{mail['subject'][:24]}…” says so"


BOOKINGS: Story[Market] = {
    "Find an expert, agree on a time, pay": (
        customer_finds_her,
        customer_sees_free_times,
        customer_books,
        same_time_is_taken,
        customer_pays,
        both_get_a_mail,
        invoice_has_a_number,
        both_are_reminded,
    ),
    "Talk about it": TALKING,
    "Change one's mind": (
        manual_one_is_approved_and_paid,
        it_is_moved,
        it_is_cancelled,
        money_is_paid_out,
        one_is_rejected,
        one_is_paid_too_late,
    ),
}


def _id(at: Market) -> str:
    order_id: str = at.booking["booking_id"]
    return order_id


def _zone(mail: dict[str, Any]) -> str:
    """The zone of the time in a subject: `Sesi terkonfirmasi: 26 November 2026 19.00 WITA (BE-…)`."""
    zone: str = mail["subject"].rpartition(" (")[0].rpartition(" ")[2]
    return zone
