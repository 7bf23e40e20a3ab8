"""The parts written here: functions host, control server (with Cloud Tasks, Scheduler) and providers."""

import sys

from emulators.machine import Machine
from emulators.manifest import Manifest
from emulators.parts import Part
from emulators.settings import Settings


def functions(settings: Settings, _: Machine) -> Part:
    """Describe the functions host."""
    Manifest.load(settings.manifest_file)
    return _python(settings, "functions", "emulators.host", "/healthz", ("functions",))


def control(settings: Settings, _: Machine) -> Part:
    """Describe the control server, which also serves Cloud Tasks and runs the schedules."""
    Manifest.load(settings.manifest_file)
    return _python(settings, "control", "emulators.control", "/healthz", ("control", "tasks"))


def providers(settings: Settings, _: Machine) -> Part:
    """Describe the servers that stand in for payment, mail and the other vendors."""
    return _python(settings, "providers", "emulators.providers", "/", ("providers",))


def _python(settings: Settings, name: str, module: str, ready: str, listens_on: tuple[str, ...]) -> Part:
    return Part(
        name=name,
        command=(sys.executable, "-m", module),
        folder=settings.root,
        ready_url=settings.base(name) + ready,
        listens_on=listens_on,
    )
