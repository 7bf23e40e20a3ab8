"""E-mails and push messages about bookings, in both languages."""

from datetime import timedelta

import icalendar
import pytest

from functions.notifications.remind_people_when_booking_reminder_due import remind_people_when_booking_reminder_due
from functions.notifications.tell_people_when_booking_changed import tell_people_when_booking_changed
from shared.bookings import store
from shared.bookings.models import Proposal, Side
from shared.contracts.bookings import BookingChange, BookingStatus, ReminderKind
from shared.identity import store as identity
from shared.kernel.ids import OrderId
from shared.orders import store as orders
from tests.bookings.builders import BOOKING_ID, TOMORROW, a_confirmed_booking
from tests.bookings.steps import a_user
from tests.builders import NOON
from tests.orders.builders import an_open_order
from tests.world import World

pytestmark = pytest.mark.emulator

Status = BookingStatus
VERSION = a_confirmed_booking().version
TRUE_IN = {
    BookingChange.REQUESTED: Status.REQUESTED,
    BookingChange.APPROVED: Status.AWAITING_PAYMENT,
    BookingChange.UNPAID: Status.AWAITING_PAYMENT,
    BookingChange.REJECTED: Status.REJECTED,
    BookingChange.EXPIRED: Status.EXPIRED,
    BookingChange.CONFIRMED: Status.CONFIRMED,
    BookingChange.PROPOSED: Status.CONFIRMED,
    BookingChange.DECLINED: Status.CONFIRMED,
    BookingChange.MOVED: Status.CONFIRMED,
    BookingChange.LINK_CHANGED: Status.CONFIRMED,
    BookingChange.CANCELLED: Status.CANCELLED,
}
WITH_FILE = {
    BookingChange.CONFIRMED,
    BookingChange.MOVED,
    BookingChange.LINK_CHANGED,
    BookingChange.CANCELLED,
}


async def kept_for(world: World, locale: str, status: BookingStatus, asked: Side = Side.CUSTOMER) -> None:
    """A booking in this state, of two people who read this language; one of them is asked for another time."""
    by = Side.EXPERT if asked is Side.CUSTOMER else Side.CUSTOMER
    proposal = Proposal(by=by, starts_at=TOMORROW + timedelta(hours=1), expires_at=TOMORROW)
    booking = a_confirmed_booking(
        status=status,
        proposal=proposal,
        answer_before=TOMORROW,
        pay_before=TOMORROW,
        cancelled_by=Side.EXPERT,
        reason="Away & ill",
        refund=157_500,
    )
    await world.put_documents((store.booking_ref(BOOKING_ID), booking))
    if status is Status.AWAITING_PAYMENT:
        order = an_open_order(id=OrderId(BOOKING_ID), pay_before=TOMORROW)
        await world.put_documents((orders.order_ref(order.id), order))
    for uid in ("ana", "dewi"):
        await world.put_documents((identity.user_ref(uid), a_user(uid, locale=locale)))


@pytest.mark.parametrize("locale", ["id", "en"])
@pytest.mark.parametrize("to", ["ana", "dewi"])
@pytest.mark.parametrize("notice", BookingChange)
async def test_every_notice_is_a_mail(world: World, notice: BookingChange, to: str, locale: str) -> None:
    """
    Each names the booking and its time, reads the same as text and as HTML, and carries a file where there is a time.
    """
    await kept_for(world, locale, TRUE_IN[notice], Side.EXPERT if to == "dewi" else Side.CUSTOMER)

    payload = {"booking_id": BOOKING_ID, "version": VERSION, "change": notice, "told": [to], "at": NOON.isoformat()}
    answer = await world.call.push_event(tell_people_when_booking_changed, "BookingChanged", payload, id="e-1")
    world.later(minutes=3)
    await world.deliver()

    assert answer.status == 200
    (mail,) = await world.sent_mails()
    clock = "27 November 2026 14.00 WIB" if locale == "id" else "27 November 2026 14:00 WIB"
    assert (mail["to"], BOOKING_ID in mail["subject"]) == ([f"{to}@example.com"], True)
    assert clock in mail["text"]
    assert clock in mail["html"]
    assert ("Away & ill" in mail["text"], "Away &amp; ill" in mail["html"]) == (True, True)
    method = "CANCEL" if notice is BookingChange.CANCELLED else "REQUEST"
    assert [file["type"] for file in mail["attachments"]] == [f"text/calendar; method={method}"] * (notice in WITH_FILE)
    for file in mail["attachments"]:
        calendar = icalendar.Calendar.from_ical(await world.fetch_from_provider(file["url"]))
        (event,) = calendar.events
        assert (str(calendar["method"]), str(event["attendee"])) == (method, f"mailto:{to}@example.com")
    returned = notice is BookingChange.CANCELLED and to == "ana"
    assert ("Rp157.500 kami kembalikan" in mail["text"] or "returning Rp157.500" in mail["text"]) == returned


@pytest.mark.parametrize(("locale", "soon"), [("id", "satu jam lagi"), ("en", "in one hour")])
async def test_a_reminder_says_how_soon(world: World, locale: str, soon: str) -> None:
    """
    In the subject, for those who read no further.
    """
    await kept_for(world, locale, Status.CONFIRMED)
    payload = {
        "booking_id": BOOKING_ID,
        "timed_in": a_confirmed_booking().timed_in,
        "reminder": ReminderKind.HOUR,
        "told": ["ana"],
        "at": NOON.isoformat(),
    }
    world.set_clock(TOMORROW - timedelta(minutes=50))

    await world.call.push_event(remind_people_when_booking_reminder_due, "BookingReminderDue", payload, id="e-1")
    await world.deliver()

    (mail,) = await world.sent_mails()
    assert soon in mail["subject"]
    assert mail["attachments"] == []
