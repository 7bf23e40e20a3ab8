"""Verification of the address of an account: by the sign-in, by a link, and by a payment."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest

from functions.control_center.update_settings import update_settings
from functions.identity.confirm_email import confirm_email
from functions.identity.email_verification_link import email_verification_link
from functions.identity.get_my_account import get_my_account
from functions.identity.record_paid_address_when_order_paid import record_paid_address_when_order_paid
from functions.identity.register_user import register_user
from functions.identity.request_email_verification import request_email_verification
from functions.identity.show_email_confirmation import show_email_confirmation
from functions.identity.update_my_account import update_my_account
from shared.contracts.mail import AddressGrounds
from shared.contracts.notices import Channel
from shared.identity import store
from shared.identity.models import User
from shared.kernel.document_versions import read_entity
from shared.kernel.ids import OrderId, UserId
from shared.notifications import store as notifications
from shared.notifications.delivery_models import DeliveryState, DropReason
from shared.notifications.suppression_models import Suppression, SuppressionCause
from shared.orders import store as orders
from shared.orders.models import OrderStatus
from tests.bookings.steps import a_user
from tests.builders import NOON
from tests.identity.steps import find_confirmation_token, request_verification_link
from tests.notifications.steps import add_person, list_all_deliveries, list_inbox
from tests.orders.builders import an_open_order
from tests.world import ADMIN, ANA, BUDI, NOBODY, Person, World

pytestmark = pytest.mark.emulator

RELAY = "MENANG LIMA PULUH JUTA"
VICTIM = "korban@example.com"


async def is_verified(world: World, person: Person = ANA) -> bool:
    """Return whether the person's own account shows a verified address."""
    shown = await world.call(get_my_account, as_=person)
    verified: bool = shown.body["email_verified"]
    return verified


@pytest.mark.parametrize(
    ("person", "given", "verified"),
    [
        (ANA.with_email("ana@example.com"), {}, True),
        (ANA.with_email("Ana@Example.com"), {"email": "ana@example.com"}, True),
        (ANA.with_email("ana@example.com"), {"email": VICTIM}, False),
        (ANA.with_email("ana@example.com", verified=False), {}, False),
        (Person("ana", claims={"email": "ana@example.com", "email_verified": "true"}), {}, False),
        (ANA, {"email": VICTIM}, False),
    ],
)
async def test_an_address_is_verified_by_the_sign_in_alone(
    world: World, person: Person, given: dict[str, Any], verified: bool
) -> None:
    """
    An address counts only if the sign-in provider has verified that same address.
    """
    answer = await world.call(register_user, {"full_name": "Ana"} | given, as_=person)

    assert answer.body["email_verified"] is verified


async def test_another_address_is_not_verified(world: World) -> None:
    """
    A change of the address takes the verification away; a return to the sign-in's address brings it back.
    """
    ana = ANA.with_email("ana@example.com")
    await world.call(register_user, {"full_name": "Ana"}, as_=ana)

    same = await world.call(update_my_account, {"email": "ana@example.com", "locale": "en"}, as_=ANA)
    other = await world.call(update_my_account, {"email": VICTIM}, as_=ana)
    back = await world.call(update_my_account, {"email": "ana@example.com"}, as_=ana)

    assert [answer.body["email_verified"] for answer in (same, other, back)] == [True, False, True]


async def test_a_repeated_registration_takes_over_a_verified_address(world: World) -> None:
    """
    An address that the provider has verified since counts from the next registration on.
    """
    await world.call(register_user, {"full_name": "Ana", "email": "ana@example.com"}, as_=ANA)

    again = await world.call(register_user, {"full_name": "Other"}, as_=ANA.with_email("ana@example.com"))

    assert (again.body["full_name"], again.body["email_verified"]) == ("Ana", True)


def test_an_account_of_an_older_version_is_not_verified() -> None:
    """
    An account without the field stays readable, and its address counts only once somebody verifies it.
    """
    earlier = {"id": "ana", "full_name": "Ana", "email": "ana@example.com", "created_at": NOON, "changed_at": NOON}

    found = read_entity(User, earlier)

    assert (found.email_verified, found.email_version, found.email_grounds) == (False, 0, AddressGrounds.NONE)


@pytest.mark.parametrize("locale", ["id", "en"])
async def test_the_verification_mail_has_no_words_of_people(world: World, locale: str) -> None:
    """
    The mail to an address that may be a stranger's has neither the name nor any other word of the account.
    """
    await world.call(register_user, {"full_name": RELAY, "email": VICTIM, "locale": locale}, as_=ANA)

    await world.call(request_email_verification, as_=ANA)
    await world.deliver()

    (mail,) = await world.sent_mails()
    assert mail["to"] == [VICTIM]
    assert "MENANG" not in str(mail)
    assert (
        mail["subject"]
        == ("Konfirmasi alamat surel Anda di Temani", "Confirm your e-mail address at Temani")[locale == "en"]
    )
    assert len(re.findall(r"https?://", mail["text"])) == 1


async def test_the_link_verifies_the_address(world: World) -> None:
    """
    The page alone changes nothing; the confirmation does, as often as it is sent, from any device.
    """
    token = await request_verification_link(world, ANA, "ana@example.com")

    page = await world.call(show_email_confirmation, {"token": token}, as_=NOBODY)
    opened = await is_verified(world)
    first = await world.call(confirm_email, {"token": token}, as_=NOBODY)
    second = await world.call(confirm_email, {"token": token}, as_=BUDI)

    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert (token in page.body, "http://functions.test/confirm-email" in page.body) == (True, True)
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert (opened, first.status, first.body, second.body) == (False, 200, {"kind": "account"}, first.body)
    assert await is_verified(world)


async def test_a_verified_address_needs_no_mail(world: World) -> None:
    """
    A person whose sign-in has verified the address is told so, and no mail leaves.
    """
    await world.call(register_user, {"full_name": "Ana", "email": "ana@example.com"}, as_=ANA)

    answer = await world.call(request_email_verification, as_=ANA.with_email("ana@example.com"))
    await world.deliver()

    assert answer.body == {"email": "ana@example.com", "email_verified": True, "sent_at": None, "expires_at": None}
    assert await world.sent_mails() == []
    assert await is_verified(world)


async def test_a_link_expires(world: World) -> None:
    """
    After a day the link confirms nothing, and the page says so.
    """
    token = await request_verification_link(world, ANA, "ana@example.com")
    world.later(hours=24)

    late = await world.call(confirm_email, {"token": token}, as_=NOBODY)
    page = await world.call(show_email_confirmation, {"token": token}, as_=NOBODY)

    assert (late.status, late.code) == (410, "confirmation_link_expired")
    assert "kedaluwarsa" in page.body
    assert not await is_verified(world)


async def test_another_address_ends_earlier_links(world: World) -> None:
    """
    A link to an earlier address confirms nothing, even when the account returns to that address.
    """
    token = await request_verification_link(world, ANA, "ana@example.com")

    await world.call(update_my_account, {"email": VICTIM}, as_=ANA)
    at_other = await world.call(confirm_email, {"token": token}, as_=NOBODY)
    await world.call(update_my_account, {"email": "ana@example.com"}, as_=ANA)
    at_same = await world.call(confirm_email, {"token": token}, as_=NOBODY)

    assert [(answer.status, answer.code) for answer in (at_other, at_same)] == [
        (404, "confirmation_link_not_valid")
    ] * 2
    assert not await is_verified(world)


@pytest.mark.parametrize("token", ["x", "e30.e30"])
async def test_a_token_that_is_not_ours(world: World, token: str) -> None:
    """
    A token that somebody made up is no link.
    """
    answers = [
        await world.call(function, {"token": token}, as_=NOBODY)
        for function in (confirm_email, show_email_confirmation)
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(404, "confirmation_link_not_valid")] * 2


async def test_repeated_requests_are_one_mail(world: World) -> None:
    """
    Requests at the same moment, and soon after, send one mail.
    """
    await world.call(register_user, {"full_name": "Ana", "email": "ana@example.com"}, as_=ANA)

    answers = await asyncio.gather(*(world.call(request_email_verification, as_=ANA) for _ in range(5)))
    world.later(seconds=90)
    answers.append(await world.call(request_email_verification, as_=ANA))
    await world.deliver()

    assert {str(answer.body) for answer in answers} == {str(answers[0].body)}
    assert len(await world.sent_mails()) == 1


async def test_verification_mails_of_one_person_are_limited(world: World) -> None:
    """
    Five requests in 24 hours send a mail, whatever the addresses; the sixth says when to come back.
    """
    await world.call(register_user, {"full_name": "Ana", "email": "ana@example.com"}, as_=ANA)
    answers = []
    for number in range(6):
        await world.call(update_my_account, {"email": f"ana{number}@example.com"}, as_=ANA)
        answers.append(await world.call(request_email_verification, as_=ANA))
        await world.deliver()
        world.later(minutes=5)

    assert [answer.status for answer in answers] == [200] * 5 + [429]
    assert answers[-1].code == "limit_reached"
    assert int(answers[-1].headers["retry-after"]) == 24 * 3_600 - 25 * 60
    assert len(await world.sent_mails()) == 5


async def test_many_accounts_cannot_flood_one_address(world: World) -> None:
    """
    However many accounts name a stranger's address, two verification mails an hour go there.
    """
    people = [Person(f"nakal{number}", anonymous=True) for number in range(6)]
    for person in people:
        await world.call(register_user, {"full_name": RELAY, "email": VICTIM}, as_=person)
        await world.call(request_email_verification, as_=person)
    await world.deliver()
    in_first_hour = len(await world.sent_mails())
    world.later(hours=1)
    await world.call(request_email_verification, as_=people[0])
    await world.deliver()

    assert (in_first_hour, len(await world.sent_mails())) == (2, 3)


async def test_limits_are_settings(world: World) -> None:
    """
    An admin changes the limits of verification mails.
    """
    await world.call(update_settings, {"limits": {"verification_mails_a_day": 1}}, as_=ADMIN)
    await world.call(register_user, {"full_name": "Ana", "email": "ana@example.com"}, as_=ANA)

    await world.call(request_email_verification, as_=ANA)
    world.later(minutes=5)
    second = await world.call(request_email_verification, as_=ANA)

    assert second.status == 429


async def test_who_can_ask(world: World) -> None:
    """
    Without an account or an address there is nothing to verify.
    """
    await world.call(register_user, {"full_name": "Ana"}, as_=ANA)

    without_address = await world.call(request_email_verification, as_=ANA)
    without_account = await world.call(request_email_verification, as_=BUDI)

    assert (without_address.status, without_address.code) == (409, "email_needed")
    assert (without_account.status, without_account.code) == (404, "not_registered")


async def test_a_mail_that_is_overtaken_is_not_sent(world: World) -> None:
    """
    If the address was verified or changed before the mail leaves, no mail leaves.
    """
    await world.call(register_user, {"full_name": "Ana", "email": "ana@example.com"}, as_=ANA)
    await world.call(request_email_verification, as_=ANA)
    await world.call(update_my_account, {"email": VICTIM}, as_=ANA)

    answers = await world.deliver()

    assert (("send_email", 200) in answers, await world.sent_mails()) == (True, [])
    assert [one.reason for one in await list_all_deliveries(world)] == [DropReason.UNTRUE]


async def test_a_job_of_an_earlier_version_sends_one_mail(world: World) -> None:
    """
    The job of an earlier version comes twice: its link goes out once, and verifies the address.
    """
    await world.call(register_user, {"full_name": "Ana", "email": "ana@example.com"}, as_=ANA)
    person = await world.get(store.user_ref("ana"))
    assert person is not None
    ends_at = (world.now + timedelta(hours=1)).isoformat()
    payload = {"user_id": "ana", "email_version": person.email_version, "expires_at": ends_at}

    for _ in range(2):
        await world.call.deliver_task(email_verification_link, payload)
        await world.deliver()

    (mail,) = await world.sent_mails()
    await world.call(confirm_email, {"token": find_confirmation_token(mail)}, as_=NOBODY)
    assert await is_verified(world)


async def test_a_mailbox_that_once_bounced_can_be_verified(world: World) -> None:
    """
    The mail that asks for the proof goes out all the same; the person's app and phone are told nothing.
    """
    await add_person(world, email="ana@example.com", email_verified=False)
    bounced = Suppression(channel=Channel.EMAIL, cause=SuppressionCause.BOUNCED, since=world.now)
    ref = notifications.suppression_ref(Channel.EMAIL, "ana@example.com")
    await world.put_documents((ref, bounced))

    await world.call(request_email_verification, as_=ANA)
    await world.deliver()
    (mail,) = await world.sent_mails()
    await world.call(confirm_email, {"token": find_confirmation_token(mail)}, as_=NOBODY)

    (delivery,) = await list_all_deliveries(world)
    assert mail["custom_args"] == {"reference": "ana", "delivery": delivery.id}
    assert (delivery.state, await list_inbox(world), await world.sent_pushes()) == (DeliveryState.SENT, [], [])
    assert await world.get(ref) is None
    assert await is_verified(world)


@pytest.mark.parametrize(("email", "amount", "paid"), [("ana@example.com", 150_000, True), (VICTIM, 150_000, False)])
async def test_a_payment_lets_mail_go_to_the_address(world: World, email: str, amount: int, paid: bool) -> None:
    """
    An address that the account has paid with may be written to, but is not shown as verified.
    """
    order_id = OrderId("BE-20261126-ACD346")
    order = an_open_order(id=order_id, customer=UserId("ana"), status=OrderStatus.PAID)
    buyer, payment = order.buyer.having(email=email), order.payment.having(paid_at=NOON)
    await world.put_documents((orders.order_ref(order_id), order.having(buyer=buyer, payment=payment)))
    await world.put_documents((store.user_ref("ana"), a_user("ana", email_verified=False)))

    payload = {"order_id": order_id, "paid_at": NOON.isoformat(), "amount": amount}
    await world.call.push_event(record_paid_address_when_order_paid, "OrderPaid", payload, id="e1")

    found = await world.get(store.user_ref("ana"))
    assert found is not None
    assert (found.email_paid, found.email_grounds is AddressGrounds.PAID) == (paid, paid)
    assert not await is_verified(world)


async def test_a_new_address_is_not_paid_with(world: World) -> None:
    """
    What was paid under one address says nothing of the next.
    """
    await world.put_documents((store.user_ref("ana"), a_user("ana", email_verified=False, email_paid=True)))

    await world.call(update_my_account, {"email": VICTIM}, as_=ANA)

    found = await world.get(store.user_ref("ana"))
    assert found is not None
    assert found.email_grounds is AddressGrounds.NONE
