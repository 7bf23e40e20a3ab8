"""At the door."""

import asyncio
from datetime import timedelta

import httpx
import jwt
import pytest

from functions.tickets.check_in_ticket import check_in_ticket
from functions.tickets.get_ticket_verification_key import get_ticket_verification_key
from functions.tickets.list_ticket_revocations import list_ticket_revocations
from shared.identity import store as identities
from shared.kernel.ids import OrderId, TicketEventId, TicketId, TicketNumber
from shared.tickets import rules, store, ticket_codes
from shared.tickets.models import CheckIn, TicketStatus
from tests.builders import EVENT, FRONT_END, NOON, a_partner_key, a_ticket_event, put_tickets_on_sale
from tests.orders.steps import deliver_invoice_callback, order_tickets, pay_invoice
from tests.tickets.builders import a_ticket
from tests.tickets.steps import a_check_in_request, buy_ticket
from tests.world import ADMIN, ANA, Person, World

pytestmark = pytest.mark.emulator


async def test_the_first_scan_lets_in_and_the_second_says_when_and_where(world: World) -> None:
    """
    One ticket, one entry; the same scan sent again by a shaky network is still the same success.
    """
    ticket, code = await buy_ticket(world)

    first = await world.call(check_in_ticket, a_check_in_request(code), as_=FRONT_END)
    again = await world.call(check_in_ticket, a_check_in_request(code), as_=FRONT_END)
    world.later(minutes=5)
    second = await world.call(check_in_ticket, a_check_in_request(code, "s-2", "Gate B"), as_=FRONT_END)

    assert (200, ticket, "Gate A") == (first.status, first.body["ticket_id"], first.body["gate"])
    assert first.body == again.body
    assert (second.status, second.code) == (409, "ticket_already_checked_in")
    assert ("Gate A", first.body["checked_in_at"][:19]) == (
        second.body["first_gate"],
        second.body["first_checked_in_at"][:19].replace(" ", "T"),
    )


async def test_at_ten_doors_at_once_one_opens(world: World) -> None:
    """
    A ticket copied ten times and shown at ten doors in the same moment opens one.
    """
    _, code = await buy_ticket(world)

    answers = await asyncio.gather(
        *(
            world.call(check_in_ticket, a_check_in_request(code, f"s-{n}", f"Gate {n}"), as_=FRONT_END)
            for n in range(10)
        )
    )

    assert sum(answer.status == 200 for answer in answers) == 1
    assert {"ticket_already_checked_in"} == {answer.code for answer in answers if answer.status != 200}


async def test_what_the_door_refuses(world: World) -> None:
    """
    A forgery, another event's ticket, and one whose money went back: each is refused for its own reason.
    """
    ticket, code = await buy_ticket(world)
    header, payload, signature = code.split(".")
    forged = ".".join([header, payload, signature[::-1]])
    unsigned = jwt.encode({"t": ticket, "e": EVENT, "y": "regular"}, key="", algorithm="none")
    unknown = world.runtime.gateways.signer.sign_ticket("BE-20261126-AAAAAA-1", EVENT, "regular")
    other = a_ticket_event(id=TicketEventId("another-2026"))
    await world.put_documents((store.ticket_event_ref(other.id), other))

    answers = [
        await world.call(check_in_ticket, a_check_in_request(forged), as_=FRONT_END),
        await world.call(check_in_ticket, a_check_in_request(unsigned), as_=FRONT_END),
        await world.call(check_in_ticket, a_check_in_request("https://example.com"), as_=FRONT_END),
        await world.call(check_in_ticket, a_check_in_request(unknown), as_=FRONT_END),
        await world.call(check_in_ticket, a_check_in_request(code, event_id="another-2026"), as_=FRONT_END),
    ]
    kept = await world.get(store.ticket_ref(ticket))
    assert kept is not None
    await world.put_documents((store.ticket_ref(ticket), kept.having(status=TicketStatus.REVOKED)))
    answers.append(await world.call(check_in_ticket, a_check_in_request(code), as_=FRONT_END))

    assert [(answer.status, answer.code) for answer in answers] == [
        (422, "ticket_not_genuine"),
        (422, "ticket_not_genuine"),
        (422, "ticket_not_genuine"),
        (404, "ticket_not_found"),
        (409, "ticket_of_another_event"),
        (410, "ticket_revoked"),
    ]
    assert kept.check_in is None


async def test_anybody_can_verify_offline_with_the_public_key(world: World) -> None:
    """
    A scanner needs the published key and a JWT library, nothing of ours.
    """
    ticket, code = await buy_ticket(world)

    published = await world.call(get_ticket_verification_key)

    key = jwt.PyJWKSet.from_dict(published.body)[jwt.get_unverified_header(code)["kid"]]
    assert {"t": ticket, "e": EVENT, "y": "regular"} == jwt.decode(code, key, algorithms=["EdDSA"])
    assert isinstance(published.headers, httpx.Headers)


@pytest.mark.parametrize(
    "shown",
    ["{code}\r\n", "\t{code}\t", "\ufeff{code}", "  {code}  ", "{first} \n{rest}", "\u200b{code}\u00a0"],
)
async def test_what_a_scanner_adds_makes_no_difference(world: World, shown: str) -> None:
    """
    A scanner that acts as a keyboard sends Enter, TAB or a BOM with the code: it is the same code.
    """
    ticket, code = await buy_ticket(world)

    text = shown.format(code=code, first=code[:40], rest=code[40:])
    answer = await world.call(check_in_ticket, a_check_in_request(text), as_=FRONT_END)

    assert (answer.status, answer.body.get("ticket_id")) == (200, ticket)


async def test_the_door_types_the_number_of_a_ticket(world: World) -> None:
    """
    The printed number admits as the code does, once between them; small letters and missing dashes make no difference.
    """
    ticket, code = await buy_ticket(world)
    number = (await store.get_ticket(world.reader, TicketId(ticket))).printed_number

    typed = await world.call(check_in_ticket, a_check_in_request(f" {number.lower()}\n"), as_=FRONT_END)
    again = await world.call(check_in_ticket, a_check_in_request(number.replace("-", " ")), as_=FRONT_END)
    scanned = await world.call(check_in_ticket, a_check_in_request(code, "s-2"), as_=FRONT_END)

    assert len(number) == 11
    assert (typed.status, typed.body["ticket_id"], again.body) == (200, ticket, typed.body)
    assert (scanned.status, scanned.code) == (409, "ticket_already_checked_in")


async def test_numbers_that_admit_nobody(world: World) -> None:
    """
    An unknown number, a number of another event, a ticket's id, and blanks: each is refused, and nobody is let in.
    """
    ticket, _ = await buy_ticket(world)
    kept = await store.get_ticket(world.reader, TicketId(ticket))
    other = a_ticket_event(id=TicketEventId("another-2026"))
    await world.put_documents((store.ticket_event_ref(other.id), other))
    bodies = [
        a_check_in_request("AAA-AAA-AAA"),
        a_check_in_request(kept.printed_number, event_id="another-2026"),
        a_check_in_request(ticket),
        a_check_in_request(" \n"),
        a_check_in_request(f"{kept.printed_number}A"),
    ]

    answers = [await world.call(check_in_ticket, body, as_=FRONT_END) for body in bodies]

    assert [(answer.status, answer.code) for answer in answers] == [
        (404, "ticket_not_found"),
        (404, "ticket_not_found"),
        (404, "ticket_not_found"),
        (422, "ticket_not_genuine"),
        (422, "ticket_not_genuine"),
    ]
    assert (await store.get_ticket(world.reader, TicketId(ticket))).check_in is None


async def test_a_number_that_two_tickets_share_admits_nobody(world: World) -> None:
    """
    Two tickets of an event with one number, which chance nearly never makes: the door must scan the code.
    """
    ticket, code = await buy_ticket(world)
    kept = await store.get_ticket(world.reader, TicketId(ticket))
    twin = kept.having(id=TicketId("BE-20261126-AAAAAA-1"))
    await world.put_documents((store.ticket_ref(twin.id), twin))

    typed = await world.call(check_in_ticket, a_check_in_request(kept.printed_number), as_=FRONT_END)
    scanned = await world.call(check_in_ticket, a_check_in_request(code), as_=FRONT_END)

    assert (typed.status, typed.code, scanned.status) == (404, "ticket_not_found", 200)


async def test_a_ticket_of_an_earlier_version_has_its_id_for_a_number(world: World) -> None:
    """
    A ticket that was issued before there were numbers has its id printed, and the door types that.
    """
    await put_tickets_on_sale(world)
    old = a_ticket()
    await world.put_documents((store.ticket_ref(old.id), old))

    answer = await world.call(check_in_ticket, a_check_in_request(old.printed_number.lower()), as_=FRONT_END)

    assert (answer.status, answer.body["ticket_id"]) == (200, old.id)


@pytest.mark.parametrize("other", ["gate", "key"])
async def test_two_gates_with_one_scan_id_are_two_scans(world: World, other: str) -> None:
    """
    Scanners that count from 1 at each gate use the same ids: the second one is refused, and hears of the first.
    """
    _, code = await buy_ticket(world)
    second_key = Person(key="tmn_test-second-gate")
    key = a_partner_key(second_key, event_ids=(EVENT,))
    await world.put_documents((identities.partner_key_ref(key.id), key))

    first = await world.call(check_in_ticket, a_check_in_request(code, "1", "Gate A"), as_=FRONT_END)
    second = await world.call(
        check_in_ticket,
        a_check_in_request(code, "1", "Gate B" if other == "gate" else "Gate A"),
        as_=second_key if other == "key" else FRONT_END,
    )

    assert first.status == 200
    assert (second.status, second.code, second.body["first_gate"]) == (409, "ticket_already_checked_in", "Gate A")


async def test_a_scan_that_an_earlier_version_recorded_is_sent_again(world: World) -> None:
    """
    A check-in without its sender is the same scan if the id and the gate are the same.
    """
    ticket, code = await buy_ticket(world)
    kept = await store.get_ticket(world.reader, TicketId(ticket))
    scanned = kept.having(check_in=CheckIn(at=NOON, gate="Gate A", scan_id="s-1"))
    await world.put_documents((store.ticket_ref(kept.id), scanned))

    again = await world.call(check_in_ticket, a_check_in_request(code), as_=FRONT_END)

    assert (again.status, again.body["gate"]) == (200, "Gate A")


async def test_a_scanner_without_a_network_learns_of_revoked_codes(world: World) -> None:
    """
    The list names refunded tickets, and tickets with a newer code and its version; `since` leaves out what is known.
    """
    await put_tickets_on_sale(world)
    order_id = OrderId(await order_tickets(world, ("regular", 2)))
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    first, second = await store.list_order_tickets(world.reader, order_id)
    before = await world.call(list_ticket_revocations, {"event_id": EVENT}, as_=FRONT_END)
    replaced = rules.with_new_code(first, TicketNumber("AAAAAAAAA"), now=world.now)
    await world.put_documents((store.ticket_ref(first.id), replaced))
    late = rules.with_revocation(second, now=world.now + timedelta(hours=1))
    await world.put_documents((store.ticket_ref(second.id), late))

    known = await world.call(list_ticket_revocations, {"event_id": EVENT}, as_=FRONT_END)
    since = {"event_id": EVENT, "since": late.revoked_at.isoformat() if late.revoked_at else None}
    news = await world.call(list_ticket_revocations, since, as_=ADMIN)
    old_code = world.runtime.gateways.signer.sign_ticket(first.id, EVENT, "regular")
    refused = await world.call(check_in_ticket, a_check_in_request(old_code), as_=FRONT_END)
    new_code = ticket_codes.sign_ticket_code(world.runtime.gateways.signer, replaced)
    admitted = await world.call(check_in_ticket, a_check_in_request(new_code), as_=FRONT_END)

    assert before.body["items"] == []
    assert [(one["ticket_id"], one["valid_version"]) for one in known.body["items"]] == [
        (first.id, 1),
        (second.id, None),
    ]
    assert [one["ticket_id"] for one in news.body["items"]] == [second.id]
    assert (refused.status, refused.code) == (410, "ticket_code_replaced")
    assert admitted.status == 200
    assert jwt.decode(new_code, options={"verify_signature": False})["v"] == 1


async def test_revoked_codes_are_for_the_keys_of_the_event(world: World) -> None:
    """
    A key of another event, and a customer, learn nothing of an event's tickets.
    """
    await put_tickets_on_sale(world)
    stranger = Person(key="tmn_test-another-event")
    key = a_partner_key(stranger, event_ids=(TicketEventId("another-2026"),))
    await world.put_documents((identities.partner_key_ref(key.id), key))

    answers = [await world.call(list_ticket_revocations, {"event_id": EVENT}, as_=one) for one in (stranger, ANA)]

    assert [answer.status for answer in answers] == [404, 403]


def test_tickets_that_an_earlier_version_revoked_are_filled_in() -> None:
    """
    A fill gives them a time of revocation, so that the list finds them; other tickets stay as they are.
    """
    old = a_ticket(status="revoked")

    filled = ticket_codes.fill_revoked_at(old)

    assert filled is not None
    assert (filled.status, filled.revoked_at) == (TicketStatus.REVOKED, NOON)
    assert ticket_codes.fill_revoked_at(filled) is None
    assert ticket_codes.fill_revoked_at(a_ticket()) is None
