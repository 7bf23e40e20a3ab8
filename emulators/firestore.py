"""Google's Firestore emulator, with the project's security rules."""

from pathlib import Path

import httpx

from emulators.installed_tools import MIN_JAVA_VERSION, InstalledTools, MissingPart
from emulators.parts import Part
from emulators.settings import HOST, Settings

INSTALL_HINT = (
    "The Firestore emulator is missing. Install it with `gcloud components install cloud-firestore-emulator` "
    "(Debian: apt-get install google-cloud-cli-firestore-emulator), or without gcloud by "
    "`node_modules/.bin/firebase setup:emulators:firestore`."
)
# By default the emulator logs a stack trace for every missing document, which costs more than the read.
LOGGING_PROPERTIES = ".level = SEVERE\nhandlers = java.util.logging.ConsoleHandler\n"


def describe_part(settings: Settings, machine: InstalledTools) -> Part:
    """Describe how to run the Firestore emulator.

    Raises:
        MissingPart: The emulator or Java is not installed.
    """
    command = _command(machine)
    machine.require_java()
    options = [f"--host={HOST}", f"--port={settings.ports.firestore}", f"--project_id={settings.project}"]
    rules = settings.root / "infra" / "firestore.rules"
    if rules.exists():
        options.append(f"--rules={rules}")
    logging = settings.local / "firestore-logging.properties"
    logging.write_text(LOGGING_PROPERTIES)
    return Part(
        name="firestore",
        command=(*command, *options),
        folder=settings.local,
        ready_url=settings.base_url("firestore"),
        listens_on=("firestore",),
        environment={"JAVA_TOOL_OPTIONS": f"-Djava.util.logging.config.file={logging}"},
        prepare=lambda: warm_up_firestore(settings.base_url("firestore")),
    )


def warm_up_firestore(base: str) -> None:
    """Send a first write and read. The emulator needs about two seconds to load the classes for them."""
    documents = "projects/warm-up/databases/(default)/documents"
    write = {"writes": [{"update": {"name": f"{documents}/warm/up", "fields": {}}}]}
    with httpx.Client(base_url=f"{base}/v1/", headers={"Authorization": "Bearer owner"}, timeout=30) as client:
        client.post(f"{documents}:commit", json=write).raise_for_status()
        client.get(f"{documents}/warm/up").raise_for_status()


def _command(machine: InstalledTools) -> tuple[str, ...]:
    script = machine.find_sdk_file("platform", "cloud-firestore-emulator", "cloud_firestore_emulator")
    if script is not None:
        return (str(script), "start")
    jars = (machine.home / ".cache" / "firebase" / "emulators").glob("cloud-firestore-emulator-v*.jar")
    newest = max(jars, key=_version, default=None)
    if newest is None:
        raise MissingPart(f"{INSTALL_HINT} It needs Java {MIN_JAVA_VERSION}.")
    return (machine.find_program("java") or "java", "-Duser.language=en", "-jar", str(newest))


def _version(jar: Path) -> tuple[int, ...]:
    numbers = jar.stem.rpartition("-v")[2].split(".")
    return tuple(int(number) for number in numbers if number.isdigit())
