"""Accounts: registration after any way of signing in; only the owner reads and changes an account."""

import asyncio
from typing import Any

import pytest

from functions.identity.get_my_account import get_my_account
from functions.identity.register_user import register_user
from functions.identity.update_my_account import update_my_account
from shared.identity import display_names, store
from shared.kernel.ids import UserId
from tests.world import ADMIN, ANA, BUDI, EXPERT, NOBODY, Person, World

pytestmark = pytest.mark.emulator

ABOUT_ANA = {
    "full_name": "Ana Wijaya",
    "email": "Ana@Example.com",
    "phone": "+6281234567890",
    "zone": "Asia/Makassar",
    "locale": "en",
}
WAYS = ("password", "google.com", "apple.com", "phone")


def signed_in(uid: str, way: str) -> Person:
    """Somebody who signed in this way."""
    return Person(uid, claims={"firebase": {"sign_in_provider": way, "identities": {}}})


@pytest.mark.parametrize("way", WAYS)
async def test_registered(world: World, way: str) -> None:
    """
    Whichever way somebody signed in, they are kept as they said, and as a customer.
    """
    ana = signed_in("ana", way)

    answer = await world.call(register_user, ABOUT_ANA, as_=ana)

    shown = await world.call(get_my_account, as_=ana)
    assert answer.status == 200
    assert answer.body == shown.body
    assert answer.body == ABOUT_ANA | {
        "user_id": "ana",
        "email": "Ana@example.com",
        "phone_verified": False,
        "email_verified": False,
        "proposed_name": None,
        "photo_url": None,
        "city": "",
        "interests": [],
        "goals": "",
        "role": "customer",
        "anonymous": False,
        "status": "active",
        "suspended_until": None,
        "suspension_reason": None,
        "created_at": "2026-11-26T05:00:00Z",
    }


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"name": "Ana Wijaya", "email": "Ana@Example.com"}, ("Ana Wijaya", "ana@example.com", None)),
        ({"name": "Ana", "phone_number": "+6281234567890"}, ("Ana", None, "+6281234567890")),
        ({"name": "Ana", "email": "not an address", "phone_number": 17}, ("Ana", None, None)),
    ],
)
async def test_what_the_sign_in_tells_need_not_be_said(
    world: World, told: dict[str, Any], kept: tuple[str | None, ...]
) -> None:
    """
    Google knows the name and the address, the telephone the number; what is no address is not kept as one.
    """
    answer = await world.call(register_user, {}, as_=Person("ana", claims=told))

    assert (answer.body["full_name"], answer.body["email"], answer.body["phone"]) == kept


async def test_what_somebody_says_themselves_counts(world: World) -> None:
    """
    They may want to be written to elsewhere.
    """
    ana = Person("ana", claims={"name": "Ana", "email": "ana@work.example"})

    answer = await world.call(register_user, {"email": "ana@home.example"}, as_=ana)

    assert (answer.body["full_name"], answer.body["email"]) == ("Ana", "ana@home.example")


async def test_registered_twice(world: World) -> None:
    """
    The second time, and many at once, change nothing.
    """
    answers = await asyncio.gather(*(world.call(register_user, ABOUT_ANA, as_=ANA) for _ in range(5)))

    world.later(days=1)
    again = await world.call(register_user, {"full_name": "Somebody Else"}, as_=ANA)

    assert [answer.body for answer in answers] == [again.body] * 5


async def test_an_anonymous_person_has_a_pseudonym(world: World) -> None:
    """
    Always the same, and without a name of their own nobody else gets one.
    """
    guest = Person("guest", anonymous=True)

    answer = await world.call(register_user, {}, as_=guest)
    named = await world.call(register_user, {}, as_=ANA)

    assert (answer.body["full_name"], answer.body["anonymous"]) == (
        display_names.compute_pseudonym(UserId("guest")),
        True,
    )
    assert (named.status, named.invalid_fields) == (422, ["full_name"])
    assert (await world.call(get_my_account, as_=ANA)).code == "not_registered"


async def test_an_anonymous_person_who_signs_in_with_a_name(world: World) -> None:
    """
    The same account gets the name; a late call of the anonymous days does not take it away again.
    """
    guest = Person("guest", anonymous=True)
    await world.call(register_user, {}, as_=guest)
    world.later(days=1)

    named = await world.call(register_user, ABOUT_ANA, as_=Person("guest"))
    late = await world.call(register_user, {"full_name": "Late"}, as_=guest)

    assert (named.body["full_name"], named.body["anonymous"], named.body["created_at"]) == (
        "Ana Wijaya",
        False,
        "2026-11-26T05:00:00Z",
    )
    assert late.body == named.body


@pytest.mark.parametrize(("person", "role"), [(EXPERT, "expert"), (ADMIN, "admin")])
async def test_roles_come_with_the_sign_in(world: World, person: Person, role: str) -> None:
    """
    Nobody says of themselves what they may do.
    """
    answer = await world.call(register_user, {"full_name": "Dewi"}, as_=person)
    forged = await world.call(register_user, {"full_name": "Budi", "role": "admin"}, as_=BUDI)

    assert answer.body["role"] == role
    assert (forged.status, forged.invalid_fields) == (422, ["role"])


@pytest.mark.parametrize(
    ("given", "changed"),
    [
        ({"full_name": "  Ana W. "}, {"full_name": "Ana W."}),
        ({"email": "new@example.com"}, {"email": "new@example.com"}),
        ({"phone": "+6281234567899"}, {"phone": "+6281234567899"}),
        ({"zone": "America/Argentina/Buenos_Aires"}, {"zone": "America/Argentina/Buenos_Aires"}),
        ({"locale": "id"}, {"locale": "id"}),
        ({}, {}),
        ({"email": None}, {}),
    ],
)
async def test_changed(world: World, given: dict[str, Any], changed: dict[str, Any]) -> None:
    """
    What is named changes, what is left out stays.
    """
    before = (await world.call(register_user, ABOUT_ANA, as_=ANA)).body

    answer = await world.call(update_my_account, given, as_=ANA)

    assert (answer.status, answer.body) == (200, before | changed)
    assert (await world.call(get_my_account, as_=ANA)).body == answer.body


@pytest.mark.parametrize("function", [register_user, update_my_account])
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"full_name": "x" * 201}, "full_name"),
        ({"email": "not an address"}, "email"),
        ({"phone": "12345"}, "phone"),
        ({"zone": "WIB"}, "zone"),
        ({"zone": "Asia/Atlantis"}, "zone"),
        ({"zone": ""}, "zone"),
        ({"zone": "posix/Asia/Jakarta"}, "zone"),
        ({"zone": "Asia/../Asia/Jakarta"}, "zone"),
        ({"zone": "A" * 500}, "zone"),
        ({"locale": "fr"}, "locale"),
        ({"status": "active"}, "status"),
    ],
)
async def test_what_cannot_be(world: World, function: Any, given: dict[str, Any], field: str) -> None:
    """
    Each mistake names its field, and changes nothing.
    """
    await world.call(register_user, ABOUT_ANA, as_=ANA)
    before = await world.get(store.user_ref("ana"))

    answer = await world.call(function, given, as_=ANA)

    assert (answer.status, answer.invalid_fields) == (422, [field])
    assert await world.get(store.user_ref("ana")) == before


@pytest.mark.parametrize("function", [get_my_account, update_my_account])
async def test_nobodys_account(world: World, function: Any) -> None:
    """
    Whoever has not signed in or not registered has none.
    """
    nobody = await world.call(function, {} if function is update_my_account else None, as_=NOBODY)
    unknown = await world.call(function, {} if function is update_my_account else None, as_=BUDI)

    assert (nobody.status, unknown.status, unknown.code) == (401, 404, "not_registered")
