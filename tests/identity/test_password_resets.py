"""Forgotten passwords: one answer for everybody, and a mail only to the owner of an account's address."""

import re
from typing import Any

import pytest

from functions.identity.request_password_reset import request_password_reset
from functions.identity.send_password_reset import send_password_reset
from shared.gateways.firebase_accounts import FirebaseAccounts
from shared.identity import store
from shared.kernel.ids import UserId
from shared.kernel.ports import Query
from shared.notifications.delivery_models import NoticeDelivery
from tests.identity.steps import choose_password, sign_in, sign_up
from tests.notifications.steps import add_person
from tests.world import Answer, World

pytestmark = pytest.mark.emulator

ACCOUNT = {"email": "ana@example.com", "password": "lama-123456"}


async def request_reset(world: World, email: str = "ana@example.com", **given: Any) -> Answer:
    """Ask for a new password, and deliver what follows."""
    answer = await world.call(request_password_reset, {"email": email}, **given)
    await world.deliver()
    return answer


async def add_account(world: World, auth_emulator: str, **given: Any) -> str:
    """Create an account at the sign-in provider with a registered person, and return the uid."""
    person = {name: given.pop(name) for name in ("locale", "email_verified", "email_paid") if name in given}
    uid: str = (await sign_up(auth_emulator, world, **(ACCOUNT | given)))["localId"]
    await add_person(world, uid, devices=0, email="ana@example.com", **person)
    return uid


def find_link(mail: dict[str, Any]) -> str:
    """Find the link of Firebase in a mail."""
    found = re.search(r"(http\S+oobCode=\S+)", mail["text"])
    assert found, mail["text"]
    return found[1]


async def test_the_owner_chooses_a_new_password(world: World, accounts: FirebaseAccounts, auth_emulator: str) -> None:
    """The link of the mail works, the mail says until when, and the old password is over."""
    await add_account(world, auth_emulator, emailVerified=True, locale="en")

    answer = await request_reset(world, "Ana@example.com")
    (mail,) = await world.sent_mails()
    chosen = [await choose_password(auth_emulator, world, find_link(mail), "baru-654321") for _ in range(2)]

    assert (answer.status, chosen) == (200, [200, 400])
    assert mail["to"] == ["ana@example.com"]
    assert "until 26 November 2026" in mail["text"]
    assert "WIB" in mail["text"]
    assert await sign_in(auth_emulator, world, "ana@example.com", "baru-654321")


async def test_the_link_stands_in_no_delivery(world: World, accounts: FirebaseAccounts, auth_emulator: str) -> None:
    """The support reads deliveries; whoever has the link has the account."""
    await add_account(world, auth_emulator, emailVerified=True)

    await request_reset(world)

    (delivery,) = await world.reader.query(Query("notice_deliveries", NoticeDelivery))
    assert len(await world.sent_mails()) == 1
    assert "oobCode" not in delivery.model_dump_json()
    assert "ana@example.com" not in delivery.model_dump_json()


async def test_the_answer_tells_nothing(world: World, accounts: FirebaseAccounts, auth_emulator: str) -> None:
    """With and without an account: the same status, the same body, the same reads and writes."""
    await add_account(world, auth_emulator, emailVerified=True)
    answers, costs = [], []
    for email in ("ana@example.com", "nobody@example.com"):
        meter = world.documents.meter
        before = meter.rpcs, meter.reads, meter.writes
        answers.append(await world.call(request_password_reset, {"email": email}))
        costs.append((meter.rpcs - before[0], meter.reads - before[1], meter.writes - before[2]))
    await world.deliver()

    assert answers[0].status == 200
    assert answers[0].body == answers[1].body
    assert costs[0] == costs[1]
    assert [mail["to"] for mail in await world.sent_mails()] == [["ana@example.com"]]


async def test_an_account_without_a_password_is_told_how_to_sign_in(
    world: World, accounts: FirebaseAccounts, auth_emulator: str
) -> None:
    """No link goes out, for it would add a password to the account."""
    account = {"email": "ana@example.com", "phoneNumber": "+6281234567890", "emailVerified": True}
    uid = (await sign_up(auth_emulator, world, **account))["localId"]
    await add_person(world, uid, devices=0, locale="en")

    await request_reset(world)

    (mail,) = await world.sent_mails()
    assert "a code that comes to your phone" in mail["text"]
    assert "oobCode" not in mail["text"]


async def test_an_address_that_nothing_proves_gets_nothing(
    world: World, accounts: FirebaseAccounts, auth_emulator: str
) -> None:
    """Neither the provider nor we know whose the address is."""
    await add_account(world, auth_emulator, email_verified=False)

    answer = await request_reset(world)

    assert answer.status == 200
    assert await world.sent_mails() == []


@pytest.mark.parametrize("proof", ["email_verified", "email_paid"])
async def test_an_address_that_we_know_gets_the_link(
    world: World, accounts: FirebaseAccounts, auth_emulator: str, proof: str
) -> None:
    """Our own link or a payment has shown whose the address is, though the provider does not know."""
    await add_account(world, auth_emulator, **({"email_verified": False} | {proof: True}))

    await request_reset(world)

    assert "oobCode" in (await world.sent_mails())[0]["text"]


async def test_another_address_of_the_person_proves_nothing(
    world: World, accounts: FirebaseAccounts, auth_emulator: str
) -> None:
    """The account's mail address is verified, but the sign-in has another one."""
    uid = await add_account(world, auth_emulator, email_verified=True)
    person = await world.get(store.user_ref(uid))
    assert person is not None
    await world.put_documents((store.user_ref(uid), person.having(email="lain@example.com")))

    await request_reset(world)

    assert await world.sent_mails() == []


async def test_a_closed_account_gets_nothing(world: World, accounts: FirebaseAccounts, auth_emulator: str) -> None:
    """Nobody can sign in with the account, whatever the password."""
    uid = await add_account(world, auth_emulator, emailVerified=True)
    await accounts.revoke_sign_ins(UserId(uid), closed=True)

    await request_reset(world)

    assert await world.sent_mails() == []


async def test_a_repeated_task_mails_once(world: World, accounts: FirebaseAccounts, auth_emulator: str) -> None:
    """The second delivery finds the first one's answer. A task that comes after an hour mails nothing."""
    await add_account(world, auth_emulator, emailVerified=True)
    job = {"email": "ana@example.com", "requested_at": world.now.isoformat()}
    for _ in range(2):
        await world.call.deliver_task(send_password_reset, job)
    await world.deliver()
    world.later(hours=1)

    late = await world.call.deliver_task(send_password_reset, {**job, "email": "ana@EXAMPLE.com"})
    await world.deliver()

    assert late.status == 200
    assert len(await world.sent_mails()) == 1


async def test_requests_for_an_address_are_limited(world: World) -> None:
    """The limit counts for addresses without an account just the same."""
    answers = [await world.call(request_password_reset, {"email": "nobody@example.com"}) for _ in range(4)]
    other = await world.call(request_password_reset, {"email": "else@example.com"})

    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert int(answers[3].headers["retry-after"]) > 0
    assert other.status == 200


async def test_a_wrong_address_is_named(world: World) -> None:
    """What is no e-mail address is refused by its field."""
    answer = await world.call(request_password_reset, {"email": "ana"})

    assert (answer.status, answer.invalid_fields) == (422, ["email"])
