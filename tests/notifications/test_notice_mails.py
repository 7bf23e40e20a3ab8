"""Mails that a workflow composes: with files and details from the documents as they are, and only if still true."""

from typing import Any

import pytest

from shared.bookings import store as bookings
from shared.contracts.bookings import BookingStatus
from shared.contracts.notices import NoticeSubject, SubjectKind
from shared.identity import store as identity
from shared.notifications.delivery_models import DeliveryState, DropReason
from tests.bookings.builders import BOOKING_ID, TOMORROW, a_confirmed_booking
from tests.bookings.steps import a_user
from tests.notifications.steps import a_notice, add_person, list_deliveries, tell_people
from tests.world import World

pytestmark = pytest.mark.emulator


async def tell_of_confirmation(world: World, *, version: int | None, **changed: Any) -> None:
    """Tell Ana of a confirmed booking, which has `changed` by the time at which the mail is sent."""
    await add_person(world, devices=0)
    booking = a_confirmed_booking()
    await world.put_documents((bookings.booking_ref(BOOKING_ID), booking))
    notice = a_notice(
        event="booking:1",
        template="booking.confirmed",
        values={"service": "Career talk", "other": "Dewi Lestari", "starts_at": TOMORROW.isoformat()},
        subject=NoticeSubject(kind=SubjectKind.BOOKING, id=BOOKING_ID, version=version),
    )
    await tell_people(world, notice)
    await world.put_documents((bookings.booking_ref(BOOKING_ID), booking.having(**changed)))


async def test_a_family_composes_its_own_mail(world: World) -> None:
    """
    The mail of a booking has its details and a calendar file, and the provider reports on it by the delivery's id.
    """
    await tell_of_confirmation(world, version=a_confirmed_booking().version, topic="Gaji pertama")

    await world.deliver()

    (mail,) = await world.sent_mails()
    delivery = (await list_deliveries(world))["email"]
    assert (BOOKING_ID in mail["subject"], "Gaji pertama" in mail["text"]) == (True, True)
    assert [file["type"] for file in mail["attachments"]] == ["text/calendar; method=REQUEST"]
    assert delivery.state is DeliveryState.SENT
    assert mail["custom_args"]["reference"] == BOOKING_ID
    assert (mail["custom_args"]["delivery"], mail["categories"]) == (delivery.id, ["booking", "booking.confirmed"])


@pytest.mark.parametrize("is_versioned", [True, False])
async def test_a_mail_that_is_no_longer_true_is_dropped(world: World, is_versioned: bool) -> None:
    """
    The booking was cancelled: the check before the mail finds that, and so does the composer if the check was earlier.
    """
    version = a_confirmed_booking().version if is_versioned else None
    await tell_of_confirmation(world, version=version, status=BookingStatus.CANCELLED)

    answers = await world.deliver()

    assert answers == [("send_email", 200)]
    assert await world.sent_mails() == []
    dropped = (await list_deliveries(world))["email"]
    assert (dropped.state, dropped.reason) == (DeliveryState.DROPPED, DropReason.UNTRUE)


async def test_a_mail_without_an_address_is_not_sent(world: World) -> None:
    """
    The account has lost its address since the decision.
    """
    await tell_of_confirmation(world, version=a_confirmed_booking().version)
    await world.put_documents((identity.user_ref("ana"), a_user("ana", email=None)))

    await world.deliver()

    assert (await list_deliveries(world))["email"].reason is DropReason.UNREACHABLE
