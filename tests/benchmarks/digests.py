"""Digests: the code that a case's recording depends on, so that only changed functions are measured again.

A digest covers the code that the case's module imports. It also covers the shipped files of every function that ran
during the recording, and their locked packages. Docstrings, comments and layout do not count.

A definition that nothing else in this code names does not count either. An import counts only if its own module uses
the name. A new function therefore does not change the digests of others. Other tests check that importing a module has
no effect. A digest only saves time: `make prove` measures every case.
"""

import ast
import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from infra.build import archives, imports
from infra.build.discovery import ROOT, Function, collect_functions
from infra.build.message_filters import render_spec_filter
from tests.cases import Case

_TEST_ROOTS = ("tests", "emulators", "infra")
_SHIPPED_ROOTS = ("shared", "functions")
# What runs a case, and what decides which emulators and packages it runs on.
_HARNESS = (ROOT / "tests" / "conftest.py", ROOT / "tests" / "benchmarks" / "cost.py")
_PINS = (
    ROOT / "requirements-dev.txt",
    ROOT / "package-lock.json",
    ROOT / ".github" / "actions" / "toolchain" / "action.yml",
)
_HARMLESS_DECORATORS = {
    "cache",
    "lru_cache",
    "dataclass",
    "contextlib.contextmanager",
    "contextlib.asynccontextmanager",
}


@dataclass(frozen=True, slots=True)
class Definition:
    """A top-level definition of a module, or one imported name; its code counts only if other code names it.

    Attributes:
        name: Name that the definition binds.
        mentions: Every name that its code mentions.
        digest: Digest of its code.
        bases: Names of a class's bases.
        hooks_subclasses: Whether the class runs code whenever a subclass of it is defined.
        is_import: Whether an import binds the name. Such a name counts only when code of its own module names it.
    """

    name: str
    mentions: frozenset[str]
    digest: str
    bases: frozenset[str] = frozenset()
    hooks_subclasses: bool = False
    is_import: bool = False


@dataclass(frozen=True, slots=True)
class Module:
    """The code of one file.

    Attributes:
        definitions: Definitions that count only if other code names them.
        mentions: Every name that the rest mentions.
        digest: Digest of the rest, which runs when the module is imported.
        finds_subclasses: Whether its code asks a class for its subclasses.
    """

    definitions: tuple[Definition, ...]
    mentions: frozenset[str]
    digest: str
    finds_subclasses: bool


def compute_digest(case: Case, called: Collection[str], delivered: Collection[str]) -> str:
    """Compute the digest of a case.

    Args:
        case: The case.
        called: Names of the functions that ran during its recording.
        delivered: Types of the events that were delivered meanwhile, to every function subscribed to them.
    """
    files = sorted(_test_closure(case.file).union(*(_shipped_code(name) for name in called)))
    roots = {case.arrange.__name__, *called} | ({case.variants.__name__} if case.variants else set())
    counted = _find_reachable_names(files, roots)
    lines = [f"{file.relative_to(ROOT)} {_digest_file(file)}" for file in _PINS]
    lines += [f"{event} {_consumers(event)}" for event in sorted(delivered)]
    lines += [f"{name} {path} {digest}" for name in sorted(called) for path, digest in _shipped_data(name)]
    for file in files:
        module = _read_module(file)
        kept = _digests_that_count(module, counted)
        if kept or module.digest != _NOTHING:
            lines.append(f"{file.relative_to(ROOT)} {module.digest} {' '.join(kept)}")
    return _digest_text("\n".join(lines))


def _find_reachable_names(files: Sequence[Path], roots: set[str]) -> set[str]:
    """Find the names that counted code mentions, directly or through other definitions."""
    modules = [_read_module(file) for file in files]
    definitions: dict[str, set[str]] = {}
    for module in modules:
        for each in module.definitions:
            definitions.setdefault(each.name, set()).update(each.mentions)
    found = roots.union(*(module.mentions for module in modules), _find_hooked_classes(modules))
    waiting = [name for name in found if name in definitions]
    while waiting:
        new = definitions[waiting.pop()] - found
        found |= new
        waiting += [name for name in new if name in definitions]
    # A class that is found through its base counts although nothing names it.
    return found | definitions.keys() if any(module.finds_subclasses for module in modules) else found


def _digests_that_count(module: Module, counted: Collection[str]) -> list[str]:
    """List the digests of the definitions in `module` that count.

    An import counts only if code of the same module names it. Other modules do not: strict mypy forbids them to
    import a name that `module` has only imported.

    Args:
        module: The module.
        counted: Names that counting code mentions, in any module.
    """
    own = [each for each in module.definitions if not each.is_import and each.name in counted]
    mentioned = module.mentions.union(*(each.mentions for each in own))
    imported = [each for each in module.definitions if each.is_import and each.name in mentioned]
    return [each.digest for each in (*imported, *own)]


def _find_hooked_classes(modules: Sequence[Module]) -> set[str]:
    """Find the classes whose definition runs code of a base class.

    They count although no code names them.
    """
    classes = [each for module in modules for each in module.definitions if each.bases]
    bases = {each.name for module in modules for each in module.definitions if each.hooks_subclasses}
    hooked: set[str] = set()
    while new := {each.name for each in classes if each.bases & (bases | hooked)} - hooked:
        hooked |= new
    return hooked


@cache
def _read_module(file: Path) -> Module:
    holds_cases = file.relative_to(ROOT).parts[0] == "tests"
    return _parse_module(ast.parse(file.read_bytes(), str(file)), holds_cases=holds_cases)


def _parse_module(parsed: ast.Module, *, holds_cases: bool) -> Module:
    definitions: list[Definition] = []
    rest: list[ast.stmt] = []
    tree = _without_docstrings(parsed)
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            definitions += _imported_names(statement)
        elif name := _own_name(statement, holds_cases):
            definitions.append(_definition(name, statement))
        else:
            rest.append(statement)
    mentions = frozenset(name for statement in rest for name in _names(statement))
    finds_subclasses = any(isinstance(node, ast.Attribute) and node.attr == "__subclasses__" for node in ast.walk(tree))
    return Module(tuple(definitions), mentions, _digest_text("\n".join(map(ast.dump, rest))), finds_subclasses)


def _definition(name: str, statement: ast.stmt) -> Definition:
    bases, body = [], []
    if isinstance(statement, ast.ClassDef):
        bases, body = [*statement.bases, *(each.value for each in statement.keywords)], statement.body
    return Definition(
        name,
        frozenset(_names(statement)),
        _digest_text(ast.dump(statement)),
        frozenset(name for base in bases for name in _names(base)),
        any(isinstance(each, ast.FunctionDef) and each.name == "__init_subclass__" for each in body),
    )


def _imported_names(statement: ast.Import | ast.ImportFrom) -> Iterator[Definition]:
    source = statement.module if isinstance(statement, ast.ImportFrom) else ""
    for alias in statement.names:
        bound = alias.asname or alias.name.partition(".")[0]
        digest = _digest_text(f"{source} {alias.name} {bound}")
        yield Definition(bound, frozenset(alias.name.split(".")), digest, is_import=True)


def _own_name(statement: ast.stmt, holds_cases: bool) -> str:
    """Return the name of a definition that has no effect unless other code names it.

    The name is empty for a statement that may have an effect by itself.
    """
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        (target,) = targets if len(targets) == 1 else (None,)
        return target.id if isinstance(target, ast.Name) and not target.id.startswith("__") else ""
    if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return ""
    if statement.name.startswith("__"):
        return ""
    harmless = _HARMLESS_DECORATORS | ({"case", "variants", "paged_rows"} if holds_cases else set())
    if any(ast.unparse(each).partition("(")[0] not in harmless for each in statement.decorator_list):
        return ""
    return statement.name


def _names(statement: ast.AST) -> Iterator[str]:
    for node in ast.walk(statement):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield from node.name.split(".")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _words(node.value)


def _words(text: str) -> Iterator[str]:
    """Find the names in a string: an argument of `getattr`, a dotted path, a forward reference."""
    word = "".join(letter if letter.isidentifier() or letter.isdigit() else " " for letter in text)
    yield from (each for each in word.split() if each.isidentifier())


def _without_docstrings(module: ast.Module) -> ast.Module:
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            # The strings below a module's names and a class's fields describe these too, and do nothing.
            node.body = [each for each in node.body if not _is_string(each)]
    return module


def _is_string(statement: ast.stmt) -> bool:
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


@cache
def _test_closure(file: Path) -> frozenset[Path]:
    """Find `file`, the harness, and every file of the project that they import, also inside functions."""
    found: set[Path] = set()
    waiting = [file, *_HARNESS]
    while waiting:
        each = waiting.pop()
        if each in found:
            continue
        if each.relative_to(ROOT).parts[0] in _SHIPPED_ROOTS:
            found |= _shipped_closure(each)
        else:
            found.add(each)
            waiting += _imported_files(each)
    return frozenset(found)


@cache
def _imported_files(file: Path) -> tuple[Path, ...]:
    names = []
    for node in ast.walk(ast.parse(file.read_bytes(), str(file))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    ours = {name for name in names if name.partition(".")[0] in (*_TEST_ROOTS, *_SHIPPED_ROOTS)}
    return tuple(path for name in sorted(ours) for path in _module_files(name))


def _module_files(name: str) -> Iterator[Path]:
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        place = ROOT.joinpath(*parts[:length])
        yield from (path for path in (place / "__init__.py", place.with_suffix(".py")) if path.is_file())


@cache
def _shipped_closure(file: Path) -> frozenset[Path]:
    return frozenset(source.file for source in imports.find_import_closure(file, gateways=()))


@cache
def _shipped_files() -> Mapping[str, Mapping[str, bytes]]:
    """Return the files of each function as they are deployed."""
    functions = _functions()
    shipped = zip(functions, archives.build_archives(functions.values()), strict=True)
    return {name: archive.files for name, archive in shipped}


@cache
def _functions() -> Mapping[str, Function]:
    return {function.spec.name: function for function in collect_functions()}


def _consumers(event: str) -> list[str]:
    """List the functions subscribed to an event, each with the filter of its subscription."""
    return [
        f"{name} {render_spec_filter(each.spec)}"
        for name, each in _functions().items()
        if each.spec.kind == "event" and _event_name(each) == event
    ]


def _event_name(function: Function) -> str:
    return function.spec.request_type.__name__ if function.spec.request_type else ""


@cache
def _shipped_code(name: str) -> tuple[Path, ...]:
    return tuple(ROOT / path for path in _shipped_files()[name] if path.endswith(".py") and path != "main.py")


@cache
def _shipped_data(name: str) -> tuple[tuple[str, str], ...]:
    files = sorted(_shipped_files()[name].items())
    return tuple((path, _digest_bytes(content)) for path, content in files if not path.endswith(".py"))


@cache
def _digest_file(file: Path) -> str:
    return _digest_bytes(file.read_bytes())


def _digest_bytes(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _digest_text(text: str) -> str:
    return _digest_bytes(text.encode())


_NOTHING = _digest_text("")
