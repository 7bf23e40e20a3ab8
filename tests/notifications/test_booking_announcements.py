"""Changes of bookings and reminders are told once, to the right people, on the channels that they want."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.bookings.accept_reschedule import accept_reschedule
from functions.bookings.approve_booking import approve_booking
from functions.bookings.cancel_booking import cancel_booking
from functions.bookings.decline_reschedule import decline_reschedule
from functions.bookings.email_booking_notice import email_booking_notice
from functions.bookings.email_booking_reminder import email_booking_reminder
from functions.bookings.pay_booking import pay_booking
from functions.bookings.propose_reschedule import propose_reschedule
from functions.bookings.send_due_reminders import send_due_reminders
from functions.control_center.relay_outbox import relay_outbox
from functions.notifications.remind_people_when_booking_reminder_due import remind_people_when_booking_reminder_due
from functions.notifications.tell_people_when_booking_changed import tell_people_when_booking_changed
from shared.bookings import store as bookings
from shared.bookings.models import Booking, Side
from shared.contracts.bookings import BookingStatus
from shared.contracts.notices import Channel
from shared.identity import store as identity
from shared.identity.models import AccountRestriction
from shared.kernel.ids import UserId
from shared.notifications import store
from shared.notifications.delivery_models import DeliveryState, DropReason
from shared.notifications.inbox_models import InboxState
from tests.bookings.builders import BOOKING_ID, TOMORROW, a_confirmed_booking
from tests.bookings.steps import (
    create_booking_request,
    create_confirmed_booking,
    load_booking,
    pay_for_booking,
    set_up_booking_domain,
)
from tests.builders import NOON
from tests.notifications.fakes import FakeTexts
from tests.notifications.steps import add_person, list_all_deliveries, list_inbox
from tests.world import ANA, BUDI, EXPERT, Answer, World

pytestmark = pytest.mark.emulator
PHOTO = "https://files.example.com/dewi.jpg"
NIGHT = {"begins": "22:00", "ends": "07:00"}
MIDNIGHT = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
"""Midnight in Jakarta."""


async def set_up_people(world: World) -> None:
    """Store Ana, who reads Indonesian in Makassar, and Dewi, who reads English in Jayapura, with a phone each."""
    await set_up_booking_domain(world)
    await add_person(world, "ana", full_name="Ana Wijaya", zone="Asia/Makassar")
    await add_person(world, "dewi", locale="en", zone="Asia/Jayapura", role="expert", photo_url=PHOTO)


async def put_confirmed_booking(world: World, **given: Any) -> Booking:
    """Store a confirmed booking of Ana and Dewi of which nobody has been told."""
    await set_up_people(world)
    booking = a_confirmed_booking(**given)
    await world.put_documents((bookings.booking_ref(BOOKING_ID), booking))
    return booking


def a_change(booking: Booking, change: str = "confirmed", **given: Any) -> dict[str, Any]:
    """Build the event of a change."""
    people = [booking.customer, booking.offer.expert]
    event = {"booking_id": booking.id, "version": booking.version, "change": change, "told": people}
    return event | {"at": NOON.isoformat()} | given


def a_reminder(booking: Booking, reminder: str = "1h") -> dict[str, Any]:
    """Build the event of a reminder."""
    people = [booking.customer, booking.offer.expert]
    return {
        "booking_id": booking.id,
        "timed_in": booking.timed_in,
        "reminder": reminder,
        "told": people,
        "at": NOON.isoformat(),
    }


async def announce_change(world: World, event: dict[str, Any], *, id: str = "e-1") -> Answer:
    """Deliver the event of a change."""
    return await world.call.push_event(tell_people_when_booking_changed, "BookingChanged", event, id=id)


async def list_templates(world: World, uid: str) -> list[str]:
    """List the templates of a person's notifications about bookings, the earliest first, without their family."""
    told = [one.template.partition(".") for one in reversed(await list_inbox(world, uid))]
    return [name for family, _, name in told if family == "booking"]


async def count_mails(world: World, uid: str) -> int:
    """Count the mails to a person."""
    return len([mail for mail in await world.sent_mails() if mail["to"] == [f"{uid}@example.com"]])


async def count_pushes(world: World, uid: str) -> int:
    """Count the pushes to a person's phone."""
    return len([push for push in await world.sent_pushes() if push["message"]["token"] == f"token-{uid}-0"])


async def test_each_change_is_told_to_the_right_people(world: World) -> None:
    """
    From the request to the cancellation: in the app, by push and by mail, each once, and to nobody else.
    """
    await set_up_people(world)
    booking_id = await create_booking_request(world)
    wanted = {"booking_id": booking_id}
    other = wanted | {"starts_at": (TOMORROW + timedelta(hours=3)).isoformat()}
    await world.deliver()
    for function, body, who in (
        (approve_booking, wanted, EXPERT),
        (None, {}, ANA),
        (propose_reschedule, other, ANA),
        (decline_reschedule, wanted, EXPERT),
        (propose_reschedule, other, EXPERT),
        (accept_reschedule, wanted, ANA),
        (cancel_booking, wanted | {"reason": "Sakit", "refund": 157_500}, EXPERT),
    ):
        world.later(minutes=2)
        if function is None:
            assert (await world.call(pay_booking, wanted, as_=ANA)).status == 200
            await pay_for_booking(world, booking_id)
        else:
            assert (await world.call(function, body, as_=who)).status == 200
        await world.deliver()

    anas, dewis = await list_templates(world, "ana"), await list_templates(world, "dewi")
    assert anas == ["request_sent", "approved", "paid", "declined", "proposed", "moved", "cancelled"]
    assert dewis == ["requested", "confirmed", "proposed", "moved", "cancelled"]
    # Ana's inbox tells of the refund too.
    assert (await count_pushes(world, "ana"), await count_pushes(world, "dewi")) == (len(anas) + 1, len(dewis))
    about = [mail for mail in await world.sent_mails() if "booking.cancelled" in mail["categories"]]
    assert sorted(mail["to"][0] for mail in about) == ["ana@example.com", "dewi@example.com"]
    told = [mail for mail in await world.sent_mails() if any("booking." in one for one in mail["categories"])]
    assert len(told) == len(anas) + len(dewis)


async def test_each_reads_their_own_language_and_zone(world: World) -> None:
    """
    The app shows the other person's name and the time on the reader's clock; who did it stands beside it.
    """
    booking = await put_confirmed_booking(world)

    await announce_change(world, a_change(booking, by="ana"))

    (anas,), (dewis,) = await list_inbox(world, "ana"), await list_inbox(world, "dewi")
    assert (anas.title, anas.link) == ("Pembayaran diterima, sesi terkonfirmasi", f"/bookings/{BOOKING_ID}")
    assert anas.body == "Career talk dengan Dewi Lestari pada 27 November 2026 15.00 WITA."
    assert dewis.title == "Session confirmed"
    assert dewis.body.endswith("27 November 2026 16:00 WIT.")
    assert anas.actor is None
    assert dewis.actor is not None
    assert (dewis.actor.id, dewis.actor.photo_url) == ("ana", None)


async def test_the_expert_is_shown_with_the_photo(world: World) -> None:
    """
    Whoever lets another person know is shown by name and picture.
    """
    booking = await put_confirmed_booking(world, status=BookingStatus.CANCELLED)

    await announce_change(world, a_change(booking, "cancelled", by="dewi"))

    (shown,) = await list_inbox(world, "ana")
    assert shown.actor is not None
    assert (shown.actor.name, shown.actor.photo_url) == ("Dewi Lestari", PHOTO)


async def test_an_event_that_comes_again_tells_nobody_again(world: World) -> None:
    """
    The same event again, at the same time, and after all tasks were lost: the outbox sends each delivery once.
    """
    booking = await put_confirmed_booking(world)

    await asyncio.gather(*(announce_change(world, a_change(booking), id=f"e-{number}") for number in range(4)))
    world.sent.entries.clear()
    again = await announce_change(world, a_change(booking), id="e-0")
    lost = [entry for kind in ("SendPush", "SendEmail") for entry in await world.list_outbox_entries(kind)]
    world.sent.entries = lost * 2
    await world.deliver()

    assert (again.status, len(lost)) == (200, 4)
    for uid in ("ana", "dewi"):
        assert len(await list_inbox(world, uid)) == 1
        assert (await count_pushes(world, uid), await count_mails(world, uid)) == (1, 1)


async def test_an_unproven_address_gets_no_mail(world: World) -> None:
    """
    Whose address nobody has verified is told in the app and by push alone.
    """
    booking = await put_confirmed_booking(world)
    await add_person(world, "dewi", email_verified=False)

    await announce_change(world, a_change(booking))
    await world.deliver()

    assert (len(await list_inbox(world, "dewi")), await count_pushes(world, "dewi")) == (1, 1)
    assert await count_mails(world, "dewi") == 0


async def test_the_suspended_are_not_told(world: World) -> None:
    """
    The other side is told, and nobody else.
    """
    booking = await put_confirmed_booking(world)
    restriction = AccountRestriction(
        id=UserId("dewi"), suspended_until=world.now + timedelta(days=1), changed_at=world.now
    )
    await world.put_documents((identity.restriction_ref("dewi"), restriction))

    await announce_change(world, a_change(booking))
    await world.deliver()

    assert await list_inbox(world, "dewi") == []
    assert (await count_mails(world, "ana"), len(await world.sent_mails())) == (1, 1)


@pytest.mark.parametrize("kind", ["booking", "event_reminder"])
async def test_a_busy_expert_misses_no_booking(world: World, kind: str) -> None:
    """
    Whoever has had sixty notifications about bookings today still gets the mails of the next one.
    """
    booking = await put_confirmed_booking(world)
    world.set_clock(TOMORROW - timedelta(hours=1))
    busy = InboxState(id=UserId("dewi"), day="2026-11-27", sent={kind: 60})
    await world.put_documents((store.inbox_state_ref("dewi"), busy))

    await announce_change(world, a_change(booking))
    await world.call.push_event(
        remind_people_when_booking_reminder_due, "BookingReminderDue", a_reminder(booking), id="1"
    )
    await world.deliver()

    assert await count_mails(world, "dewi") == 2


async def test_requests_at_midnight_wait_for_the_morning(world: World) -> None:
    """
    An expert who sleeps finds two requests in the app, and gets the whole mail of each in the morning, not a digest.
    """
    await set_up_people(world)
    await add_person(world, "dewi", role="expert", chosen={"quiet_hours": NIGHT})
    world.set_clock(MIDNIGHT)

    await create_booking_request(world)
    await create_booking_request(world, as_=BUDI, starts_at=TOMORROW + timedelta(hours=2))
    await world.deliver()
    at_night = (len(await list_inbox(world, "dewi")), await count_mails(world, "dewi"))
    world.later(hours=7)
    await world.deliver()

    assert at_night == (2, 0)
    mails = [mail for mail in await world.sent_mails() if mail["to"] == ["dewi@example.com"]]
    assert ["Permintaan sesi baru" in mail["subject"] for mail in mails] == [True, True]
    assert ["Topik:" in mail["text"] for mail in mails] == [True, True]
    assert await count_pushes(world, "dewi") == 2


@pytest.mark.parametrize(("hours", "mails"), [(6, 1), (8, 0)])
async def test_a_meeting_of_the_early_morning_is_called_off_at_night(world: World, hours: int, mails: int) -> None:
    """
    A cancellation is told at midnight if the meeting begins before the quiet hours end; otherwise it waits.
    """
    starts_at = MIDNIGHT + timedelta(hours=hours)
    booking = await put_confirmed_booking(
        world, status=BookingStatus.CANCELLED, cancelled_by=Side.CUSTOMER, starts_at=starts_at
    )
    await add_person(world, "dewi", role="expert", chosen={"quiet_hours": NIGHT})
    world.set_clock(MIDNIGHT)

    await announce_change(world, a_change(booking, "cancelled", by="ana"))
    await world.deliver()

    assert (await count_mails(world, "dewi"), await count_pushes(world, "dewi")) == (mails, mails)


async def test_a_payment_is_confirmed_at_night(world: World) -> None:
    """
    A customer who has paid hears at once that the payment has arrived, whatever the quiet hours.
    """
    booking = await put_confirmed_booking(world)
    for uid in ("ana", "dewi"):
        await add_person(world, uid, chosen={"quiet_hours": NIGHT})
    world.set_clock(MIDNIGHT)

    await announce_change(world, a_change(booking))
    await world.deliver()

    assert (await count_mails(world, "ana"), await count_mails(world, "dewi")) == (1, 0)


async def test_what_changed_before_it_was_told_is_not_told(world: World) -> None:
    """
    The event of the confirmation comes after the cancellation: nobody hears of it.
    """
    booking = await put_confirmed_booking(world, status=BookingStatus.CANCELLED)

    answer = await announce_change(world, a_change(booking, "confirmed"))

    assert answer.status == 200
    assert await list_inbox(world, "ana") == []


async def test_a_change_that_only_a_newer_version_knows_is_told_later(world: World) -> None:
    """
    The event comes again until an instance of the newer version tells it.
    """
    booking = await put_confirmed_booking(world)

    answer = await announce_change(world, a_change(booking, "handed_over"))

    assert (answer.status, await list_inbox(world, "ana")) == (503, [])


@pytest.mark.parametrize(("reminder", "ahead", "unread"), [("24h", 1440, 0), ("1h", 60, 0), ("10m", 10, 5)])
async def test_reminders_reach_who_switched_on_sms(world: World, reminder: str, ahead: int, unread: int) -> None:
    """
    Both are reminded in the app, by push and by mail; only who wants an SMS gets one too. Quiet hours hold nothing.

    The last reminder is critical: its SMS goes half way to the meeting, to those who have read nothing by then.
    """
    booking = await put_confirmed_booking(world)
    texts = FakeTexts()
    world.runtime.gateways.texts = texts  # type: ignore[assignment]
    always = {"begins": "00:00", "ends": "23:59"}
    await add_person(world, "ana", chosen={"channels": {"sms": True}, "quiet_hours": always})
    world.set_clock(TOMORROW - timedelta(minutes=ahead))

    await world.call.push_event(
        remind_people_when_booking_reminder_due, "BookingReminderDue", a_reminder(booking, reminder), id="1"
    )
    await world.deliver()

    for uid in ("ana", "dewi"):
        assert (len(await list_inbox(world, uid)), await count_pushes(world, uid)) == (1, 1)
        assert await count_mails(world, uid) == 1
    world.later(minutes=unread)
    await world.deliver()
    sent = [one for one in await list_all_deliveries(world) if one.channel is Channel.SMS]
    assert [(one.user_id, one.state) for one in sent] == [("ana", DeliveryState.SENT)]


async def test_a_reminder_comes_before_the_meeting_or_not_at_all(world: World) -> None:
    """
    A task that is late by more than the time that was left sends nothing.
    """
    booking = await put_confirmed_booking(world)
    world.set_clock(TOMORROW - timedelta(minutes=10))
    await world.call.push_event(
        remind_people_when_booking_reminder_due, "BookingReminderDue", a_reminder(booking, "10m"), id="1"
    )

    world.later(minutes=10)
    await world.deliver()

    assert (await world.sent_mails(), await world.sent_pushes()) == ([], [])
    assert {one.reason for one in await list_all_deliveries(world)} == {DropReason.TOO_LATE}


@pytest.mark.parametrize("change", ["cancelled", "moved"])
async def test_a_booking_that_changed_reminds_on_no_channel(world: World, change: str) -> None:
    """
    The reminder was decided when the booking was called off or moved: no channel sends it.
    """
    booking = await put_confirmed_booking(world)
    world.set_clock(TOMORROW - timedelta(hours=1))
    await world.call.push_event(
        remind_people_when_booking_reminder_due, "BookingReminderDue", a_reminder(booking), id="1"
    )
    changed = {
        "cancelled": booking.having(status=BookingStatus.CANCELLED),
        "moved": booking.having(timed_in=booking.version + 1, version=booking.version + 1),
    }[change]
    await world.put_documents((bookings.booking_ref(BOOKING_ID), changed))

    await world.deliver()

    assert (await world.sent_mails(), await world.sent_pushes()) == ([], [])
    assert {one.reason for one in await list_all_deliveries(world)} == {DropReason.UNTRUE}


async def test_a_proposal_withholds_no_confirmation(world: World) -> None:
    """
    The version has changed by a question about another time: the confirmation is still true, and its mail is sent.
    """
    booking = await put_confirmed_booking(world)
    await announce_change(world, a_change(booking))
    await world.put_documents((bookings.booking_ref(BOOKING_ID), booking.having(version=booking.version + 1)))

    await world.deliver()

    assert (await count_mails(world, "ana"), await count_mails(world, "dewi")) == (1, 1)


async def test_the_mail_of_an_approval_waits_for_the_invoice(world: World) -> None:
    """
    The push comes at once; the mail comes two minutes later, when there is a page to pay.
    """
    await set_up_people(world)
    booking_id = await create_booking_request(world)
    await world.deliver()
    assert (await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)).status == 200

    await world.deliver()
    at_once = (await count_pushes(world, "ana"), await count_mails(world, "ana"))
    world.later(minutes=1, seconds=59)
    await world.call.run_schedule(relay_outbox, due_at=world.now)
    await world.deliver()
    world.later(seconds=1)
    await world.deliver()

    assert at_once == (2, 1)
    mail = (await world.sent_mails())[-1]
    assert (mail["categories"], "Bayar sekarang: http" in mail["text"]) == (["booking", "booking.approved"], True)


async def test_jobs_of_an_earlier_version_tell_once(world: World) -> None:
    """
    What an earlier version has scheduled by mail is told on all channels, and not again if the event has told it.
    """
    booking = await put_confirmed_booking(world)
    notice = {"booking_id": BOOKING_ID, "notice": "confirmed", "to": "ana"}
    reminder = {"booking_id": BOOKING_ID, "kind": "1h", "version": booking.timed_in, "to": "dewi"}

    answers = [await world.call.deliver_task(email_booking_notice, notice)]
    await announce_change(world, a_change(booking))
    world.set_clock(TOMORROW - timedelta(hours=1))
    answers += [await world.call.deliver_task(email_booking_reminder, reminder) for _ in range(2)]

    assert [answer.status for answer in answers] == [200] * 3
    assert await list_templates(world, "ana") == ["paid"]
    assert await list_templates(world, "dewi") == ["confirmed", "reminder_hour"]


async def test_a_reminder_is_announced_by_its_run(world: World) -> None:
    """
    The run of the minute, its event and the tasks: both are reminded on each channel, once a reminder.
    """
    await set_up_people(world)
    booking_id = await create_confirmed_booking(world)
    world.set_clock(TOMORROW - timedelta(minutes=10))

    for _ in range(2):
        await world.call.run_schedule(send_due_reminders, due_at=world.now)
        await world.deliver()

    assert (await load_booking(world, booking_id)).next_reminder_at is None
    assert await list_templates(world, "ana") == ["paid", "reminder_minutes"]
    assert await list_templates(world, "dewi") == ["confirmed", "reminder_minutes"]
