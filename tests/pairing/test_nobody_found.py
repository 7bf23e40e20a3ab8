"""News for customers without an order: nobody was found, and what of theirs came back."""

import pytest

from functions.pairing.email_nobody_found import email_nobody_found
from functions.pairing.get_my_pairing import get_my_pairing
from functions.pairing.request_pairing import request_pairing
from shared.notifications.delivery_models import DeliveryState
from shared.pairing import store
from tests.notifications.steps import add_person, list_all_deliveries, list_deliveries, list_inbox
from tests.pairing.steps import TRIAL_CUSTOMER, a_caller_account, register_customers
from tests.world import World, alias_of_user

pytestmark = pytest.mark.emulator


async def fail_search(world: World) -> str:
    """Call, let all rounds pass without an expert, and return the id of the call."""
    answer = await world.call(request_pairing, as_=TRIAL_CUSTOMER)
    for _ in range(3):
        world.later(seconds=60)
        await world.deliver()
    return str(answer.body["pairing_id"])


@pytest.mark.parametrize(
    ("balance", "locale", "subject", "told"),
    [
        (0, "id", "Belum ada mentor untuk Anda", "Sesi gratis Anda tetap menjadi milik Anda."),
        (1, "id", "Belum ada mentor untuk Anda", "Kredit Anda sudah kami kembalikan."),
        (1, "en", "No expert was free for you yet", "We have returned your credit."),
    ],
)
async def test_the_customer_is_told_by_mail(world: World, balance: int, locale: str, subject: str, told: str) -> None:
    """One mail to the confirmed address, in the customer's language, with what came back."""
    await register_customers(world, TRIAL_CUSTOMER.uid, email_verified=True, locale=locale)
    await world.put_documents(
        (store.caller_account_ref(alias_of_user("ana")), a_caller_account("ana", credits=balance))
    )

    await fail_search(world)

    mails = await world.sent_mails()
    assert [mail["subject"] for mail in mails] == [subject]
    assert told in mails[0]["text"]


async def test_no_mail_goes_to_an_address_that_nobody_has_confirmed(world: World) -> None:
    """The app shows it all the same."""
    await register_customers(world, TRIAL_CUSTOMER.uid, email_verified=False, email_paid=False)

    await fail_search(world)

    assert await world.sent_mails() == []
    assert [shown.template for shown in await list_inbox(world)] == ["pairing.nobody_for_trial"]


async def test_the_customer_is_told_once_on_each_channel(world: World) -> None:
    """At night too: the app, the phone and the mail. The task of an earlier version tells nobody again."""
    await add_person(world, chosen={"quiet_hours": {"begins": "00:00", "ends": "23:59"}}, email_verified=True)
    pairing_id = await fail_search(world)

    again = await world.call.deliver_task(email_nobody_found, {"pairing_id": pairing_id})
    await world.deliver()

    (shown,) = await list_inbox(world)
    pushes = await world.sent_pushes()
    assert (again.status, shown.body) == (
        200,
        "Sesi gratis Anda tetap menjadi milik Anda. Silakan mencoba lagi kapan saja.",
    )
    assert (len(await world.sent_mails()), len(pushes)) == (1, 1)
    assert {one.state for one in await list_all_deliveries(world)} == {DeliveryState.SENT}


async def test_nobody_knows_whose_call_it_was_by_the_mail(world: World) -> None:
    """The provider keeps the id of the delivery and of the call, and neither names the customer."""
    await register_customers(world, TRIAL_CUSTOMER.uid, email_verified=True)
    pairing_id = await fail_search(world)

    (mail,) = await world.sent_mails()
    delivery = (await list_deliveries(world))["email"]
    assert mail["custom_args"] == {"reference": pairing_id, "delivery": delivery.id}


async def test_the_call_shows_how_it_ended_until_the_next(world: World) -> None:
    """The app that was closed during the search finds out when it is opened again."""
    await register_customers(world, TRIAL_CUSTOMER.uid)
    pairing_id = await fail_search(world)

    ended = (await world.call(get_my_pairing, as_=TRIAL_CUSTOMER)).body
    again = (await world.call(request_pairing, as_=TRIAL_CUSTOMER)).body
    latest = (await world.call(get_my_pairing, as_=TRIAL_CUSTOMER)).body

    assert (ended["pairing_id"], ended["status"], ended["end_reason"]) == (pairing_id, "expired", "nobody")
    assert ended["ended_at"] is not None
    assert (latest["pairing_id"], latest["status"], latest["end_reason"]) == (again["pairing_id"], "searching", None)
