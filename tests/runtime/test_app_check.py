"""App Check: where the settings require it, people's calls come from one of our apps."""

import time
from collections.abc import Mapping
from typing import Any

import jwt
import pytest

from emulators.identity_tokens import IdentityTokenSigner
from functions.bookings.list_my_bookings import list_my_bookings
from functions.identity.list_partner_keys import list_partner_keys
from functions.tickets.create_ticket_order import create_ticket_order
from functions.tickets.get_ticket_verification_key import get_ticket_verification_key
from functions.tickets.list_ticket_types import list_ticket_types
from shared.gateways.firebase_app_check import FirebaseAppCheck
from shared.kernel.errors import AppNotVerified, Unavailable
from tests.builders import EVENT, FRONT_END, put_tickets_on_sale
from tests.world import ADMIN, ANA, NOBODY, Answer, Person, World

pytestmark = pytest.mark.emulator

STRANGER = IdentityTokenSigner()


def app_token(identity: IdentityTokenSigner, project: str, changes: Mapping[str, Any] | None = None) -> str:
    """Build the token of an app, with some claims changed; None leaves a claim out."""
    now = int(time.time())
    claims: dict[str, Any] = {
        "iss": "https://firebaseappcheck.googleapis.com/123",
        "aud": ["projects/123", f"projects/{project}"],
        "sub": "1:123:android:abc",
        "iat": now,
        "exp": now + 3_600,
    } | dict(changes or {})
    told = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(told, identity._key, algorithm="RS256", headers={"kid": identity._key_id})


@pytest.fixture
def project(world: World, certificates: str) -> str:
    """Require App Check, with keys that a test can sign with, and provide the project."""
    project = world.runtime.settings.google_cloud_project
    world.runtime.settings = world.runtime.settings.having(app_check="required")
    world.runtime.gateways.app_check = FirebaseAppCheck(project=project, certs_url=certificates)
    return project


async def list_bookings_with(world: World, token: str | None, person: Person = ANA) -> Answer:
    """Call a function for apps with an App Check token."""
    headers = {"x-firebase-appcheck": token} if token is not None else {}
    return await world.call(list_my_bookings, {"side": "customer"}, as_=person, headers=headers)


async def test_an_app_is_let_in_and_a_script_is_not(world: World, identity: IdentityTokenSigner, project: str) -> None:
    """
    With a token of ours the call passes, also a second time; without one it is refused.
    """
    token = app_token(identity, project)

    passed = [await list_bookings_with(world, token) for _ in range(2)]
    refused = await list_bookings_with(world, None)

    assert [answer.status for answer in passed] == [200, 200]
    assert (refused.status, refused.code) == (401, "app_not_verified")


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": ["projects/123", "projects/another"]},
        {"aud": None},
        {"iss": "https://accounts.google.com"},
        {"iss": None},
        {"sub": ""},
        {"sub": None},
        {"exp": 1},
        {"exp": None},
    ],
)
async def test_a_token_for_something_else_is_refused(
    world: World, identity: IdentityTokenSigner, project: str, changes: dict[str, Any]
) -> None:
    """
    Another project's token, an expired one, and one of another issuer open nothing.
    """
    answer = await list_bookings_with(world, app_token(identity, project, changes))

    assert (answer.status, answer.code) == (401, "app_not_verified")


async def test_a_forged_token_is_refused(world: World, identity: IdentityTokenSigner, project: str) -> None:
    """
    Garbage, no signature, another signature, and a key's text as a secret open nothing.
    """
    claims = jwt.decode(app_token(identity, project), options={"verify_signature": False})
    forged = [
        "",
        "garbage",
        "W1tb" * 1_000 + ".e30.AA",
        jwt.encode(claims, key="", algorithm="none"),
        jwt.encode(claims, "x" * 40, algorithm="HS256", headers={"kid": identity._key_id}),
        jwt.encode(claims, STRANGER._key, algorithm="RS256", headers={"kid": identity._key_id}),
        app_token(STRANGER, project),
    ]

    answers = [await list_bookings_with(world, token) for token in forged]

    assert {(answer.status, answer.code) for answer in answers} == {(401, "app_not_verified")}


async def test_partners_admins_and_anyone_need_no_app(world: World, project: str) -> None:
    """
    A partner's server has a key, an admin the control center, and a scanner reads a public key.
    """
    await put_tickets_on_sale(world)

    answers = [
        await world.call(list_ticket_types, {"event_id": EVENT}, as_=FRONT_END),
        await world.call(list_partner_keys, {}, as_=ADMIN),
        await world.call(get_ticket_verification_key, as_=NOBODY),
    ]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert project


async def test_nothing_is_required_by_default(world: World) -> None:
    """
    Until all apps in use send a token, none is asked for.
    """
    answer = await list_bookings_with(world, None)

    assert answer.status == 200


async def test_a_token_is_remembered_until_it_expires(identity: IdentityTokenSigner, certificates: str) -> None:
    """
    What was verified needs no second look, and is refused once its time is over.
    """
    expires = int(time.time()) + 60
    moments = iter((expires - 60, expires - 1, expires))
    gateway = FirebaseAppCheck(project="p", certs_url=certificates, clock=lambda: next(moments))
    token = app_token(identity, "p", {"exp": expires})
    await gateway.check_token(token)
    gateway._keys, gateway._certs_url = None, "http://127.0.0.1:1/certs"

    await gateway.check_token(token)
    with pytest.raises(Unavailable):
        await gateway.check_token(token)


async def test_without_keys_nobody_is_blamed() -> None:
    """
    If the keys cannot be fetched, the app is told to try again.
    """
    gateway = FirebaseAppCheck(project="p", certs_url="http://127.0.0.1:1/certs")

    with pytest.raises(Unavailable):
        await gateway.check_token(app_token(STRANGER, "p"))
    with pytest.raises(AppNotVerified):
        await gateway.check_token("garbage")


async def test_a_page_may_send_the_token(world: World) -> None:
    """
    A browser lets a page of ours send the header, and read how near a limit is.
    """
    world.runtime.settings = world.runtime.settings.having(cors_origins="https://app.example")
    asked = {"origin": "https://app.example", "access-control-request-method": "POST"}

    answer = await world.call(create_ticket_order, headers=asked, method="OPTIONS")

    assert "X-Firebase-AppCheck" in answer.headers["access-control-allow-headers"]
    assert "RateLimit-Remaining" in answer.headers["access-control-expose-headers"]
