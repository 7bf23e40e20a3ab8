"""The supervisor: what it refuses to start, what it says, and that nothing survives it."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import httpx
import pytest

from emulators.cloud import PARTS, CannotStart, LocalCloud
from emulators.demo.expectations import POLL_TIMEOUT
from emulators.installed_tools import InstalledTools
from emulators.process import PartFailed
from emulators.settings import HOST, REPOSITORY, Ports, Settings
from tests.emulators.sample_clouds import SERVES, SERVES_WITH_A_CHILD, a_cloud
from tests.emulators.sample_project import write_project

SAYS_GOODBYE = "print('the disk is full'); raise SystemExit(3)"


def alive(process: int) -> bool:
    """Whether a process runs."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def ends(process: int) -> bool:
    """Whether a process that was told to end does; a killed one is there for another moment."""
    deadline = time.monotonic() + POLL_TIMEOUT
    while alive(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(process)


def test_everything_that_is_missing_is_named_at_once_with_its_installation(tmp_path: Path) -> None:
    """On a bare machine the person learns of all that is to be installed, not of the first thing only."""
    bare = InstalledTools(path=str(tmp_path), home=tmp_path)

    with pytest.raises(CannotStart) as refused:
        LocalCloud(root=tmp_path, machine=bare, ports=Ports.counted_from(0)).start()

    said = str(refused.value)
    assert "gcloud components install cloud-firestore-emulator" in said
    assert "gcloud components install pubsub-emulator" in said
    assert "Node.js is missing" in said
    assert "functions.json is missing. Write it with `make generate`" in said


def test_an_old_java_is_refused(tmp_path: Path) -> None:
    """A Java that is too old is named, with where it is."""
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    java.chmod(0o755)
    jar = tmp_path / ".cache/firebase/emulators/cloud-firestore-emulator-v1.19.8.jar"
    jar.parent.mkdir(parents=True)
    jar.touch()
    machine = InstalledTools(path=str(tmp_path), home=tmp_path)

    with pytest.raises(CannotStart, match='Java 17 or later is needed; this machine has version "11'):
        LocalCloud(root=tmp_path, parts={"firestore"}, machine=machine).start()


def test_firebase_tools_jar_stands_in_for_gcloud(tmp_path: Path) -> None:
    """Without gcloud, the newest emulator that firebase-tools downloaded is used."""
    for version in ("1.9.0", "1.19.8"):
        jar = tmp_path / f".cache/firebase/emulators/cloud-firestore-emulator-v{version}.jar"
        jar.parent.mkdir(parents=True, exist_ok=True)
        jar.touch()
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"17.0.15\" 2025-04-15' >&2\n")
    java.chmod(0o755)

    part = PARTS["firestore"](
        Settings(root=tmp_path, local=tmp_path), InstalledTools(path=str(tmp_path), home=tmp_path)
    )

    assert any(word.endswith("cloud-firestore-emulator-v1.19.8.jar") for word in part.command)


def test_a_busy_port_is_named_with_the_variable_that_changes_it(tmp_path: Path) -> None:
    """The person learns which port, for which part, and what to set."""
    cloud = a_cloud(tmp_path, SERVES)
    with socket.socket() as other:
        other.bind((HOST, cloud.settings.ports.firestore))
        other.listen()

        with pytest.raises(CannotStart) as refused:
            cloud.start()

    assert f"Port {cloud.settings.ports.firestore}, for firestore, is busy" in str(refused.value)
    assert "TEMANI_PORT_FIRESTORE" in str(refused.value)


def test_a_part_that_fails_to_start_says_why(tmp_path: Path) -> None:
    """The end of its log is in the message."""
    with pytest.raises(PartFailed) as failed:
        a_cloud(tmp_path, SAYS_GOODBYE).start()

    assert "firestore ended unexpectedly (exit code 3)" in str(failed.value)
    assert "the disk is full" in str(failed.value)


def test_a_part_that_dies_while_running_is_noticed(tmp_path: Path) -> None:
    """A running cloud that loses a part says which, and stops the rest."""
    with a_cloud(tmp_path, SERVES_WITH_A_CHILD) as cloud:
        grandchild = int((cloud.settings.local / "grandchild").read_text())
        group = os.getpgid(grandchild)
        cloud.check_parts_alive()
        os.kill(group, signal.SIGKILL)

        with pytest.raises(PartFailed, match=r"firestore ended unexpectedly \(exit code -9\)"):
            cloud.wait_for_part_end()

    assert ends(grandchild)


def test_stopping_ends_grandchildren_too_and_a_second_start_is_clean(tmp_path: Path) -> None:
    """Java and Node start processes of their own; not even a deaf one outlives the cloud."""
    cloud = a_cloud(tmp_path, SERVES_WITH_A_CHILD)

    for _ in range(2):
        with cloud:
            grandchild = int((cloud.settings.local / "grandchild").read_text())
            assert alive(grandchild)
        assert ends(grandchild)


async def test_it_is_an_asynchronous_context_manager_too(tmp_path: Path) -> None:
    """A test on a loop starts a cloud without blocking it."""
    async with a_cloud(tmp_path, SERVES) as cloud, httpx.AsyncClient(timeout=POLL_TIMEOUT) as client:
        answer = await client.get(cloud.settings.base_url("firestore"))

    assert answer.status_code == 200


def test_not_even_a_killed_supervisor_leaves_orphans(tmp_path: Path) -> None:
    """When the supervisor itself is killed, its children end within seconds."""
    program = textwrap.dedent(
        f"""
        import pathlib, time
        from tests.emulators.sample_clouds import SERVES_WITH_A_CHILD, a_cloud
        with a_cloud(pathlib.Path({str(tmp_path)!r}), SERVES_WITH_A_CHILD):
            print("up", flush=True)
            time.sleep(600)
        """
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as supervisor:
        assert supervisor.stdout is not None
        assert supervisor.stdout.readline() == "up\n"
        grandchild = int((tmp_path / ".local" / "grandchild").read_text())
        supervisor.kill()

    assert ends(grandchild)


def test_the_command_explains_why_it_cannot_start(tmp_path: Path) -> None:
    """A missing part ends `python -m emulators` with its explanation and a status other than zero."""
    root = write_project(tmp_path)
    environment = {**os.environ, "TEMANI_ROOT": str(root), "PATH": str(tmp_path), "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "emulators", "--ports-from", "0"]

    ended = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=POLL_TIMEOUT, check=False
    )

    assert ended.returncode == 1
    assert "Firestore emulator is missing" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_functions_are_told_every_address(tmp_path: Path) -> None:
    """One table gives the emulators' addresses; a caller's own values win."""
    ports = Ports.from_environment({"TEMANI_PORT_TASKS": "9123"})
    cloud = LocalCloud(root=tmp_path, ports=ports, environment={"XENDIT_CALLBACK_TOKEN": "old,new"})

    environment = cloud.environment

    assert environment["CLOUD_TASKS_EMULATOR_HOST"] == "127.0.0.1:9123"
    assert environment["FUNCTION_URL"] == "http://127.0.0.1:8080/{name}"
    assert environment["OIDC_CERTS_URL"] == "http://127.0.0.1:8091/certs"
    assert environment["XENDIT_CALLBACK_TOKEN"] == "old,new"
