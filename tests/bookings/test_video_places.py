"""Meetings without a link: people read where they meet, and somebody learns that the pool is dry."""

from datetime import timedelta

import icalendar
import pytest

from functions.bookings.get_booking_calendar import get_booking_calendar
from functions.bookings.report_dry_pool_when_booking_confirmed import report_dry_pool_when_booking_confirmed
from functions.bookings.send_due_reminders import send_due_reminders
from shared.bookings import store
from shared.bookings.models import MeetingLinkId
from shared.catalogue.models import Service
from shared.claims.models import Claim, ClaimState
from shared.contracts.offers import MeetingAddress, ServiceKind
from shared.identity import store as identity
from tests.bookings.builders import TOMORROW
from tests.bookings.steps import (
    a_service,
    a_user,
    add_meeting_links,
    create_confirmed_booking,
    set_up_booking_domain,
)
from tests.chat.steps import call_successfully
from tests.world import ANA, EXPERT, World

pytestmark = pytest.mark.emulator

PLACES = {"id": "Ruang video di aplikasi", "en": "Video room in the app"}


def list_alerts(world: World) -> list[str]:
    """List the bookings for which the pool had no link."""
    return [line["booking_id"] for line in world.log_lines if "no free meeting link" in line["message"]]


@pytest.mark.parametrize("locale", ["id", "en"])
async def test_mails_name_the_video_room(world: World, locale: str) -> None:
    """Confirmation and reminders say where the two meet, with the way into the app."""
    await set_up_booking_domain(world)
    ana = a_user("ana", full_name="Ana Wijaya", locale=locale)
    await world.put_documents((identity.user_ref("ana"), ana))
    booking_id = await create_confirmed_booking(world)
    world.set_clock(TOMORROW - timedelta(hours=1))
    await world.call.run_schedule(send_due_reminders, due_at=world.now)
    await world.deliver()

    mails = [mail for mail in await world.sent_mails() if mail["to"] == ["ana@example.com"]]
    placed = [mail for mail in mails if PLACES[locale] in mail["text"]]

    assert len(placed) >= 2
    for mail in placed:
        assert PLACES[locale] in mail["html"]
        assert f"/bookings/{booking_id}" in mail["text"]
    files = [file for mail in placed for file in mail["attachments"] if file["type"].startswith("text/calendar")]
    assert files


async def test_calendar_names_the_video_room(world: World) -> None:
    """In the language of the booking."""
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)

    file = await world.call(get_booking_calendar, {"booking_id": booking_id}, as_=ANA)

    (event,) = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
    assert str(event["location"]) in PLACES.values()
    assert "url" not in event


async def test_dry_pool_alerts_once(world: World) -> None:
    """Once for each confirmation, also if the event comes twice."""
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    (payload,) = world.delivered_payloads("BookingConfirmed")

    assert list_alerts(world) == [booking_id]
    for _ in range(2):
        await world.call.push_event(report_dry_pool_when_booking_confirmed, "BookingConfirmed", payload, id="again")
    assert list_alerts(world) == [booking_id] * 2


async def test_a_move_into_a_dry_pool_alerts(world: World) -> None:
    """The only link is free at the first time, and belongs to another meeting at the second."""
    await set_up_booking_domain(world)
    await add_meeting_links(world, "link-a")
    booking_id = await create_confirmed_booking(world)
    assert list_alerts(world) == []
    new = TOMORROW + timedelta(hours=3)
    for ref in store.meeting_link_quarter_refs(MeetingLinkId("link-a"), new, 60):
        await world.put_documents((ref, Claim(state=ClaimState.SOLD, holder="BE-20261126-ACD34A")))

    await call_successfully(world, EXPERT, "propose_reschedule", booking_id=booking_id, starts_at=new.isoformat())
    await call_successfully(world, ANA, "accept_reschedule", booking_id=booking_id)
    await world.deliver()

    assert list_alerts(world) == [booking_id]


@pytest.mark.parametrize(
    "service",
    [
        a_service(kind=ServiceKind.CHAT),
        a_service(kind=ServiceKind.OFFLINE, place=MeetingAddress(address="Jalan Sudirman 1")),
    ],
    ids=["chat", "in person"],
)
async def test_other_meetings_miss_no_link(world: World, service: Service) -> None:
    """A chat and a meeting in person need none."""
    await set_up_booking_domain(world, service)
    await create_confirmed_booking(world)

    assert list_alerts(world) == []


async def test_link_of_the_pool_alerts_nobody(world: World) -> None:
    """The meeting has its link."""
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a")
    await create_confirmed_booking(world)

    assert list_alerts(world) == []
