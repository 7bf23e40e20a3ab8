"""Authorisation of every function for every kind of caller."""

import time
from typing import Any

import jwt
import pytest

import functions.main
from emulators.identity_tokens import IdentityTokenSigner
from infra.build.discovery import collect_functions as all_functions
from shared.identity import store as identities
from shared.runtime.specs import Spec, get_spec
from tests.builders import FRONT_END, a_partner_key
from tests.cases import load_cases
from tests.world import ADMIN, ANA, EXPERT, NOBODY, Person, World

IN = 0
REVOKED, SCOPELESS = Person(key="tmn_revoked"), Person(key="tmn_scopeless")

# What each caller is answered by a function that is for one sort of callers only. (IN is: anything but 401 and 403. A
# sign-in that is wrong is told so everywhere.) A function for several sorts gives the best of these answers.
SORTS = ("anyone", "customer", "expert", "admin", "partner", "internal", "sender")
CALLERS: dict[str, tuple[int, int, int, int, int, int, int]] = {
    "nobody": (IN, 401, 401, 401, 401, 401, 401),
    "a customer": (IN, IN, 403, 403, 403, 401, 401),
    "an anonymous customer": (IN, IN, 403, 403, 403, 401, 401),
    "an expert": (IN, 403, IN, 403, 403, 401, 401),
    "an admin": (IN, 403, 403, IN, 403, 401, 401),
    "a role that we do not know": (IN, IN, 403, 403, 403, 401, 401),
    "a partner": (IN, 401, 401, 401, IN, 401, 401),
    "a partner without the scope": (IN, 401, 401, 401, 403, 401, 401),
    "a revoked key": (IN, 401, 401, 401, 401, 401, 401),
    "an unknown key": (IN, 401, 401, 401, 401, 401, 401),
    "a customer of another project": (401, 401, 401, 401, 401, 401, 401),
    "an expired sign-in": (401, 401, 401, 401, 401, 401, 401),
    "garbage": (401, 401, 401, 401, 401, 401, 401),
    "a token of nested garbage": (401, 401, 401, 401, 401, 401, 401),
    "one of our machines": (401, 401, 401, 401, 401, IN, 401),
    "a machine that means another function": (401, 401, 401, 401, 401, 401, 401),
    "a machine of a strange account": (401, 401, 401, 401, 401, 403, 401),
    "a machine whose token a stranger signed": (401, 401, 401, 401, 401, 401, 401),
    "a machine whose token has expired": (401, 401, 401, 401, 401, 401, 401),
    "Xendit with the new token": (IN, 401, 401, 401, 401, 401, IN),
    "Xendit with the old token": (IN, 401, 401, 401, 401, 401, IN),
    "Xendit with both": (IN, 401, 401, 401, 401, 401, 401),
    "Xendit with a wrong token": (IN, 401, 401, 401, 401, 401, 401),
    "Xendit with an empty token": (IN, 401, 401, 401, 401, 401, 401),
}
BEST_FIRST = (IN, 403, 401)
SCOPES = ("tickets.read", "tickets.sell", "tickets.check_in", "notifications.publish")
STRANGER = IdentityTokenSigner()
OURS = "temani-internal@test.iam.gserviceaccount.com"


def audiences() -> dict[str, tuple[str, ...]]:
    """The callers whom each function is for, as its case says."""
    return {name: case.who for name, case in load_cases().items()}


@pytest.fixture
async def doors(world: World) -> World:
    """A world in which three partner keys have been made, one of them revoked."""
    for key in (
        a_partner_key(FRONT_END, scopes=SCOPES),
        a_partner_key(REVOKED, revoked_at=world.now),
        a_partner_key(SCOPELESS, scopes=()),
    ):
        await world.put_documents((identities.partner_key_ref(key.id), key))
    return world


def _signed(identity: IdentityTokenSigner, claims: dict[str, Any], key: Any = None) -> str:
    headers = {"kid": identity.key_set()["keys"][0]["kid"]}
    return jwt.encode(claims, key or identity._key, algorithm="RS256", headers=headers)


def presented(caller: str, spec: Spec, world: World, identity: IdentityTokenSigner) -> dict[str, str]:
    """The headers of that caller."""
    project, url = world.runtime.settings.google_cloud_project, world.runtime.settings.url_for(spec.cloud_name)
    now = int(time.time())
    machine = {"iss": "https://accounts.google.com", "aud": url, "email": OURS, "email_verified": True, "iat": now}
    bearers = {
        "garbage": "garbage",
        "a token of nested garbage": "W1tb" * 10_000 + ".e30.AA",
        "one of our machines": identity.issue_token(url, OURS),
        "a machine that means another function": identity.issue_token(world.runtime.settings.url_for("another"), OURS),
        "a machine of a strange account": identity.issue_token(url, "stranger@test.iam.gserviceaccount.com"),
        "a machine whose token a stranger signed": _signed(identity, machine | {"exp": now + 60}, STRANGER._key),
        "a machine whose token has expired": _signed(identity, machine | {"exp": now - 60}),
        "a customer of another project": ANA.token("another-project"),
    }
    if caller in bearers:
        return {"authorization": f"Bearer {bearers[caller]}"}
    tokens = {
        "Xendit with the new token": "new-token",
        "Xendit with the old token": "old-token",
        "Xendit with both": "old-token,new-token",
        "Xendit with a wrong token": "another-token",
        "Xendit with an empty token": "",
    }
    if caller in tokens:
        return {"x-callback-token": tokens[caller]}
    people = {
        "nobody": NOBODY,
        "a customer": ANA,
        "an anonymous customer": Person("gast", anonymous=True),
        "an expert": EXPERT,
        "an admin": ADMIN,
        "a role that we do not know": Person("eka", role="internal"),
        "a partner": FRONT_END,
        "a partner without the scope": SCOPELESS,
        "a revoked key": REVOKED,
        "an unknown key": Person(key="tmn_unknown"),
        "an expired sign-in": Person("ana", claims={"iat": now - 7_200, "exp": now - 3_600}),
    }
    return people[caller].headers(project)


FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.emulator
async def test_every_function_for_every_caller(doors: World, identity: IdentityTokenSigner) -> None:
    """
    Each function lets in whom it is for; others are told to sign in, or that it is not for them.
    """
    surprises = {}
    for name, audience in audiences().items():
        function = getattr(functions.main, name)
        for caller, row in CALLERS.items():
            headers = presented(caller, get_spec(function), doors, identity)
            form = FORM if get_spec(function).method == "POST" and get_spec(function).body == "form" else {}
            status = (await doors.call(function, headers=headers | form, content=b"" if form else None)).status
            # Who shows a key to a function that takes keys is not let in as anyone.
            sorts = ("partner",) if "partner" in audience and "x-api-key" in headers else audience
            # Xendit's token proves nothing to the functions of vendors that sign, whose own tests have signatures.
            signed = get_spec(function).sender in ("mail_callbacks", "text_callbacks", "video_callbacks")
            answers = [401 if signed else row[SORTS.index(sort)] for sort in sorts]
            expected = min(answers, key=BEST_FIRST.index)
            if expected != (status if status in (401, 403) else IN) or status == 500:
                surprises[caller, name] = status

    assert surprises == {}


def test_every_function_has_a_row() -> None:
    """
    The callers of a new function are written down in its case, on purpose, a second time.
    """
    assert {function.spec.name for function in all_functions()} == set(load_cases())


def test_the_rows_are_what_the_functions_say() -> None:
    """
    The decorators and the cases tell the same.
    """
    assert {function.spec.name: set(function.spec.who) for function in all_functions()} == {
        name: set(audience) for name, audience in audiences().items()
    }


def test_every_function_for_partners_wants_a_scope() -> None:
    """
    A partner's key opens what its scopes say, nothing by default.
    """
    assert all(function.spec.scope for function in all_functions() if "partner" in function.spec.who)


@pytest.mark.emulator
async def test_strangers_leave_no_trace(doors: World) -> None:
    """
    Nobody's request to any function writes anything, or sends anything on.
    """
    writes = doors.documents.meter.writes

    for name, audience in audiences().items():
        if audience != ("anyone",):
            headers = {"x-temani-outbox": "some-entry", "x-cloudtasks-taskretrycount": "99"}
            await doors.call(getattr(functions.main, name), headers=headers)

    assert (doors.documents.meter.writes, doors.sent.entries) == (writes, [])


@pytest.mark.emulator
async def test_a_refusal_says_how_to_sign_in(doors: World) -> None:
    """
    A 401 is a problem like others, and says which kind of sign-in is meant.
    """
    answer = await doors.call(functions.main.get_order, {"order_id": "BE-20261126-ACD346"})

    assert (answer.status, answer.code) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "Bearer" in answer.body["detail"]


@pytest.mark.emulator
async def test_a_stranger_is_not_told_what_is_wrong_with_a_body(doors: World) -> None:
    """
    First who, then what: the fields of a function are not for everybody to try out.
    """
    answer = await doors.call(functions.main.create_ticket_order, {"colour": "red"})

    assert (answer.status, answer.invalid_fields) == (401, [])


@pytest.mark.emulator
async def test_a_missing_scope_is_named(doors: World) -> None:
    """
    A partner learns which scope the key lacks.
    """
    answer = await doors.call(functions.main.create_ticket_order, {}, as_=SCOPELESS)

    assert (answer.status, answer.body["scope"]) == (403, "tickets.sell")
