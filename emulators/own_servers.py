"""The parts written here: functions host, control server (with Cloud Tasks, Scheduler) and providers."""

import sys

from emulators.installed_tools import InstalledTools
from emulators.manifest import Manifest
from emulators.parts import Part
from emulators.settings import Settings


def describe_functions_host(settings: Settings, _: InstalledTools) -> Part:
    """Describe the functions host."""
    Manifest.load(settings.manifest_file)
    return _describe_python_part(settings, "functions", "emulators.functions_host", "/healthz", ("functions",))


def describe_control_server(settings: Settings, _: InstalledTools) -> Part:
    """Describe the control server, which also serves Cloud Tasks and runs the schedules."""
    Manifest.load(settings.manifest_file)
    return _describe_python_part(settings, "control", "emulators.control", "/healthz", ("control", "tasks"))


def describe_provider_servers(settings: Settings, _: InstalledTools) -> Part:
    """Describe the servers that stand in for payment, mail and the other vendors."""
    return _describe_python_part(settings, "providers", "emulators.providers", "/", ("providers",))


def _describe_python_part(settings: Settings, name: str, module: str, ready: str, listens_on: tuple[str, ...]) -> Part:
    return Part(
        name=name,
        command=(sys.executable, "-m", module),
        folder=settings.root,
        ready_url=settings.base_url(name) + ready,
        listens_on=listens_on,
    )
