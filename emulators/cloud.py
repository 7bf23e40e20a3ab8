"""Supervisor: start every part of the local cloud, watch it and stop it."""

import asyncio
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from emulators import auth, firestore, own_servers, pubsub, storage
from emulators.installed_tools import InstalledTools, MissingPart
from emulators.manifest import ManifestMissing
from emulators.moved_clock import MovedClock
from emulators.parts import Part
from emulators.process import ChildProcess, Reaper
from emulators.settings import Ports, Settings, is_port_free, port_variable

DescribePart: TypeAlias = Callable[[Settings, InstalledTools], Part]
PrintLine: TypeAlias = Callable[[str], None]

PARTS: Mapping[str, DescribePart] = {
    "auth": auth.describe_part,  # starts first because it takes longest
    "firestore": firestore.describe_part,
    "pubsub": pubsub.describe_part,
    "storage": storage.describe_part,
    "control": own_servers.describe_control_server,
    "providers": own_servers.describe_provider_servers,
    "functions": own_servers.describe_functions_host,
}


class CannotStart(Exception):
    """The local cloud cannot start on this machine. The message lists every reason."""


class LocalCloud:
    """Local cloud, or some of its parts, as a context manager (`with` or `async with`).

    Leaving the block stops the cloud. `start` and `stop` do the same by hand.

    Args:
        project: Google Cloud project id. Default: `demo-temani`.
        ports: Port of each part. Default: the ports in `settings.Ports`.
        parts: Names of the parts to start. Default: all.
        environment: Variables that override those that the functions read.
        scheduler: True if scheduled functions run by themselves.
        root: Repository to run. Default: this one.
        local: Folder for logs and generated files. Default: `.local` in `root`.
        machine: Tools installed on this machine.
        describe: Function that describes each part, by its name.
        say: Function that prints one line when a part is ready.
    """

    def __init__(
        self,
        *,
        project: str | None = None,
        ports: Ports | None = None,
        parts: Collection[str] = tuple(PARTS),
        environment: Mapping[str, str] | None = None,
        scheduler: bool = True,
        root: Path | None = None,
        local: Path | None = None,
        machine: InstalledTools | None = None,
        describe: Mapping[str, DescribePart] = PARTS,
        say: PrintLine = lambda _: None,
    ) -> None:
        given = Settings.from_environment().with_project_and_ports(project=project, ports=ports)
        root = root or given.root
        self.settings = replace(
            given,
            root=root,
            local=local or root / ".local",
            scheduler=scheduler and given.scheduler,
            overrides=environment or {},
        )
        self._describe = {name: each for name, each in describe.items() if name in parts}
        self._machine = machine or InstalledTools()
        self._say = say
        self._children: dict[str, ChildProcess] = {}
        self._reaper: Reaper | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment variables that the functions read."""
        return self.settings.environment

    def function_url(self, function: str) -> str:
        """Return the URL of a function, given its cloud name."""
        return self.settings.function_url(function)

    def start(self) -> Self:
        """Start every part in parallel and return when all are ready.

        If one part fails, all parts are stopped.

        Raises:
            CannotStart: A tool is missing or a port is busy.
            PartFailed: A part did not become ready.
        """
        self._make_folders()
        parts = self._find_parts()
        self._check_ports(parts)
        self._reaper = Reaper()
        abandoned = threading.Event()
        try:
            for part in parts:
                log = self.settings.local / "logs" / f"{part.name}.log"
                child = ChildProcess(part, log, self.settings.child_environment, self._reaper)
                self._children[part.name] = child
                child.start()
            with ThreadPoolExecutor(max_workers=len(parts)) as waiting:
                futures = {waiting.submit(each.wait_until_ready, abandoned): each for each in self.children}
                try:
                    self._report(futures)
                finally:
                    abandoned.set()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop every part and wait until its processes have ended."""
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.stop()
        self._children.clear()
        if self._reaper is not None:
            self._reaper.stop()
            self._reaper = None

    def kill_functions(self) -> None:
        """Kill the functions host with SIGKILL, to simulate the loss of an instance."""
        self._children["functions"].stop(at_once=True)

    def restart_functions(self) -> None:
        """Restart the functions host with the current code, and return when the host is ready."""
        child = self._children["functions"]
        child.stop()
        child.start()
        child.wait_until_ready(threading.Event())

    def check_parts_alive(self) -> None:
        """Check that no part has ended unexpectedly.

        A part that `kill_functions` killed does not count.

        Raises:
            PartFailed: A part has ended.
        """
        for child in self.children:
            child.check_alive()

    def wait_for_part_end(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Block until a part ends unexpectedly, and call `meanwhile` twice a second.

        Raises:
            PartFailed: A part has ended.
        """
        while True:
            self.check_parts_alive()
            meanwhile()
            time.sleep(0.5)

    @property
    def children(self) -> list[ChildProcess]:
        """Return the child processes of this cloud."""
        return list(self._children.values())

    def __enter__(self) -> Self:
        """Start the cloud."""
        return self.start()

    def __exit__(self, *_: object) -> None:
        """Stop the cloud."""
        self.stop()

    async def __aenter__(self) -> Self:
        """Start the cloud in a thread, so that the event loop is not blocked."""
        return await asyncio.to_thread(self.start)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the cloud in a thread, so that the event loop is not blocked."""
        await asyncio.to_thread(self.stop)

    def _make_folders(self) -> None:
        (self.settings.local / "logs").mkdir(parents=True, exist_ok=True)
        (self.settings.local / ".gitignore").write_text("*\n")
        MovedClock(self.settings.local).reset()

    def _find_parts(self) -> list[Part]:
        found: list[Part] = []
        missing: dict[str, None] = {}
        for describe in self._describe.values():
            try:
                found.append(describe(self.settings, self._machine))
            except (MissingPart, ManifestMissing) as reason:
                missing[str(reason)] = None
        if missing:
            raise CannotStart("\n".join(missing))
        return found

    def _check_ports(self, parts: Sequence[Part]) -> None:
        numbers = {name: self.settings.ports.port_of(name) for part in parts for name in part.listens_on}
        busy = [
            f"Port {number}, for {name}, is busy. Free it, or set {port_variable(name)} to another port."
            for name, number in numbers.items()
            if not is_port_free(number)
        ]
        if busy:
            raise CannotStart("\n".join([*busy, "Is another local cloud running?"]))

    def _report(self, futures: Mapping[Future[float], ChildProcess]) -> None:
        for future in as_completed(futures):
            part = futures[future].part
            addresses = ", ".join(self.settings.address(name) for name in part.listens_on)
            self._say(f"  {part.name:<10} ready in {future.result():4.1f} s   {addresses}")
