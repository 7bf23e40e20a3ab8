"""Holders of tickets are reminded a day and an hour before the event begins, once each, of what is still so."""

from datetime import timedelta
from typing import Any

import pytest

from functions.notifications.list_notice_deliveries import list_notice_deliveries
from functions.tickets.remind_ticket_holders import remind_ticket_holders
from functions.tickets.save_ticket_event import save_ticket_event
from shared.identity import store as identity
from shared.identity.models import AccountRestriction
from shared.kernel.ids import UserId
from shared.kernel.ports import Ref
from shared.kernel.schemas import Entity
from shared.notifications import store as notifications
from shared.notifications.delivery_models import DeliveryState, DropReason
from shared.tickets import event_reminders, store
from shared.tickets.event_reminders import EventReminder
from shared.tickets.jobs import RemindTicketHolders
from shared.tickets.models import CheckIn, EventStatus, TicketStatus
from shared.workflows import event_reminders as reminding
from tests.builders import EVENT, NOON, a_ticket_event
from tests.notifications.steps import add_person, list_all_deliveries, list_inbox
from tests.tickets.builders import a_ticket
from tests.tickets.reminder_steps import (
    DAY,
    HOUR,
    build_order_id,
    change_event,
    put_event,
    put_order,
    remind_holders,
    sweep_events,
)
from tests.world import ADMIN, World

emulator = pytest.mark.emulator
USED = CheckIn(at=NOON, gate="Gate A", scan_id="s-1")


class Broken(Entity):
    """Document whose fields no version has written."""

    channels: str = "none"


def test_which_reminder_is_due() -> None:
    """
    A day before, up to three hours late; an hour before, up to half an hour late; never twice for one start.
    """
    event = a_ticket_event(starts_at=NOON)
    ages = {
        EventReminder.DAY: (DAY, DAY - timedelta(hours=2, minutes=59)),
        EventReminder.HOUR: (HOUR, timedelta(minutes=31)),
    }

    for reminder, (first, last) in ages.items():
        assert not event_reminders.is_due(event, reminder, at=NOON - first - timedelta(seconds=1))
        assert event_reminders.is_due(event, reminder, at=NOON - first)
        assert event_reminders.is_due(event, reminder, at=NOON - last)
        assert not event_reminders.is_due(event, reminder, at=NOON - last + timedelta(minutes=1))
        told = event_reminders.with_reminder(event, reminder)
        assert not event_reminders.is_due(told, reminder, at=NOON - first)
        assert event_reminders.is_due(told.having(starts_at=NOON + HOUR), reminder, at=NOON - first + HOUR)


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.CANCELLED, EventStatus.UNKNOWN])
def test_no_event_that_does_not_take_place_is_due(status: EventStatus) -> None:
    """
    Nobody is reminded of an event that is hidden, cancelled, or known to a newer version alone.
    """
    event = a_ticket_event(starts_at=NOON).having(status=status)

    assert not event_reminders.is_due(event, EventReminder.DAY, at=NOON - DAY)
    assert not event_reminders.is_current(event, EventReminder.DAY, NOON, now=NOON - DAY)


def test_whose_ticket_counts() -> None:
    """
    A ticket that was bought after the reminder was due, was used or revoked reminds nobody.
    """
    ticket = a_ticket(issued_at=NOON - DAY)
    for other in (
        ticket.having(issued_at=NOON - DAY + timedelta(seconds=1)),
        ticket.having(check_in=USED),
        ticket.having(status=TicketStatus.REVOKED),
        ticket.having(status=TicketStatus.UNKNOWN),
    ):
        assert not event_reminders.wants_reminder(other, EventReminder.DAY, NOON)

    assert event_reminders.wants_reminder(ticket, EventReminder.DAY, NOON)


@emulator
async def test_a_person_is_reminded_a_day_and_an_hour_before(world: World) -> None:
    """
    In the app, by push and by mail to the account, in the time of the place; each once, however many tickets.
    """
    await add_person(world)
    await put_event(world)
    await put_order(world, 0, count=3, customer="ana")
    await put_order(world, 1, count=2, customer="ana", email="other@example.com")

    await remind_holders(world)
    world.later(minutes=5)
    await remind_holders(world)
    day = await list_inbox(world)
    world.later(hours=22, minutes=55)
    await remind_holders(world)
    world.later(minutes=5)
    await remind_holders(world)

    shown = await list_inbox(world)
    mails = await world.sent_mails()
    assert [one.template for one in day] == ["ticket.reminder_day"]
    assert [one.template for one in shown] == ["ticket.reminder_hour", "ticket.reminder_day"]
    assert "13.00 WITA" in day[0].body
    assert (len(mails), len(await world.sent_pushes())) == (2, 2)
    assert "13.00 WITA" in mails[0]["text"]
    assert "Sasana Budaya Ganesha" in mails[0]["text"]
    assert "5 tiket" in mails[0]["text"]
    assert mails[0]["to"] != ["other@example.com"]


@emulator
async def test_a_person_who_wants_no_mail_gets_none(world: World) -> None:
    """
    Choices of channels hold; the app tells all the same.
    """
    await add_person(world, chosen={"kinds": {"event_reminder": {"email": False}}})
    await put_event(world)
    await put_order(world, customer="ana")

    await remind_holders(world)

    assert (len(await list_inbox(world)), await world.sent_mails()) == (1, [])


@emulator
async def test_nobody_is_reminded_too_early(world: World) -> None:
    """
    A minute before the day, the sweep begins nothing.
    """
    await put_event(world, starts_at=NOON + DAY + timedelta(minutes=1))
    await put_order(world)

    assert await sweep_events(world) == 0


@emulator
async def test_a_guest_is_reminded_by_mail(world: World) -> None:
    """
    One mail to the address, with a link to the tickets, though two orders have it in two spellings.
    """
    await put_event(world)
    await put_order(world, 0, email="sari@example.com")
    await put_order(world, 1, count=2, email="Sari@example.com")

    await remind_holders(world)

    (mail,) = await world.sent_mails()
    assert "show-order-tickets?token=" in mail["text"]
    assert mail["to"] == ["sari@example.com"]


@emulator
async def test_who_has_not_registered_is_reminded_as_a_guest(world: World) -> None:
    """
    Who bought with a sign-in alone has no inbox: the mail goes to the address of the order. A closed account gets none.
    """
    await put_event(world)
    await put_order(world, 0, customer="ana")
    await put_order(world, 1, customer="budi", email="budi@example.com")
    closed = AccountRestriction(id=UserId("budi"), suspended_until=NOON + 9 * DAY, closed=True, changed_at=NOON)
    await world.put_documents((identity.restriction_ref("budi"), closed))

    await remind_holders(world)

    assert [mail["to"] for mail in await world.sent_mails()] == [["sari@example.com"]]


@emulator
async def test_the_support_finds_the_reminder_by_any_order_of_the_address(world: World) -> None:
    """
    One mail is sent for two orders, and is listed under both.
    """
    await put_event(world)
    await put_order(world, 0)
    await put_order(world, 1)

    await remind_holders(world)

    for number in range(2):
        listed = await world.call(list_notice_deliveries, {"order_id": build_order_id(number)}, as_=ADMIN)
        assert [one["template"] for one in listed.body["items"]] == ["ticket.reminder_day"]


@emulator
async def test_an_address_that_nothing_speaks_for_gets_no_mail(world: World) -> None:
    """
    A guest with free tickets who has not confirmed the address is not written to.
    """
    await put_event(world)
    await put_order(world, paid=False, price=0)

    await remind_holders(world)

    (delivery,) = await list_all_deliveries(world)
    assert (delivery.state, delivery.reason) == (DeliveryState.DROPPED, DropReason.WITHHELD)
    assert await world.sent_mails() == []


@emulator
async def test_who_buys_on_the_last_day_is_reminded_an_hour_before(world: World) -> None:
    """
    A sweep that comes an hour late does not tell who has bought in that hour; the next reminder does.
    """
    await put_event(world)
    world.later(hours=1)
    await put_order(world, issued_at=NOON + timedelta(minutes=30))

    await remind_holders(world)
    early = await world.sent_mails()
    world.later(hours=22)
    await remind_holders(world)

    assert (early, len(await world.sent_mails())) == ([], 1)


MOVED = {"starts_at": NOON + 2 * DAY, "ends_at": NOON + 3 * DAY}


@emulator
@pytest.mark.parametrize(
    "change",
    [MOVED, {"status": EventStatus.CANCELLED}, {"status": EventStatus.DRAFT}],
    ids=["moved", "cancelled", "hidden"],
)
async def test_nothing_wrong_is_sent(world: World, change: dict[str, Any]) -> None:
    """
    An event that was moved or cancelled after people were chosen, or before, is not told with its earlier time.
    """
    await add_person(world)
    await put_event(world)
    await put_order(world, 0)
    await sweep_events(world)
    job = next(entry for entry in world.sent.entries if entry.type == "RemindTicketHolders")
    await world.call.deliver_task(remind_ticket_holders, job.payload, entry=job)

    await change_event(world, **change)
    await put_order(world, 1, email="budi@example.com")
    await world.deliver()
    await world.call.deliver_task(remind_ticket_holders, job.payload)
    await world.deliver()

    assert await world.sent_mails() == []
    assert [one.reason for one in await list_all_deliveries(world)] == [DropReason.UNTRUE]


@emulator
async def test_a_moved_event_has_its_reminders_at_the_new_time(world: World) -> None:
    """
    Who was reminded of the earlier start is reminded of the new one.
    """
    await put_event(world)
    await put_order(world)
    await remind_holders(world)
    await change_event(world, **MOVED)

    await remind_holders(world)
    between = len(await world.sent_mails())
    world.later(days=1)
    await remind_holders(world)

    mails = await world.sent_mails()
    assert (between, len(mails)) == (1, 2)
    assert mails[1]["text"] != mails[0]["text"]


@emulator
@pytest.mark.parametrize("change", [{"check_in": USED}, {"status": TicketStatus.REVOKED}], ids=["used", "revoked"])
@pytest.mark.parametrize("customer", ["ana", None], ids=["account", "guest"])
async def test_a_ticket_that_was_used_or_revoked_meanwhile(
    world: World, change: dict[str, Any], customer: str | None
) -> None:
    """
    Between the decision and the mail, the only ticket admits nobody any more: nothing is sent.
    """
    await add_person(world)
    await put_event(world)
    (ticket,) = await put_order(world, customer=customer)
    await sweep_events(world)
    job = next(entry for entry in world.sent.entries if entry.type == "RemindTicketHolders")
    await world.call.deliver_task(remind_ticket_holders, job.payload, entry=job)

    await world.put_documents((store.ticket_ref(ticket.id), ticket.having(**change)))
    await world.deliver()

    assert (await world.sent_mails(), await world.sent_pushes()) == ([], [])
    assert {one.reason for one in await list_all_deliveries(world)} == {DropReason.UNTRUE}


@emulator
async def test_thousands_are_reminded_page_by_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Many commits and tasks reach everybody once, though each task arrives twice, the first of them cut off in between.
    """
    monkeypatch.setattr(reminding, "TICKETS_PER_STEP", 2)
    monkeypatch.setattr(reminding, "STEPS_PER_TASK", 2)
    await put_event(world)
    for number in range(11):
        await put_order(world, number, email=f"guest{number}@example.com")
    await sweep_events(world)
    job = next(entry for entry in world.sent.entries if entry.type == "RemindTicketHolders")

    # The first commit of the task has happened when the task is cut off.
    await world.commit(reminding.remind_step, RemindTicketHolders(**job.payload), None, size=2, now=world.now)
    await world.deliver()
    answers = [await world.call.deliver_task(remind_ticket_holders, job.payload) for _ in range(2)]
    await world.deliver()

    told = sorted(mail["to"][0] for mail in await world.sent_mails())
    assert told == sorted(f"guest{number}@example.com" for number in range(11))
    assert [answer.status for answer in answers] == [200, 200]


@emulator
async def test_one_unreadable_person_does_not_keep_the_others(world: World) -> None:
    """
    A person whose documents cannot be read is left out, and everybody else is reminded.
    """
    await put_event(world)
    for number, uid in enumerate(("ana", "budi", "cici")):
        await add_person(world, uid)
        await put_order(world, number, customer=uid)
    await world.put_documents((Ref(notifications.preferences_ref("budi").path, Broken), Broken()))

    await remind_holders(world)

    assert [len(await list_inbox(world, uid)) for uid in ("ana", "budi", "cici")] == [1, 0, 1]


@emulator
async def test_saving_an_event_keeps_what_was_reminded(world: World) -> None:
    """
    An admin who changes the text of an event does not have everybody reminded again.
    """
    event = await put_event(world)
    await put_order(world)
    await remind_holders(world)
    body = event.model_dump(mode="json", include={"name", "venue", "starts_at", "ends_at"})

    saved = await world.call(save_ticket_event, body | {"event_id": EVENT, "description": "Baru"}, as_=ADMIN)

    assert saved.status == 200, saved.body
    assert await sweep_events(world) == 0
