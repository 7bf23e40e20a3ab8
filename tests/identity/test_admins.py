"""Admins: owners alone decide, scopes limit every function, and a removal counts from the next request on."""

import asyncio
import time
from typing import Any

import pytest

import functions.main
from functions.identity.grant_role import grant_role
from functions.identity.list_admins import list_admins
from functions.identity.make_admin import make_admin
from functions.identity.register_user import register_user
from functions.identity.remove_admin import remove_admin
from infra.build.discovery import collect_functions
from shared.gateways.firebase_accounts import FirebaseAccounts
from shared.identity import admins, store
from shared.identity.models import AdminGrant
from shared.identity.ports import TokenClaims
from shared.kernel.actors import ADMIN_SCOPES, Actor
from shared.kernel.errors import Forbidden
from shared.kernel.ids import UserId
from tests.catalogue.builders import PROFILE_BODY, a_user
from tests.catalogue.fakes import FakeAccounts
from tests.world import ADMIN, ANA, BUDI, Answer, Person, World


@pytest.fixture
def team(world: World) -> World:
    """A world whose sign-in provider vouches for every account."""
    world.runtime.gateways.accounts = FakeAccounts()  # type: ignore[assignment]
    return world


def an_admin(uid: str, *scopes: str, **claims: Any) -> Person:
    """Build an admin with scopes."""
    return Person(uid, role="admin", claims={"admin_scopes": list(scopes), **claims})


async def make(world: World, uid: str, *scopes: str, by: Person = ADMIN) -> Answer:
    """Make a person an admin."""
    body = {"user_id": uid, "scopes": list(scopes) or ["support"], "reason": "joins the team"}
    return await world.call(make_admin, body, as_=by)


async def remove(world: World, uid: str, by: Person = ADMIN) -> Answer:
    """Remove an admin."""
    return await world.call(remove_admin, {"user_id": uid, "reason": "leaves the team"}, as_=by)


def test_every_function_for_admins_alone_needs_a_scope() -> None:
    """A function without a scope would be open to every admin."""
    assert [
        one.spec.name for one in collect_functions() if one.spec.who == ("admin",) and not one.spec.admin_scope
    ] == []


@pytest.mark.emulator
async def test_every_function_refuses_admins_without_its_scope(world: World) -> None:
    """Each scope opens the functions that name it, and no others; an admin without any scope opens none of them."""
    surprises = {}

    for function in collect_functions():
        if function.spec.admin_scope:
            for scope in ("", *ADMIN_SCOPES):
                answer = await world.call(getattr(functions.main, function.spec.name), as_=an_admin("eka", scope))
                refused = (answer.status, answer.code) == (403, "admin_scope_missing")
                if refused == (scope in (*function.spec.admin_scope, "owner")):
                    surprises[function.spec.name, scope] = answer.status, answer.code

    assert surprises == {}


@pytest.mark.emulator
async def test_a_document_makes_nobody_an_admin(world: World, accounts: FirebaseAccounts) -> None:
    """A user document that says `admin`, as earlier versions wrote it, gives a customer's token."""
    from firebase_admin import auth

    uid = (await accounts.open_account(email="dewi@example.com", phone=None, name="Dewi")).uid
    await world.put_documents((store.user_ref(uid), a_user(uid, role="admin")))

    await world.call.deliver_task(grant_role, {"user_id": uid})

    record = await asyncio.to_thread(auth.get_user, uid, app=accounts._get_app())
    assert record.custom_claims == {"role": "customer"}


@pytest.mark.emulator
async def test_a_former_admin_who_is_invited_becomes_an_expert(world: World, accounts: FirebaseAccounts) -> None:
    """The invitation gives the role of an expert, and no scope of old."""
    from firebase_admin import auth

    uid = (await accounts.open_account(email="rani@example.com", phone=None, name="Rani")).uid
    removed = AdminGrant(
        id=UserId(uid), name="Rani", scopes=(), granted_by="citra", granted_at=world.now, removed_at=world.now
    )
    await world.put_documents((store.user_ref(uid), a_user(uid, role="admin")))
    await world.put_documents((store.admin_grant_ref(uid), removed))

    await world.call(functions.main.invite_expert, an_invitation(), as_=ADMIN)
    await world.deliver()

    record = await asyncio.to_thread(auth.get_user, uid, app=accounts._get_app())
    assert record.custom_claims == {"role": "expert"}


def an_invitation(**given: Any) -> dict[str, Any]:
    """Build the body of an invitation."""
    return {"email": "rani@example.com", "profile": PROFILE_BODY, **given}


@pytest.mark.emulator
async def test_scopes_reach_the_token(world: World, accounts: FirebaseAccounts) -> None:
    """A grant is what the next sign-in says; a removal takes it back and ends earlier sign-ins at once."""
    from firebase_admin import auth

    uid = (await accounts.open_account(email=None, phone="+6281234567890", name="Eka")).uid
    await world.put_documents((store.user_ref(uid), a_user(uid)))

    granted = await make(world, uid, "support", "moderator")
    await world.deliver()
    with_scopes = await asyncio.to_thread(auth.get_user, uid, app=accounts._get_app())
    eka = an_admin(uid, "support", "moderator", auth_time=int(world.now.timestamp()) - 60, iat=int(time.time()))
    before = await world.call(functions.main.list_support_rooms, {}, as_=eka)
    await remove(world, uid)
    after = await world.call(functions.main.list_support_rooms, {}, as_=eka)
    await world.deliver()

    without = await asyncio.to_thread(auth.get_user, uid, app=accounts._get_app())
    assert granted.body["scopes"] == ["support", "moderator"]
    assert with_scopes.custom_claims == {"role": "admin", "admin_scopes": ["support", "moderator"]}
    assert (before.status, after.status, after.code) == (200, 401, "signed_out")
    assert without.custom_claims == {"role": "customer"}


@pytest.mark.emulator
async def test_an_unverified_account_becomes_no_admin(world: World, accounts: FirebaseAccounts) -> None:
    """Somebody could have registered the address of another person."""
    uid = (await accounts.open_account(email="dewi@example.com", phone=None, name="Dewi")).uid
    await world.put_documents((store.user_ref(uid), a_user(uid)))

    answer = await make(world, uid)

    assert (answer.status, answer.code) == (409, "account_unverified")
    assert await world.get(store.admin_grant_ref(uid)) is None


@pytest.mark.emulator
async def test_nobody_decides_on_the_own_grant(team: World) -> None:
    """So an owner is always left."""
    await team.call(register_user, {"full_name": "Citra"}, as_=ADMIN)

    answers = [await make(team, "citra", "support"), await remove(team, "citra")]

    assert [(answer.status, answer.code) for answer in answers] == [(409, "own_admin_grant")] * 2


@pytest.mark.emulator
async def test_two_owners_cannot_remove_each_other(team: World) -> None:
    """Of two removals at the same moment one succeeds, and the other owner stays."""
    for person in (ANA, BUDI):
        await team.call(register_user, {"full_name": "Ana"}, as_=person)
        await make(team, person.uid, "owner")
    ana, budi = an_admin("ana", "owner"), an_admin("budi", "owner")

    answers = await asyncio.gather(remove(team, "budi", by=ana), remove(team, "ana", by=budi))

    grants = [await team.get(store.admin_grant_ref(uid)) for uid in ("ana", "budi")]
    # The second one is refused by the commit, or at the door if the first has signed them out already.
    assert sorted(answer.status for answer in answers) in ([200, 401], [200, 403])
    assert [grant is not None and grant.removed_at is None for grant in grants].count(True) == 1


@pytest.mark.emulator
async def test_fewer_scopes_end_earlier_sign_ins(team: World) -> None:
    """A token that still carries the lost scope is refused from the next request on; more scopes end nothing."""
    await team.call(register_user, {"full_name": "Ana"}, as_=ANA)
    at = int(team.now.timestamp()) - 60
    await make(team, "ana", "support")
    await make(team, "ana", "support", "finance")
    more = await team.call(functions.main.list_support_rooms, {}, as_=an_admin("ana", "support", auth_time=at))

    await make(team, "ana", "finance")

    less = await team.call(functions.main.list_support_rooms, {}, as_=an_admin("ana", "support", auth_time=at))
    assert (more.status, less.status, less.code) == (200, 401, "signed_out")


@pytest.mark.emulator
async def test_a_first_owner_without_a_grant_can_be_removed(team: World) -> None:
    """The first owner is made by hand, and appears in the list with the removal."""
    answer = await remove(team, "the-first")

    listed = await team.call(list_admins, {}, as_=ADMIN)
    assert answer.status == 200
    assert [(one["user_id"], one["scopes"]) for one in listed.body["items"]] == [("the-first", [])]
    assert listed.body["items"][0]["removed_at"]


@pytest.mark.emulator
async def test_a_new_sign_in_before_the_claim_has_gone_opens_nothing(team: World) -> None:
    """A removed or reduced admin who signs in again at once has the old claims, and is refused all the same."""
    await team.call(register_user, {"full_name": "Ana"}, as_=ANA)
    await make(team, "ana", "support", "owner")
    later = int(team.now.timestamp()) + 60
    owner, support = (an_admin("ana", scope, auth_time=later) for scope in ("owner", "support"))

    await make(team, "ana", "support")
    reduced = [await team.call(functions.main.list_support_rooms, {}, as_=one) for one in (owner, support)]
    await remove(team, "ana")
    removed = await team.call(functions.main.list_support_rooms, {}, as_=support)

    assert [(one.status, one.code) for one in reduced] == [(401, "signed_out"), (200, None)]
    assert (removed.status, removed.code) == (401, "signed_out")


@pytest.mark.emulator
async def test_an_owner_who_was_reduced_meanwhile_makes_nobody_an_admin(team: World) -> None:
    """The commit finds that the caller is no longer an owner, whatever the token says."""
    for person in (ANA, BUDI):
        await team.call(register_user, {"full_name": "Ana"}, as_=person)
    await make(team, "ana", "owner")
    unit = team.new_unit_of_work()

    await make(team, "ana", "support")

    with pytest.raises(Forbidden):
        await admins.grant_admin(
            unit, UserId("budi"), ["owner"], by=Actor("admin", "ana", scopes=frozenset(["owner"])), now=team.now
        )


@pytest.mark.emulator
async def test_the_first_owner_stays_one(world: World, accounts: FirebaseAccounts) -> None:
    """An owner without a grant is neither suspended nor made an expert by an invitation."""
    from firebase_admin import auth

    uid = (await accounts.open_account(email="rani@example.com", phone=None, name="Rani")).uid
    owner = {"role": "admin", "admin_scopes": ["owner"]}
    await asyncio.to_thread(auth.set_custom_user_claims, uid, owner, app=accounts._get_app())
    body = {"user_id": uid, "cause": "other", "reason": "a coup"}

    suspended = await world.call(functions.main.suspend_user, body, as_=an_admin("eka", "moderator"))
    await world.call(functions.main.invite_expert, an_invitation(), as_=an_admin("eka", "moderator"))
    await world.deliver()

    record = await asyncio.to_thread(auth.get_user, uid, app=accounts._get_app())
    assert (suspended.status, suspended.code) == (409, "admin_account")
    assert await world.get(store.restriction_ref(uid)) is None
    assert record.custom_claims == owner
    assert not record.disabled


class OvertakenAccounts(FakeAccounts):
    """Accounts at which a removal overtakes the first task that writes claims."""

    def __init__(self, world: World, uid: str) -> None:
        self._world, self._uid = world, uid
        self.written: list[str] = []

    async def set_role_claims(self, uid: UserId, claims: TokenClaims) -> None:
        self.written.append(claims.role)
        if len(self.written) == 1:
            await remove(self._world, self._uid)


@pytest.mark.emulator
async def test_a_late_task_leaves_no_claim(team: World) -> None:
    """A task that wrote what was true when it began looks again, and writes what is true now."""
    await team.call(register_user, {"full_name": "Ana"}, as_=ANA)
    await make(team, "ana", "support")
    overtaken = OvertakenAccounts(team, "ana")
    team.runtime.gateways.accounts = overtaken  # type: ignore[assignment]

    await team.call.deliver_task(grant_role, {"user_id": "ana"})

    assert overtaken.written == ["admin", "customer"]
