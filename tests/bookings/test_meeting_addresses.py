"""A service in person that gets another place: those who will meet there learn of it."""

import secrets
from datetime import timedelta
from typing import Any

import pytest

from functions.bookings.accept_reschedule import accept_reschedule
from functions.bookings.get_booking import get_booking
from functions.bookings.propagate_meeting_address import propagate_meeting_address
from functions.bookings.propose_reschedule import propose_reschedule
from functions.catalogue.delete_service import delete_service
from functions.catalogue.save_service import save_service
from shared.bookings import actions, meeting_addresses, store
from shared.bookings.models import Booking, BookingPayment, MeetingPlace
from shared.catalogue import store as catalogue
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import MeetingAddress, ServiceKind
from shared.gateways.firestore.client import PreconditionFailed
from shared.kernel.ids import BookingId
from shared.kernel.ports import Query
from shared.workflows import service_places
from tests.bookings.builders import DEWI, TOMORROW, a_confirmed_booking, an_offer
from tests.bookings.steps import (
    a_service,
    create_booking,
    create_confirmed_booking,
    list_mail_subjects,
    load_booking,
    pay_for_booking,
    set_up_booking_domain,
)
from tests.builders import NOON
from tests.world import ANA, EXPERT, Answer, World

pytestmark = pytest.mark.emulator

OLD = MeetingAddress(address="Jalan Sudirman 1", maps_link="https://maps.app.goo.gl/a1")
NEW = MeetingAddress(address="Jalan Thamrin 9, lantai 2", maps_link="https://maps.app.goo.gl/b2")
SERVICE = a_service(kind=ServiceKind.OFFLINE, place=OLD)
OLD_PLACE = MeetingPlace(kind="address", url=OLD.maps_link, address=OLD.address)
NEW_PLACE = MeetingPlace(kind="address", url=NEW.maps_link, address=NEW.address)


async def save(world: World, place: MeetingAddress | None = NEW, **given: Any) -> Answer:
    """Save the service as its expert, with a place."""
    body: dict[str, Any] = {"service_id": SERVICE.id, "name": SERVICE.name, "kind": "offline", "minutes": 60}
    body |= {"price": SERVICE.price, "place": place.model_dump() if place else None} | given
    answer = await world.call(save_service, body, as_=EXPERT)
    assert answer.status == 200, answer.body
    return answer


async def arrange_meetings(world: World, count: int) -> list[BookingId]:
    """Store so many confirmed meetings at the old place, one an hour; return their ids."""
    await set_up_booking_domain(world, SERVICE)
    ids = [BookingId.at(NOON, secrets.randbelow) for _ in range(count)]
    offer = an_offer(kind=ServiceKind.OFFLINE, place=OLD)
    for n, id in enumerate(ids):
        starts_at = TOMORROW + timedelta(hours=n)
        booking = a_confirmed_booking(id=id, offer=offer, meeting=OLD_PLACE, starts_at=starts_at)
        await world.put_documents((store.booking_ref(id), booking))
    return ids


async def count_jobs(world: World) -> int:
    """Count the jobs that pass a place on."""
    return len(await world.list_outbox_entries("PropagateMeetingAddress"))


async def test_both_sides_are_told_the_new_place(world: World) -> None:
    """
    The booking has it, as another version at the same time; each gets a mail with it and the file for the calendar.
    """
    await set_up_booking_domain(world, SERVICE)
    booking_id = await create_confirmed_booking(world)
    before, written = await load_booking(world, booking_id), len(await world.sent_mails())

    await save(world)
    await world.deliver()

    booking = await load_booking(world, booking_id)
    shown = await world.call(get_booking, {"booking_id": booking_id}, as_=ANA)
    assert (before.meeting, booking.meeting, booking.version) == (OLD_PLACE, NEW_PLACE, before.version + 1)
    assert (booking.starts_at, booking.timed_in) == (before.starts_at, before.timed_in)
    assert (shown.body["meeting"]["address"], shown.body["meeting"]["url"]) == (NEW.address, NEW.maps_link)
    mails = (await world.sent_mails())[written:]
    assert sorted(mail["to"][0] for mail in mails) == ["ana@example.com", "dewi@example.com"]
    for mail in mails:
        assert "Tempat baru" in mail["subject"]
        assert "tautan" not in mail["text"].lower()
        assert all(words in mail[part] for words in (NEW.address, NEW.maps_link) for part in ("text", "html"))
        assert OLD.address not in mail["text"] + mail["html"]
        assert [file["type"].partition(";")[0] for file in mail["attachments"]] == ["text/calendar"]


async def test_a_save_that_keeps_the_place_tells_nobody(world: World) -> None:
    """
    Another name or price, the same place again, and a place that a save leaves out set nothing going.
    """
    (booking_id,) = await arrange_meetings(world, 1)
    before = await load_booking(world, booking_id)

    await save(world, OLD, name="Visit", price=200_000)
    body = {"service_id": SERVICE.id, "name": "Visit at home", "kind": "offline", "minutes": 60, "price": 10_000}
    left_out = await world.call(save_service, body, as_=EXPERT)

    assert (left_out.status, await count_jobs(world)) == (200, 0)
    await world.deliver()
    assert (await load_booking(world, booking_id), await list_mail_subjects(world)) == (before, [])


async def test_saved_often_it_is_told_once(world: World) -> None:
    """
    The same place five times is one change; its task delivered again changes nothing and writes to nobody.
    """
    (booking_id,) = await arrange_meetings(world, 1)
    for _ in range(5):
        await save(world)
    (job,) = await world.list_outbox_entries("PropagateMeetingAddress")
    await world.deliver()
    once, written = await load_booking(world, booking_id), await list_mail_subjects(world)

    again = await world.call.deliver_task(propagate_meeting_address, job.payload, entry=job)
    by_hand = await world.call.deliver_task(propagate_meeting_address, job.payload)
    await world.deliver()

    assert (again.status, by_hand.status, len(written)) == (200, 200, 2)
    assert (await load_booking(world, booking_id), await list_mail_subjects(world)) == (once, written)


@pytest.mark.parametrize("status", [one for one in BookingStatus if one is not BookingStatus.CONFIRMED])
async def test_only_what_will_be_is_changed(world: World, status: BookingStatus) -> None:
    """
    What is over, what is not agreed, another service and a place that the two agreed on in a room stay as they were.
    """
    here, over, other, room = await arrange_meetings(world, 4)
    one, ended, elsewhere, agreed = [await load_booking(world, id) for id in (here, over, other, room)]
    await world.put_documents((store.booking_ref(here), one := one.having(status=status)))
    await world.put_documents((store.booking_ref(over), ended := ended.having(starts_at=NOON - timedelta(hours=1))))
    offer = elsewhere.offer.having(service_id="another")
    await world.put_documents((store.booking_ref(other), elsewhere := elsewhere.having(offer=offer)))
    agreed = agreed.having(meeting=MeetingPlace(kind="room", room_id=room))
    await world.put_documents((store.booking_ref(room), agreed))

    await save(world)
    await world.deliver()

    assert [await load_booking(world, id) for id in (here, over, other, room)] == [one, ended, elsewhere, agreed]
    assert await list_mail_subjects(world) == []


async def test_more_than_one_task_can_do(world: World) -> None:
    """
    A page a task, one after the other, also when one is cut off half way and begins anew.
    """
    size = meeting_addresses.PROPAGATION_PAGE_SIZE
    ids = await arrange_meetings(world, size * 2 + 3)
    await save(world)
    job = world.sent.entries.pop()
    halfway = world.new_unit_of_work()
    for id in ids[: size // 2]:
        meeting_addresses.move_meeting(halfway, await store.get_booking(halfway, id), NEW, now=world.now)
    await world.documents.commit(halfway.build_writes())

    first = await world.call.deliver_task(propagate_meeting_address, job.payload, entry=job)
    told_first = [(await load_booking(world, id)).meeting == NEW_PLACE for id in ids]
    answers = await world.deliver()

    found = await world.reader.query(Query("bookings", Booking))
    assert (first.status, told_first) == (200, [True] * size + [False] * (size + 3))
    assert {one.version for one in found} == {a_confirmed_booking().version + 1}
    assert all(one.meeting == NEW_PLACE for one in found)
    assert [name for name, _ in answers].count("propagate_meeting_address") == 2
    assert await count_jobs(world) == 0


async def test_changed_twice_the_last_one_counts(world: World) -> None:
    """
    The tasks may come in any order: each gives the place of now.
    """
    (booking_id,) = await arrange_meetings(world, 1)
    await save(world, MeetingAddress(address="Not for long"))
    await save(world)
    world.sent.entries.reverse()

    await world.deliver()

    booking = await load_booking(world, booking_id)
    assert (booking.meeting, booking.version) == (NEW_PLACE, a_confirmed_booking().version + 1)


async def test_a_deleted_service_still_moves_its_meetings(world: World) -> None:
    """
    An expert who moves and then stops offering the service has told the new place; the job brings it.
    """
    (booking_id,) = await arrange_meetings(world, 1)
    await save(world)
    await world.call(delete_service, {"service_id": SERVICE.id}, as_=EXPERT)

    await world.deliver()
    told = (await load_booking(world, booking_id)).meeting
    await move(world, booking_id, TOMORROW + timedelta(hours=1))

    assert (told, (await load_booking(world, booking_id)).meeting) == (NEW_PLACE, NEW_PLACE)


async def test_confirmed_after_the_change_has_the_new_place(world: World) -> None:
    """
    Ordered at the old place and paid after the change: the customer is sent to where the expert is.
    """
    await set_up_booking_domain(world, SERVICE)
    booking_id = await create_booking(world)

    await save(world)
    await world.deliver()
    await pay_for_booking(world, booking_id)

    booking = await load_booking(world, booking_id)
    assert (booking.status, booking.meeting) == (BookingStatus.CONFIRMED, NEW_PLACE)


async def test_confirmed_after_the_service_is_gone_has_the_place_of_its_offer(world: World) -> None:
    """
    A deleted service has no place any more, so that of the order counts.
    """
    await set_up_booking_domain(world, SERVICE)
    booking_id = await create_booking(world)

    await world.call(delete_service, {"service_id": SERVICE.id}, as_=EXPERT)
    await pay_for_booking(world, booking_id)

    booking = await load_booking(world, booking_id)
    assert (booking.status, booking.meeting) == (BookingStatus.CONFIRMED, OLD_PLACE)


async def test_confirmed_while_the_place_changes(world: World) -> None:
    """
    A payment is being settled, and has looked the place up, when it changes: it has to look again.
    """
    await set_up_booking_domain(world, SERVICE)
    booking_id = await create_booking(world)
    unit = world.new_unit_of_work()
    place = await service_places.find_present_place(unit, await store.find_booking(unit, booking_id))
    payment = BookingPayment(amount=157_500)
    await actions.confirm_booking(unit, booking_id, paid=157_500, payment=payment, place=place, now=world.now)

    await save(world)

    with pytest.raises(PreconditionFailed):
        await world.documents.commit(unit.build_writes())


async def test_moved_to_another_time_it_keeps_the_new_place(world: World) -> None:
    """
    A meeting that is moved, before or after the task, is at the present place of the service.
    """
    early, late = await arrange_meetings(world, 2)
    await move(world, early, TOMORROW + timedelta(hours=3))
    after_move = await load_booking(world, early)
    await save(world)
    await move(world, early, TOMORROW + timedelta(hours=4))
    before_task = await load_booking(world, early)
    await world.deliver()
    await move(world, late, TOMORROW + timedelta(hours=5))

    assert (after_move.meeting, before_task.meeting) == (OLD_PLACE, NEW_PLACE)
    assert (await load_booking(world, late)).meeting == NEW_PLACE


async def move(world: World, booking_id: BookingId, starts_at: Any) -> None:
    """Let the expert propose another time, and the customer accept it."""
    wish = {"booking_id": booking_id, "starts_at": starts_at.isoformat()}
    proposed = await world.call(propose_reschedule, wish, as_=EXPERT)
    accepted = await world.call(accept_reschedule, {"booking_id": booking_id}, as_=ANA)
    assert (proposed.status, accepted.status) == (200, 200), (proposed.body, accepted.body)


async def test_a_service_that_is_in_person_again(world: World) -> None:
    """
    A service that was by video meanwhile, and comes back with another place, moves the meetings of before.
    """
    (booking_id,) = await arrange_meetings(world, 1)
    await save(world, kind="video")
    quiet = await count_jobs(world)
    await save(world)
    await world.deliver()

    assert quiet == 0
    assert (await load_booking(world, booking_id)).meeting == NEW_PLACE
    assert (await world.get(catalogue.service_ref(DEWI, SERVICE.id))) is not None
