"""Settings: read from the environment on first use, refused when they would be dangerous."""

import os
from collections.abc import Mapping
from typing import Literal

from pydantic import Field, SecretStr, ValidationError

from shared.kernel.schemas import Model

_EMULATOR_VARIABLES = (
    "FIRESTORE_EMULATOR_HOST",
    "PUBSUB_EMULATOR_HOST",
    "FIREBASE_AUTH_EMULATOR_HOST",
    "CLOUD_TASKS_EMULATOR_HOST",
)
_VENDOR_URL_VARIABLES = (
    "XENDIT_BASE_URL",
    "SENDGRID_BASE_URL",
    "FCM_BASE_URL",
    "TWILIO_BASE_URL",
    "VIDEOSDK_BASE_URL",
    "OIDC_CERTS_URL",
    "APP_CHECK_CERTS_URL",
    "STORAGE_ENDPOINT_URL",
)


class SettingsError(Exception):
    """The environment is incomplete or dangerous; the text names the variables."""


class Settings(Model):
    """Each field is the environment variable of its name in capitals."""

    environment: Literal["local", "staging", "production"]
    google_cloud_project: str = Field(min_length=1)
    region: str = "asia-southeast2"
    function_url: str = Field(
        pattern=r"^https?://.*\{name\}", description="The URL of a function, with {name} for its name."
    )
    internal_callers: str = Field(default="", description="Service accounts that may call internal functions.")
    tasks_caller: str = Field(default="", description="The one of them in whose name tasks are made.")

    trusted_proxies: int = Field(
        default=2, ge=1, le=5, description="Entries that our load balancer adds to X-Forwarded-For: client and own."
    )
    cors_origins: str = Field(default="", description="Origins whose pages may call, with commas between; * is all.")

    firestore_emulator_host: str | None = None
    pubsub_emulator_host: str | None = None
    firebase_auth_emulator_host: str | None = None
    cloud_tasks_emulator_host: str | None = None
    app_check: Literal["off", "required"] = Field(
        default="off", description="Whether people's apps must send an App Check token with each call."
    )
    app_check_certs_url: str = "https://firebaseappcheck.googleapis.com/v1/jwks"
    oidc_certs_url: str = "https://www.googleapis.com/oauth2/v3/certs"

    xendit_base_url: str = "https://api.xendit.co"
    xendit_secret_key: SecretStr = SecretStr("")
    xendit_callback_token: SecretStr = Field(
        default=SecretStr(""), description="One token, or two with a comma while rotating."
    )
    sendgrid_base_url: str = "https://api.sendgrid.com"
    sendgrid_api_key: SecretStr = SecretStr("")
    sendgrid_event_keys: str = Field(
        default="",
        description="Public keys of SendGrid's signed event webhook: one, or two with a comma while rotating.",
    )
    mail_from: str = "no-reply@temani.invalid"
    fcm_base_url: str = "https://fcm.googleapis.com"
    twilio_base_url: str = "https://api.twilio.com"
    twilio_account_sid: str = Field(default="", pattern=r"^(AC[0-9a-f]{32})?$", description="Our account at Twilio.")
    twilio_auth_token: SecretStr = Field(
        default=SecretStr(""), description="Sends messages. One token, or two with a comma while rotating."
    )
    twilio_callback_key: SecretStr = Field(
        default=SecretStr(""),
        description="Signs callbacks: the auth token or a shared key; two with a comma while rotating.",
    )
    twilio_messaging_service_sid: str = Field(
        default="", pattern=r"^(MG[0-9a-f]{32})?$", description="Messaging service whose senders send SMS."
    )
    whatsapp_sender: str = Field(
        default="", pattern=r"^(\+[1-9][0-9]{6,14})?$", description="Our number on WhatsApp, in E.164."
    )
    videosdk_base_url: str = "https://api.videosdk.live"
    videosdk_api_key: SecretStr = Field(default=SecretStr(""), description="Our API key at VideoSDK.")
    videosdk_secret: SecretStr = Field(
        default=SecretStr(""), description="Secret of the API key, which signs the tokens for video rooms."
    )
    ticket_signing_key: SecretStr = SecretStr("")
    link_signing_key: SecretStr = Field(default=SecretStr(""), description="Signs the links in our mails.")
    public_base_url: str = Field(
        default="https://api.temani.invalid", description="The front door of the public functions, for links in mails."
    )
    alias_key: SecretStr = Field(
        default=SecretStr(""), description="Hides who calls. With another one, customers lose sight of their calls."
    )
    storage_endpoint_url: str | None = None
    storage_url: str = Field(default="gs://temani.invalid", pattern=r"^(s3|gs)://[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$")
    aws_access_key_id: SecretStr = Field(
        default=SecretStr(""), description="Of the storage, whoever's it is: Google's HMAC keys go here too."
    )
    aws_secret_access_key: SecretStr = SecretStr("")
    aws_default_region: str = "auto"
    k_service: str | None = Field(default=None, description="Set by Cloud Run: this is a real instance.")

    @property
    def callers(self) -> frozenset[str]:
        return frozenset(filter(None, (caller.strip() for caller in self.internal_callers.split(","))))

    @property
    def origins(self) -> frozenset[str]:
        return frozenset(filter(None, (origin.strip() for origin in self.cors_origins.split(","))))

    def url_for(self, name: str) -> str:
        """Return the URL of the function `name` (with dashes)."""
        return self.function_url.replace("{name}", name)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from the environment.

    Raises:
        SettingsError: Names what is missing, malformed or forbidden.
    """
    given = {name: environment[name.upper()] for name in Settings.model_fields if environment.get(name.upper())}
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        raise SettingsError(f"These environment variables are missing or malformed: {wrong}") from None
    if settings.environment != "local":
        # With the Auth emulator's variable set, token signatures are not checked at all.
        forbidden = [name for name in (*_EMULATOR_VARIABLES, *_VENDOR_URL_VARIABLES) if environment.get(name)]
        if forbidden:
            raise SettingsError(f"These variables must not be set in {settings.environment}: {', '.join(forbidden)}.")
    elif settings.k_service:
        raise SettingsError("ENVIRONMENT is local, but an instance on Cloud Run must be staging or production.")
    return settings
