"""The gateways of one instance, each built when it is first used."""

import importlib
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from shared.runtime.logs import Log
from shared.runtime.settings import Settings

if TYPE_CHECKING:
    from shared.gateways.fcm import FcmPush
    from shared.gateways.firebase_accounts import FirebaseAccounts
    from shared.gateways.firebase_app_check import FirebaseAppCheck
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
    from shared.kernel.ports import WebhookSender


_MODULES = {
    "documents": "firestore.unit_of_work",
    "sign_in": "firebase_auth",
    "app_check": "firebase_app_check",
    "accounts": "firebase_accounts",
    "callers": "oidc",
    "events": "pubsub",
    "tasks": "tasks",
    "payments": "xendit",
    "mail": "sendgrid",
    "mail_callbacks": "sendgrid_events",
    "mail_links": "mail_links",
    "push": "fcm",
    "texts": "twilio.sender",
    "text_callbacks": "twilio.callbacks",
    "video": "videosdk.rooms",
    "video_callbacks": "videosdk.callbacks",
    "signer": "ticket_signer",
    "storage": "storage",
    "pictures": "pictures",
    "paper": "pdf",
    "pages": "html_pages",
}

_PORTS = {
    "shared.orders.ports.PaymentProvider": "payments",
    "shared.orders.ports.RefundProvider": "payments",
    "shared.orders.ports.PaymentCallbacks": "payments",
    "shared.contracts.mail.MailProvider": "mail",
    "shared.contracts.mail.MailCallbacks": "mail_callbacks",
    "shared.contracts.mail_links.MailLinks": "mail_links",
    "shared.contracts.push.PushSender": "push",
    "shared.contracts.text_messages.TextSender": "texts",
    "shared.contracts.text_messages.TextCallbacks": "text_callbacks",
    "shared.contracts.video.VideoRooms": "video",
    "shared.contracts.video.VideoCallbacks": "video_callbacks",
    "shared.contracts.files.FileStore": "storage",
    "shared.contracts.pictures.PictureCleaner": "pictures",
    "shared.contracts.pdf_documents.PdfPrinter": "paper",
    "shared.contracts.pages.PageRenderer": "pages",
    "shared.tickets.ports.TicketCodeSigner": "signer",
    "shared.identity.ports.AccountDirectory": "accounts",
    "shared.identity.ports.AliasProvider": "sign_in",
}
"""Gateway of each port that a function may ask for; by name, so that a function imports no port of another domain."""

GATEWAY_SECRETS = {
    "sign_in": ("alias_key",),
    "payments": ("xendit_secret_key",),
    "mail": ("sendgrid_api_key",),
    "mail_links": ("link_signing_key",),
    "texts": ("twilio_auth_token",),
    "video": ("videosdk_api_key", "videosdk_secret"),
    "signer": ("ticket_signing_key",),
    "storage": ("aws_access_key_id", "aws_secret_access_key"),
}
"""Secrets of each gateway. A function that takes the gateway gets these secrets."""
WEBHOOK_SECRETS: dict[str, tuple[str, ...]] = {
    "payments": ("xendit_callback_token",),
    "mail_callbacks": (),
    "text_callbacks": ("twilio_callback_key",),
    "video_callbacks": (),
}
"""Secrets that prove the sender of a webhook. A webhook function gets no other secrets of its sender."""


def find_gateway(port: Any) -> str:
    """Find the name of the gateway that implements `port`.

    Raises:
        TypeError: No gateway implements `port`.
    """
    name = f"{port.__module__}.{port.__qualname__}" if hasattr(port, "__qualname__") else repr(port)
    if name not in _PORTS:
        raise TypeError(f"{name} is not a port with a gateway; shared/runtime/gateways.py lists the ports")
    return _PORTS[name]


class Gateways:
    """Gateways of one instance, one attribute for each need of the business.

    No other layer knows which vendor serves a need.
    """

    def __init__(self, settings: Settings, log: Log) -> None:
        self._settings = settings
        self._log = log

    def get_ports(self, ports: Iterable[tuple[str, type]]) -> dict[str, Any]:
        """Get the gateways of a handler by parameter, given each parameter with its port."""
        return {parameter: getattr(self, find_gateway(port)) for parameter, port in ports}

    def get_sender(self, name: str) -> "WebhookSender":
        """Get the gateway `name`, which verifies and translates callbacks."""
        sender: WebhookSender = getattr(self, name)
        return sender

    @staticmethod
    def import_sdks(names: tuple[str, ...]) -> None:
        """Import the SDKs of the gateways `names` before the first request needs them. No connection is opened."""
        for name in names:
            module = importlib.import_module(f"shared.gateways.{_MODULES[name]}")
            getattr(module, "import_sdk", lambda: None)()

    @cached_property
    def documents(self) -> "Firestore":
        from shared.gateways.firestore.client import DatabaseAddress, Firestore

        settings = self._settings
        db = Firestore.open(DatabaseAddress(settings.google_cloud_project, emulator=settings.firestore_emulator_host))
        db.on_unreadable = self._log_unreadable
        db.on_unknown_value = self._log_unknown_value
        return db

    def _log_unreadable(self, path: str, error: Exception) -> None:
        self._log.write_line("ERROR", f"a document cannot be read: {type(error).__name__}", document=path)

    def _log_unknown_value(self, field: str, value: str) -> None:
        self._log.write_line("ERROR", f"{field} has a value that only a newer version knows", value=value)

    @cached_property
    def sign_in(self) -> "FirebaseAuth":
        from shared.gateways.firebase_auth import FirebaseAuth

        settings = self._settings
        return FirebaseAuth(project=settings.google_cloud_project, alias_key=settings.alias_key.get_secret_value())

    @cached_property
    def app_check(self) -> "FirebaseAppCheck":
        from shared.gateways.firebase_app_check import FirebaseAppCheck

        settings = self._settings
        return FirebaseAppCheck(project=settings.google_cloud_project, certs_url=settings.app_check_certs_url)

    @cached_property
    def accounts(self) -> "FirebaseAccounts":
        from shared.gateways.firebase_accounts import FirebaseAccounts

        return FirebaseAccounts(project=self._settings.google_cloud_project)

    @cached_property
    def callers(self) -> "OidcVerifier":
        from shared.gateways.oidc import OidcVerifier

        return OidcVerifier(certs_url=self._settings.oidc_certs_url, callers=self._settings.callers)

    @cached_property
    def events(self) -> "PubSub":
        from shared.gateways.pubsub import PubSub

        return PubSub(project=self._settings.google_cloud_project, emulator=self._settings.pubsub_emulator_host)

    @cached_property
    def tasks(self) -> "CloudTasks":
        from shared.gateways.tasks import CloudTasks

        settings = self._settings
        return CloudTasks(
            project=settings.google_cloud_project,
            region=settings.region,
            emulator=settings.cloud_tasks_emulator_host,
            url=settings.url_for,
            caller=settings.tasks_caller,
        )

    @cached_property
    def payments(self) -> "XenditPayments":
        from shared.gateways.xendit import XenditPayments

        settings = self._settings
        return XenditPayments(
            base_url=settings.xendit_base_url,
            secret_key=settings.xendit_secret_key.get_secret_value(),
            callback_tokens=settings.xendit_callback_token.get_secret_value(),
        )

    @cached_property
    def mail(self) -> "SendGridMail":
        from shared.gateways.sendgrid import SendGridMail

        settings = self._settings
        return SendGridMail(
            base_url=settings.sendgrid_base_url,
            api_key=settings.sendgrid_api_key.get_secret_value(),
            sender=settings.mail_from,
        )

    @cached_property
    def mail_callbacks(self) -> "SendGridEvents":
        from shared.gateways.sendgrid_events import SendGridEvents

        return SendGridEvents(public_keys=self._settings.sendgrid_event_keys)

    @cached_property
    def mail_links(self) -> "SignedMailLinks":
        from shared.gateways.mail_links import SignedMailLinks

        settings = self._settings
        return SignedMailLinks(key=settings.link_signing_key.get_secret_value(), base_url=settings.public_base_url)

    @cached_property
    def push(self) -> "FcmPush":
        from shared.gateways.fcm import FcmPush

        settings = self._settings
        return FcmPush(
            project=settings.google_cloud_project,
            base_url=settings.fcm_base_url,
            # A developer's own account must never push to people's phones.
            token="local" if settings.environment == "local" else None,
        )

    @cached_property
    def texts(self) -> "TwilioTexts":
        from shared.gateways.twilio.sender import TwilioTexts

        settings = self._settings
        return TwilioTexts(
            base_url=settings.twilio_base_url,
            account_sid=settings.twilio_account_sid,
            auth_tokens=settings.twilio_auth_token.get_secret_value(),
            messaging_service_sid=settings.twilio_messaging_service_sid,
            whatsapp_sender=settings.whatsapp_sender,
            callback_base_url=settings.public_base_url,
        )

    @cached_property
    def text_callbacks(self) -> "TwilioCallbacks":
        from shared.gateways.twilio.callbacks import TwilioCallbacks

        settings = self._settings
        return TwilioCallbacks(
            account_sid=settings.twilio_account_sid,
            keys=settings.twilio_callback_key.get_secret_value(),
            base_url=settings.public_base_url,
        )

    @cached_property
    def video(self) -> "VideoSdkRooms":
        from shared.gateways.videosdk.rooms import VideoSdkRooms

        settings = self._settings
        return VideoSdkRooms(
            base_url=settings.videosdk_base_url,
            api_key=settings.videosdk_api_key.get_secret_value(),
            secret=settings.videosdk_secret.get_secret_value(),
            callback_base_url=settings.public_base_url,
        )

    @cached_property
    def video_callbacks(self) -> "VideoSdkCallbacks":
        from shared.gateways.videosdk.callbacks import VideoSdkCallbacks

        return VideoSdkCallbacks(base_url=self._settings.videosdk_base_url)

    @cached_property
    def signer(self) -> "TicketSigner":
        from shared.gateways.ticket_signer import TicketSigner

        return TicketSigner(self._settings.ticket_signing_key.get_secret_value())

    @cached_property
    def storage(self) -> "Storage":
        from shared.gateways.storage import Storage

        settings = self._settings
        return Storage(
            url=settings.storage_url,
            endpoint=settings.storage_endpoint_url,
            key_id=settings.aws_access_key_id.get_secret_value(),
            key_secret=settings.aws_secret_access_key.get_secret_value(),
            region=settings.aws_default_region,
        )

    @cached_property
    def pictures(self) -> "Pictures":
        from shared.gateways.pictures import Pictures

        return Pictures()

    @cached_property
    def paper(self) -> "PdfDrawing":
        from shared.gateways.pdf import PdfDrawing

        return PdfDrawing()

    @cached_property
    def pages(self) -> "HtmlPages":
        from shared.gateways.html_pages import HtmlPages

        return HtmlPages()
