"""Buyers are told of cancelled tickets: in the app and by push with an account, and by mail."""

from typing import Any

import pytest

import functions.main
from shared.notifications.delivery_models import DeliveryState
from tests.notifications.steps import list_all_deliveries, list_inbox
from tests.notifications.ticket_steps import put_tickets
from tests.world import World

pytestmark = pytest.mark.emulator


async def announce_cancellation(world: World, order_id: str, *, with_event: bool, id: str = "e-1") -> None:
    """Deliver the event that both tickets of an order are cancelled, and all that follows."""
    payload = {"order_id": order_id, "ticket_ids": [f"{order_id}-1", f"{order_id}-2"], "with_event": with_event}
    answer = await world.call.push_event(
        functions.main.tell_buyer_when_tickets_cancelled, "TicketsCancelled", payload, id=id
    )
    assert answer.status == 200
    await world.deliver()


async def list_cancellation_mails(world: World) -> list[dict[str, Any]]:
    """List the mails about cancelled tickets; the first mail of each test has the tickets."""
    return (await world.sent_mails())[1:]


@pytest.mark.parametrize("with_event", [True, False])
async def test_the_buyer_is_told_once_on_each_channel(world: World, with_event: bool) -> None:
    """The app and the devices are told, and the mail goes to the order's address. A second event changes nothing."""
    order_id = await put_tickets(world)

    await announce_cancellation(world, order_id, with_event=with_event)
    await announce_cancellation(world, order_id, with_event=with_event, id="e-2")

    (mail,) = await list_cancellation_mails(world)
    (shown,) = await list_inbox(world)
    assert mail["to"] == ["sari@example.com"]
    assert "TEDx Bandung 2026" in mail["text"]
    assert shown.template == ("ticket.event_cancelled" if with_event else "ticket.cancelled")
    assert (shown.link, order_id in shown.body) == (f"/orders/{order_id}", True)
    assert len(await world.sent_pushes()) == 1
    assert {one.state for one in await list_all_deliveries(world)} == {DeliveryState.SENT}


async def test_a_guest_is_told_by_mail(world: World) -> None:
    """Who bought by a partner without an account has the mail alone."""
    order_id = await put_tickets(world, customer=None)

    await announce_cancellation(world, order_id, with_event=True)

    assert len(await list_cancellation_mails(world)) == 1
    assert (await list_inbox(world), await world.sent_pushes()) == ([], [])
