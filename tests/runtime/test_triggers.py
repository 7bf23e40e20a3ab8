"""Decorators: typed options, typed handlers, and gateways that are asked for by type.

Each `type: ignore` below is an error that mypy must find; mypy reports an ignore that is not needed.
"""

from typing import get_type_hints

import pytest

from shared.contracts.files import FileStore
from shared.contracts.mail import MailCallbacks, MailProvider
from shared.contracts.mail_links import MailLinks
from shared.contracts.pages import PageRenderer
from shared.contracts.pdf_documents import PdfPrinter
from shared.contracts.pictures import PictureCleaner
from shared.contracts.push import PushSender
from shared.contracts.text_messages import TextCallbacks, TextSender
from shared.contracts.video import VideoCallbacks, VideoRooms
from shared.gateways.fcm import FcmPush
from shared.gateways.firebase_accounts import FirebaseAccounts
from shared.gateways.firebase_auth import FirebaseAuth
from shared.gateways.firestore.client import Firestore
from shared.gateways.html_pages import HtmlPages
from shared.gateways.mail_links import SignedMailLinks
from shared.gateways.oidc import OidcVerifier
from shared.gateways.pdf import PdfDrawing
from shared.gateways.pictures import Pictures
from shared.gateways.pubsub import PubSub
from shared.gateways.sendgrid import SendGridMail
from shared.gateways.sendgrid_events import SendGridEvents
from shared.gateways.storage import Storage
from shared.gateways.tasks import CloudTasks
from shared.gateways.ticket_signer import TicketSigner
from shared.gateways.twilio.callbacks import TwilioCallbacks
from shared.gateways.twilio.sender import TwilioTexts
from shared.gateways.videosdk.callbacks import VideoSdkCallbacks
from shared.gateways.videosdk.rooms import VideoSdkRooms
from shared.gateways.xendit import XenditPayments
from shared.identity.ports import AccountDirectory, AliasProvider
from shared.kernel.schemas import View
from shared.orders.ports import InvoiceNotice, PaymentCallbacks, PaymentProvider, RefundProvider
from shared.runtime import gateways as gateways_
from shared.runtime.context import Context
from shared.runtime.gateways import Gateways, find_gateway
from shared.runtime.options import (
    EventOptions,
    HttpPostOptions,
    ScheduleOptions,
    TaskOptions,
    WebhookOptions,
    check_options,
)
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.specs import get_spec
from shared.runtime.triggers import http, on, schedule, task, webhook
from shared.tickets.ports import TicketCodeSigner
from tests.runtime.sample_functions import Bell, Ring, RingBell, Rung, SampleFunctionCaller
from tests.world import ANA, World

PORTS = {
    PaymentProvider,
    RefundProvider,
    PaymentCallbacks,
    MailCallbacks,
    MailLinks,
    MailProvider,
    PageRenderer,
    PdfPrinter,
    PictureCleaner,
    PushSender,
    TextSender,
    TextCallbacks,
    VideoRooms,
    VideoCallbacks,
    FileStore,
    TicketCodeSigner,
    AccountDirectory,
    AliasProvider,
}


def list_implementations(
    gateways: Gateways,
) -> tuple[
    PaymentProvider,
    RefundProvider,
    PaymentCallbacks,
    MailProvider,
    MailCallbacks,
    PushSender,
    TextSender,
    TextCallbacks,
    VideoRooms,
    VideoCallbacks,
    FileStore,
    TicketCodeSigner,
    AccountDirectory,
    AliasProvider,
]:
    """List the gateway of each port: mypy checks that each implements its port."""
    return (
        gateways.payments,
        gateways.payments,
        gateways.payments,
        gateways.mail,
        gateways.mail_callbacks,
        gateways.push,
        gateways.texts,
        gateways.text_callbacks,
        gateways.video,
        gateways.video_callbacks,
        gateways.storage,
        gateways.signer,
        gateways.accounts,
        gateways.sign_in,
    )


@pytest.mark.parametrize(
    ("declared", "option"),
    [
        (HttpPostOptions, "gateways"),
        (WebhookOptions, "who"),
        (EventOptions, "attempts"),
        (TaskOptions, "schedule"),
        (ScheduleOptions, "kind"),
    ],
)
def test_unknown_option_is_refused(declared: type, option: str) -> None:
    """An option that a trigger does not have is an error as soon as the function is imported."""
    with pytest.raises(TypeError, match=option):
        check_options({"memory": "512Mi", option: 1}, declared)


def test_decorators_refuse_unknown_options() -> None:
    """Each decorator refuses what mypy refuses: an option that is misspelt or belongs to another trigger."""
    for decorate in (
        lambda: http.get(who="anyone", preload=None),  # type: ignore[call-arg]
        lambda: http.post(who="anyone", memmory="1Gi"),  # type: ignore[call-arg]
        lambda: webhook(sender=PaymentCallbacks, attempts=3),  # type: ignore[call-arg]
        lambda: on(Rung, queue="bells"),  # type: ignore[call-arg]
        lambda: task(Ring, min_instance=1),  # type: ignore[call-arg]
        lambda: schedule("* * * * *", schedule="0 * * * *"),  # type: ignore[call-arg]
    ):
        with pytest.raises(TypeError):
            decorate()


def test_handler_takes_what_triggers_it() -> None:
    """A handler that takes another model than its trigger brings is an error for mypy and at import."""
    with pytest.raises(TypeError, match="its trigger sends Rung"):

        @on(Rung)  # type: ignore[arg-type]
        async def count_when_rung(event: Ring, ctx: Context) -> None:
            """Take a job as an event."""

    with pytest.raises(TypeError, match="its trigger sends Ring"):

        @task(Ring)  # type: ignore[arg-type]
        async def ring(job: Rung, ctx: Context) -> None:
            """Take an event as a job."""

    with pytest.raises(TypeError, match="its trigger sends ScheduledRun"):

        @schedule("* * * * *")  # type: ignore[arg-type]
        async def ring_all(run: Rung, ctx: Context) -> RunSummary:
            """Take an event as a run."""
            return RunSummary()


def test_mypy_checks_requests_and_responses() -> None:
    """A body that is no request, a response that is no view and a schedule without a summary are red in mypy."""

    @http.post(who="anyone")  # type: ignore[type-var]
    async def take_view(body: Bell, ctx: Context) -> Bell:
        """Take a view as a body."""
        return body

    @http.post(who="anyone")  # type: ignore[arg-type]
    async def give_count(body: RingBell, ctx: Context) -> int:
        """Give a number."""
        return body.times

    @schedule("* * * * *")  # type: ignore[arg-type]
    async def sum_nothing(run: ScheduledRun, ctx: Context) -> None:
        """Give no summary."""

    assert [get_spec(one).name for one in (take_view, give_count, sum_nothing)] == [
        "take_view",
        "give_count",
        "sum_nothing",
    ]


def test_unknown_port_is_refused() -> None:
    """A parameter that no gateway implements is an error as soon as the function is imported."""
    with pytest.raises(TypeError, match="is not a port"):

        @task(Ring)
        async def ring(job: Ring, ctx: Context, bell: View) -> None:
            """Ask for a view."""

    with pytest.raises(TypeError, match="ctx"):

        @task(Ring)  # type: ignore[arg-type]
        async def ring_late(job: Ring, mail: MailProvider, ctx: Context) -> None:
            """Take the context last."""


def test_sender_is_a_port() -> None:
    """A webhook names its sender by type; a port that verifies nothing is refused by mypy."""

    @webhook(sender=PaymentCallbacks)
    async def receive_notice(notice: InvoiceNotice, ctx: Context) -> None:
        """Take a notice."""

    with pytest.raises(TypeError, match="is not a port"):
        webhook(sender=Bell)  # type: ignore[arg-type]

    spec = get_spec(receive_notice)
    assert (spec.sender, spec.secrets) == ("payments", ("xendit_callback_token",))


def test_ports_decide_what_a_function_is_given() -> None:
    """Gateways and secrets of a function follow from the ports that it asks for, with the trigger's own."""

    @task(Ring)
    async def ring(job: Ring, ctx: Context, mail: MailProvider, signer: TicketCodeSigner) -> None:
        """Ask for two gateways."""

    spec = get_spec(ring)

    assert spec.gateways == ("documents", "callers", "events", "tasks", "mail", "signer")
    assert spec.secrets == ("sendgrid_api_key", "ticket_signing_key")


def test_every_listed_port_has_its_gateway() -> None:
    """The table names ports that exist, and gateways that implement them."""
    vendors = (
        FcmPush, FirebaseAccounts, FirebaseAuth, Firestore, OidcVerifier, PubSub, SendGridMail, Storage, CloudTasks,
        TicketSigner, XenditPayments, PaymentProvider, RefundProvider, PaymentCallbacks, MailProvider, PushSender,
        FileStore, TicketCodeSigner, AccountDirectory, AliasProvider, MailLinks, SignedMailLinks,
        MailCallbacks, SendGridEvents, TwilioCallbacks, TwilioTexts, VideoSdkCallbacks, VideoSdkRooms,
        PictureCleaner, Pictures, PdfPrinter, PdfDrawing, PageRenderer, HtmlPages,
    )  # fmt: skip
    names = {vendor.__name__: vendor for vendor in vendors}

    for port in PORTS:
        gateway = getattr(Gateways, find_gateway(port)).func
        implementation = get_type_hints(gateway, localns=names)["return"]
        wanted = {name for one in port.__mro__ for name in vars(one) if not name.startswith("_")}
        assert wanted
        assert [name for name in wanted if not hasattr(implementation, name)] == [], port

    assert {f"{port.__module__}.{port.__qualname__}" for port in PORTS} == set(gateways_._PORTS)
    assert {*gateways_._PORTS.values()} <= set(gateways_._MODULES)


@pytest.mark.emulator
async def test_function_is_handed_the_gateways_it_asks_for(world: World, toys: SampleFunctionCaller) -> None:
    """A handler is called with the instance's own gateways, whether it takes a request or none."""
    given: list[object] = []

    @http.post(who="customer")
    async def ring_bell(body: RingBell, ctx: Context, accounts: AccountDirectory, aliases: AliasProvider) -> Bell:
        """Take two gateways."""
        given.extend((accounts, aliases))
        return Bell(n=body.times)

    @http.get(who="anyone")
    async def show_bell(ctx: Context, signer: TicketCodeSigner) -> Bell:
        """Take one gateway and no request."""
        given.append(signer)
        return Bell(n=0)

    toys.serve_handlers(ring_bell, show_bell)

    answers = [await toys(ring_bell, {"times": 2}, as_=ANA), await toys(show_bell)]

    own = world.runtime.gateways
    assert [answer.status for answer in answers] == [200, 200]
    assert given == [own.accounts, own.sign_in, own.signer]
