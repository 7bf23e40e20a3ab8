"""A mail task that is delivered twice, or killed in the middle: one mail at a time, and at least one in the end."""

import asyncio
from typing import Any

import pytest

from emulators.demo.expectations import poll_until_equal
from functions.notifications.send_email import send_email
from functions.tickets.resend_ticket import resend_ticket
from shared.kernel.outbox import OutboxEntry
from tests.builders import FRONT_END, put_tickets_on_sale
from tests.orders.steps import deliver_invoice_callback, order_tickets, pay_invoice, pay_late_without_seats
from tests.world import World

pytestmark = pytest.mark.emulator


async def leave_refund_notice(world: World) -> OutboxEntry:
    """Leave a job that tells a buyer of a refund, after a first attempt to which SendGrid did not answer."""
    await world.control_sendgrid("faults", kind="unavailable", operation="SendMail", times=1)
    await pay_late_without_seats(world, "QRIS")
    (job,) = await world.list_outbox_entries("SendEmail")
    return job


async def send_notice(world: World, job: OutboxEntry) -> tuple[int, str | None]:
    """Deliver the job, and return the status and the pause that is asked for."""
    answer = await world.call.deliver_task(send_email, job.payload, entry=job)
    return answer.status, answer.headers.get("retry-after")


async def count_mails(world: World) -> int:
    """Count the mails that SendGrid has taken."""
    return len(await world.sent_mails())


def list_message_ids(mails: list[dict[str, Any]]) -> list[str]:
    """List the mails' own ids."""
    return [mail["headers"]["Message-ID"] for mail in mails]


async def test_two_deliveries_at_once_send_one_mail(world: World) -> None:
    """
    Cloud Tasks and the sweep deliver one job at once: one of them sends, the others come back and find it done.
    """
    job = await leave_refund_notice(world)
    await world.control_sendgrid("faults", kind="slow", operation="SendMail", seconds=1)

    answers = await asyncio.gather(*(send_notice(world, job) for _ in range(3)))
    world.later(seconds=61)
    again = await send_notice(world, job)

    assert sorted(status for status, _ in answers) == [200, 503, 503]
    assert (again[0], await count_mails(world)) == (200, 1)


async def test_a_call_that_was_killed_while_it_sent(world: World) -> None:
    """
    SendGrid has taken the mail and the call is killed: the next delivery waits, then sends once more under the same id.
    """
    job = await leave_refund_notice(world)
    await world.control_sendgrid("faults", kind="late", operation="SendMail", seconds=60)
    killed = asyncio.ensure_future(send_notice(world, job))
    await poll_until_equal("the mails", lambda: count_mails(world), 1, of=int)
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)

    world.later(seconds=15)
    early = await send_notice(world, job)
    world.later(seconds=46)
    late = await send_notice(world, job)
    repeated = await send_notice(world, job)

    first, second = list_message_ids(await world.sent_mails())
    assert (early, late[0], repeated[0]) == ((503, "45"), 200, 200)
    assert first == second
    assert await world.list_outbox_entries("SendEmail") == []


async def test_a_mail_that_was_not_taken_is_sent_at_once(world: World) -> None:
    """
    SendGrid has answered that it takes nothing: the next delivery need not wait for anybody.
    """
    job = await leave_refund_notice(world)

    answer = await send_notice(world, job)

    assert (answer[0], await count_mails(world)) == (200, 1)


async def test_a_mail_that_is_asked_for_anew_is_another(world: World) -> None:
    """
    Tickets that are sent again on purpose have an id of their own, so that the mailbox shows them.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    world.later(minutes=2)

    answer = await world.call(resend_ticket, {"order_id": order_id}, as_=FRONT_END)
    await world.deliver()

    ids = list_message_ids(await world.sent_mails())
    assert (answer.status, len(ids), len(set(ids))) == (200, 2, 2)
