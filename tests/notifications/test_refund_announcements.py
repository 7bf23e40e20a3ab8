"""Buyers are told of refunds: in the app and by push with an account, and by mail to the address of the order."""

from datetime import timedelta
from typing import Any

import pytest

import functions.main
from functions.orders.resend_refund_link import resend_refund_link
from shared.contracts.delivery_reports import DeliveryReport, FailureCause, ReportedStatus, compute_report_key
from shared.contracts.notices import Channel
from shared.identity import store as identity
from shared.identity.models import AccountRestriction
from shared.kernel.ids import Id, OrderId, UserId
from shared.notifications import delivery_reports
from shared.notifications.delivery_models import DeliveryState, DropReason
from shared.orders import store
from shared.orders.models import Order, RefundStatus
from tests.builders import FRONT_END, NOON
from tests.notifications.steps import add_person, list_all_deliveries, list_deliveries, list_inbox
from tests.orders.builders import a_refund, an_open_order
from tests.orders.steps import create_refund_awaiting_account, pay_late_without_seats
from tests.world import World

pytestmark = pytest.mark.emulator

PAYER = "payer@example.com"


async def put_refund(world: World, *, customer: str | None = "ana", **given: Any) -> Order:
    """Store an order with a refund, paid under another address than that of the account."""
    order = an_open_order(customer=customer, refunds=(a_refund(**given),))
    order = order.having(buyer=order.buyer.having(email=PAYER))
    await world.put_documents((store.order_ref(order.id), order))
    return order


async def announce_change(world: World, order: Order, change: str, *, id: str = "e-1", attempt: int = 1) -> None:
    """Deliver the event that a refund has changed; nothing is sent yet."""
    payload = {"order_id": order.id, "number": 1, "attempt": attempt, "change": change, "at": NOON.isoformat()}
    answer = await world.call.push_event(functions.main.tell_buyer_when_refund_changed, "RefundChanged", payload, id=id)
    assert answer.status == 200


async def list_addresses(world: World) -> list[str]:
    """List the addresses of all mails that were sent."""
    return [address for mail in await world.sent_mails() for address in mail["to"]]


async def test_a_buyer_with_an_account_is_told_on_each_channel(world: World) -> None:
    """
    The app and the devices of the account are told, and the mail goes to the address of the order.
    """
    await add_person(world)
    order = await put_refund(world)

    await announce_change(world, order, "sent")
    await announce_change(world, order, "sent", id="e-2")
    await world.deliver()

    (shown,) = await list_inbox(world)
    assert (shown.title, shown.link) == ("Dana Anda kami kembalikan", f"/orders/{order.id}")
    assert "Rp300.000" in shown.body
    assert len(await world.sent_pushes()) == 1
    assert await list_addresses(world) == [PAYER]
    assert {(one.channel, one.state) for one in await list_all_deliveries(world)} == {
        (Channel.PUSH, DeliveryState.SENT),
        (Channel.EMAIL, DeliveryState.SENT),
    }


@pytest.mark.parametrize("is_suspended", [True, False])
async def test_a_mail_goes_where_no_account_can_be_told(world: World, is_suspended: bool) -> None:
    """
    A guest, and a suspended buyer, whose money comes back all the same.
    """
    if is_suspended:
        await add_person(world)
        until = world.now + timedelta(days=1)
        restriction = AccountRestriction(id=UserId("ana"), suspended_until=until, changed_at=world.now)
        await world.put_documents((identity.restriction_ref("ana"), restriction))
    order = await put_refund(world, customer="ana" if is_suspended else None)

    await announce_change(world, order, "sent")
    await world.deliver()

    assert (await list_inbox(world), await world.sent_pushes()) == ([], [])
    assert await list_addresses(world) == [PAYER]


async def test_a_push_that_fails_is_not_replaced_by_a_second_mail(world: World) -> None:
    """
    The address of the order is told anyway, so the account gets no mail of its own.
    """
    await add_person(world)
    await world.control_fcm("dead_tokens", token="token-ana-0")
    order = await put_refund(world)

    await announce_change(world, order, "sent")
    await world.deliver()

    assert await list_addresses(world) == [PAYER]


async def test_a_guest_whose_mailbox_bounced_gets_no_more_mail(world: World) -> None:
    """
    A bounce of a guest's mail suppresses that address too; the next delivery says so.
    """
    order = await put_refund(world, customer=None)
    await announce_change(world, order, "sent")
    await world.deliver()
    (mail,) = await list_all_deliveries(world)
    bounced = DeliveryReport(
        delivery_id=Id(mail.id),
        channel="email",
        status=ReportedStatus.BOUNCED,
        at=world.now,
        cause=FailureCause.PERSON,
        code="550",
        permanent=True,
        key=compute_report_key(mail.id, ReportedStatus.BOUNCED, world.now),
    )
    await world.commit(delivery_reports.record_reports, [bounced], now=world.now)

    other = order.having(id=OrderId("BE-20261126-ACD34A"))
    await world.put_documents((store.order_ref(other.id), other))
    await announce_change(world, other, "sent", id="e-2")
    await world.deliver()

    assert await list_addresses(world) == [PAYER]
    assert [one.reason for one in await list_all_deliveries(world) if one.id != mail.id] == [DropReason.SUPPRESSED]


async def test_money_that_has_arrived_needs_no_second_mail(world: World) -> None:
    """
    The success is told in the app and by push; the mail about the accepted refund has said that the money comes.
    """
    await add_person(world)
    order = await put_refund(world, status=RefundStatus.SUCCEEDED)

    await announce_change(world, order, "succeeded")
    await world.deliver()

    assert [one.title for one in await list_inbox(world)] == ["Pengembalian dana berhasil"]
    assert await world.sent_mails() == []


async def test_a_refund_that_was_refused_asks_for_an_account(world: World) -> None:
    """
    The app says why an account is needed, and the mail has the link to name it.
    """
    await add_person(world)
    order = await put_refund(world, status=RefundStatus.AWAITING_ACCOUNT, attempt=2)

    await announce_change(world, order, "account_failed", attempt=2)
    await world.deliver()

    assert [one.title for one in await list_inbox(world)] == ["Pengembalian dana belum berhasil"]
    (mail,) = await world.sent_mails()
    assert "show-refund-account-form?token=" in mail["text"]


async def test_what_is_no_longer_so_is_not_sent(world: World) -> None:
    """
    The buyer has named an account before the mail that asks for one went out.
    """
    await add_person(world)
    order = await put_refund(world, status=RefundStatus.AWAITING_ACCOUNT)
    await announce_change(world, order, "account_needed")
    await put_refund(world, status=RefundStatus.DUE, to="BCA ····7890")

    await world.deliver()

    assert (await world.sent_mails(), await world.sent_pushes()) == ([], [])
    assert {one.reason for one in await list_all_deliveries(world)} == {DropReason.UNTRUE}


async def test_the_end_of_a_refund_is_announced(world: World) -> None:
    """
    The provider accepts a refund and later says that the money has arrived: one event for each.
    """
    order_id = await pay_late_without_seats(world, "QRIS")
    order = await world.get(store.order_ref(order_id))
    assert order is not None
    (refund,) = (await world.get_from_xendit(f"refunds?invoice_id={order.payment.invoice_id}"))["data"]
    await world.control_xendit("refund", refund_id=refund["id"], status="SUCCEEDED", drop=True)

    await world.call.run_schedule(functions.main.check_open_refunds, due_at=world.now)
    await world.deliver()

    changes = [entry.payload["change"] for entry in world.delivered if entry.type == "RefundChanged"]
    assert changes == ["sent", "succeeded"]
    assert (await list_deliveries(world))["email"].template == "refund.sent"


async def test_a_link_that_is_asked_for_again_is_another_mail(world: World) -> None:
    """
    The buyer's second mail has a delivery of its own.
    """
    order_id = await create_refund_awaiting_account(world)
    world.later(minutes=5)

    answer = await world.call(resend_refund_link, {"order_id": order_id}, as_=FRONT_END)
    await world.deliver()

    assert answer.status == 200
    assert len(await world.sent_mails()) == 2
    assert len(await list_all_deliveries(world)) == 2
