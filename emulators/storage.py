"""Object storage: moto's S3 server, with the project's bucket."""

import importlib.util
import sys

import httpx

from emulators.installed_tools import InstalledTools, MissingPart
from emulators.parts import Part
from emulators.settings import BUCKET, HOST, Settings


def describe_part(settings: Settings, _: InstalledTools) -> Part:
    """Describe how to run moto's S3 server.

    Raises:
        MissingPart: moto is not installed.
    """
    if importlib.util.find_spec("moto") is None:
        raise MissingPart("Object storage (moto[s3,server] from PyPI) is missing. Run `make setup`.")
    return Part(
        name="storage",
        command=(sys.executable, "-m", "moto.server", "-H", HOST, "-p", str(settings.ports.storage)),
        folder=settings.local,
        ready_url=f"{settings.base_url('storage')}/moto-api/",
        listens_on=("storage",),
        prepare=lambda: create_bucket(settings.base_url("storage")),
    )


def create_bucket(base: str) -> None:
    """Create the bucket with public read access below `public/`. Repeated calls have no effect."""
    httpx.put(f"{base}/{BUCKET}", timeout=30).raise_for_status()
    anybody = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
    policy = {"Version": "2012-10-17", "Statement": [anybody | {"Resource": f"arn:aws:s3:::{BUCKET}/public/*"}]}
    httpx.put(f"{base}/{BUCKET}", params={"policy": ""}, json=policy, timeout=30).raise_for_status()
