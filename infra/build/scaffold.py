"""The files of a new function: `python -m infra.build.scaffold orders/list_my_orders list [--view NAME]`.

Nothing that is written works: each place to fill in says `FILL IN`, `make check` lists all of them, and the test fails.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from infra.build.discovery import ROOT, BuildError, collect_events, list_function_files

MARK = "FILL IN"
_IMPORTS = re.compile(r"\A(?:\"\"\".*?\"\"\"\n)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NewFunction:
    """A function to write.

    Attributes:
        domain: The folder in `functions/`, `shared/` and `tests/`.
        name: The name of the function and of its file.
        module: The module of `shared/<domain>/` that gets the stub of its logic; empty for the usual one.
        view: An existing view of the domain that the function answers with; empty to write a new one.
        root: The project's folder.
        written: The files written so far, relative to `root`.
    """

    domain: str
    name: str
    module: str = ""
    view: str = ""
    root: Path = ROOT
    written: list[str] = field(default_factory=list)

    @property
    def camel(self) -> str:
        return "".join(word.capitalize() for word in self.name.split("_"))

    def create_file(self, path: str, text: str) -> None:
        """Write a file of the function's own."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        self.written.append(path)

    def append_code(self, path: str, imports: Sequence[str], code: str, about: str) -> None:
        """Append `code` to a file, and insert `imports` at its top; a new file begins with `about`."""
        file = self.root / path
        text = file.read_text() if file.exists() else f'"""{about}"""\n'
        head = _IMPORTS.match(text)
        cut = head.end() if head else 0
        lines = "".join(f"{line}\n" for line in imports)
        file.write_text(f"{text[:cut]}\n{lines}{text[cut:]}\n\n{code}")
        self.written.append(path)

    def append_logic(
        self,
        usual: str,
        parameters: str,
        imports: Sequence[str],
        hint: str,
        *,
        body: str = "",
        returned: str = "object",
    ) -> str:
        """Add the stub of the function's logic to its module, and return the module's name.

        Args:
            usual: Module of the domain, unless `module` names another one.
            parameters: Parameters of the stub.
            imports: Imports that the stub needs.
            hint: Description of what the author has to write.
            body: Statements of the stub; by default it raises with `hint`.
            returned: Type that the stub returns.
        """
        module = self.module or usual
        begin = f"    # {MARK}: {hint}.\n{body}" if body else f'    raise NotImplementedError("{MARK}: {hint}")\n'
        code = (
            f"async def {self.name}({parameters}) -> {returned}:\n"
            f'    """{MARK}: begin with a verb, and name the thing."""\n{begin}'
        )
        self.append_code(f"shared/{self.domain}/{module}.py", imports, code, f"{MARK}: what this module is about.")
        return module

    def find_or_append_view(self) -> tuple[str, str]:
        """Return the name of the view that the function answers with, and its import; write a stub unless it exists.

        Raises:
            BuildError: No module of the domain has a view of the name that was asked for.
        """
        if self.view:
            for file in sorted((self.root / "shared" / self.domain).glob("*.py")):
                if re.search(rf"^class {re.escape(self.view)}\(", file.read_text(), re.MULTILINE):
                    return self.view, f"from shared.{self.domain}.{file.stem} import {self.view}"
            raise BuildError(f"{self.view}: shared/{self.domain} has no such class")
        view = f"{self.camel}View"
        self.append_code(
            f"shared/{self.domain}/schemas.py",
            ["from typing import Self", "from shared.kernel.schemas import View"],
            f'class {view}(View):\n    """{MARK}: what a caller sees; below each field its description."""\n\n'
            "    @classmethod\n"
            f'    def of(cls, found: object) -> Self:\n        """{MARK}: name what is shown."""\n'
            f'        raise NotImplementedError(f"{MARK}: the view of {{found}}")\n',
            "What the world sees.",
        )
        return view, f"from shared.{self.domain}.schemas import {view}"

    def append_http_case(self) -> None:
        """Add the case of a function that people call. Its example fits no model, so that nobody forgets it."""
        example = f', example=Example(request={{"{MARK}": 1}}, response={{"{MARK}": 1}})'
        arrange = f'call_function(world, "{self.name}", {{}}, ANA)'
        self.append_case('"customer"', example, arrange, ("Example", "call_function"))

    def append_case(self, who: str, example: str, arrange: str, imports: Sequence[str]) -> None:
        """Add the function's case to the cases of its domain."""
        code = (
            f'@case("{self.name}", who={who}{example})\n'
            f"async def _{self.name}(world: World) -> MeasuredCall:\n"
            f"    # {MARK}: arrange what a typical call finds, then return the call.\n    return {arrange}\n"
        )
        names = ", ".join(sorted({"MeasuredCall", "case", *imports}))
        lines = [f"from tests.cases import {names}", "from tests.world import ANA, World"]
        self.append_code(f"tests/{self.domain}/cases.py", lines, code, f"Cases of {self.domain}.")

    def create_test(self, call: str, imports: Sequence[str] = ()) -> None:
        """Write a test that fails until somebody says what the function does."""
        own = f"from functions.{self.domain}.{self.name} import {self.name}"
        lines = "".join(f"{line}\n" for line in (*imports, own))
        self.create_file(
            f"tests/{self.domain}/test_{self.name}.py",
            f'"""{MARK}: the subject of these tests, in a few words."""\n\nimport pytest\n\n{lines}'
            "from tests.world import ANA, World\n\npytestmark = pytest.mark.emulator\n\n\n"
            f"async def test_{self.name}(world: World) -> None:\n"
            f'    """{MARK}: one sentence of behaviour."""\n    answer = await {call}\n\n'
            f'    assert (answer.status, answer.body) == (200, "{MARK}: what comes back, and what is kept")\n',
        )

    def create_function(self, imports: Sequence[str], code: str) -> None:
        """Write the function's own file."""
        head = "".join(f"{line}\n" for line in (*imports, "from shared.runtime.context import Context"))
        text = f'"""{MARK}: the subject in a few words."""\n\n{head}\n\n{code}'
        self.create_file(f"functions/{self.domain}/{self.name}.py", text)


def _write_http(new: NewFunction, method: str) -> None:
    reads = method == "get"
    way, given, usual = ("read", "query", "store") if reads else ("commit", "body", "actions")
    port, unit = ("Reader", "reader") if reads else ("UnitOfWork", "uow")
    imports = [f"from shared.kernel.ports import {port}", "from shared.kernel.actors import Actor"]
    parameters, moment = f"{unit}: {port}, id: str, *, actor: Actor", ""
    if not reads:
        imports, parameters, moment = [*imports, _DATETIME], f"{parameters}, now: datetime", ", now=ctx.now"
    hint = "ask the database" if reads else "load, decide by a rule, save"
    view, bring_view = new.find_or_append_view()
    module = new.append_logic(usual, parameters, imports, hint)
    new.create_function(
        [
            "from shared.kernel.schemas import Request",
            f"from shared.{new.domain} import {module}",
            bring_view,
            "from shared.runtime.triggers import http",
        ],
        # The function passes the field on, so that the linter sees no unused parameter.
        f"class {new.camel}(Request):\n"
        f'    """{MARK}: what a caller sends; without parameters delete this class and `{given}`."""\n\n'
        f'    id: str\n    """{MARK}: the fields, each with its description."""\n\n\n'
        f'# {MARK}: who may call, and which errors it raises.\n@http.{method}(who="customer", raises=())\n'
        f"async def {new.name}({given}: {new.camel}, ctx: Context) -> {view}:\n"
        f'    """{MARK}: begin with a verb; the API description shows this text."""\n'
        f"    return {view}.of(await ctx.{way}({module}.{new.name}, {given}.id, actor=ctx.actor{moment}))\n",
    )
    new.append_http_case()
    new.create_test(f"world.call({new.name}, {{}}, as_=ANA)")


def _write_list(new: NewFunction) -> None:
    """Write a GET that answers in pages, from the query to the rows that the tests of pages read."""
    view, bring_view = new.find_or_append_view()
    module = new.append_logic(
        "store",
        "reader: Reader, *, actor: Actor, cursor: str | None, limit: int",
        [
            "from shared.kernel.actors import Actor",
            "from shared.kernel.paging import Rows, list_rows",
            "from shared.kernel.ports import Query, Reader",
            "from shared.kernel.schemas import Entity",
        ],
        "the entity, its collection, the filters and the order",
        body=(
            f'    query = Query("{MARK}", Entity).matching("{MARK}", "==", actor.id)\n'
            '    query = query.order_by("created_at", "desc").order_by("id", "desc")\n'
            "    return await list_rows(reader, query, cursor=cursor, limit=limit)\n"
        ),
        returned="Rows[Entity]",
    )
    new.create_function(
        [
            "from shared.kernel.paging import Page, PageSize",
            "from shared.kernel.schemas import Request",
            f"from shared.{new.domain} import {module}",
            bring_view,
            "from shared.runtime.triggers import http",
        ],
        f'class {new.camel}(Request):\n    """{MARK}: what a caller sends; add the filters."""\n\n'
        "    cursor: str | None = None\n"
        '    """Value of `next_cursor` of the page before; leave out for the first page."""\n'
        "    limit: PageSize = 20\n"
        f'    """Most {MARK} on a page, 1 to 100; 20 by default."""\n\n\n'
        f'# {MARK}: who may call, and which errors it raises.\n@http.get(who="customer", raises=())\n'
        f"async def {new.name}(query: {new.camel}, ctx: Context) -> Page[{view}]:\n"
        f'    """{MARK}: begin with a verb; the API description shows this text."""\n'
        f"    found = await ctx.read({module}.{new.name}, actor=ctx.actor, cursor=query.cursor, limit=query.limit)\n"
        f"    return found.to_page({view}.of)\n",
    )
    new.append_http_case()
    new.append_code(
        f"tests/{new.domain}/cases.py",
        ["from datetime import datetime", "from tests.cases import paged_rows"],
        f'@paged_rows("{new.name}", id="{MARK}", person=ANA)\n'
        f"async def _{new.name}_row(world: World, number: int, at: datetime) -> None:\n"
        f'    raise NotImplementedError(f"{MARK}: put row {{number}} of time {{at}} into {{world}}")\n',
        f"Cases of {new.domain}.",
    )
    new.create_test(f"world.call({new.name}, {{}}, as_=ANA)")


def _write_webhook(new: NewFunction) -> None:
    if not new.name.startswith("receive_"):
        raise BuildError("a webhook is named receive_<sender>_<thing>")
    notice = f"{new.camel.removeprefix('Receive')}Notice"
    new.append_code(
        f"shared/{new.domain}/ports.py",
        ["from shared.kernel.schemas import Model"],
        f"class {notice}(Model):\n"
        f'    """{MARK}: the fields. The gateway translates them, and webhook_senders.py shows them."""\n',
        "What vendors must do, and what they tell.",
    )
    bring = f"from shared.{new.domain}.ports import {notice}"
    imports = ["from shared.kernel.ports import UnitOfWork", _DATETIME, bring]
    parameters = f"uow: UnitOfWork, notice: {notice}, *, now: datetime"
    hint = "record the notice, and schedule the job that asks the sender"
    module = new.append_logic("actions", parameters, imports, hint)
    new.create_function(
        [
            f"from shared.{new.domain} import {module}",
            bring,
            "from shared.orders.ports import PaymentCallbacks",
            "from shared.runtime.triggers import webhook",
        ],
        f"# {MARK}: the port of the sender, which verifies and translates its callbacks.\n"
        "@webhook(sender=PaymentCallbacks)\n"
        f"async def {new.name}(notice: {notice}, ctx: Context) -> None:\n"
        f'    """{MARK}: begin with a verb; a task asks the sender whether the notice is true."""\n'
        f"    await ctx.commit({module}.{new.name}, notice, now=ctx.now)\n",
    )
    example = f', example=Example(request={{"{MARK}": "as the sender writes it"}})'
    new.append_case('"sender"', example, f'call_function(world, "{new.name}", {{}}, ANA)', ("Example", "call_function"))
    new.create_test(f'world.call({new.name}, {{}}, headers={{"x-callback-token": "new-token"}})')


def _write_event(new: NewFunction) -> None:
    effect, found, cause = new.name.partition("_when_")
    heard = {_snake(event.__name__): event for event in collect_events()}
    if not found or cause not in heard:
        raise BuildError(
            f"{new.name}: is named <effect>_when_<event>; the events are {', '.join(sorted(heard))}. "
            "A new event is written in shared/contracts/events/ first."
        )
    event = heard[cause]
    bring = f"from {event.__module__} import {event.__name__}"
    imports = ["from shared.kernel.ports import UnitOfWork", _DATETIME, bring]
    parameters = f"uow: UnitOfWork, event: {event.__name__}, *, now: datetime"
    module = new.append_logic("actions", parameters, imports, f"{effect}: load, decide by a rule, save")
    new.create_function(
        [bring, f"from shared.{new.domain} import {module}", "from shared.runtime.triggers import on"],
        f"@on({event.__name__})\nasync def {new.name}(event: {event.__name__}, ctx: Context) -> None:\n"
        f'    """{MARK}: begin with a verb. The event may come twice, and late."""\n'
        f"    await ctx.commit({module}.{new.name}, event, now=ctx.now)\n",
    )
    new.append_case(
        '"internal"', "", f'push_event(world, "{new.name}", "{event.__name__}", payload="{MARK}")', ("push_event",)
    )
    new.create_test(f'world.call.push_event({new.name}, "{event.__name__}", {{}}, id="e-1")')


def _write_task(new: NewFunction) -> None:
    new.append_code(
        f"shared/{new.domain}/jobs.py",
        ["from typing import ClassVar", "from shared.kernel.schemas import Job"],
        f'class {new.camel}(Job):\n    """{MARK}: what is to be done."""\n\n'
        f'    # {MARK}: the queue that is as slow as the vendor.\n    queue: ClassVar[str] = "{new.domain}"\n',
        "Work for later.",
    )
    bring = f"from shared.{new.domain}.jobs import {new.camel}"
    imports = ["from shared.kernel.ports import UnitOfWork", _DATETIME, bring]
    parameters = f"uow: UnitOfWork, job: {new.camel}, *, now: datetime"
    module = new.append_logic("actions", parameters, imports, "load, decide by a rule, save")
    new.create_function(
        [f"from shared.{new.domain} import {module}", bring, "from shared.runtime.triggers import task"],
        f"@task({new.camel}, attempts=8)\nasync def {new.name}(job: {new.camel}, ctx: Context) -> None:\n"
        f'    """{MARK}: begin with a verb. The job may come twice, and late."""\n'
        f"    await ctx.commit_final({module}.{new.name}, job, now=ctx.now)\n",
    )
    new.append_case('"internal"', "", f'await deliver_job(world, "{new.name}", "{new.camel}")', ("deliver_job",))
    new.create_test(f"world.call.deliver_task({new.name}, {{}})")


def _write_schedule(new: NewFunction) -> None:
    imports = ["from shared.kernel.ports import UnitOfWork", _DATETIME]
    parameters = "uow: UnitOfWork, id: str, *, now: datetime"
    module = new.append_logic("actions", parameters, imports, "act on one of those found")
    new.create_function(
        [
            f"from shared.{new.domain} import {module}",
            "from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each",
            "from shared.runtime.triggers import schedule",
        ],
        f'# {MARK}: when it is due, in Jakarta.\n@schedule("0 3 * * *")\n'
        f"async def {new.name}(tick: ScheduledRun, ctx: Context) -> RunSummary:\n"
        f'    """{MARK}: begin with a verb; say what is found, and what is done to each."""\n'
        f"    found: list[str] = []  # {MARK}: await ctx.read(…, due_before=tick.due_at, limit=300)\n"
        f"    return await commit_each(ctx, {module}.{new.name}, found, now=tick.due_at)\n",
    )
    new.append_case('"internal"', "", f'run_schedule(world, "{new.name}")', ("run_schedule",))
    new.create_test(f"world.call.run_schedule({new.name}, due_at=world.now)")


_DATETIME = "from datetime import datetime"
KINDS: dict[str, Callable[[NewFunction], None]] = {
    "get": lambda new: _write_http(new, "get"),
    "list": _write_list,
    "post": lambda new: _write_http(new, "post"),
    "webhook": _write_webhook,
    "on": _write_event,
    "task": _write_task,
    "schedule": _write_schedule,
}
_ANSWERING_KINDS = ("get", "list", "post")


def write_function(place: str, kind: str, *, module: str = "", view: str = "", root: Path = ROOT) -> list[str]:
    """Write the files of a new function, and return their paths.

    Args:
        place: Domain and name, as `orders/list_my_orders`.
        kind: One of `KINDS`.
        module: The module of `shared/<domain>/` for its logic; by default `store` for a GET, else `actions`.
        view: An existing view of the domain, for a GET or POST that answers with it.
        root: The project's folder.

    Raises:
        BuildError: The name or the kind cannot be, or the function is there already.
    """
    domain, _, name = place.partition("/")
    if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", name):
        raise BuildError(f"{place}: is not <domain>/<verb>_<noun>, as orders/list_my_orders")
    if len(name) > 40:
        raise BuildError(f"{name}: is longer than 40 characters")
    if not (root / "functions" / domain / "__init__.py").is_file():
        raise BuildError(f"functions/{domain}/__init__.py: there is no such domain; it and shared/{domain} come first")
    if name in {file.stem for file in list_function_files()}:
        raise BuildError(f"{name}: there is a function of this name already")
    if kind not in KINDS:
        raise BuildError(f"{kind}: is not one of {', '.join(KINDS)}")
    if view and kind not in _ANSWERING_KINDS:
        raise BuildError(f"{view}: a function of the kind {kind} answers with no view")
    for path in (f"functions/{domain}/{name}.py", f"tests/{domain}/test_{name}.py"):
        if (root / path).exists():
            raise BuildError(f"{path} is there already")
    new = NewFunction(domain, name, module, view, root)
    KINDS[kind](new)
    return new.written


def _snake(camel: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", camel).lower()


def _format(root: Path, files: Sequence[str]) -> None:
    ruff = Path(sys.executable).with_name("ruff")
    subprocess.run([ruff, "check", "--quiet", "--fix", "--select", "I,F401,F811", *files], cwd=root, check=False)
    subprocess.run([ruff, "format", "--quiet", *files], cwd=root, check=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files, and say what comes next."""
    parser = argparse.ArgumentParser(prog="make new", description=__doc__)
    parser.add_argument("place", help="domain and name, as orders/list_my_orders")
    parser.add_argument("kind", help=", ".join(KINDS))
    parser.add_argument("--module", default="", help="module of shared/<domain>/ for its logic")
    parser.add_argument("--view", default="", help="existing view of the domain that the function answers with")
    given = parser.parse_args(arguments)
    try:
        files = write_function(given.place, given.kind, module=given.module, view=given.view)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    _format(ROOT, files)
    print("\n".join(f"wrote {file}" for file in dict.fromkeys(files)))
    print(f"Next: `make check` lists each place to fill in ({MARK}). Then see docs/new-function.md.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
