"""Settings of the provider servers."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

REAL_RETRY_SECONDS = (900.0, 2700.0, 7200.0, 10800.0, 21600.0, 43200.0)
"""Seconds that Xendit waits between the attempts of one webhook."""


@dataclass(frozen=True)
class ProviderSettings:
    """Settings of the provider servers, with the local cloud's values as defaults.

    Attributes:
        host: Address to listen on.
        port: Port to listen on.
        xendit_secret_key: Secret key of the default Xendit account.
        xendit_callback_token: Token that webhooks carry, so that their receiver can verify them.
        sendgrid_api_key: API key of the default SendGrid account.
        twilio_account_sid: Id of the default Twilio account.
        twilio_auth_token: Token of that account, which signs its callbacks too.
        videosdk_api_key: API key of the default VideoSDK account.
        merchant_name: Name of the merchant on checkout pages.
        clock_folder: Folder of the local cloud whose clock the video rooms keep. None: they keep the true time.
        retry_seconds: Seconds to wait between the attempts of one webhook.
        delivery_timeout_seconds: Seconds after which an attempt to deliver a webhook fails.
        payout_seconds: Seconds until a payout ends. None: the payout waits for a control call.
        refund_seconds: Seconds until a refund ends. None: the refund waits for a control call.
    """

    host: str = "127.0.0.1"
    port: int = 8090
    public_url: str | None = None
    """URL of this server for people and functions. None: taken from each request."""

    function_url: str | None = "http://127.0.0.1:8080/{name}"
    """URL to which the default Xendit account sends webhooks. None: no webhooks."""

    mail_event_url: str | None = None
    """URL to which the default SendGrid account sends events. None: no events."""

    project: str = "demo-temani"
    """Google Cloud project of FCM control calls that name no project."""

    xendit_secret_key: str = "xnd_development_local"
    xendit_callback_token: str = "local-callback-token"
    sendgrid_api_key: str = "SG.local"
    twilio_account_sid: str = f"AC{'10ca1' * 6}00"
    twilio_auth_token: str = "local-twilio-token"
    videosdk_api_key: str = "videosdk-local"
    merchant_name: str = "Temani"
    clock_folder: Path | None = None
    retry_seconds: tuple[float, ...] = (1.0, 3.0, 8.0, 20.0, 60.0, 120.0)
    delivery_timeout_seconds: float = 30.0
    payout_seconds: float | None = 2.0
    refund_seconds: float | None = 2.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings from environment variables, with defaults for missing ones."""
        default = cls()
        retries = environment.get("TEMANI_WEBHOOK_RETRY_SECONDS", "")
        return cls(
            port=int(environment.get("TEMANI_PORT_PROVIDERS", default.port)),
            public_url=environment.get("TEMANI_PROVIDERS_URL") or None,
            function_url=environment.get("FUNCTION_URL", default.function_url or ""),
            mail_event_url=environment.get("FUNCTION_URL", default.function_url or ""),
            project=environment.get("GOOGLE_CLOUD_PROJECT", default.project),
            xendit_secret_key=environment.get("XENDIT_SECRET_KEY", default.xendit_secret_key),
            xendit_callback_token=first_token(environment.get("XENDIT_CALLBACK_TOKEN", default.xendit_callback_token)),
            twilio_account_sid=environment.get("TWILIO_ACCOUNT_SID", default.twilio_account_sid),
            twilio_auth_token=first_token(environment.get("TWILIO_AUTH_TOKEN", default.twilio_auth_token)),
            sendgrid_api_key=environment.get("SENDGRID_API_KEY", default.sendgrid_api_key),
            videosdk_api_key=environment.get("VIDEOSDK_API_KEY", default.videosdk_api_key),
            clock_folder=Path(environment["TEMANI_LOCAL"]) if "TEMANI_LOCAL" in environment else None,
            retry_seconds=tuple(float(part) for part in retries.split(",") if part.strip()) or default.retry_seconds,
        )


def first_token(tokens: str) -> str:
    """Return the first of several tokens separated by commas. Senders use the first while two are valid."""
    return tokens.split(",", maxsplit=1)[0].strip()
