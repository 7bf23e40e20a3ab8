"""While a vendor hangs, the instance goes on serving: its event loop is free, and nobody waits for anybody else."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import boto3
import firebase_admin
import pytest
from botocore.config import Config
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from emulators.providers.faults import FaultQueue
from functions.tickets.create_ticket_order import create_ticket_order
from functions.tickets.get_ticket_event import get_ticket_event
from shared.contracts.files import StoredFile
from shared.contracts.push import PushNotice
from shared.contracts.text_messages import TextChannel, TextMessage
from shared.gateways.fcm import FcmPush
from shared.gateways.firebase_accounts import FirebaseAccounts
from shared.gateways.sendgrid import SendGridMail
from shared.gateways.storage import Storage
from shared.gateways.twilio.sender import TwilioTexts
from shared.gateways.xendit import XenditPayments
from shared.identity.errors import AccountNotFound
from shared.identity.ports import TokenClaims
from shared.kernel.errors import Unavailable
from shared.kernel.ids import Id, UserId
from shared.orders.messages import compose_refund_notice
from shared.runtime.gateways import Gateways
from tests.builders import EVENT, FRONT_END, a_ticket_order_request, a_ticket_type, put_tickets_on_sale
from tests.emulators.providers.servers import serve_app
from tests.orders.builders import a_refund, an_open_order
from tests.world import World, create_http_client

pytestmark = [pytest.mark.emulator, pytest.mark.slow]

FOR_EVER = 100.0
AT_ONCE = 20


@dataclass(frozen=True)
class Vendor:
    """One that hangs: a call that does too, how many of these it leaves without an answer, and what lets them go."""

    call: Callable[[], Awaitable[None]]
    hanging: Callable[[], Awaitable[int]]
    recover: Callable[[], Awaitable[None]]


@pytest.fixture
async def xendit(world: World) -> Vendor:
    """An order's whole way through its function, while Xendit hangs."""
    settings = world.runtime.settings
    world.runtime.gateways.payments = XenditPayments(
        base_url=settings.xendit_base_url,
        secret_key=settings.xendit_secret_key.get_secret_value(),
        callback_tokens="",
        timeout=(FOR_EVER, FOR_EVER),
    )
    await world.control_xendit("faults", operation="create_invoice", kind="hang", seconds=FOR_EVER, times=AT_ONCE)
    buyers = itertools.count(10)

    async def call() -> None:
        number = next(buyers)
        buyer = {"full_name": "Ana", "email": f"ana{number}@example.com", "phone": f"+62812345678{number:02}"}
        body = a_ticket_order_request(("regular", 1)) | {"buyer": buyer}
        answer = await world.call(create_ticket_order, body, as_=FRONT_END)
        assert (answer.status, answer.body["checkout_url"]) == (200, None)

    return Vendor(call, partial(world.count_hanging_calls, "xendit"), partial(world.end_faults, "xendit"))


@pytest.fixture
async def sendgrid(world: World) -> Vendor:
    """A mail that SendGrid does not take."""
    settings = world.runtime.settings
    gateway = SendGridMail(
        base_url=settings.sendgrid_base_url,
        api_key=settings.sendgrid_api_key.get_secret_value(),
        sender=settings.mail_from,
        timeout=FOR_EVER,
    )
    await world.control_sendgrid("faults", kind="hang", seconds=FOR_EVER, times=AT_ONCE)

    async def call() -> None:
        with pytest.raises(Unavailable):
            await gateway.send(compose_refund_notice(an_open_order(), a_refund()))

    return Vendor(call, partial(world.count_hanging_calls, "sendgrid"), partial(world.end_faults, "sendgrid"))


@pytest.fixture
async def fcm(world: World) -> Vendor:
    """A push that FCM does not take."""
    settings = world.runtime.settings
    gateway = FcmPush(
        project=settings.google_cloud_project, base_url=settings.fcm_base_url, token="local", timeout=FOR_EVER
    )
    await world.control_fcm("faults", kind="hang", seconds=FOR_EVER, times=AT_ONCE)

    async def call() -> None:
        with pytest.raises(Unavailable):
            await gateway.send(
                PushNotice(title="Halo", body="Ada pesan baru.", topic="experts", ttl=timedelta(hours=1))
            )

    return Vendor(call, partial(world.count_hanging_calls, "fcm"), partial(world.end_faults, "fcm"))


@pytest.fixture
async def twilio(world: World) -> Vendor:
    """An SMS that Twilio does not take."""
    settings = world.runtime.settings
    gateway = TwilioTexts(
        base_url=settings.twilio_base_url,
        account_sid=settings.twilio_account_sid,
        auth_tokens=settings.twilio_auth_token.get_secret_value(),
        messaging_service_sid=settings.twilio_messaging_service_sid,
        whatsapp_sender=settings.whatsapp_sender,
        callback_base_url=settings.public_base_url,
        timeout=FOR_EVER,
    )
    await world.control_twilio("faults", kind="hang", seconds=FOR_EVER, times=AT_ONCE)

    async def call() -> None:
        with pytest.raises(Unavailable):
            await gateway.send(
                TextMessage(channel=TextChannel.SMS, to="+6281234567890", body="Temani: halo.", reference=Id("d1"))
            )

    return Vendor(call, partial(world.count_hanging_calls, "twilio"), partial(world.end_faults, "twilio"))


@pytest.fixture
def mute() -> Iterator[str]:
    """The address of a server that takes every call and says nothing before it is let go; then, `{}`."""
    queue = FaultQueue()

    async def faults(request: Request) -> JSONResponse:
        if request.method == "DELETE":
            queue.clear_faults()
        return JSONResponse(queue.as_json())

    async def anything(_: Request) -> JSONResponse:
        await queue.hang_for(FOR_EVER)
        return JSONResponse({})

    control = Route("/_control/faults", faults, methods=["GET", "DELETE"])
    with serve_app(Starlette(routes=[control, Route("/{path:path}", anything, methods=["HEAD", "POST"])])) as address:
        yield address


def mutes(address: str, call: Callable[[], Awaitable[None]]) -> Vendor:
    """The mute server as the vendor whom *call* asks."""

    async def faults(method: str) -> int:
        async with create_http_client(address) as client:
            hanging: int = (await client.request(method, "/_control/faults")).json()["hanging"]
            return hanging

    async def recover() -> None:
        await faults("DELETE")

    return Vendor(call, partial(faults, "GET"), recover)


@pytest.fixture
def storage(mute: str) -> Vendor:
    """A look at a file, of which the storage says nothing."""
    gateway = Storage(url="s3://temani-local", endpoint=mute, key_id="k", key_secret="s", region="auto")
    # As the gateway makes it, but with more patience than any test has.
    gateway._cached_client = boto3.session.Session().client(
        "s3",
        endpoint_url=mute,
        region_name="auto",
        aws_access_key_id="k",
        aws_secret_access_key="s",
        config=Config(
            connect_timeout=FOR_EVER,
            read_timeout=FOR_EVER,
            retries={"total_max_attempts": 1},
            s3={"addressing_style": "path"},
        ),
    )

    async def call() -> None:
        assert await gateway.find_file("products/a") == StoredFile(2, "application/json")

    return mutes(mute, call)


@pytest.fixture
def accounts(mute: str, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendor]:
    """A role that is given, of which Firebase Auth says nothing."""
    monkeypatch.setenv("FIREBASE_AUTH_EMULATOR_HOST", mute.removeprefix("http://"))
    project = world.runtime.settings.google_cloud_project
    gateway = FirebaseAccounts(project=project)
    patient = {"projectId": project, "httpTimeout": FOR_EVER}
    gateway._app = firebase_admin.initialize_app(options=patient, name=f"patient-{project}")

    async def call() -> None:
        with pytest.raises(AccountNotFound):
            await gateway.set_role_claims(UserId("ana"), TokenClaims("expert", (), keep_admin=True))

    yield mutes(mute, call)
    firebase_admin.delete_app(gateway._app)


@pytest.fixture(params=["xendit", "sendgrid", "fcm", "twilio", "storage", "accounts"])
async def vendor(
    world: World,
    request: pytest.FixtureRequest,
    xendit: Vendor,
    sendgrid: Vendor,
    fcm: Vendor,
    twilio: Vendor,
    storage: Vendor,
    accounts: Vendor,
) -> Vendor:
    """Each of the vendors; what their gateways need is imported, as on a real instance."""
    Gateways.import_sdks(("payments", "mail", "push", "texts", "storage", "accounts"))
    await put_tickets_on_sale(world, a_ticket_type(quota=100))
    vendors = {"xendit": xendit, "sendgrid": sendgrid, "fcm": fcm, "twilio": twilio}
    return (vendors | {"storage": storage, "accounts": accounts})[request.param]


async def test_the_loop_is_free_while_a_vendor_hangs(world: World, vendor: Vendor) -> None:
    """
    Many calls hang at the same time, not in turn; and while they do, another caller is served.
    """
    calls = [asyncio.ensure_future(vendor.call()) for _ in range(AT_ONCE)]
    while await vendor.hanging() < AT_ONCE:
        assert not any(call.done() for call in calls)

    answer = await world.call(get_ticket_event, {"event_id": EVENT}, as_=FRONT_END)
    all_hang = await vendor.hanging() == AT_ONCE and not any(call.done() for call in calls)
    await vendor.recover()
    await asyncio.gather(*calls)

    assert (answer.status, all_hang) == (200, True)
