"""At the door."""

import asyncio

import httpx
import jwt
import pytest

from functions.tickets.check_in_ticket import check_in_ticket
from functions.tickets.get_ticket_verification_key import get_ticket_verification_key
from shared.kernel.ids import TicketEventId
from shared.tickets import store
from shared.tickets.models import TicketStatus
from tests.builders import EVENT, FRONT_END, a_ticket_event
from tests.tickets.steps import a_check_in_request, buy_ticket
from tests.world import World

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
