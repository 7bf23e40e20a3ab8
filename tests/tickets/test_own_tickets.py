"""Own tickets: listed with their codes, sent elsewhere, or shown by a link in the mail; and events to come."""

import base64
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from pydantic import ConfigDict

from emulators.demo.qr_code import read_qr_code
from functions.control_center.list_audit_records import list_audit_records
from functions.orders.change_order_contact import change_order_contact
from functions.orders.email_contact_change import email_contact_change
from functions.tickets.check_in_ticket import check_in_ticket
from functions.tickets.create_ticket_order import create_ticket_order
from functions.tickets.list_my_tickets import list_my_tickets
from functions.tickets.list_order_tickets import list_order_tickets
from functions.tickets.list_saved_ticket_events import list_saved_ticket_events
from functions.tickets.list_ticket_events import list_ticket_events
from functions.tickets.list_ticket_revocations import list_ticket_revocations
from functions.tickets.resend_ticket import resend_ticket
from functions.tickets.save_ticket_event import save_ticket_event
from functions.tickets.show_order_tickets import show_order_tickets
from shared.identity import store as identities
from shared.kernel.ids import OrderId, TicketEventId
from shared.kernel.ports import Ref
from shared.kernel.schemas import Entity
from shared.notifications.delivery_models import DeliveryState
from shared.orders import store as orders
from shared.tickets import rules, store
from tests.builders import (
    BUYER,
    EVENT,
    FRONT_END,
    a_partner_key,
    a_ticket_event,
    a_ticket_order_request,
    a_ticket_type,
    put_tickets_on_sale,
)
from tests.notifications.steps import add_person, list_all_deliveries, list_inbox
from tests.orders.steps import order_tickets
from tests.tickets.builders import TICKET_EVENT_BODY
from tests.tickets.steps import a_check_in_request, buy_own_ticket, buy_tickets, find_tickets_token
from tests.world import ADMIN, ANA, BUDI, EXPERT, NOBODY, Answer, Person, World

pytestmark = pytest.mark.emulator

FINANCE = Person("fina", role="admin", claims={"admin_scopes": ["finance"]})
SUPPORT = Person("susi", role="admin", claims={"admin_scopes": ["support"]})
NEW = "sari.baru@example.com"


class EarlierEvent(Entity):
    """Event as an earlier version wrote it."""

    model_config = ConfigDict(frozen=True, extra="allow")


async def change_contact(world: World, order_id: str, **given: Any) -> Answer:
    """Change the contact of an order as an admin for support, and deliver what follows."""
    body = {"order_id": order_id, "reason": "The buyer typed a wrong address."} | given
    answer = await world.call(change_order_contact, body, as_=SUPPORT)
    await world.deliver()
    return answer


async def open_page(world: World, token: str) -> Answer:
    """Open the page of a link, as a guest without an account."""
    return await world.call(show_order_tickets, {"token": token}, as_=NOBODY)


def page_text(page: Answer) -> str:
    """Return the text of a page."""
    return page.content.decode()


def read_codes(page: Answer) -> list[str]:
    """Read the QR codes that a page shows."""
    pictures = page_text(page).split("data:image/png;base64,")[1:]
    return [read_qr_code(base64.b64decode(one.partition('"')[0])) for one in pictures]


async def test_the_tickets_of_an_order_are_listed_with_codes_that_admit(world: World) -> None:
    """
    The partner who sold the order and an admin for support see the codes, and the door takes them.
    """
    order_id = await buy_tickets(world)

    listed = [await world.call(list_order_tickets, {"order_id": order_id}, as_=one) for one in (FRONT_END, SUPPORT)]
    first = listed[0].body["items"][0]
    door = await world.call(check_in_ticket, a_check_in_request(first["code"]), as_=FRONT_END)

    assert [len(answer.body["items"]) for answer in listed] == [2, 2]
    assert (first["event_name"], first["when"], first["zone"]) == (
        "TEDx Bandung 2026",
        "26 Desember 2026 12.00 WIB",
        "Asia/Jakarta",
    )
    assert len(first["number"]) == 11
    assert (door.status, door.body["ticket_id"]) == (200, f"{order_id}-1")


async def test_codes_are_for_those_who_may_have_them(world: World) -> None:
    """
    A stranger, an admin without the scope, and a key of another event are told that there are no tickets.
    """
    order_id = await buy_tickets(world)
    other = Person(key="tmn_test-another-event")
    key = a_partner_key(other, event_ids=(TicketEventId("another-2026"),))
    await world.put_documents((identities.partner_key_ref(key.id), key))

    answers = [
        await world.call(list_order_tickets, {"order_id": order_id}, as_=one) for one in (ANA, EXPERT, FINANCE, other)
    ]
    unpaid = await world.call(list_order_tickets, {"order_id": "BE-20261126-AAAAAA"}, as_=SUPPORT)

    assert {(answer.status, answer.code) for answer in [*answers, unpaid]} == {(409, "tickets_not_issued")}


@pytest.mark.parametrize("person", [ANA, EXPERT, FINANCE], ids=["customer", "expert", "admin"])
async def test_everybody_who_is_signed_in_buys_and_has_tickets(world: World, person: Person) -> None:
    """
    Customers, experts and admins buy for themselves, and find the tickets of all their orders, and nobody else's.
    """
    await buy_tickets(world, buyer=BUYER | {"email": "guest@example.com", "phone": "081200000000"})
    mine = [await buy_own_ticket(world, person) for _ in range(2)]
    world.later(minutes=2)

    found = await world.call(list_my_tickets, as_=person)
    nobody = await world.call(list_my_tickets, as_=BUDI)
    of_order = await world.call(list_order_tickets, {"order_id": mine[0]}, as_=person)
    resent = await world.call(resend_ticket, {"order_id": mine[0]}, as_=person)

    assert {item["order_id"] for item in found.body["items"]} == set(mine)
    assert all(item["code"] for item in found.body["items"])
    assert nobody.body["items"] == []
    assert (len(of_order.body["items"]), resent.status) == (1, 200)


async def test_limits_hold_for_experts_and_admins(world: World) -> None:
    """
    An admin's third unpaid order for an event is refused, as anybody's, whatever buyer it names.
    """
    await put_tickets_on_sale(world)
    buyers = [{"full_name": f"B {n}", "email": f"b{n}@example.com", "phone": f"08120000000{n}"} for n in range(3)]

    answers = [
        await world.call(create_ticket_order, a_ticket_order_request(("regular", 1), buyer=buyer), as_=FINANCE)
        for buyer in buyers
    ]

    assert [answer.status for answer in answers] == [200, 200, 429]
    assert answers[2].code == "too_many_held"


async def test_revoked_tickets_are_listed_without_a_code(world: World) -> None:
    """
    Who was refunded sees the tickets, that they are revoked, and no code.
    """
    order_id = await buy_tickets(world)
    first, _ = await store.list_order_tickets(world.reader, OrderId(order_id))
    await world.put_documents((store.ticket_ref(first.id), rules.with_revocation(first, now=world.now)))

    listed = await world.call(list_order_tickets, {"order_id": order_id}, as_=FRONT_END)

    assert [(item["status"], item["code"] is None) for item in listed.body["items"]] == [
        ("revoked", True),
        ("valid", False),
    ]


async def test_an_admin_sends_the_tickets_elsewhere_with_new_codes(world: World) -> None:
    """
    The mail goes to the new address, its codes admit, the earlier ones do not, and scanners learn of it.
    """
    order_id = await buy_tickets(world)
    before = (await world.call(list_order_tickets, {"order_id": order_id}, as_=FRONT_END)).body["items"]

    changed = await change_contact(world, order_id, email=NEW, new_codes=True)

    first, told, second = await world.sent_mails()
    after = (await world.call(list_order_tickets, {"order_id": order_id}, as_=FRONT_END)).body["items"]
    doors = [
        await world.call(check_in_ticket, a_check_in_request(code, f"s-{place}"), as_=FRONT_END)
        for place, code in enumerate((before[0]["code"], before[0]["number"], after[0]["code"]))
    ]
    revoked = await world.call(list_ticket_revocations, {"event_id": EVENT}, as_=FRONT_END)
    order = await orders.get_order(world.reader, OrderId(order_id))
    assert (changed.status, changed.body["tickets"]) == (200, 2)
    assert (first["to"], second["to"], order.buyer.email) == (["sari@example.com"], [NEW], NEW)
    assert told["to"] == ["sari@example.com"]
    assert [(door.status, door.code) for door in doors] == [
        (410, "ticket_code_replaced"),
        (404, "ticket_not_found"),
        (200, None),
    ]
    assert [item["valid_version"] for item in revoked.body["items"]] == [1, 1]


async def test_a_mended_typo_keeps_the_codes(world: World) -> None:
    """
    Without `new_codes` the codes stay; the same change again, or of the phone alone, sends nothing more.
    """
    order_id = await buy_tickets(world)
    before = (await world.call(list_order_tickets, {"order_id": order_id}, as_=FRONT_END)).body["items"]

    answers = [
        await change_contact(world, order_id, email=NEW),
        await change_contact(world, order_id, email=NEW),
        await change_contact(world, order_id, phone="081299998888"),
    ]

    after = (await world.call(list_order_tickets, {"order_id": order_id}, as_=FRONT_END)).body["items"]
    assert [answer.body["tickets"] for answer in answers] == [2, 0, 0]
    assert after == before
    sent = [(mail["to"][0], len(mail["attachments"]) > 0) for mail in await world.sent_mails()]
    assert sorted(sent) == [(NEW, True), ("sari@example.com", False), ("sari@example.com", True)]
    assert answers[2].body["phone"] == "+6281299998888"


async def test_free_tickets_go_to_the_address_that_an_admin_names(world: World) -> None:
    """
    A guest of free tickets who typed a wrong address confirms nothing: the admin's word stands for the new one.
    """
    await put_tickets_on_sale(world, a_ticket_type("free", price=0))
    body = a_ticket_order_request(("free", 1))
    order_id = (await world.call(create_ticket_order, body, as_=FRONT_END)).body["order_id"]
    await world.deliver()

    await change_contact(world, order_id, email=NEW)

    asked, tickets = await world.sent_mails()
    assert (asked["to"], asked["attachments"]) == (["sari@example.com"], [])
    assert (tickets["to"], f"{order_id}-1.png" in str(tickets["attachments"])) == ([NEW], True)
    assert "pembayaran" not in tickets["text"].lower() + tickets["html"].lower()


@pytest.mark.parametrize(
    ("locale", "words"),
    [("id", "diubah menjadi s…@…. Jika"), ("en", "was changed to s…@…. If")],
)
async def test_the_former_address_is_told_of_the_change(world: World, locale: str, words: str) -> None:
    """
    Who loses the order to another address hears of it once, without the new address, a link or a ticket.
    """
    order_id = await buy_tickets(world, locale=locale)

    await change_contact(world, order_id, email=NEW)
    await change_contact(world, order_id, email=NEW)
    await change_contact(world, order_id, phone="081299998888")

    (told,) = [mail for mail in await world.sent_mails() if words in mail["text"]]
    assert (told["to"], order_id in told["text"]) == (["sari@example.com"], True)
    assert NEW not in str(told)
    assert "token=" not in told["text"] + told["html"]
    assert words in told["html"]


async def test_a_former_address_is_kept_no_longer_than_its_mail(world: World) -> None:
    """
    The delivery says that the mail has gone out, and not where to; an earlier version's job is told in the same way.
    """
    order_id = await buy_tickets(world)
    earlier = {"order_id": order_id, "to": "lama@example.com", "grounds": "paid", "masked": "s…@…"}

    await change_contact(world, order_id, email=NEW)
    answer = await world.call.deliver_task(email_contact_change, earlier)
    await world.deliver()

    told = [one for one in await list_all_deliveries(world) if one.template == "order.contact_changed"]
    mails = [mail["to"] for mail in await world.sent_mails() if "diubah" in mail["text"]]
    assert (answer.status, sorted(mails)) == (200, [["lama@example.com"], ["sari@example.com"]])
    assert [one.state for one in told] == [DeliveryState.SENT] * 2
    assert "sari@example.com" not in str(told)
    assert "lama@example.com" not in str(told)


async def test_the_buyers_account_is_told_of_the_change(world: World) -> None:
    """
    The app tells who owns the order, also if the former address was never the buyer's.
    """
    await add_person(world)
    await put_tickets_on_sale(world)
    order_id = await buy_own_ticket(world, ANA)

    await change_contact(world, order_id, email=NEW)
    await change_contact(world, order_id, phone="081299998888")

    shown = [one.body for one in await list_inbox(world) if one.template == "order.contact_changed"]
    assert len(shown) == 1
    assert (order_id in shown[0], NEW in shown[0]) == (True, False)


async def test_a_former_address_without_grounds_is_not_told(world: World) -> None:
    """
    Nobody had confirmed or paid with the former address, which may be a stranger's.
    """
    await put_tickets_on_sale(world, a_ticket_type("free", price=0))
    order_id = await order_tickets(world, ("free", 1))
    await world.deliver()

    await change_contact(world, order_id, email=NEW)
    await change_contact(world, order_id, email="sari.ketiga@example.com")

    told = [mail["to"] for mail in await world.sent_mails() if "diubah" in mail["text"]]
    assert told == [[NEW]]


async def test_another_spelling_of_the_address_is_no_change(world: World) -> None:
    """
    Capitals reach the same mailbox, whose owner is not told of a change.
    """
    order_id = await buy_tickets(world)

    await change_contact(world, order_id, email="Sari@example.com")

    assert not any("diubah" in mail["text"] for mail in await world.sent_mails())


async def test_a_contact_is_changed_five_times_a_day(world: World) -> None:
    """
    The sixth change of a day is refused, and sends nothing.
    """
    order_id = await buy_tickets(world)

    answers = [await change_contact(world, order_id, phone=f"08129999000{number}") for number in range(6)]

    assert [answer.status for answer in answers] == [200] * 5 + [429]


async def test_who_may_change_a_contact(world: World) -> None:
    """
    The partner, customers and admins for other matters may not; an unknown order is not found; the act is recorded.
    """
    order_id = await buy_tickets(world)
    body = {"order_id": order_id, "email": NEW, "reason": "Mine."}

    refused = [await world.call(change_order_contact, body, as_=one) for one in (FRONT_END, ANA, FINANCE)]
    unknown = await change_contact(world, "BE-20261126-AAAAAA", email=NEW)
    await change_contact(world, order_id, email=NEW)

    records = (await world.call(list_audit_records, as_=ADMIN)).body["items"]
    assert [answer.status for answer in refused] == [401, 403, 403]
    assert (unknown.status, unknown.code) == (404, "order_not_found")
    assert [(record["function"], record["reason"]) for record in records] == [
        ("change_order_contact", "The buyer typed a wrong address.")
    ]
    assert NEW not in str(records)


async def test_a_guest_reaches_the_tickets_by_the_link_in_the_mail(world: World) -> None:
    """
    The page shows codes that the door takes; it is not kept by browsers, and its address names no person.
    """
    order_id = await buy_tickets(world)
    (mail,) = await world.sent_mails()
    token = find_tickets_token(mail)

    page = await open_page(world, token)

    codes = read_codes(page)
    doors = [
        await world.call(check_in_ticket, a_check_in_request(code, f"s-{place}"), as_=FRONT_END)
        for place, code in enumerate(codes)
    ]
    told = base64.urlsafe_b64decode(token.partition(".")[0] + "==").decode()
    policy = page.headers["content-security-policy"]
    assert [door.status for door in doors] == [200, 200]
    assert "26 Desember 2026 12.00 WIB" in page_text(page)
    assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert ("default-src 'none'" in policy, "img-src data:" in policy, "unsafe" in policy) == (True, True, False)
    assert "script-src 'nonce-" in policy  # the page's own script alone, which reports a touch
    assert order_id in told
    assert not any(word in told for word in ("Sari", "sari@", "0812"))


async def test_links_that_show_nothing(world: World) -> None:
    """
    A forged link, a link to something else, one that was replaced, and one that has expired.
    """
    order_id = await buy_tickets(world)
    (mail,) = await world.sent_mails()
    token = find_tickets_token(mail)
    content, _, signature = token.partition(".")
    forged = await open_page(world, f"{content}.{signature[::-1]}")
    await change_contact(world, order_id, email=NEW)
    again = next(mail for mail in await world.sent_mails() if mail["to"] == [NEW])

    replaced = await open_page(world, token)
    fresh = await open_page(world, find_tickets_token(again))
    world.later(days=30 + 30, hours=8)
    expired = await open_page(world, find_tickets_token(again))

    assert [(one.status, one.code) for one in (forged, replaced)] == [(404, "tickets_link_not_valid")] * 2
    assert len(read_codes(fresh)) == 2
    assert (expired.status, "kedaluwarsa" in page_text(expired), order_id in page_text(expired)) == (200, True, False)


async def test_a_link_shows_refunded_tickets_without_a_code(world: World) -> None:
    """
    The page says that the ticket is not valid any more.
    """
    order_id = await buy_tickets(world, locale="en")
    (mail,) = await world.sent_mails()
    first, _ = await store.list_order_tickets(world.reader, OrderId(order_id))
    await world.put_documents((store.ticket_ref(first.id), rules.with_revocation(first, now=world.now)))

    page = await open_page(world, find_tickets_token(mail))

    assert len(read_codes(page)) == 1
    assert "This ticket is no longer valid." in page_text(page)
    assert "26 December 2026 12:00 WIB" in page_text(page)


@pytest.mark.parametrize(
    ("zone", "label"), [("Asia/Jakarta", "12.00 WIB"), ("Asia/Makassar", "13.00 WITA"), ("Asia/Jayapura", "14.00 WIT")]
)
async def test_times_are_those_of_the_venue(world: World, zone: str, label: str) -> None:
    """
    Mail, page, list and calendar file tell the start on the clock of the venue.
    """
    await put_tickets_on_sale(world, event=a_ticket_event(zone=zone))
    order_id = await buy_own_ticket(world, ANA)
    (mail,) = await world.sent_mails()

    listed = await world.call(list_order_tickets, {"order_id": order_id}, as_=ANA)
    page = await open_page(world, find_tickets_token(mail))
    events = await world.call(list_ticket_events)

    (file,) = [one for one in mail["attachments"] if one["filename"].endswith(".ics")]
    (entry,) = icalendar.Calendar.from_ical(await world.fetch_from_provider(file["url"])).walk("VEVENT")
    told = f"26 Desember 2026 {label}"
    assert (told in mail["text"], told in mail["html"], told in page_text(page)) == (True, True, True)
    assert (listed.body["items"][0]["when"], listed.body["items"][0]["zone"]) == (told, zone)
    assert events.body["items"][0]["zone"] == zone
    assert told in str(entry["description"])
    assert (entry.decoded("dtstart").tzname(), entry["dtstart"].params["TZID"]) == (label.split()[1], zone)


async def test_an_event_without_a_zone_is_in_jakarta(world: World) -> None:
    """
    A document of an earlier version has no zone, and reads as Jakarta's.
    """
    old = EarlierEvent.model_validate(a_ticket_event().model_dump(exclude={"zone"}))
    await world.put_documents((Ref(store.ticket_event_ref(EVENT).path, EarlierEvent), old))

    listed = await world.call(list_ticket_events)

    assert listed.body["items"][0]["zone"] == "Asia/Jakarta"


async def test_a_zone_that_does_not_exist_is_refused(world: World) -> None:
    """
    The field is named.
    """
    answer = await world.call(save_ticket_event, TICKET_EVENT_BODY | {"zone": "Asia/Bandung"}, as_=ADMIN)

    assert (answer.status, answer.invalid_fields) == (422, ["zone"])


async def test_events_to_come_are_listed(world: World) -> None:
    """
    Everybody sees published events that are not over; a partner's key those that it is for; admins also drafts.
    """
    events = [
        a_ticket_event(),
        a_ticket_event(id=TicketEventId("other-2026"), partner_id=None, ends_at=world.now + timedelta(days=40)),
        a_ticket_event(id=TicketEventId("draft-2026"), status="draft"),
        a_ticket_event(id=TicketEventId("closed-2026"), status="closed"),
        a_ticket_event(id=TicketEventId("past-2026"), starts_at=world.now - timedelta(days=2), ends_at=world.now),
    ]
    for event in events:
        await world.put_documents((store.ticket_event_ref(event.id), event))
    named = Person(key="tmn_test-named")
    for key in (a_partner_key(), a_partner_key(named, event_ids=tuple(event.id for event in events[1:]))):
        await world.put_documents((identities.partner_key_ref(key.id), key))

    lists = {
        name: await world.call(list_ticket_events, as_=person)
        for name, person in {"nobody": NOBODY, "customer": ANA, "partner": FRONT_END, "named": named}.items()
    }
    saved = await world.call(list_saved_ticket_events, as_=SUPPORT)
    drafts = await world.call(list_saved_ticket_events, {"status": "draft"}, as_=SUPPORT)

    assert {name: [item["event_id"] for item in answer.body["items"]] for name, answer in lists.items()} == {
        "nobody": [EVENT, "other-2026"],
        "customer": [EVENT, "other-2026"],
        "partner": [EVENT],
        "named": ["other-2026"],
    }
    assert len(saved.body["items"]) == 5
    assert [item["event_id"] for item in drafts.body["items"]] == ["draft-2026"]
