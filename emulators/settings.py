"""Settings of the local cloud: port of each part, and environment variables of the functions."""

import base64
import contextlib
import itertools
import os
import random
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Self

HOST = "127.0.0.1"
BUCKET = "temani-local"
TIME_ZONE = "Asia/Jakarta"
SENDGRID_EVENT_KEY = (
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEmAuWlTxPSlc3mkPRBFRzkvJ4Pt"
    "YJUciHyq2vONuqKZb36NZphZTEaby8eRBy72XUN6LBXIL9M9xegIqm8wkqCA=="
)
"""Public key of the local SendGrid's events; `providers/event_signatures.py` has the private one."""
# Below the range of outgoing connections, so that none takes a port between its choice and its use.
FREE_PORT_RANGE = range(20_000, 32_000)
REPOSITORY = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Ports:
    """Port of each part. The variable `TEMANI_PORT_<PART>` changes a port."""

    functions: int = 8080
    firestore: int = 8081
    pubsub: int = 8085
    auth: int = 9099
    tasks: int = 8123
    providers: int = 8090
    control: int = 8091
    storage: int = 8095

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of all parts that have a port."""
        return tuple(each.name for each in fields(cls))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the ports from environment variables; a missing variable means the default port."""
        named = {name: environment.get(port_variable(name)) for name in cls.names()}
        return cls(**{name: int(value) for name, value in named.items() if value})

    @classmethod
    def counted_from(cls, base: int) -> Self:
        """Return consecutive ports that start at `base`, or any free ports if `base` is 0."""
        names = cls.names()
        numbers = find_free_ports(len(names)) if base == 0 else list(range(base, base + len(names)))
        return cls(**dict(zip(names, numbers, strict=True)))

    def port_of(self, part: str) -> int:
        """Return the port of `part`."""
        port: int = getattr(self, part)
        return port


def port_variable(part: str) -> str:
    """Return the name of the environment variable that changes the port of `part`."""
    return f"TEMANI_PORT_{part.upper()}"


def find_free_ports(count: int) -> list[int]:
    """Return `count` different free ports."""
    return list(itertools.islice(filter(is_port_free, random.sample(FREE_PORT_RANGE, len(FREE_PORT_RANGE))), count))


def is_port_free(port: int) -> bool:
    """Return whether a server can listen on `port`."""
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


@dataclass(frozen=True)
class Settings:
    """Settings of one local cloud.

    Attributes:
        project: Google Cloud project id.
        region: Google Cloud region.
        ports: Port of each part.
        root: Folder of the repository.
        local: Folder for logs and generated files.
        scheduler: True if scheduled functions run by themselves.
        overrides: Environment variables that replace those of `environment`.
    """

    project: str = "demo-temani"
    region: str = "asia-southeast2"
    ports: Ports = field(default_factory=Ports)
    root: Path = REPOSITORY
    local: Path = REPOSITORY / ".local"
    scheduler: bool = True
    overrides: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read the settings from environment variables, with defaults for missing ones."""
        given = os.environ if environment is None else environment
        usual = cls()
        root = Path(given.get("TEMANI_ROOT", str(usual.root)))
        return cls(
            project=given.get("GOOGLE_CLOUD_PROJECT") or usual.project,
            region=given.get("REGION") or usual.region,
            ports=Ports.from_environment(given),
            root=root,
            local=Path(given.get("TEMANI_LOCAL", str(root / ".local"))),
            scheduler=given.get("TEMANI_SCHEDULER", "on") != "off",
        )

    def with_project_and_ports(self, *, project: str | None = None, ports: Ports | None = None) -> Self:
        """Return a copy with another project or other ports; None keeps the present value."""
        return replace(self, project=project or self.project, ports=ports or self.ports)

    def address(self, part: str) -> str:
        """Return `host:port` of `part`, the format of the emulator variables of Google's SDKs."""
        return f"{HOST}:{self.ports.port_of(part)}"

    def base_url(self, part: str) -> str:
        """Return the root URL of `part`."""
        return f"http://{self.address(part)}"

    def function_url(self, name: str) -> str:
        """Return the URL of one function, given its cloud name."""
        return f"{self.base_url('functions')}/{name}"

    @property
    def caller_account(self) -> str:
        """Return the service account with which Pub/Sub, Cloud Tasks and Cloud Scheduler call functions."""
        return f"temani-internal@{self.project}.iam.gserviceaccount.com"

    @property
    def manifest_file(self) -> Path:
        """Return the path of the generated manifest."""
        return self.root / "infra" / "functions.json"

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment variables that functions and tests read to find the parts."""
        return {
            "ENVIRONMENT": "local",
            "CORS_ORIGINS": "*",
            "GOOGLE_CLOUD_PROJECT": self.project,
            "REGION": self.region,
            "FIRESTORE_EMULATOR_HOST": self.address("firestore"),
            "PUBSUB_EMULATOR_HOST": self.address("pubsub"),
            "FIREBASE_AUTH_EMULATOR_HOST": self.address("auth"),
            "CLOUD_TASKS_EMULATOR_HOST": self.address("tasks"),
            "STORAGE_URL": f"s3://{BUCKET}",
            "STORAGE_ENDPOINT_URL": self.base_url("storage"),
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_DEFAULT_REGION": "us-east-1",
            "XENDIT_BASE_URL": f"{self.base_url('providers')}/xendit",
            "XENDIT_SECRET_KEY": "xnd_development_local",
            "XENDIT_CALLBACK_TOKEN": "local-callback-token",
            "SENDGRID_BASE_URL": f"{self.base_url('providers')}/sendgrid",
            "SENDGRID_API_KEY": "SG.local",
            "SENDGRID_EVENT_KEYS": SENDGRID_EVENT_KEY,
            "MAIL_FROM": "tiket@temani.example",
            "FCM_BASE_URL": f"{self.base_url('providers')}/fcm",
            "TWILIO_BASE_URL": f"{self.base_url('providers')}/twilio",
            "TWILIO_ACCOUNT_SID": f"AC{'10ca1' * 6}00",
            "TWILIO_AUTH_TOKEN": "local-twilio-token",
            "TWILIO_CALLBACK_KEY": "local-twilio-token",
            "TWILIO_MESSAGING_SERVICE_SID": f"MG{'10ca1' * 6}00",
            "WHATSAPP_SENDER": "+6281100000000",
            "VIDEOSDK_BASE_URL": f"{self.base_url('providers')}/videosdk",
            "VIDEOSDK_API_KEY": "videosdk-local",
            "VIDEOSDK_SECRET": "local-secret-of-the-video-api-key-videosdk-local",
            "TICKET_SIGNING_KEY": base64.b64encode(b"temani-local-ticket-signing-key!").decode(),
            "LINK_SIGNING_KEY": "temani-local-link-signing-key",
            "ALIAS_KEY": "temani-local-alias-key",
            "OIDC_CERTS_URL": f"{self.base_url('control')}/certs",
            "INTERNAL_CALLERS": self.caller_account,
            "TASKS_CALLER": self.caller_account,
            "FUNCTION_URL": self.function_url("{name}"),
            "PUBLIC_BASE_URL": self.base_url("functions"),
            **self.overrides,
        }

    @property
    def child_environment(self) -> dict[str, str]:
        """Return the environment variables of the supervisor's child processes."""
        # Credentials of the real cloud must never reach a process of the local cloud.
        inherited = {k: v for k, v in os.environ.items() if k != "GOOGLE_APPLICATION_CREDENTIALS"}
        paths = [str(self.root), str(REPOSITORY), inherited.get("PYTHONPATH", "")]
        return {
            **inherited,
            **self.environment,
            **{port_variable(name): str(self.ports.port_of(name)) for name in Ports.names()},
            "TEMANI_ROOT": str(self.root),
            "TEMANI_LOCAL": str(self.local),
            "TEMANI_SCHEDULER": "on" if self.scheduler else "off",
            "PYTHONPATH": os.pathsep.join(dict.fromkeys(path for path in paths if path)),
            "PYTHONUNBUFFERED": "1",
        }
