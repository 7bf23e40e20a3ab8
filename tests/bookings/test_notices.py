"""E-mails and push messages about bookings, in both languages."""

from datetime import timedelta

import pytest

from functions.bookings.email_booking_notice import email_booking_notice
from functions.bookings.email_booking_reminder import email_booking_reminder
from shared.bookings import store
from shared.bookings.jobs import BookingNoticeKind
from shared.bookings.models import Proposal, ReminderKind, Side
from shared.contracts.bookings import BookingStatus
from shared.identity import store as identity
from shared.kernel.ids import OrderId
from shared.orders import store as orders
from tests.bookings.builders import BOOKING_ID, TOMORROW, a_confirmed_booking
from tests.bookings.steps import a_user
from tests.orders.builders import an_open_order
from tests.world import World

pytestmark = pytest.mark.emulator

Status = BookingStatus
TRUE_IN = {
    BookingNoticeKind.REQUESTED: Status.REQUESTED,
    BookingNoticeKind.APPROVED: Status.AWAITING_PAYMENT,
    BookingNoticeKind.UNPAID: Status.AWAITING_PAYMENT,
    BookingNoticeKind.REJECTED: Status.REJECTED,
    BookingNoticeKind.EXPIRED: Status.EXPIRED,
    BookingNoticeKind.CONFIRMED: Status.CONFIRMED,
    BookingNoticeKind.PROPOSED: Status.CONFIRMED,
    BookingNoticeKind.DECLINED: Status.CONFIRMED,
    BookingNoticeKind.MOVED: Status.CONFIRMED,
    BookingNoticeKind.LINK_CHANGED: Status.CONFIRMED,
    BookingNoticeKind.CANCELLED: Status.CANCELLED,
}
WITH_FILE = {
    BookingNoticeKind.CONFIRMED,
    BookingNoticeKind.MOVED,
    BookingNoticeKind.LINK_CHANGED,
    BookingNoticeKind.CANCELLED,
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
@pytest.mark.parametrize("notice", BookingNoticeKind)
async def test_every_notice_is_a_mail(world: World, notice: BookingNoticeKind, to: str, locale: str) -> None:
    """
    Each names the booking and its time, reads the same as text and as HTML, and carries a file where there is a time.
    """
    await kept_for(world, locale, TRUE_IN[notice], Side.EXPERT if to == "dewi" else Side.CUSTOMER)

    answer = await world.call.deliver_task(email_booking_notice, {"booking_id": BOOKING_ID, "notice": notice, "to": to})

    assert answer.status == 200
    (mail,) = await world.sent_mails()
    clock = "27 November 2026 14.00 WIB" if locale == "id" else "27 November 2026 14:00 WIB"
    assert (mail["to"], BOOKING_ID in mail["subject"]) == ([f"{to}@example.com"], True)
    assert clock in mail["text"]
    assert clock in mail["html"]
    assert ("Away & ill" in mail["text"], "Away &amp; ill" in mail["html"]) == (True, True)
    assert [file["type"] for file in mail["attachments"]] == ["text/calendar"] * (notice in WITH_FILE)
    returned = notice is BookingNoticeKind.CANCELLED and to == "ana"
    assert ("Rp157.500 kami kembalikan" in mail["text"] or "returning Rp157.500" in mail["text"]) == returned


@pytest.mark.parametrize(("locale", "soon"), [("id", "satu jam lagi"), ("en", "in one hour")])
async def test_a_reminder_says_how_soon(world: World, locale: str, soon: str) -> None:
    """
    In the subject, for those who read no further.
    """
    await kept_for(world, locale, Status.CONFIRMED)
    payload = {
        "booking_id": BOOKING_ID,
        "kind": ReminderKind.HOUR,
        "version": a_confirmed_booking().timed_in,
        "to": "ana",
    }
    world.set_clock(TOMORROW - timedelta(minutes=50))

    await world.call.deliver_task(email_booking_reminder, payload)

    (mail,) = await world.sent_mails()
    assert soon in mail["subject"]
    assert mail["attachments"] == []
