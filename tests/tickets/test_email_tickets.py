"""Tickets in the mail."""

from typing import Any

import pytest

import functions.main
from functions.notifications.send_email import send_email
from functions.orders.change_order_contact import change_order_contact
from functions.tickets.create_ticket_order import create_ticket_order
from functions.tickets.email_tickets import email_tickets
from functions.tickets.resend_ticket import resend_ticket
from shared.contracts.notices import Channel
from shared.kernel.outbox import OutboxEntry
from shared.notifications import store as notifications
from shared.notifications.delivery_models import DeliveryState, DropReason, NoticeDelivery
from shared.notifications.suppression_models import Suppression, SuppressionCause
from shared.runtime import dead_letters
from shared.runtime.specs import get_spec
from shared.tickets import store
from tests.builders import FRONT_END, a_ticket_order_request, a_ticket_type, put_tickets_on_sale
from tests.gateways.sendgrid_events import an_event
from tests.identity.steps import find_confirmation_token
from tests.notifications.steps import add_person, list_all_deliveries, list_inbox, post_mail_events
from tests.orders.steps import deliver_invoice_callback, order_tickets, pay_invoice
from tests.world import ADMIN, ANA, NOBODY, Person, World

pytestmark = pytest.mark.emulator


async def paid(world: World, **given: Any) -> str:
    """A paid order whose tickets are made and whose mail is about to leave; its id."""
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world, ("regular", 2), **given)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    return order_id


async def list_mail_deliveries(world: World) -> list[NoticeDelivery]:
    """List the deliveries of mails, the earliest first."""
    found = [one for one in await list_all_deliveries(world) if one.channel is Channel.EMAIL]
    return sorted(found, key=lambda one: one.created_at)


async def ask_again(world: World, order_id: str, *, person: Person = FRONT_END) -> OutboxEntry:
    """Ask for the mail again two minutes later, and return the job, which is not done yet."""
    world.later(minutes=2)
    answer = await world.call(resend_ticket, {"order_id": order_id}, as_=person)
    assert answer.status == 200
    return next(entry for entry in reversed(world.sent.entries) if entry.type == "EmailTickets")


async def count_sent_tickets(world: World, order_id: str) -> int:
    """Count the mails with tickets of an order that the provider has taken, as their record says."""
    mailing = await world.get(store.ticket_mailing_ref(order_id))
    return mailing.times if mailing is not None else 0


async def test_the_mail_has_a_qr_for_each_ticket(world: World) -> None:
    """
    One mail to the buyer, in Indonesian: when (with the zone's label), where, and a picture for each ticket.
    """
    order_id = await paid(world)

    (mail,) = await world.sent_mails()

    assert f"E-tiket TEDx Bandung 2026 ({order_id})" == mail["subject"]
    assert mail["to"] == ["sari@example.com"]
    assert "26 Desember 2026 12.00 WIB" in mail["text"]
    assert f"cid:{order_id}-1" in mail["html"]
    files = {one["filename"]: await world.fetch_from_provider(one["url"]) for one in mail["attachments"]}
    assert {name: content[:4] for name, content in files.items()} == {
        f"{order_id}-1.png": b"\x89PNG",
        f"{order_id}-2.png": b"\x89PNG",
        "tedx-bandung-2026.ics": b"BEGI",
    }
    (delivery,) = await list_mail_deliveries(world)
    assert {"reference": order_id, "delivery": delivery.id} == mail["custom_args"]
    assert (delivery.state, delivery.guest) == (DeliveryState.SENT, order_id)


async def test_the_mail_speaks_english_when_asked(world: World) -> None:
    """
    An order made in English is answered in English.
    """
    await paid(world, locale="en")

    (mail,) = await world.sent_mails()

    assert mail["subject"].startswith("Your tickets for TEDx Bandung 2026")
    assert "26 December 2026 12:00 WIB" in mail["text"]


async def test_a_busy_mail_provider_is_asked_again_and_then_a_person(world: World) -> None:
    """
    503 is retried; after the last attempt the job is a dead letter that can be replayed, and the alarm is raised.
    """
    order_id = await paid(world)
    asked = await ask_again(world, order_id)
    told = await world.call.deliver_task(email_tickets, asked.payload, entry=asked)
    (job,) = await world.list_outbox_entries("SendEmail")
    await world.control_sendgrid("faults", kind="unavailable", operation="SendMail", times=2)

    first = await world.call.deliver_task(send_email, job.payload, entry=job, retries=0)
    last = await world.call.deliver_task(send_email, job.payload, entry=job, retries=get_spec(send_email).attempts - 1)

    letter = await world.get(dead_letters.dead_letter_ref(f"send-email.{job.id}"))
    assert [told.status, first.status, last.status] == [200, 503, 200]
    assert letter is not None
    assert letter.entry == job
    assert any(line["message"].startswith("dead letter: send-email") for line in world.log_lines)
    assert len(await world.sent_mails()) == 1
    assert await count_sent_tickets(world, order_id) == 1


async def test_resending_is_for_the_owner_and_not_too_often(world: World) -> None:
    """
    Once a minute the tickets are sent again; a stranger is told that there are none.
    """
    order_id = await paid(world)

    too_soon = await world.call(resend_ticket, {"order_id": order_id}, as_=FRONT_END)
    world.later(minutes=1)
    resent = await world.call(resend_ticket, {"order_id": order_id}, as_=FRONT_END)
    by_stranger = await world.call(resend_ticket, {"order_id": order_id}, as_=ANA)
    await world.deliver()

    assert (
        too_soon.status,
        too_soon.code,
        too_soon.headers["retry-after"],
    ) == (429, "tickets_resent_too_soon", "60")
    assert {"order_id": order_id, "tickets": 2} == resent.body
    assert (by_stranger.status, by_stranger.code) == (409, "tickets_not_issued")
    assert len(await world.sent_mails()) == 2
    assert await count_sent_tickets(world, order_id) == 2


async def test_the_buyers_account_is_told_once(world: World) -> None:
    """
    The app and the phone show that the tickets are there; the mail that is asked for again tells neither.
    """
    await add_person(world)
    await put_tickets_on_sale(world)
    ordered = await world.call(create_ticket_order, a_ticket_order_request(("regular", 2)), as_=ANA)
    order_id = str(ordered.body["order_id"])
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    await ask_again(world, order_id, person=ANA)
    await world.deliver()

    (shown,) = await list_inbox(world)
    assert (shown.template, shown.link) == ("ticket.issued", f"/orders/{order_id}")
    assert shown.body.startswith(f"2 tiket pesanan {order_id}")
    assert (len(await world.sent_mails()), len(await world.sent_pushes())) == (2, 1)


async def test_a_repeated_job_sends_one_mail(world: World) -> None:
    """
    The job comes again after it was done, before its mail has left: the buyer gets the tickets once.
    """
    order_id = await paid(world)
    job = await ask_again(world, order_id)

    answers = [await world.call.deliver_task(email_tickets, job.payload, entry=job) for _ in range(2)]
    await world.deliver()

    assert [answer.status for answer in answers] == [200, 200]
    assert len(await world.sent_mails()) == 2


async def test_a_mail_that_waits_goes_to_no_former_address(world: World) -> None:
    """
    An admin names another address while the mail waits: one mail goes out, to the new address.
    """
    order_id = await paid(world)
    job = await ask_again(world, order_id)
    await world.call.deliver_task(email_tickets, job.payload, entry=job)

    change = {"order_id": order_id, "email": "baru@example.com", "reason": "A typo."}
    await world.call(change_order_contact, change, as_=ADMIN)
    await world.deliver()

    sent = [mail["to"] for mail in await world.sent_mails() if mail["subject"].startswith("E-tiket")]
    dropped = [one.reason for one in await list_mail_deliveries(world) if one.state is DeliveryState.DROPPED]
    assert sent == [["sari@example.com"], ["baru@example.com"]]
    assert dropped == [DropReason.UNTRUE]


async def test_an_address_that_bounced_gets_no_tickets(world: World) -> None:
    """
    The provider has said that the mailbox does not exist: no later mail goes there, and none is counted.
    """
    order_id = await paid(world)
    (mail,) = await world.sent_mails()
    await post_mail_events(world, [an_event("bounce", **mail["custom_args"])])

    await ask_again(world, order_id)
    await world.deliver()

    first, second = await list_mail_deliveries(world)
    assert (first.state, second.reason) == (DeliveryState.FAILED, DropReason.SUPPRESSED)
    assert (len(await world.sent_mails()), await count_sent_tickets(world, order_id)) == (1, 1)


async def test_a_click_in_a_mailbox_that_once_bounced_brings_the_tickets(world: World) -> None:
    """
    The link that confirms an address goes out all the same; the click shows that mail arrives there again.
    """
    bounced = Suppression(channel=Channel.EMAIL, cause=SuppressionCause.BOUNCED, since=world.now)
    await world.put_documents((notifications.suppression_ref(Channel.EMAIL, "sari@example.com"), bounced))
    await put_tickets_on_sale(world, a_ticket_type("free", price=0))
    order_id = await order_tickets(world, ("free", 1))
    await world.deliver()
    (asked,) = await world.sent_mails()

    await world.call(functions.main.confirm_email, {"token": find_confirmation_token(asked)}, as_=NOBODY)
    await world.deliver()

    assert [mail["subject"].split()[0] for mail in await world.sent_mails()] == ["Konfirmasi", "E-tiket"]
    assert await count_sent_tickets(world, order_id) == 1
