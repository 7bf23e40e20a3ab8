"""Shared fixtures: one set of emulators per test process, and a fresh project on them for each test."""

import io
import os
import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from emulators import settings as local_settings
from emulators.cloud import LocalCloud
from emulators.demo.expectations import POLL_TIMEOUT
from emulators.identity_tokens import IdentityTokenSigner
from emulators.providers.app import create_app
from emulators.providers.video.account import SECRET_PREFIX
from emulators.settings import Ports
from shared.gateways.firebase_accounts import FirebaseAccounts
from shared.gateways.firestore.client import DatabaseAddress, Firestore
from shared.gateways.firestore.document_queue import DocumentQueue
from shared.gateways.storage import Storage
from shared.runtime import settings as settings_
from shared.runtime.instance import Runtime
from shared.runtime.logs import Log
from tests.emulators.providers.servers import MANUAL_SETTINGS, serve_app
from tests.world import ALIAS_KEY, FakeOutboxTransport, FunctionCaller, World

# Each run tries the same, so that what breaks is what was changed. `HYPOTHESIS_PROFILE=search` tries what is new.
# How long an example takes says nothing: by Hypothesis's own default, a machine that pauses for 200 ms is a failure.
hypothesis.settings.register_profile(
    "at leisure", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
AT_LEISURE = hypothesis.settings.get_profile("at leisure")
hypothesis.settings.register_profile("same", AT_LEISURE, derandomize=True)
hypothesis.settings.register_profile("search", AT_LEISURE)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# A free port is found, and taken a moment later: no worker looks where another does.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
local_settings.FREE_PORT_RANGE = local_settings.FREE_PORT_RANGE[WORKER % 8 :: 8]

NOON = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)
"""Noon in Jakarta on the day on which every test's clock begins."""


@pytest.fixture(scope="session")
def firestore_emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a Firestore emulator with the project's rules, and provide its address."""
    local: Path = tmp_path_factory.mktemp("firestore")
    with LocalCloud(parts=["firestore"], ports=Ports.counted_from(0), local=local) as cloud:
        yield cloud.environment["FIRESTORE_EMULATOR_HOST"]


@pytest.fixture(scope="session")
def vendors() -> Iterator[str]:
    """Start the provider servers, and provide their address."""
    with serve_app(create_app(MANUAL_SETTINGS)) as address:
        yield address


@pytest.fixture(scope="session")
def identity() -> IdentityTokenSigner:
    """Provide the signer of internal callers' identity tokens."""
    return IdentityTokenSigner()


@pytest.fixture(scope="session")
def certificates(identity: IdentityTokenSigner) -> Iterator[str]:
    """Serve the certificates of the identity tokens, and provide their URL."""

    async def certs(_: Request) -> JSONResponse:
        return JSONResponse(identity.key_set())

    with serve_app(Starlette(routes=[Route("/certs", certs)])) as address:
        yield f"{address}/certs"


@pytest.fixture(scope="session", autouse=True)
def _unsigned_tokens() -> Iterator[None]:
    """Make Firebase's SDK accept the Auth emulator's unsigned tokens.

    The SDK accepts them when this variable is set; it never calls the address.
    """
    os.environ["FIREBASE_AUTH_EMULATOR_HOST"] = "127.0.0.1:1"
    yield
    del os.environ["FIREBASE_AUTH_EMULATOR_HOST"]


@pytest.fixture
async def documents(firestore_emulator: str) -> AsyncIterator[Firestore]:
    """Open a database for one test."""
    db = Firestore.open(DatabaseAddress(f"test-{secrets.token_hex(6)}", emulator=firestore_emulator))
    yield db
    await db.close()


@pytest.fixture
async def new_world(
    firestore_emulator: str, vendors: str, certificates: str, identity: IdentityTokenSigner
) -> AsyncIterator[Callable[[], World]]:
    """Provide a factory of worlds.

    A world has documents, providers, callers and a log. Its clock moves only when a test moves it. Its outbox transport
    records entries instead of sending them.
    """
    worlds: list[World] = []

    def make(documents: Firestore | None = None) -> World:
        address = DatabaseAddress(f"test-{secrets.token_hex(6)}", emulator=firestore_emulator)
        documents = documents or Firestore.open(address)
        # Whoever waits for a turn on a slow machine does not give up what the test is about.
        documents.document_queue = DocumentQueue(timeout=POLL_TIMEOUT)
        project = documents.address.project
        settings = settings_.read_settings(
            {
                "ENVIRONMENT": "local",
                "GOOGLE_CLOUD_PROJECT": project,
                "FIRESTORE_EMULATOR_HOST": firestore_emulator,
                "FUNCTION_URL": "http://functions.test/{name}",
                "INTERNAL_CALLERS": "temani-internal@test.iam.gserviceaccount.com",
                "TASKS_CALLER": "temani-internal@test.iam.gserviceaccount.com",
                "OIDC_CERTS_URL": certificates,
                "XENDIT_BASE_URL": f"{vendors}/xendit",
                "XENDIT_SECRET_KEY": f"xnd_development_{project}",
                "XENDIT_CALLBACK_TOKEN": "old-token,new-token",
                "SENDGRID_BASE_URL": f"{vendors}/sendgrid",
                "SENDGRID_API_KEY": f"SG.{project}",
                "SENDGRID_EVENT_KEYS": local_settings.SENDGRID_EVENT_KEY,
                "MAIL_FROM": "tiket@temani.example",
                "FCM_BASE_URL": f"{vendors}/fcm",
                "TWILIO_BASE_URL": f"{vendors}/twilio",
                "TWILIO_ACCOUNT_SID": f"AC{secrets.token_hex(16)}",
                "TWILIO_AUTH_TOKEN": f"token-{project}",
                "TWILIO_CALLBACK_KEY": f"old-key,token-{project}",
                "TWILIO_MESSAGING_SERVICE_SID": f"MG{'5' * 32}",
                "WHATSAPP_SENDER": "+6281100000001",
                "VIDEOSDK_BASE_URL": f"{vendors}/videosdk",
                "VIDEOSDK_API_KEY": project,
                "VIDEOSDK_SECRET": f"{SECRET_PREFIX}{project}",
                "ALIAS_KEY": ALIAS_KEY,
                "LINK_SIGNING_KEY": "temani-test-link-signing-key",
                "PUBLIC_BASE_URL": "http://functions.test",
                "TICKET_SIGNING_KEY": "dGVtYW5pLXRlc3Qtc2VlZC0zMi1ieXRlcy1sb25nISE=",
            }
        )
        log = io.StringIO()
        sent = FakeOutboxTransport()
        now = [NOON]
        runtime = Runtime(settings, clock=lambda: now[0], log=Log(project=project, stream=log, include_error_text=True))
        runtime.gateways.documents = documents
        runtime.gateways.events = runtime.gateways.tasks = sent  # type: ignore[assignment]
        worlds.append(World(runtime, documents, FunctionCaller(runtime, identity), sent, log, now, vendors))
        return worlds[-1]

    yield make
    for world in worlds:
        await world.documents.close()
        # Shown only when the test has failed.
        print(world.log.getvalue().replace("\\n", "\n"))


@pytest.fixture
def world(new_world: Callable[..., World], documents: Firestore) -> World:
    """Provide the world of one test."""
    return new_world(documents)


@pytest.fixture
def later() -> Callable[..., datetime]:
    """Provide `later(minutes=3)`, which computes a time after the start of the test's clock."""
    return lambda **parts: NOON + timedelta(**parts)


@pytest.fixture(scope="session")
def auth_emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a Firebase Auth emulator for tests that change accounts, and provide its address."""
    local: Path = tmp_path_factory.mktemp("auth")
    with LocalCloud(parts=["auth"], ports=Ports.counted_from(0), local=local) as cloud:
        yield cloud.environment["FIREBASE_AUTH_EMULATOR_HOST"]


@pytest.fixture
def accounts(world: World, auth_emulator: str, monkeypatch: pytest.MonkeyPatch) -> FirebaseAccounts:
    """Provide the world's accounts gateway, connected to the Auth emulator."""
    # The SDK learns where the emulator is from here, when the gateway first asks it.
    monkeypatch.setenv("FIREBASE_AUTH_EMULATOR_HOST", auth_emulator)
    return world.runtime.gateways.accounts


@pytest.fixture(scope="session")
def storage_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """Start the local cloud's object storage, and provide the environment variables that lead to it."""
    local: Path = tmp_path_factory.mktemp("storage")
    with LocalCloud(parts=["storage"], ports=Ports.counted_from(0), local=local) as cloud:
        yield cloud.environment


@pytest.fixture
def storage(world: World, storage_server: Mapping[str, str]) -> Storage:
    """Provide the world's storage gateway, connected to the local cloud's object storage."""
    world.runtime.gateways.storage = Storage(
        url=storage_server["STORAGE_URL"],
        endpoint=storage_server["STORAGE_ENDPOINT_URL"],
        key_id=storage_server["AWS_ACCESS_KEY_ID"],
        key_secret=storage_server["AWS_SECRET_ACCESS_KEY"],
        region=storage_server["AWS_DEFAULT_REGION"],
    )
    return world.runtime.gateways.storage
