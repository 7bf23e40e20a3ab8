"""Tickets in the mail."""

from typing import Any

import pytest

from functions.tickets.email_tickets import email_tickets
from functions.tickets.resend_ticket import resend_ticket
from shared.runtime import dead_letters
from shared.runtime.specs import get_spec
from shared.tickets import store
from tests.builders import FRONT_END, put_tickets_on_sale
from tests.orders.steps import deliver_invoice_callback, order_tickets, pay_invoice
from tests.world import ANA, World

pytestmark = pytest.mark.emulator


async def paid(world: World, **given: Any) -> str:
    """A paid order whose tickets are made and whose mail is about to leave; its id."""
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world, ("regular", 2), **given)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    return order_id


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
    assert {"reference": order_id} == mail["custom_args"]


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
    world.later(minutes=2)
    await world.call(resend_ticket, {"order_id": order_id}, as_=FRONT_END)
    job = next(entry for entry in world.sent.entries if entry.type == "EmailTickets")
    await world.control_sendgrid("faults", kind="unavailable", operation="SendMail", times=2)

    first = await world.call.deliver_task(email_tickets, job.payload, entry=job, retries=0)
    last = await world.call.deliver_task(
        email_tickets, job.payload, entry=job, retries=get_spec(email_tickets).attempts - 1
    )

    letter = await world.get(dead_letters.dead_letter_ref(f"email-tickets.{job.id}"))
    assert [first.status, last.status] == [503, 200]
    assert letter is not None
    assert letter.entry == job
    assert any(line["message"].startswith("dead letter: email-tickets") for line in world.log_lines)
    assert len(await world.sent_mails()) == 1


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
    mailing = await world.get(store.ticket_mailing_ref(order_id))
    assert mailing is not None
    assert mailing.times == 2
