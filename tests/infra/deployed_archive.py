"""Archive as the cloud runs it: unpacked, with exactly the packages that it requires, and served."""

import io
import os
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

import httpx
from packaging.utils import canonicalize_name

from emulators.demo.expectations import POLL_TIMEOUT
from emulators.settings import SENDGRID_EVENT_KEY, find_free_ports
from infra.build.archives import Archive
from infra.build.manifest_schema import FunctionEntry

_PATIENCE = 90


class PackageIndexUnreachable(Exception):
    """No package index answers; the text holds the installers' errors."""


@dataclass(frozen=True)
class DeployedArchive:
    """Folder of an unpacked archive, and the Python that has its packages."""

    folder: Path
    python: Path


def unpack_archive(archive: Archive, folder: Path) -> Path:
    """Unpack an archive into `folder`."""
    with zipfile.ZipFile(io.BytesIO(archive.data)) as opened:
        opened.extractall(folder)
    return folder


def install_requirements(requirements: Path, folder: Path) -> Path:
    """Install the listed requirements by hash into a new environment, and return its Python.

    Raises:
        PackageIndexUnreachable: No package index answers.
    """
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=POLL_TIMEOUT)
    python = folder / "bin" / "python"
    wanted = ("install", "--quiet", "--require-hashes", "-r", str(requirements))
    said = []
    for command in ([str(uv), "pip", *wanted, "--python", str(python)], [str(python), "-m", "pip", *wanted]):
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=POLL_TIMEOUT)
        if done.returncode == 0:
            # The cloud's builder asks this too: whether each package has what it says that it needs.
            subprocess.run([str(python), "-m", "pip", "check"], check=True, timeout=POLL_TIMEOUT)
            return python
        said.append(done.stderr.strip())
    raise PackageIndexUnreachable("\n".join(said))


def link_requirements(requirements: str, folder: Path) -> Path:
    """Link only the required packages from this environment into `folder`, to import them from there."""
    wanted = {line.partition("==")[0] for line in requirements.splitlines() if "==" in line}
    here = Path(sysconfig.get_path("purelib"))
    links = set()
    for package in wanted:
        for file in metadata.distribution(package).files or ():
            ways = [file.parts[:length] for length in range(1, len(file.parts) + 1)]
            # What is only theirs is linked as a whole; what they share with others (`google`), piece by piece.
            links |= (
                {next(way for way in ways if index_packages_by_path()[way] <= wanted)}
                if ".." not in file.parts
                else set()
            )
    for link in links:
        place = folder.joinpath(*link)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(here.joinpath(*link))
    return folder


@cache
def index_packages_by_path() -> dict[tuple[str, ...], set[str]]:
    """Index the installed packages by each path that they have files at."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for package in metadata.distributions():
        name = canonicalize_name(package.name)
        for file in package.files or ():
            for length in range(1, len(file.parts) + 1):
                found[file.parts[:length]].add(name)
    return found


def build_function_environment(entry: FunctionEntry) -> dict[str, str]:
    """Build the environment variables that Terraform and Cloud Run give a function, and no others."""
    values = {
        "AWS_DEFAULT_REGION": "auto",
        "APP_CHECK": "off",
        "CORS_ORIGINS": "https://app.temani.example",
        "ENVIRONMENT": "staging",
        "FUNCTION_URL": "https://{name}-123456789012.asia-southeast2.run.app",
        "FUNCTION_USE_ASGI": "true",
        "GOOGLE_CLOUD_PROJECT": "temani-staging",
        "INTERNAL_CALLERS": "caller@temani-staging.iam.gserviceaccount.com",
        "TASKS_CALLER": "caller@temani-staging.iam.gserviceaccount.com",
        "MAIL_FROM": "no-reply@temani.example",
        "SENDGRID_EVENT_KEYS": SENDGRID_EVENT_KEY,
        "TWILIO_ACCOUNT_SID": f"AC{'1' * 32}",
        "TWILIO_MESSAGING_SERVICE_SID": f"MG{'1' * 32}",
        "WHATSAPP_SENDER": "+6281100000001",
        "PUBLIC_BASE_URL": "https://api.temani.example",
        "REGION": "asia-southeast2",
        "STORAGE_URL": "gs://temani-staging-files",
    }
    return {
        **{name: values[name] for name in entry.env},
        **{name.upper(): f"the-{name}" for name in entry.secrets},
        "FUNCTION_TARGET": entry.entry_point,
        "FUNCTION_SIGNATURE_TYPE": "http",
        "K_SERVICE": entry.entry_point.replace("_", "-"),
    }


@contextmanager
def serve_archive(place: DeployedArchive, given: Mapping[str, str], log: Path) -> Iterator[httpx.Client]:
    """Serve the function with functions-framework as Cloud Run does, and yield a client."""
    [port] = find_free_ports(1)
    command = [str(place.python.with_name("functions-framework"))]
    # A machine without a table of time zones is the poorest that there is.
    surroundings = {"PATH": os.defpath, "PORT": str(port), "PYTHONTZPATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=place.folder, env={**surroundings, **given}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=POLL_TIMEOUT) as client:
            _wait_until_ready(client, process, log)
            yield client
    finally:
        process.terminate()
        process.wait(timeout=POLL_TIMEOUT)


def _wait_until_ready(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + _PATIENCE
    while time.monotonic() < give_up:
        assert process.poll() is None, log.read_text()
        try:
            client.get("/robots.txt")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text())
