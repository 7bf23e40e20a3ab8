"""Apps of several people, built with the Firebase JS SDK, to test the access of each."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emulators.demo.expectations import POLL_TIMEOUT
from shared.kernel.ports import Query
from tests.world import NOBODY, Person

PEOPLE: Mapping[str, Person] = {
    "owner": Person("owner"),
    "participant": Person("participant"),
    "anonymous": Person("anonymous", anonymous=True),
    "removed": Person("removed"),
    "blocked": Person("blocked"),
    "stranger": Person("stranger"),
    "expert": Person("expert", role="expert"),
    "admin": Person("admin", role="admin", claims={"admin_scopes": ["owner"]}),
    "finance": Person("finance", role="admin", claims={"admin_scopes": ["finance"]}),
    "former_admin": Person("former_admin", role="admin", claims={"admin_scopes": ["owner"]}),
    "suspended": Person("suspended"),
    "restored": Person("restored"),
    "signed_out": Person("signed_out"),
    "closed": Person("closed"),
    "nobody": NOBODY,
}
"""People with an app each, by name; the name is also the uid. `nobody` is not signed in."""


@dataclass(frozen=True)
class OperationResult:
    """Result of an operation.

    Attributes:
        outcome: `allowed`, `denied`, or the code of another error.
        found: Ids of the documents that were found.
    """

    outcome: str
    found: tuple[str, ...] = ()


class NodeProcess:
    """Node program that reads and writes one line of JSON at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin
        assert process.stdout
        self._in, self._out = process.stdin, process.stdout

    async def write_line(self, told: Any) -> None:
        """Write a value as a line of JSON."""
        self._in.write(json.dumps(told).encode() + b"\n")
        await self._in.drain()

    async def read_line(self) -> Any:
        """Read the next line of JSON."""
        line = await self._out.readline()
        assert line, "the program has ended"
        return json.loads(line)


@asynccontextmanager
async def run_node_program(program: str, project: str, emulator: str, **told: Any) -> AsyncIterator[NodeProcess]:
    """Run a Node program of this folder on the documents of `project` until the block ends."""
    host, _, port = emulator.partition(":")
    process = await asyncio.create_subprocess_exec(
        "node",
        str(Path(__file__).with_name(program)),
        json.dumps({"project": project, "host": host, "port": int(port)} | told),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**24,  # all answers at once are one line
    )
    try:
        yield NodeProcess(process)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


class FirestoreClients:
    """Process that runs the app of every person."""

    def __init__(self, process: NodeProcess) -> None:
        self._process = process

    async def run_operations(self, questions: Sequence[Mapping[str, Any]]) -> list[OperationResult]:
        """Run operations simultaneously; `ask.mjs` describes them."""
        await self._process.write_line(questions)
        return [OperationResult(one["said"], tuple(one.get("found") or ())) for one in await self._process.read_line()]

    async def run_operation(self, who: str, op: str, **asked: Any) -> OperationResult:
        """Run an operation as a person."""
        (answer,) = await self.run_operations([{"who": who, "op": op} | asked])
        return answer


@asynccontextmanager
async def open_clients(people: Mapping[str, Person], project: str, emulator: str) -> AsyncIterator[FirestoreClients]:
    """Open an app for each of `people`, known by the key."""
    tokens = {name: person.token(project) if person.uid else None for name, person in people.items()}
    async with run_node_program("ask.mjs", project, emulator, people=tokens, patience=POLL_TIMEOUT) as process:
        yield FirestoreClients(process)


def query_as_json(query: Query[Any]) -> dict[str, Any]:
    """Return a query as JSON for `ask.mjs`."""
    return {
        "collection": query.collection,
        "group": query.group,
        "where": [(field, operator.replace("_", "-"), value) for field, operator, value in query.where],
        "order": query.order,
        "limit": query.limit,
    }
