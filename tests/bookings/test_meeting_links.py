"""A meeting link that gets another address: those who will meet there learn of it."""

import secrets
from datetime import timedelta

import pytest

from functions.bookings.get_booking import get_booking
from functions.bookings.propagate_meeting_link import propagate_meeting_link
from functions.bookings.retire_meeting_link import retire_meeting_link
from functions.bookings.save_meeting_link import save_meeting_link
from functions.bookings.send_due_reminders import send_due_reminders
from shared.bookings import actions, meeting_links, store
from shared.bookings.models import Booking, BookingPayment, MeetingLinkId, MeetingPlace
from shared.contracts.bookings import BookingStatus
from shared.gateways.firestore.client import PreconditionFailed
from shared.kernel.ids import BookingId
from shared.kernel.ports import Query
from tests.bookings.builders import TOMORROW, a_confirmed_booking
from tests.bookings.steps import (
    add_meeting_links,
    create_booking,
    create_confirmed_booking,
    list_mail_subjects,
    load_booking,
    pay_for_booking,
    set_up_booking_domain,
)
from tests.builders import NOON
from tests.world import ADMIN, ANA, Answer, World

pytestmark = pytest.mark.emulator

OLD, NEW = "https://meet.example.com/room-a", "https://meet.example.com/a-better-room"


async def saved(world: World, url: str = NEW, label: str = "A", **given: str) -> Answer:
    """An admin gives the link an address."""
    body = {"meeting_link_id": "room-a", "url": url, "label": label} | given
    answer = await world.call(save_meeting_link, body, as_=ADMIN)
    assert answer.status == 200
    return answer


async def url(world: World, booking_id: str) -> str | None:
    """Where a booking's customer is told to meet."""
    shown = await world.call(get_booking, {"booking_id": booking_id}, as_=ANA)
    place: str | None = (shown.body["meeting"] or {}).get("url")
    return place


async def at_the_link(world: World, count: int) -> list[BookingId]:
    """So many confirmed meetings at the link, one an hour; their ids."""
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a")
    ids = [BookingId.at(NOON, secrets.randbelow) for _ in range(count)]
    meeting = MeetingPlace(kind="link", url=OLD, link_id=MeetingLinkId("room-a"))
    for n, id in enumerate(ids):
        booking = a_confirmed_booking(id=id, meeting=meeting, starts_at=TOMORROW + timedelta(hours=n))
        await world.put_documents((store.booking_ref(id), booking))
    return ids


async def test_both_sides_are_told_the_new_address(world: World) -> None:
    """
    The booking has it, as another version at the same time; each gets a mail with it and the file for the calendar.
    """
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a")
    booking_id = await create_confirmed_booking(world)
    before, written = await load_booking(world, booking_id), len(await world.sent_mails())

    await saved(world)
    await world.deliver()

    booking = await load_booking(world, booking_id)
    assert (await url(world, booking_id), booking.version) == (NEW, before.version + 1)
    assert (booking.starts_at, booking.timed_in, booking.next_reminder_at) == (
        before.starts_at,
        before.timed_in,
        before.next_reminder_at,
    )
    mails = (await world.sent_mails())[written:]
    assert sorted(mail["to"][0] for mail in mails) == ["ana@example.com", "dewi@example.com"]
    for mail in mails:
        assert "Tautan pertemuan baru" in mail["subject"]
        assert (NEW in mail["text"], NEW in mail["html"], OLD in mail["text"]) == (True, True, False)
        assert [file["type"] for file in mail["attachments"]] == ["text/calendar; method=REQUEST"]


async def test_the_reminder_leads_to_the_new_address(world: World) -> None:
    """
    The time has not changed, so that what was to remind of it still does.
    """
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a")
    await create_confirmed_booking(world)
    world.set_clock(TOMORROW - timedelta(hours=1))
    await world.call.run_schedule(send_due_reminders, due_at=world.now)
    reminders = [entry for entry in world.sent.entries if entry.type == "BookingReminderDue"]
    await saved(world)
    await world.call.deliver_task(propagate_meeting_link, {"meeting_link_id": "room-a"})
    written = len(await world.sent_mails())

    world.sent.entries = reminders
    await world.deliver()

    assert [NEW in mail["text"] for mail in (await world.sent_mails())[written:]] == [True, True]


async def test_another_name_is_no_news(world: World) -> None:
    """
    A new label, and a first saving, set nothing going.
    """
    await set_up_booking_domain(world)
    await saved(world, OLD)
    booking_id = await create_confirmed_booking(world)
    before, written = await load_booking(world, booking_id), await list_mail_subjects(world)

    await saved(world, OLD, label="The blue one")
    await world.deliver()

    assert await world.list_outbox_entries("PropagateMeetingLink") == []
    assert (await load_booking(world, booking_id), await list_mail_subjects(world)) == (before, written)


@pytest.mark.parametrize("status", [one for one in BookingStatus if one is not BookingStatus.CONFIRMED])
async def test_only_what_will_be_is_changed(world: World, status: BookingStatus) -> None:
    """
    What is over, and what is not agreed, stays as it was; so does a meeting at another link.
    """
    here, over, elsewhere = await at_the_link(world, 3)
    (one, ended, other) = [await load_booking(world, id) for id in (here, over, elsewhere)]
    await world.put_documents((store.booking_ref(here), one := one.having(status=status)))
    await world.put_documents((store.booking_ref(over), ended := ended.having(starts_at=NOON - timedelta(hours=1))))
    room = MeetingPlace(kind="link", url=OLD, link_id=MeetingLinkId("room-b"))
    await world.put_documents((store.booking_ref(elsewhere), other := other.having(meeting=room)))

    await saved(world)
    await world.deliver()

    assert [await load_booking(world, id) for id in (here, over, elsewhere)] == [one, ended, other]
    assert await list_mail_subjects(world) == []


async def test_a_meeting_under_way_is_still_to_come(world: World) -> None:
    """
    Until its end people may have to find the way.
    """
    (booking_id,) = await at_the_link(world, 1)
    world.set_clock(TOMORROW + timedelta(minutes=59))

    await saved(world)
    await world.deliver()

    assert (await load_booking(world, booking_id)).meeting == MeetingPlace(
        kind="link", url=NEW, link_id=MeetingLinkId("room-a")
    )


async def test_delivered_twice_it_is_told_once(world: World) -> None:
    """
    The task comes again, under its name and without one: no version more, no letter more.
    """
    (booking_id,) = await at_the_link(world, 1)
    await saved(world)
    (job,) = await world.list_outbox_entries("PropagateMeetingLink")
    await world.deliver()
    once, written = await load_booking(world, booking_id), await list_mail_subjects(world)

    again = await world.call.deliver_task(propagate_meeting_link, job.payload, entry=job)
    by_hand = await world.call.deliver_task(propagate_meeting_link, job.payload)
    await world.deliver()

    assert (again.status, by_hand.status, len(written)) == (200, 200, 2)
    assert (await load_booking(world, booking_id), await list_mail_subjects(world)) == (once, written)


async def test_more_than_one_task_can_do(world: World) -> None:
    """
    A page a task, one after the other, also when one is cut off half way and begins anew.
    """
    ids = await at_the_link(world, meeting_links.PROPAGATION_PAGE_SIZE * 2 + 3)
    await saved(world)
    job = world.sent.entries.pop()
    halfway = world.new_unit_of_work()
    for id in ids[: meeting_links.PROPAGATION_PAGE_SIZE // 2]:
        await meeting_links.propagate_link_to_booking(halfway, id, MeetingLinkId("room-a"), now=world.now)
    await world.documents.commit(halfway.build_writes())

    first = await world.call.deliver_task(propagate_meeting_link, job.payload, entry=job)
    told_first = [await load_booking(world, id) for id in ids]
    answers = await world.deliver()

    found = await world.reader.query(Query("bookings", Booking))
    assert first.status == 200
    assert [one.meeting is not None and one.meeting.url == NEW for one in told_first] == (
        [True] * meeting_links.PROPAGATION_PAGE_SIZE + [False] * (meeting_links.PROPAGATION_PAGE_SIZE + 3)
    )
    assert {(one.meeting.url if one.meeting else None, one.version) for one in found} == {
        (NEW, a_confirmed_booking().version + 1)
    }
    assert [name for name, _ in answers].count("propagate_meeting_link") == 2
    assert await world.list_outbox_entries("PropagateMeetingLink") == []


async def test_changed_twice_the_last_one_counts(world: World) -> None:
    """
    The tasks may come in any order: each gives the address of now.
    """
    (booking_id,) = await at_the_link(world, 1)
    await saved(world, "https://meet.example.com/not-for-long")
    await saved(world)
    world.sent.entries.reverse()

    await world.deliver()

    assert (await url(world, booking_id), (await load_booking(world, booking_id)).version) == (
        NEW,
        a_confirmed_booking().version + 1,
    )


async def test_retired_and_used_again(world: World) -> None:
    """
    A retired link keeps its meetings, so that they hear of its new address too.
    """
    (booking_id,) = await at_the_link(world, 1)
    await world.call(retire_meeting_link, {"meeting_link_id": "room-a"}, as_=ADMIN)

    moved = await saved(world)
    used_again = await saved(world, status="active")
    await world.deliver()

    assert (moved.body["status"], used_again.body["status"], await url(world, booking_id)) == ("retired", "active", NEW)


async def test_confirmed_while_the_address_changes(world: World) -> None:
    """
    A payment is being settled, and has looked the link up, when its address changes: it has to look again.
    """
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a")
    booking_id = await create_booking(world)
    unit = world.new_unit_of_work()
    await actions.confirm_booking(unit, booking_id, paid=157_500, payment=BookingPayment(amount=157_500), now=world.now)

    await saved(world)
    await world.deliver()

    with pytest.raises(PreconditionFailed):
        await world.documents.commit(unit.build_writes())
    await pay_for_booking(world, booking_id)
    assert await url(world, booking_id) == NEW


async def test_changed_again_while_it_is_passed_on(world: World) -> None:
    """
    A task has looked the link up when its address changes once more: it has to look again.
    """
    (booking_id,) = await at_the_link(world, 1)
    await saved(world, "https://meet.example.com/not-for-long")
    unit = world.new_unit_of_work()
    await meeting_links.propagate_link_to_booking(unit, booking_id, MeetingLinkId("room-a"), now=world.now)

    await saved(world)

    with pytest.raises(PreconditionFailed):
        await world.documents.commit(unit.build_writes())
