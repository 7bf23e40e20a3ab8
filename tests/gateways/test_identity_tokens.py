"""Verification of identity tokens: of signed-in users and of internal callers."""

import asyncio
import io
import json
import os
import time
from datetime import timedelta
from typing import Any

import firebase_admin
import jwt
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from firebase_admin import auth, credentials
from google.auth.credentials import AnonymousCredentials

from emulators.identity_tokens import IdentityTokenSigner
from shared.gateways.firebase_auth import FirebaseAuth
from shared.gateways.oidc import OidcVerifier
from shared.kernel.actors import Actor
from shared.kernel.errors import Forbidden, Unauthenticated, Unavailable
from tests.builders import NOON
from tests.world import ADMIN, ANA, Person

URL = "http://functions.test/relay-outbox"
OURS = "temani-internal@test.iam.gserviceaccount.com"


@pytest.fixture
def sign_in() -> FirebaseAuth:
    """The project's people."""
    return FirebaseAuth(project="test-temani", alias_key="k")


@pytest.mark.parametrize(
    ("person", "actor"),
    [
        (ANA, Actor("customer", "ana")),
        (ADMIN, Actor("admin", "citra", scopes=frozenset(["owner"]))),
        (Person("eka", role="admin"), Actor("admin", "eka")),
        (Person("eka", claims={"admin_scopes": ["owner"]}), Actor("customer", "eka")),
        (
            Person("eka", role="admin", claims={"admin_scopes": ["support", "king"]}),
            Actor("admin", "eka", scopes=frozenset(["support"])),
        ),
        (Person("dewi", role="expert"), Actor("expert", "dewi")),
        (Person("gast", anonymous=True), Actor("customer", "gast", anonymous=True)),
        (Person("eka", role="internal"), Actor("customer", "eka")),
        (Person("eka", claims={"role": ["admin"]}), Actor("customer", "eka")),
        (Person("eka", claims={"admin": True}), Actor("customer", "eka")),
    ],
)
async def test_who_it_is(sign_in: FirebaseAuth, person: Person, actor: Actor) -> None:
    """
    The role is the custom claim, if it is one that we give; who has none is a customer.
    """
    assert actor == await sign_in.authenticate_user(person.token("test-temani"))


async def test_what_was_good_until_it_expired() -> None:
    """
    A token that was verified is remembered, and refused all the same once its time is over.
    """
    expires = int(time.time()) + 3_600
    moments = iter((expires - 60, expires - 1, expires, expires))
    sign_in = FirebaseAuth(project="test-temani", alias_key="k", clock=lambda: next(moments))
    token = Person("ana", claims={"exp": expires}).token("test-temani")

    first = await sign_in.authenticate_user(token)
    again = await sign_in.authenticate_user(token)
    with pytest.raises(Unauthenticated):
        await sign_in.authenticate_user(token)

    assert first == again


@pytest.mark.parametrize(
    "token",
    [
        ANA.token("another-project"),
        Person("ana", claims={"iss": "https://securetoken.google.com/another"}).token("test-temani"),
        Person("ana", claims={"exp": int(time.time()) - 1}).token("test-temani"),
        Person("").token("test-temani"),
        "garbage",
        "..",
        "é.é.é",
        "W1tb" * 10_000 + ".e30.",
        "eyJhbGciOiJub25lIn0.W10.",
    ],
    ids=["project", "issuer", "expired", "nobody", "garbage", "empty", "letters", "nest", "list"],
)
async def test_what_is_no_sign_in(sign_in: FirebaseAuth, token: str) -> None:
    """
    Another project's token, one that is over, or none at all: sign in first.
    """
    with pytest.raises(Unauthenticated):
        await sign_in.authenticate_user(token)


async def test_the_first_requests_of_an_instance_come_together(sign_in: FirebaseAuth) -> None:
    """
    Forty who sign in at once, before the vendor's client is there, all get in.
    """
    actors = await asyncio.gather(*(sign_in.authenticate_user(Person(f"p{n}").token("test-temani")) for n in range(40)))

    assert [actor.id for actor in actors] == [f"p{n}" for n in range(40)]


async def test_only_so_many_are_remembered(sign_in: FirebaseAuth) -> None:
    """
    An instance does not grow with the number of people that it has seen.
    """
    for start in range(0, 2_100, 300):
        await asyncio.gather(
            *(sign_in.authenticate_user(Person(f"p{n}").token("test-temani")) for n in range(start, start + 300))
        )

    assert len(sign_in._cached_actors) <= 2_000


@pytest.fixture
def callers(certificates: str) -> OidcVerifier:
    """Our machines."""
    return OidcVerifier(certs_url=certificates, callers=frozenset({OURS}))


def machine(identity: IdentityTokenSigner, **claims: Any) -> str:
    """A token of a machine, with some claims changed."""
    now = int(time.time())
    told = {
        "iss": "https://accounts.google.com",
        "aud": URL,
        "email": OURS,
        "email_verified": True,
        "iat": now,
        "exp": now + 60,
    } | claims
    kid = identity.key_set()["keys"][0]["kid"]
    return jwt.encode(told, identity._key, algorithm="RS256", headers={"kid": kid})


async def test_a_machine_of_ours(callers: OidcVerifier, identity: IdentityTokenSigner) -> None:
    """
    Google's word for it, for this very function.
    """
    assert await callers.authenticate_caller(machine(identity), audience=URL) == Actor("internal", OURS)
    assert await callers.authenticate_caller(machine(identity, iss="accounts.google.com"), audience=URL) == Actor(
        "internal", OURS
    )


@pytest.mark.parametrize(
    ("claims", "meaning"),
    [
        ({"aud": "http://functions.test/another"}, Unauthenticated),
        ({"iss": "https://securetoken.google.com/test"}, Unauthenticated),
        ({"exp": 1}, Unauthenticated),
        ({"exp": None}, Unauthenticated),
        ({"email": "stranger@test.iam.gserviceaccount.com"}, Forbidden),
        ({"email": OURS.upper()}, Forbidden),
        ({"email": None}, Forbidden),
        ({"email_verified": False}, Forbidden),
        ({"email_verified": None}, Forbidden),
    ],
)
async def test_what_is_no_machine_of_ours(
    callers: OidcVerifier, identity: IdentityTokenSigner, claims: dict[str, Any], meaning: type[Exception]
) -> None:
    """
    Another function's token, another issuer's, one that is over; or an account that may not call.
    """
    with pytest.raises(meaning):
        await callers.authenticate_caller(machine(identity, **claims), audience=URL)


async def test_a_strangers_signature(callers: OidcVerifier, identity: IdentityTokenSigner) -> None:
    """
    Claims that are right, under our key's name, but signed by somebody else.
    """
    kid, claims = (
        identity.key_set()["keys"][0]["kid"],
        jwt.decode(machine(identity), options={"verify_signature": False}),
    )
    stranger = IdentityTokenSigner()._key

    for token in (
        jwt.encode(claims, stranger, algorithm="RS256", headers={"kid": kid}),
        jwt.encode(claims, stranger, algorithm="RS256", headers={"kid": "unknown"}),
        jwt.encode(claims, "", algorithm="none", headers={"kid": kid}),
        jwt.encode(claims, "x" * 32, algorithm="HS256", headers={"kid": kid}),
        "W1tb" * 10_000 + ".e30.AA",
        "garbage",
    ):
        with pytest.raises(Unauthenticated):
            await callers.authenticate_caller(token, audience=URL)


async def test_certificates_that_cannot_be_had(identity: IdentityTokenSigner) -> None:
    """
    When Google's certificates do not come, the caller is to try again.
    """
    callers = OidcVerifier(certs_url="http://127.0.0.1:1/certs", callers=frozenset({OURS}))

    with pytest.raises(Unavailable):
        await callers.authenticate_caller(machine(identity), audience=URL)


class SignInServer(requests.adapters.BaseAdapter):
    """Serves the certificate of a key under every URL, as Google serves those of its own keys."""

    def __init__(self) -> None:
        super().__init__()
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sign-in")])
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(self.key.public_key())
        dated = builder.not_valid_before(NOON - timedelta(days=9)).not_valid_after(NOON + timedelta(days=9_000))
        made = dated.serial_number(1).sign(self.key, hashes.SHA256())
        self._certificate = made.public_bytes(serialization.Encoding.PEM).decode()

    def send(self, request: Any, **_: Any) -> requests.Response:  # type: ignore[override]
        """Answer a request with the certificate."""
        answer = requests.Response()
        answer.status_code, answer.url = 200, request.url
        answer.raw = io.BytesIO(json.dumps({"key": self._certificate}).encode())
        return answer

    def close(self) -> None:
        """Do nothing: no connection is open."""

    def sign(self, **claims: Any) -> str:
        """Return a signed ID token of Ana."""
        now = int(time.time())
        about = {"iss": "https://securetoken.google.com/test-temani", "aud": "test-temani", "sub": "ana"}
        times = {"iat": now, "auth_time": now, "exp": now + 3_600}
        return jwt.encode(about | times | claims, self.key, algorithm="RS256", headers={"kid": "key"})


class NoCredential(credentials.Base):  # type: ignore[misc]
    """Credential of an instance that calls nobody."""

    def get_credential(self) -> AnonymousCredentials:
        """Return the credential of nobody."""
        return AnonymousCredentials()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(("ahead", "accepted"), [(0, True), (1, True), (8, True), (30, False)])
async def test_a_token_of_a_clock_that_is_ahead(ahead: int, accepted: bool) -> None:
    """A sign-in some seconds ahead of our clock counts; one that is far ahead does not."""
    emulator = os.environ.pop("FIREBASE_AUTH_EMULATOR_HOST")
    try:
        sign_in, server = FirebaseAuth(project="test-temani", alias_key="k"), SignInServer()
        sign_in._app = firebase_admin.initialize_app(NoCredential(), {"projectId": "test-temani"}, f"ahead-{ahead}")
        verifier = auth._get_client(sign_in._app)._token_verifier
        verifier.request.session.mount("https://", server)
        token = server.sign(iat=int(time.time()) + ahead)

        if accepted:
            assert (await sign_in.authenticate_user(token)).id == "ana"
        else:
            with pytest.raises(Unauthenticated):
                await sign_in.authenticate_user(token)
    finally:
        os.environ["FIREBASE_AUTH_EMULATOR_HOST"] = emulator
