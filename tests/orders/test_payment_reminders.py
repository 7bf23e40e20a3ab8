"""A customer who has not paid a product is reminded once, and never after the end of the wait."""

from datetime import timedelta
from typing import Any

import pytest

from functions.control_center.relay_outbox import relay_outbox
from functions.orders.cancel_order import cancel_order
from shared.identity import store as identity
from shared.identity.models import FOR_EVER, AccountRestriction
from shared.kernel.ids import UserId
from tests.bookings.steps import a_user
from tests.builders import BUYER
from tests.catalogue.steps import add_product, buy_and_pay_product, buy_product_as
from tests.notifications.steps import list_inbox
from tests.world import ANA, World

pytestmark = pytest.mark.emulator

TWO_DAYS = timedelta(days=2)


async def set_up(world: World, **account: Any) -> None:
    """Store a product, and Ana's account with the address of her orders."""
    await add_product(world)
    person = a_user(ANA.uid, **({"email": BUYER["email"], "email_verified": True} | account))
    await world.put_documents((identity.user_ref(person.id), person))


async def remind(world: World) -> list[dict[str, Any]]:
    """Send what is due, and list the reminders so far."""
    await world.call.run_schedule(relay_outbox, due_at=world.now)
    await world.deliver()
    return [mail for mail in await world.sent_mails() if "belum dibayar" in mail["subject"]]


async def test_an_unpaid_product_is_reminded_of_once(world: World) -> None:
    """A day before the end of the three days, with the page to pay and the end of the wait."""
    await set_up(world)
    order_id = (await buy_product_as(world)).body["order_id"]

    world.later(hours=47)
    early = await remind(world)
    world.later(hours=1, minutes=2)
    due = await remind(world)
    world.later(minutes=10)
    again = await remind(world)

    assert (early, len(due), len(again)) == ([], 1, 1)
    assert order_id in due[0]["subject"]
    assert "http" in due[0]["text"]
    assert "29 November 2026 12.00 WIB" in due[0]["text"]


async def test_the_app_reminds_too(world: World) -> None:
    """The notification in the app leads to the order."""
    await set_up(world)
    order_id = (await buy_product_as(world)).body["order_id"]
    world.set_clock(world.now + TWO_DAYS + timedelta(minutes=5))

    await remind(world)

    (shown,) = await list_inbox(world)
    assert (shown.template, shown.link) == ("order.unpaid", f"/orders/{order_id}")
    assert "29 November 2026 12.00 WIB" in shown.body


async def test_nobody_is_reminded_of_what_is_paid_or_cancelled(world: World) -> None:
    """An order that was paid, and one that was cancelled, bring no reminder."""
    await set_up(world)
    order_id = (await buy_product_as(world)).body["order_id"]
    cancelled = await world.call(cancel_order, {"order_id": order_id}, as_=ANA)
    await world.deliver()
    await buy_and_pay_product(world)
    world.set_clock(world.now + TWO_DAYS + timedelta(minutes=5))

    assert await remind(world) == []
    assert cancelled.status == 200


async def test_an_address_that_nobody_has_confirmed_gets_no_reminder(world: World) -> None:
    """The buyer may have named a stranger's address."""
    await set_up(world, email_verified=False)
    await buy_product_as(world)
    world.set_clock(world.now + TWO_DAYS + timedelta(minutes=5))

    assert await remind(world) == []


async def test_a_suspended_customer_is_not_reminded(world: World) -> None:
    """Who may not pay is not asked to."""
    await set_up(world)
    await buy_product_as(world)
    restriction = AccountRestriction(id=UserId(ANA.uid), suspended_until=FOR_EVER, changed_at=world.now)
    await world.put_documents((identity.restriction_ref(ANA.uid), restriction))
    world.set_clock(world.now + TWO_DAYS + timedelta(minutes=5))

    assert await remind(world) == []
