"""Object storage: moto's S3 server, with the project's bucket."""

import importlib.util
import sys

import httpx

from emulators.machine import Machine, MissingPart
from emulators.parts import Part
from emulators.settings import BUCKET, HOST, Settings


def part(settings: Settings, _: Machine) -> Part:
    """Describe how moto's server runs."""
    if importlib.util.find_spec("moto") is None:
        raise MissingPart("Object storage (moto[s3,server] from PyPI) is missing. Run `make setup`.")
    return Part(
        name="storage",
        command=(sys.executable, "-m", "moto.server", "-H", HOST, "-p", str(settings.ports.storage)),
        folder=settings.local,
        ready_url=f"{settings.base('storage')}/moto-api/",
        listens_on=("storage",),
        prepare=lambda: create_bucket(settings.base("storage")),
    )


def create_bucket(base: str) -> None:
    """Create the bucket; creating it again changes nothing."""
    httpx.put(f"{base}/{BUCKET}", timeout=30).raise_for_status()
