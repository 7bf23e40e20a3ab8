"""Delivery of mail: to addresses that may be written to, within the limits of an hour, through one place."""

import ast
import itertools
from datetime import timedelta
from pathlib import Path

import pytest

import functions.main
from functions.catalogue.email_expert_decision import email_expert_decision
from functions.control_center.update_settings import update_settings
from functions.notifications.send_email import send_email
from infra.build.discovery import ROOT
from shared.bookings import store as bookings
from shared.bookings.models import Booking
from shared.catalogue import store as catalogue
from shared.contracts.notices import Channel, Notice, NoticeSubject, SubjectKind
from shared.identity import store as identity
from shared.kernel.ports import Query
from shared.limits.subjects import email_limits_ref
from shared.notifications import decision_rules
from shared.notifications.models import WithheldMail, WithheldReason
from shared.orders import store as orders
from shared.orders.models import OrderStatus
from shared.runtime.dead_letters import dead_letters_query
from shared.runtime.specs import get_spec
from tests.bookings.builders import BOOKING_ID, TOMORROW, a_confirmed_booking
from tests.bookings.steps import a_user
from tests.catalogue.builders import an_expert
from tests.notifications.steps import a_notice, tell_people
from tests.orders.builders import a_refund, an_open_order
from tests.world import ADMIN, World

NUMBERS = itertools.count()


def test_every_mail_goes_through_one_place() -> None:
    """
    Only the delivery of mail calls the mail provider, so no sender goes past the check of the address.
    """
    senders = [
        str(path.relative_to(ROOT))
        for folder in ("functions", "shared")
        for path in sorted(Path(ROOT, folder).rglob("*.py"))
        if _calls_mail_provider(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert senders == ["shared/workflows/mail_delivery.py"]


def _calls_mail_provider(tree: ast.Module) -> bool:
    names = {
        argument.arg
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for argument in (*node.args.args, *node.args.kwonlyargs)
        if argument.annotation is not None and "MailProvider" in ast.unparse(argument.annotation)
    }
    return any(
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in names
        and node.attr == "send"
        for node in ast.walk(tree)
    )


async def put_booking(world: World, *, verified: bool, **given: object) -> Booking:
    """Store a confirmed booking of two people whose addresses are verified or not."""
    booking = a_confirmed_booking(**given)
    await world.put_documents((bookings.booking_ref(BOOKING_ID), booking))
    for uid in ("ana", "dewi"):
        await world.put_documents((identity.user_ref(uid), a_user(uid, email_verified=verified)))
    return booking


async def list_withheld_mails(world: World) -> list[WithheldMail]:
    """List the records of mails that were not sent."""
    return await world.reader.query(Query("withheld_mails", WithheldMail))


async def put_notice(world: World, to: str, template: str = "booking.confirmed") -> str:
    """Tell one side of the booking by mail, and return the delivery's id; the mail is not sent yet."""
    booking = await world.get(bookings.booking_ref(BOOKING_ID))
    assert booking is not None
    event = f"booking:{next(NUMBERS)}"
    notice = a_notice(
        to,
        event=event,
        template=template,
        values={"service": "Career talk", "other": "Dewi Lestari", "starts_at": TOMORROW.isoformat()},
        subject=NoticeSubject(kind=SubjectKind.BOOKING, id=BOOKING_ID, version=booking.timed_in),
        channels=(Channel.EMAIL,),
    )
    assert await tell_people(world, notice) == 1
    return decision_rules.compute_delivery_id(event, to, Channel.EMAIL)


async def send_notices(world: World, to: str, count: int) -> list[int]:
    """Deliver notices about the booking to one side, and return the status of each delivery."""
    ids = [await put_notice(world, to) for _ in range(count)]
    return [(await world.call.deliver_task(send_email, {"delivery_id": id_})).status for id_ in ids]


@pytest.mark.emulator
async def test_an_address_that_nobody_has_confirmed_gets_no_mail(world: World) -> None:
    """
    Notices, reminders and decisions to such an address are recorded, and not tried again.
    """
    await put_booking(world, verified=False)
    await world.put_documents((catalogue.expert_ref("dewi"), an_expert()))

    notice = (await send_notices(world, "dewi", 1))[0]
    world.set_clock(TOMORROW - timedelta(minutes=50))
    payload = {"delivery_id": await put_notice(world, "dewi", "booking.reminder_hour")}
    reminder = await world.call.deliver_task(send_email, payload)
    decision = await world.call.deliver_task(email_expert_decision, {"expert_id": "dewi"})
    await world.deliver()

    assert [notice, reminder.status, decision.status] == [200] * 3
    assert await world.sent_mails() == []
    withheld = await list_withheld_mails(world)
    assert {(one.template, one.reason) for one in withheld} == {
        ("booking", WithheldReason.NOT_VERIFIED),
        ("expert_decision", WithheldReason.NOT_VERIFIED),
    }
    assert "dewi@" not in str(withheld)


@pytest.mark.emulator
async def test_who_has_paid_for_a_booking_hears_of_it(world: World) -> None:
    """
    The address that a booking was paid with gets the booking's mails; the other side's needs its own proof.
    """
    booking = a_confirmed_booking()
    await put_booking(world, verified=False, contact=booking.contact.having(email="ana@example.com"))

    statuses = [*await send_notices(world, "ana", 1), *await send_notices(world, "dewi", 1)]

    assert statuses == [200, 200]
    assert [mail["to"] for mail in await world.sent_mails()] == [["ana@example.com"]]


async def send_refund_notices(world: World, order_id: str, count: int) -> list[int]:
    """Deliver mails about the order's first refund to the address of the order, and return the status of each."""
    notices = [
        Notice(
            event=f"refund:{number}",
            template="refund.sent",
            guest=order_id,
            values={"order_id": order_id, "number": 1, "attempt": 1, "amount": 300_000},
            subject=NoticeSubject(kind=SubjectKind.ORDER, id=order_id),
        )
        for number in range(count)
    ]
    await tell_people(world, *notices)
    ids = [decision_rules.compute_delivery_id(one.event, one.recipient, Channel.EMAIL) for one in notices]
    return [(await world.call.deliver_task(functions.main.send_email, {"delivery_id": id_})).status for id_ in ids]


@pytest.mark.emulator
async def test_who_has_paid_hears_of_a_refund(world: World) -> None:
    """
    Money goes back only where it came from, so the address of the order is told.
    """
    order = an_open_order(status=OrderStatus.PAID, refunds=(a_refund(),))
    await world.put_documents((orders.order_ref(order.id), order))

    statuses = await send_refund_notices(world, order.id, 1)

    assert statuses == [200]
    assert len(await world.sent_mails()) == 1


@pytest.mark.emulator
async def test_an_address_gets_ten_mails_an_hour(world: World) -> None:
    """
    The eleventh mail waits: its task is told to come back, and is a dead letter once its attempts are over.
    """
    await put_booking(world, verified=True, paid=0)

    statuses = await send_notices(world, "dewi", 12)
    elsewhere = await send_notices(world, "ana", 1)
    world.later(hours=1)
    next_hour = await send_notices(world, "dewi", 1)

    assert (statuses, elsewhere, next_hour) == ([200] * 10 + [429] * 2, [200], [200])
    assert len(await world.sent_mails()) == 12


@pytest.mark.emulator
async def test_mails_about_paid_things_do_not_wait_for_others(world: World) -> None:
    """
    Who has had the ten mails of the hour still hears at once of a refund; sixty such mails an hour are the limit.
    """
    order = an_open_order(status=OrderStatus.PAID, refunds=(a_refund(),))
    await world.put_documents((orders.order_ref(order.id), order))
    await put_booking(world, verified=True, paid=0)
    person = await world.get(identity.user_ref("dewi"))
    assert person is not None
    assert person.email is not None
    await world.put_documents((orders.order_ref(order.id), order.having(buyer=order.buyer.having(email=person.email))))
    notices = await send_notices(world, "dewi", 11)

    refunds = await send_refund_notices(world, order.id, 61)

    assert notices[-1] == 429
    assert refunds == [200] * 60 + [429]


@pytest.mark.emulator
async def test_a_mail_is_tried_for_a_day_while_the_provider_is_away(world: World) -> None:
    """
    An outage of hours leaves no dead letter; the mail goes out when the provider is back.
    """
    await put_booking(world, verified=True, paid=0)
    await world.control_sendgrid("faults", kind="unavailable", operation="SendMail", times=3)
    payload = {"delivery_id": await put_notice(world, "dewi")}
    attempts = get_spec(send_email).attempts

    hours_later = await world.call.deliver_task(send_email, payload, retries=attempts // 2)
    nearly_a_day = await world.call.deliver_task(send_email, payload, retries=attempts - 2)
    waiting = await world.reader.query(dead_letters_query())
    last = await world.call.deliver_task(send_email, payload, retries=attempts - 1)

    assert (hours_later.status, nearly_a_day.status, waiting) == (503, 503, [])
    assert last.status == 200
    assert [letter.function for letter in await world.reader.query(dead_letters_query())] == ["send-email"]


@pytest.mark.emulator
async def test_the_limit_is_a_setting(world: World) -> None:
    """
    An admin changes the number of mails an hour.
    """
    await put_booking(world, verified=True, paid=0)
    await world.call(update_settings, {"limits": {"mails_an_hour": 1}}, as_=ADMIN)

    assert await send_notices(world, "dewi", 2) == [200, 429]


@pytest.mark.emulator
async def test_a_busy_provider_costs_no_place_in_the_hour(world: World) -> None:
    """
    Attempts that the provider did not take are not counted.
    """
    await put_booking(world, verified=True, paid=0)
    await world.control_sendgrid("faults", kind="unavailable", operation="SendMail", times=3)

    statuses = await send_notices(world, "dewi", 4)

    counted = await world.get(email_limits_ref("Dewi+x@example.com"))
    assert counted is not None
    assert (statuses, len(counted.acts["mails"])) == ([503] * 3 + [200], 1)
