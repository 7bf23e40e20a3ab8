"""A role that we give is what the next sign-in says: with the real SDK, on the Auth emulator."""

import asyncio

import pytest

from functions.catalogue.save_hours import save_hours
from functions.identity.grant_role import grant_role
from shared.gateways.firebase_accounts import FirebaseAccounts
from shared.identity import store
from shared.identity.errors import AccountNotFound, AccountRefused
from shared.identity.ports import TokenClaims
from shared.kernel.errors import Unavailable
from shared.kernel.ids import UserId
from tests.catalogue.builders import a_user, apply_as, decide_application
from tests.identity.steps import sign_in, sign_up
from tests.world import Person, World

pytestmark = pytest.mark.emulator


async def test_an_expert_signs_in_as_one(world: World, accounts: FirebaseAccounts, auth_emulator: str) -> None:
    """
    A customer who applies and is accepted: the next ID token opens what is for experts.
    """
    account = {"email": "dewi@example.com", "password": "correct horse battery"}
    dewi = Person((await sign_up(auth_emulator, world, **account))["localId"])
    await apply_as(world, dewi)
    before = await sign_in(auth_emulator, world, **account)

    await decide_application(world, dewi, "accept")
    await world.deliver()

    after = await sign_in(auth_emulator, world, **account)
    refused, opened = [
        await world.call(save_hours, {}, headers={"authorization": f"Bearer {token}"}) for token in (before, after)
    ]
    assert (refused.status, opened.status) == (403, 200)


async def test_a_role_given_twice(world: World, accounts: FirebaseAccounts) -> None:
    """
    The second delivery says what is kept now; what else the token says stays.
    """
    from firebase_admin import auth

    uid = (await accounts.open_account(email="dewi@example.com", phone=None, name="Dewi")).uid
    await asyncio.to_thread(auth.set_custom_user_claims, uid, {"beta": True}, app=accounts._get_app())
    await world.put_documents((store.user_ref(uid), a_user(uid, role="expert")))

    answers = [await world.call.deliver_task(grant_role, {"user_id": uid}) for _ in range(2)]

    record = await asyncio.to_thread(auth.get_user, uid, app=accounts._get_app())
    assert [answer.status for answer in answers] == [200, 200]
    assert record.custom_claims == {"beta": True, "role": "expert"}


async def test_an_account_is_opened_once(accounts: FirebaseAccounts) -> None:
    """
    Many at the same moment open one account; by phone it is another person's than by e-mail.
    """
    opened = await asyncio.gather(
        *(accounts.open_account(email="dewi@example.com", phone=None, name="Dewi") for _ in range(5))
    )
    uids = [account.uid for account in opened]
    by_phone = (await accounts.open_account(email=None, phone="+6281234567890", name="Rani")).uid

    assert len(set(uids)) == 1
    assert by_phone not in uids
    assert by_phone == (await accounts.open_account(email=None, phone="+6281234567890", name="Rani")).uid


async def test_nobody_signs_in_like_that(accounts: FirebaseAccounts) -> None:
    """
    A role or a password for nobody.
    """
    with pytest.raises(AccountNotFound):
        await accounts.set_role_claims(UserId("nobody"), TokenClaims("expert", (), keep_admin=True))
    with pytest.raises(AccountNotFound):
        await accounts.create_password_link("nobody@example.com")


async def test_what_the_provider_refuses(accounts: FirebaseAccounts) -> None:
    """
    A number that is none is not asked for again.
    """
    with pytest.raises(AccountRefused):
        await accounts.open_account(email=None, phone="081234567890", name="Rani")


async def test_a_provider_that_does_not_answer(world: World) -> None:
    """
    The job is tried again.
    """
    await world.put_documents((store.user_ref("dewi"), a_user("dewi", role="expert")))

    with pytest.raises(Unavailable):
        await world.runtime.gateways.accounts.set_role_claims(
            UserId("dewi"), TokenClaims("expert", (), keep_admin=True)
        )
    answer = await world.call.deliver_task(grant_role, {"user_id": "dewi"})

    assert (answer.status, answer.code) == (503, "unavailable")
