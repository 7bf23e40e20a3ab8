"""Cold starts: each function in a fresh process, against a bare function that imports the same vendor clients."""

import inspect
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeAlias

from emulators.settings import REPOSITORY, Settings
from infra.build.discovery import collect_functions
from infra.build.imports import find_import_closure
from shared.runtime.specs import Spec

TITLE = "Cold start"
GOAL = "Import, app and first answer of each function: at most 1.3 × the CPU of a bare one with the same vendors."

_ROUNDS = 3
_PROCESS_TIMEOUT_SECONDS = 60
# On a busy machine some functions are started fewer times.
_TIME_BUDGET_SECONDS = 120
_ANSWERS = {200, 401, 403, 422}
_CONTACT_INPUTS = REPOSITORY / "shared" / "kernel" / "contact_inputs.py"
_OURS = REPOSITORY / "functions" / "main.py"
_BARE_NAME = "answer"
# What an instance is told in the cloud; the addresses of emulators are refused there.
_ENVIRONMENT_NAMES = (
    *(
        "GOOGLE_CLOUD_PROJECT",
        "REGION",
        "FUNCTION_URL",
        "INTERNAL_CALLERS",
        "TASKS_CALLER",
        "MAIL_FROM",
        "TICKET_SIGNING_KEY",
        "LINK_SIGNING_KEY",
    ),
    *("ALIAS_KEY", "XENDIT_SECRET_KEY", "XENDIT_CALLBACK_TOKEN", "SENDGRID_API_KEY", "SENDGRID_EVENT_KEYS"),
    *("TWILIO_ACCOUNT_SID", "TWILIO_MESSAGING_SERVICE_SID", "WHATSAPP_SENDER"),
    *("TWILIO_AUTH_TOKEN", "TWILIO_CALLBACK_KEY"),
    *("VIDEOSDK_API_KEY", "VIDEOSDK_SECRET"),
)

_VENDORS = {
    "documents": "import grpc.aio\nfrom google.cloud.firestore_v1.types import document, firestore, query, write",
    "sign_in": "import firebase_admin.auth",
    "callers": "import jwt",
    "app_check": "import jwt",
    "events": "import google.pubsub_v1.services.publisher",
    "tasks": "import google.cloud.tasks_v2.services.cloud_tasks",
    "payments": "import xendit.apis",
    "storage": "import boto3\nimport botocore.config",
    "accounts": "import firebase_admin.auth",
    "push": "import firebase_admin.messaging",
    "texts": "import twilio.rest.api",
    "text_callbacks": "import twilio.request_validator",
    "mail": "import jinja2\nimport sendgrid.helpers.mail",
    "mail_callbacks": "import cryptography.hazmat.primitives.serialization",
    "video": "import jwt\nimport urllib3",
    "video_callbacks": "import cryptography.hazmat.primitives.serialization\nimport urllib3",
    "pictures": "import PIL.Image\nimport PIL.ImageCms\nimport PIL.ImageOps",
    "pages": "import jinja2",
    "contacts": (
        'import email_validator, phonenumbers\nphonenumbers.number_type(phonenumbers.parse("0812-3456-7890", "ID"))'
    ),
    "paper": "import fpdf\nimport segno\nimport uharfbuzz",
    "signer": "import jwt\nfrom cryptography.hazmat.primitives.asymmetric import ed25519",
}

_BARE = f"""
{{vendors}}
from pydantic import BaseModel


async def {_BARE_NAME}(request):
    return "ok"
"""

# Run in the measured process, which imports nothing but what serving takes.
_MEASURED = """
import sys, time
wall, cpu = time.perf_counter(), time.process_time()
target, source, method = sys.argv[1:]
import asyncio
from functions_framework.aio import create_asgi_app
app = create_asgi_app(target=target, source=source, signature_type="http")
scope = {
    "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
    "path": "/", "raw_path": b"/", "query_string": b"", "root_path": "",
    "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
    "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
}
status = 0
async def receive():
    return {"type": "http.request", "body": b"" if method == "GET" else b"{}", "more_body": False}
async def send(message):
    global status
    status = message.get("status", status)
asyncio.run(app(scope, receive, send))
print(f"\\n[{status}, {time.process_time() - cpu}, {time.perf_counter() - wall}]")
"""


@dataclass(frozen=True)
class _Start:
    """Seconds that one start took."""

    cpu: float
    wall: float


_Pair: TypeAlias = tuple[_Start, _Start]
"""The start of our function and the start of the bare function."""


def run_benchmark() -> list[dict[str, object]]:
    """Measure a row for each function, the slowest ratio first, and a row of medians."""
    starts: dict[str, list[_Pair]] = defaultdict(list)
    specs = [function.spec for function in collect_functions()]
    deadline = time.monotonic() + _TIME_BUDGET_SECONDS
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as beside:
        for turn in range(_ROUNDS + 1):
            # The first of each kind fills the caches of compiled code and of files.
            for spec in specs if turn else {spec.gateways: spec for spec in specs}.values():
                if turn > 1 and time.monotonic() > deadline:
                    break
                pair = _start_side_by_side(beside, spec, Path(folder))
                if turn:
                    starts[spec.name].append(pair)
    rows = [_row(name, pairs) for name, pairs in starts.items()]
    rows.sort(key=lambda row: -float(str(row["CPU ratio"])))
    return [*rows, _median_row(rows)]


def _start_side_by_side(beside: Executor, spec: Spec, folder: Path) -> _Pair:
    """Start both functions at the same time, so that a disturbance affects both."""
    bare = beside.submit(_bare_start, folder, _list_vendors(spec))
    ours = beside.submit(_our_start, spec)
    return ours.result(), bare.result()


def _our_start(spec: Spec) -> _Start:
    return _start(spec.name, _OURS, spec.method, {"K_SERVICE": spec.cloud_name})


def _list_vendors(spec: Spec) -> tuple[str, ...]:
    """List what the function imports while it starts: gateways, and the libraries for its input."""
    files = {source.file for source in find_import_closure(Path(inspect.getfile(spec.handler)), gateways=spec.gateways)}
    return (*spec.gateways, "contacts") if _CONTACT_INPUTS in files else spec.gateways


def _bare_start(folder: Path, vendors: tuple[str, ...]) -> _Start:
    source = folder / f"{'_'.join(vendors)}.py"
    if not source.exists():
        source.write_text(_BARE.format(vendors="\n".join(_VENDORS[name] for name in vendors)))
    return _start(_BARE_NAME, source, "POST", {})


def _start(target: str, source: Path, method: str, environment: dict[str, str]) -> _Start:
    ended = subprocess.run(
        [sys.executable, "-c", _MEASURED, target, str(source), method],
        cwd=REPOSITORY,
        env=_cloud() | environment,
        capture_output=True,
        text=True,
        timeout=_PROCESS_TIMEOUT_SECONDS,
        check=False,
    )
    if ended.returncode:
        raise SystemExit(f"{target} did not start:\n{ended.stderr}")
    status, cpu, wall = json.loads(ended.stdout.splitlines()[-1])
    if status not in _ANSWERS:
        raise SystemExit(f"{target} answered {status}:\n{ended.stdout}{ended.stderr}")
    return _Start(cpu, wall)


def _cloud() -> dict[str, str]:
    local = Settings().environment
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in local and name != "GOOGLE_APPLICATION_CREDENTIALS"
    }
    told = {name: local[name] for name in _ENVIRONMENT_NAMES}
    return inherited | told | {"ENVIRONMENT": "staging", "PYTHONPATH": str(REPOSITORY)}


def _row(name: str, pairs: list[_Pair]) -> dict[str, object]:
    return {
        "function": name,
        "starts": len(pairs),
        "CPU ms": round(1000 * median(ours.cpu for ours, _ in pairs)),
        "bare CPU ms": round(1000 * median(bare.cpu for _, bare in pairs)),
        "CPU ratio": round(median(ours.cpu / bare.cpu for ours, bare in pairs), 2),
        "wall ms": round(1000 * median(ours.wall for ours, _ in pairs)),
        "bare wall ms": round(1000 * median(bare.wall for _, bare in pairs)),
        "wall ratio": round(median(ours.wall / bare.wall for ours, bare in pairs), 2),
    }


def _median_row(rows: list[dict[str, object]]) -> dict[str, object]:
    """Compute the median of each column; the first row is the worst."""
    numbers = {name: round(median(float(str(row[name])) for row in rows), 2) for name in rows[0] if name != "function"}
    return {"function": f"median of {len(rows)}; worst above"} | {
        name: number if "ratio" in name else round(number) for name, number in numbers.items()
    }
