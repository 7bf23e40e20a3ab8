"""Before and after a meeting: its link, reminders, calendar file and completion."""

import asyncio
from datetime import timedelta
from typing import Any

import icalendar
import pytest

from functions.bookings.accept_reschedule import accept_reschedule
from functions.bookings.cancel_booking import cancel_booking
from functions.bookings.confirm_booking_when_order_paid import confirm_booking_when_order_paid
from functions.bookings.get_booking import get_booking
from functions.bookings.get_booking_calendar import get_booking_calendar
from functions.bookings.list_meeting_links import list_meeting_links
from functions.bookings.propose_reschedule import propose_reschedule
from functions.bookings.retire_meeting_link import retire_meeting_link
from functions.bookings.save_meeting_link import save_meeting_link
from functions.bookings.send_due_reminders import send_due_reminders
from functions.bookings.update_booking_statuses import update_booking_statuses
from functions.notifications.remind_people_when_booking_reminder_due import remind_people_when_booking_reminder_due
from functions.notifications.tell_people_when_booking_changed import tell_people_when_booking_changed
from functions.orders.settle_invoice import settle_invoice
from shared.bookings.models import MeetingPlace
from shared.catalogue import store as catalogue
from shared.claims.models import ClaimState
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import MeetingAddress, ServiceKind
from shared.identity import store as identity
from shared.kernel.ids import UserId
from shared.kernel.outbox import OutboxEntry
from tests.bookings.builders import TOMORROW
from tests.bookings.steps import (
    DAYTIME,
    a_service,
    a_user,
    add_meeting_links,
    allow_many_bookings,
    an_expert,
    create_booking,
    create_confirmed_booking,
    list_mail_subjects,
    list_quarter_holders,
    list_taken_quarters,
    load_booking,
    set_up_booking_domain,
)
from tests.builders import NOON
from tests.orders.steps import pay_invoice
from tests.world import ADMIN, ANA, BUDI, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator

Status = BookingStatus
MANY = 8


async def remind(world: World) -> Answer:
    """The run of this minute."""
    return await world.call.run_schedule(send_due_reminders, due_at=world.now)


def list_reminder_events(world: World) -> list[OutboxEntry]:
    """List the events that remind of a meeting and are not delivered yet."""
    return [entry for entry in world.sent.entries if entry.type == "BookingReminderDue"]


def reminders(written: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The letters that remind."""
    return sorted((to, subject) for to, subject in written if "engingat" in subject or "eminder" in subject)


async def test_both_are_reminded_three_times(world: World) -> None:
    """
    A day, an hour and ten minutes before; each once, though the run comes every minute, and sometimes twice.
    """
    await set_up_booking_domain(world)
    await create_confirmed_booking(world)
    seen = []

    for ahead in (timedelta(hours=24), timedelta(hours=1), timedelta(minutes=10)):
        world.set_clock(TOMORROW - ahead - timedelta(minutes=1))
        too_early = await remind(world)
        world.later(minutes=1)
        due = await remind(world)
        again = await remind(world)
        await world.deliver()
        seen.append((too_early.body["counted"], due.body["counted"], again.body["counted"]))

    assert seen == [(0, 2, 0)] * 3
    sent = reminders(await list_mail_subjects(world))
    assert [to for to, _ in sent] == ["ana@example.com"] * 3 + ["dewi@example.com"] * 3
    assert len(set(sent)) == 6


async def test_each_reads_in_their_own_zone_and_language(world: World) -> None:
    """
    Ana is in Manila and reads Indonesian. Dewi reads English, on the clock of her hours: her account is elsewhere.
    """
    await set_up_booking_domain(world, expert=an_expert(zone="Asia/Makassar"))
    ana = a_user("ana", zone="Asia/Manila", locale="id")
    dewi = a_user("dewi", zone="America/New_York", locale="en", role="expert")
    await world.put_documents((identity.user_ref("ana"), ana), (identity.user_ref("dewi"), dewi))
    await create_confirmed_booking(world)
    world.set_clock(TOMORROW - timedelta(hours=1))

    await remind(world)
    await world.deliver()

    texts = {mail["to"][0]: mail["text"] for mail in await world.sent_mails()}
    assert "27 November 2026 15.00 GMT+8" in texts["ana@example.com"]
    assert "27 November 2026 15:00 WITA" in texts["dewi@example.com"]


async def test_a_late_run_decides_as_the_run_in_time_would_have(world: World) -> None:
    """
    The run of nine o'clock is retried at half past: what was due at nine is sent, and nothing else.
    """
    await set_up_booking_domain(world)
    await create_confirmed_booking(world)
    due_at = TOMORROW - timedelta(hours=24)
    world.set_clock(due_at + timedelta(minutes=30))

    run = await world.call.run_schedule(send_due_reminders, due_at=due_at)

    assert run.body["counted"] == 2
    assert [one.payload["reminder"] for one in list_reminder_events(world)] == ["24h"]


@pytest.mark.parametrize("is_decided", [False, True])
@pytest.mark.parametrize("change", ["cancelled", "moved"])
async def test_what_changed_since_it_was_due_reminds_nobody(world: World, change: str, is_decided: bool) -> None:
    """
    The reminder is on its way when the booking is called off, or moved: it is not sent, also if it was decided before.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    world.set_clock(TOMORROW - timedelta(hours=24))
    await remind(world)
    on_the_way = list_reminder_events(world)
    if is_decided:
        await world.call.push_event(
            remind_people_when_booking_reminder_due, "BookingReminderDue", on_the_way[0].payload, id="e-1"
        )
        on_the_way = [entry for entry in world.sent.entries if entry.type == "SendEmail"]
    world.sent.entries.clear()

    await CHANGES[change](world, booking_id)
    world.sent.entries = on_the_way
    answers = await world.deliver()

    assert len(on_the_way) == (2 if is_decided else 1)
    assert {status for _, status in answers} == {200}
    assert reminders(await list_mail_subjects(world)) == []


async def _cancel(world: World, booking_id: str) -> None:
    body = {"booking_id": booking_id, "reason": "ill", "refund": 157_500}
    assert (await world.call(cancel_booking, body, as_=EXPERT)).status == 200


async def _move(world: World, booking_id: str) -> None:
    await _propose(world, booking_id)
    assert (await world.call(accept_reschedule, {"booking_id": booking_id}, as_=EXPERT)).status == 200


async def _propose(world: World, booking_id: str) -> None:
    body = {"booking_id": booking_id, "starts_at": (TOMORROW + timedelta(hours=3)).isoformat()}
    assert (await world.call(propose_reschedule, body, as_=ANA)).status == 200


CHANGES: dict[str, Any] = {"cancelled": _cancel, "moved": _move}


async def test_a_question_is_no_change(world: World) -> None:
    """
    Another time was only proposed: the reminder for the one that stands is sent.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    world.set_clock(TOMORROW - timedelta(hours=24))
    await remind(world)

    await _propose(world, booking_id)
    await world.deliver()

    assert len(reminders(await list_mail_subjects(world))) == 2


async def test_a_moved_booking_is_reminded_of_its_new_time(world: World) -> None:
    """
    Reminders begin anew with the new time, under a key of their own.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    world.set_clock(TOMORROW - timedelta(hours=24))
    await remind(world)
    await world.deliver()
    await _move(world, booking_id)

    world.later(hours=3)
    run = await remind(world)
    await world.deliver()

    assert run.body["counted"] == 2
    assert len(reminders(await list_mail_subjects(world))) == 4


async def test_whoever_has_no_address_is_not_written_to(world: World) -> None:
    """
    There is nothing to do, and nothing to raise the alarm about.
    """
    await set_up_booking_domain(world)
    await create_confirmed_booking(world)
    await world.put_documents((identity.user_ref("dewi"), a_user("dewi", email=None)))
    world.set_clock(TOMORROW - timedelta(hours=1))

    await remind(world)
    answers = await world.deliver()

    assert {status for _, status in answers} == {200}
    assert [to for to, _ in reminders(await list_mail_subjects(world))] == ["ana@example.com"]


async def test_old_news_is_not_told(world: World) -> None:
    """
    The mail about the confirmation comes after the cancelling: it is not sent.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    written = len(await list_mail_subjects(world))
    await _cancel(world, booking_id)
    world.sent.entries.clear()
    version = (await load_booking(world, booking_id)).version - 1
    payload = {
        "booking_id": booking_id,
        "version": version,
        "change": "confirmed",
        "told": ["ana"],
        "at": NOON.isoformat(),
    }

    answer = await world.call.push_event(tell_people_when_booking_changed, "BookingChanged", payload, id="e-1")
    await world.deliver()

    assert (answer.status, len(await list_mail_subjects(world))) == (200, written)


async def test_names_are_shown_and_do_nothing(world: World) -> None:
    """
    Whatever a person calls themselves, in a mail it is text.
    """
    await set_up_booking_domain(world)
    await world.put_documents((identity.user_ref("ana"), a_user("ana", full_name="<img src=x onerror=alert(1)>")))
    await create_confirmed_booking(world, topic="<script>alert(1)</script>")

    html = [mail["html"] for mail in await world.sent_mails()]

    assert html
    assert not [one for one in html if "<img" in one or "<script" in one]
    assert [one for one in html if "&lt;img" in one]


async def test_a_dry_pool_gives_a_room(world: World) -> None:
    """
    All links are taken at that time: the two meet in a room of ours, which opens when it is time.
    """
    await set_up_booking_domain(world)

    booking_id = await create_confirmed_booking(world)
    shown = await world.call(get_booking, {"booking_id": booking_id}, as_=ANA)

    assert shown.body["meeting"] == {"kind": "room", "url": None, "address": None, "room_id": booking_id}


async def test_a_meeting_in_the_flesh_needs_no_link(world: World) -> None:
    """
    The link stays in the pool; the two have the address that the expert had given when the customer booked.
    """
    place = MeetingAddress(address="Jalan Sudirman 1, lantai 3", maps_link="https://maps.app.goo.gl/a")
    await set_up_booking_domain(world, a_service(kind=ServiceKind.OFFLINE, place=place))
    await add_meeting_links(world, "room-a")

    booking_id = await create_confirmed_booking(world)

    assert (await load_booking(world, booking_id)).meeting == MeetingPlace(
        kind="address", url=place.maps_link, address=place.address
    )
    assert await list_taken_quarters(world, "meeting_links/room-a") == {}


async def test_at_one_time_a_link_is_one_meetings(world: World) -> None:
    """
    As many experts as one likes, all at the same hour, paid in the same moment: no link is given twice.
    """
    links = [f"room-{n}" for n in range(MANY - 2)]
    await set_up_booking_domain(world)
    await allow_many_bookings(world)
    await add_meeting_links(world, *links)
    ids = []
    for n in range(MANY):
        uid = UserId(f"expert-{n}")
        await world.put_documents((catalogue.expert_ref(uid), an_expert(uid)))
        await world.put_documents((catalogue.hours_ref(uid), DAYTIME))
        await world.put_documents((catalogue.service_ref(uid, "career-talk"), a_service(expert=uid)))
        ids.append(await create_booking(world, expert_id=uid))
    for booking_id in ids:
        await pay_invoice(world, booking_id)
        await world.call.deliver_task(settle_invoice, {"order_id": booking_id})
    world.sent.entries.clear()

    payloads = [{"order_id": booking_id, "paid_at": NOON.isoformat()} for booking_id in ids]
    await asyncio.gather(
        *(
            world.call.push_event(confirm_booking_when_order_paid, "OrderPaid", payload, id=payload["order_id"])
            for payload in payloads
        )
    )

    meetings = [(await load_booking(world, booking_id)).meeting for booking_id in ids]
    used = [meeting.link_id for meeting in meetings if meeting and meeting.link_id]
    assert sorted(used) == sorted(links)
    assert [meeting.kind for meeting in meetings if meeting].count("room") == 2
    for link in links:
        assert len(await list_quarter_holders(world, f"meeting_links/{link}")) == 1


async def test_a_link_is_free_again_after_the_meeting(world: World) -> None:
    """
    From the end on it can be had, though nobody has come to return it; the hourly run ends the session, which completes
    the booking some minutes later.
    """
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a")
    booking_id = await create_confirmed_booking(world)

    world.set_clock(TOMORROW + timedelta(hours=1))
    by_itself = await list_taken_quarters(world, "meeting_links/room-a")
    run = await world.call.run_schedule(update_booking_statuses, due_at=world.now)
    await world.deliver()
    world.later(minutes=3)
    await world.deliver()
    again = await world.call.run_schedule(update_booking_statuses, due_at=world.now)

    assert (by_itself, run.body["counted"], again.body["counted"]) == ({}, 1, 0)
    booking = await load_booking(world, booking_id)
    assert (booking.status, booking.over_at, booking.next_reminder_at) == (Status.COMPLETED, None, None)


async def test_what_is_not_over_is_not_completed(world: World) -> None:
    """
    A minute before its end it goes on.
    """
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    world.set_clock(TOMORROW + timedelta(minutes=59))

    run = await world.call.run_schedule(update_booking_statuses, due_at=world.now)

    assert (run.body["counted"], (await load_booking(world, booking_id)).status) == (0, Status.CONFIRMED)


async def test_running_the_pool(world: World) -> None:
    """
    An admin adds links, changes them, and retires them; a retired one keeps its meeting and gets no more.
    """
    await set_up_booking_domain(world)
    saved = await world.call(save_meeting_link, {"url": "https://meet.example.com/x", "label": "X"}, as_=ADMIN)
    link_id = saved.body["meeting_link_id"]
    first = await create_confirmed_booking(world)

    retired = await world.call(retire_meeting_link, {"meeting_link_id": link_id}, as_=ADMIN)
    second = await create_confirmed_booking(world, as_=BUDI, starts_at=TOMORROW + timedelta(hours=2))
    listed = await world.call(list_meeting_links, as_=ADMIN)

    assert (saved.status, retired.body["status"]) == (200, "retired")
    meetings = [(await load_booking(world, booking_id)).meeting for booking_id in (first, second)]
    assert [meeting.kind for meeting in meetings if meeting] == ["link", "room"]
    assert [(one["meeting_link_id"], one["status"]) for one in listed.body["items"]] == [(link_id, "retired")]


async def test_no_such_link(world: World) -> None:
    """
    What is not there cannot be retired; what is no address cannot be saved.
    """
    gone = await world.call(retire_meeting_link, {"meeting_link_id": "nothing"}, as_=ADMIN)
    wrong = await world.call(save_meeting_link, {"url": "javascript:alert(1)", "label": "X"}, as_=ADMIN)
    stranger = await world.call(list_meeting_links, as_=EXPERT)

    assert (gone.status, gone.code) == (404, "meeting_link_not_found")
    assert (wrong.status, wrong.invalid_fields) == (422, ["url"])
    assert stranger.status == 403


async def calendar_of(world: World, booking_id: str, as_: Person = ANA) -> Any:
    """The file, as a calendar reads it: its method, and its one event."""
    answer = await world.call(get_booking_calendar, {"booking_id": booking_id}, as_=as_)
    assert (answer.status, answer.file_name) == (200, f"{booking_id}.ics")
    calendar = icalendar.Calendar.from_ical(answer.content)
    (event,) = calendar.events
    return str(calendar["method"]), event


async def test_one_event_follows_the_booking(world: World) -> None:
    """
    The same UID for ever, a higher SEQUENCE with each change, the new time, and at last that it is cancelled.
    """
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a")
    booking_id = await create_booking(world)
    states = [await calendar_of(world, booking_id)]

    await world.deliver()
    await _paid(world, booking_id)
    states.append(await calendar_of(world, booking_id, EXPERT))
    await _move(world, booking_id)
    states.append(await calendar_of(world, booking_id))
    await _cancel(world, booking_id)
    states.append(await calendar_of(world, booking_id))

    methods, events = zip(*states, strict=True)
    assert methods == ("PUBLISH", "PUBLISH", "PUBLISH", "CANCEL")
    assert [str(event["status"]) for event in events] == ["TENTATIVE", "CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert len({str(event["uid"]) for event in events}) == 1
    sequences = [int(event["sequence"]) for event in events]
    assert sequences == sorted(set(sequences))
    moved = TOMORROW + timedelta(hours=3)
    assert [event["dtstart"].dt for event in events] == [TOMORROW, TOMORROW, moved, moved]
    assert str(events[1]["location"]) == "https://meet.example.com/room-a"


async def _paid(world: World, booking_id: str) -> None:
    await pay_invoice(world, booking_id)
    await world.call.deliver_task(settle_invoice, {"order_id": booking_id})
    await world.deliver()


@pytest.mark.parametrize("topic", ["a,b;c\\d", "BEGIN:VEVENT", "Ö" * 100, "x" * 200])
async def test_whatever_the_topic_the_file_is_a_calendar(world: World, topic: str) -> None:
    """
    Commas, semicolons, long lines and what looks like a calendar come out as they went in.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world, topic=topic, notes="one\ntwo\r\nEND:VEVENT")

    _, event = await calendar_of(world, booking_id)

    assert str(event["description"]).splitlines()[0] == topic


async def test_a_strangers_booking_is_not_found(world: World) -> None:
    """
    Nobody learns when others meet.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)

    answers = [
        await world.call(function, {"booking_id": booking_id}, as_=BUDI)
        for function in (get_booking, get_booking_calendar)
    ]

    assert [(one.status, one.code) for one in answers] == [(404, "booking_not_found")] * 2
    assert await list_quarter_holders(world) == {(ClaimState.HELD, booking_id)}
