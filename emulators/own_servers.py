"""Parts that are written here: functions host, control server and provider servers."""

import sys

from emulators.installed_tools import InstalledTools
from emulators.manifest import Manifest
from emulators.parts import Part
from emulators.settings import Settings


def describe_functions_host(settings: Settings, _: InstalledTools) -> Part:
    """Describe how to run the functions host.

    Raises:
        ManifestMissing: The manifest has not been generated yet.
    """
    Manifest.load(settings.manifest_file)
    return _describe_python_part(settings, "functions", "emulators.functions_host", "/healthz", ("functions",))


def describe_control_server(settings: Settings, _: InstalledTools) -> Part:
    """Describe how to run the control server, which includes Cloud Tasks and Cloud Scheduler.

    Raises:
        ManifestMissing: The manifest has not been generated yet.
    """
    Manifest.load(settings.manifest_file)
    return _describe_python_part(settings, "control", "emulators.control", "/healthz", ("control", "tasks"))


def describe_provider_servers(settings: Settings, _: InstalledTools) -> Part:
    """Describe how to run the servers that simulate the vendors for payments, mail and pushes."""
    return _describe_python_part(settings, "providers", "emulators.providers", "/", ("providers",))


def _describe_python_part(settings: Settings, name: str, module: str, ready: str, listens_on: tuple[str, ...]) -> Part:
    return Part(
        name=name,
        command=(sys.executable, "-m", module),
        folder=settings.root,
        ready_url=settings.base_url(name) + ready,
        listens_on=listens_on,
    )
