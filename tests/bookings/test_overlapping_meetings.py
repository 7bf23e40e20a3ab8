"""Two meetings of one person at the same time: told of, refused, or allowed, as the settings say."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from functions.bookings.accept_reschedule import accept_reschedule
from functions.bookings.get_booking import get_booking
from functions.bookings.propose_reschedule import propose_reschedule
from functions.bookings.request_booking import request_booking
from shared.bookings import rules, store
from shared.bookings.models import Proposal, Side
from shared.bookings.settings import BookingSettings
from shared.catalogue import store as catalogue
from shared.contracts.bookings import BookingStatus
from shared.identity import store as identity
from shared.kernel.ids import UserId
from tests.bookings.builders import TOMORROW, a_booking_in_status
from tests.bookings.steps import (
    DAYTIME,
    a_booking_request,
    a_service,
    a_user,
    an_expert,
    create_booking,
    create_confirmed_booking,
    set_up_domain_with_links,
)
from tests.builders import NOON
from tests.world import ADMIN, ANA, EXPERT, Answer, Person, World

OTHERS = [UserId(f"expert-{n}") for n in range(6)]
LATER = TOMORROW + timedelta(hours=3)


async def set_up_experts(world: World, mode: str = "warn") -> None:
    """Store several experts who can be booked at the same times, and the setting."""
    await set_up_domain_with_links(world)
    for uid in OTHERS:
        await world.put_documents((catalogue.expert_ref(uid), an_expert(uid)))
        await world.put_documents((catalogue.hours_ref(uid), DAYTIME))
        await world.put_documents((catalogue.service_ref(uid, "career-talk"), a_service(expert=uid)))
        await world.put_documents((identity.user_ref(uid), a_user(uid, role="expert")))
    settings = BookingSettings.model_validate({"overlapping_meetings": mode, "most_open_bookings": 20})
    await world.put_documents((store.SETTINGS, settings))


async def request(world: World, expert: str, who: Person = ANA, **given: Any) -> Answer:
    """Request an hour with an expert; tomorrow at the usual time unless given."""
    return await world.call(request_booking, a_booking_request(expert_id=expert, **given), as_=who)


@pytest.mark.emulator
async def test_a_second_meeting_at_the_same_time_is_told_of(world: World) -> None:
    """By default the booking passes and names the other one, to its customer and to admins, never to the expert."""
    await set_up_experts(world)
    first = await create_booking(world)

    second = await request(world, OTHERS[0], starts_at=TOMORROW + timedelta(minutes=30))

    assert (second.status, second.body["overlaps"]) == (200, [first])
    shown = [
        await world.call(get_booking, {"booking_id": second.body["booking_id"]}, as_=person)
        for person in (ANA, ADMIN, Person(OTHERS[0], role="expert"))
    ]
    assert [answer.body["overlaps"] for answer in shown] == [[first], [first], []]


@pytest.mark.emulator
async def test_a_second_meeting_is_refused_where_so_set(world: World) -> None:
    """With `refuse` the answer names the field and the other booking; a time after it is free."""
    await set_up_experts(world, "refuse")
    first = await create_booking(world)

    same = await request(world, OTHERS[0])
    after = await request(world, OTHERS[0], starts_at=TOMORROW + timedelta(hours=1))

    assert (same.status, same.code, same.invalid_fields) == (409, "meeting_overlap", ["starts_at"])
    assert same.body["booking_ids"] == [first]
    assert (after.status, after.body["overlaps"]) == (200, [])


@pytest.mark.emulator
async def test_overlaps_are_not_looked_for_where_switched_off(world: World) -> None:
    """With `off` nobody is told of anything."""
    await set_up_experts(world, "off")
    await create_booking(world)

    second = await request(world, OTHERS[0])

    assert (second.status, second.body["overlaps"]) == (200, [])


@pytest.mark.emulator
async def test_of_parallel_requests_for_one_time_one_passes(world: World) -> None:
    """Six experts asked at once for the same hour: one booking, five refusals."""
    await set_up_experts(world, "refuse")

    answers = await asyncio.gather(*(request(world, uid) for uid in OTHERS))

    assert sorted(answer.status for answer in answers) == [200] + [409] * 5
    assert {answer.code for answer in answers if answer.status == 409} == {"meeting_overlap"}


@pytest.mark.emulator
async def test_an_expert_who_books_is_told_of_a_meeting_of_their_own(world: World) -> None:
    """Who is the expert of a booking at that time is told when they book another expert."""
    await set_up_experts(world)
    booked = await create_confirmed_booking(world)

    mine = await request(world, OTHERS[0], EXPERT)

    assert (mine.status, mine.body["overlaps"]) == (200, [booked])


@pytest.mark.emulator
async def test_a_move_onto_another_meeting_is_refused(world: World) -> None:
    """Neither a proposal nor an acceptance by the customer brings two meetings to one time; the expert may propose."""
    await set_up_experts(world, "refuse")
    moved = await create_confirmed_booking(world)
    other = (await request(world, OTHERS[0], starts_at=LATER)).body["booking_id"]
    body = {"booking_id": moved, "starts_at": LATER.isoformat()}

    mine = await world.call(propose_reschedule, body, as_=ANA)
    experts = await world.call(propose_reschedule, body, as_=EXPERT)
    accepted = await world.call(accept_reschedule, {"booking_id": moved}, as_=ANA)

    assert (mine.status, mine.code, mine.body["booking_ids"]) == (409, "meeting_overlap", [other])
    assert (experts.status, experts.body["overlaps"]) == (200, [])
    assert (accepted.status, accepted.code) == (409, "meeting_overlap")


@pytest.mark.emulator
async def test_a_moved_booking_names_what_it_overlaps(world: World) -> None:
    """With `warn`, a proposal and the booking that has moved name the other meeting to the customer."""
    await set_up_experts(world)
    moved = await create_confirmed_booking(world)
    other = (await request(world, OTHERS[0], starts_at=LATER)).body["booking_id"]

    proposed = await world.call(propose_reschedule, {"booking_id": moved, "starts_at": LATER.isoformat()}, as_=ANA)
    accepted = await world.call(accept_reschedule, {"booking_id": moved}, as_=EXPERT)

    shown = await world.call(get_booking, {"booking_id": moved}, as_=ANA)
    assert proposed.body["proposal"]["overlaps"] == [other]
    assert (accepted.status, accepted.body["overlaps"], shown.body["overlaps"]) == (200, [], [other])


def test_what_takes_a_customers_time() -> None:
    """A booking takes its time until its deadline, and a proposal of the customer's takes the proposed time too."""
    booking = a_booking_in_status(BookingStatus.CONFIRMED)
    starts, hour = booking.starts_at, timedelta(hours=1)
    proposed = Proposal(by=Side.CUSTOMER, starts_at=starts + 5 * hour, expires_at=NOON + hour)
    asked = booking.having(proposal=proposed)
    by_expert = booking.having(proposal=proposed.having(by=Side.EXPERT))

    def takes(one: Any, at: Any, now: Any = NOON) -> bool:
        return rules.takes_customers_time(one, at, 60, now=now)

    assert [takes(booking, starts + n * hour) for n in (-1, 0, 1)] == [False, True, False]
    assert takes(booking, starts - timedelta(minutes=59))
    assert (takes(asked, starts + 5 * hour), takes(by_expert, starts + 5 * hour)) == (True, False)
    assert not takes(asked, starts + 5 * hour, NOON + hour)
    assert not takes(booking, starts, booking.ends_at)
