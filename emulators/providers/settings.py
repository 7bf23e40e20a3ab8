"""What the provider servers are told when they start."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

REAL_RETRY_SECONDS = (900.0, 2700.0, 7200.0, 10800.0, 21600.0, 43200.0)
"""Xendit's own ladder of waits between the attempts of one webhook."""


@dataclass(frozen=True)
class ProviderSettings:
    """Addresses, keys and paces; the defaults are those of the local cloud."""

    host: str = "127.0.0.1"
    port: int = 8090
    public_url: str | None = None
    """The address people and functions reach this server at; taken from each request when absent."""

    function_url: str | None = "http://127.0.0.1:8080/{name}"
    """Where the default Xendit account sends its webhooks; None sends none."""

    project: str = "demo-temani"
    """The Google Cloud project whose pushes the levers of FCM mean when they are told no other."""

    xendit_secret_key: str = "xnd_development_local"
    xendit_callback_token: str = "local-callback-token"
    sendgrid_api_key: str = "SG.local"
    merchant_name: str = "Temani"
    retry_seconds: tuple[float, ...] = (1.0, 3.0, 8.0, 20.0, 60.0, 120.0)
    delivery_timeout_seconds: float = 30.0
    payout_seconds: float | None = 2.0
    refund_seconds: float | None = 2.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings the local cloud sets; whatever is absent keeps its default."""
        default = cls()
        retries = environment.get("TEMANI_WEBHOOK_RETRY_SECONDS", "")
        return cls(
            port=int(environment.get("TEMANI_PORT_PROVIDERS", default.port)),
            public_url=environment.get("TEMANI_PROVIDERS_URL") or None,
            function_url=environment.get("FUNCTION_URL", default.function_url or ""),
            project=environment.get("GOOGLE_CLOUD_PROJECT", default.project),
            xendit_secret_key=environment.get("XENDIT_SECRET_KEY", default.xendit_secret_key),
            xendit_callback_token=first_token(environment.get("XENDIT_CALLBACK_TOKEN", default.xendit_callback_token)),
            sendgrid_api_key=environment.get("SENDGRID_API_KEY", default.sendgrid_api_key),
            retry_seconds=tuple(float(part) for part in retries.split(",") if part.strip()) or default.retry_seconds,
        )


def first_token(tokens: str) -> str:
    """The first of several comma separated tokens: the one a sender uses while two are live."""
    return tokens.split(",", maxsplit=1)[0].strip()
