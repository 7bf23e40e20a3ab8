"""Language of the code: names that say what a thing is, docstrings that a stranger understands."""

import ast
import inspect
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("shared", "functions", "infra/build", "emulators", "tests")
NAMED_FOLDERS = ("shared", "emulators", "tests")
"""Folders whose modules, classes and functions are chosen freely, so that their names are checked too."""

PLAIN_FOLDERS = ("functions", "infra/build", "emulators", "shared")
"""Folders whose docstrings are held to short sentences and to names in backticks as well."""

ONE_WORD_FUNCTIONS = {
    "shared/runtime/triggers.py": {"webhook", "on", "task", "schedule"},
    "tests/cases.py": {"case", "variants"},
    "tests/benchmarks/cost.py": {"main"},
    "tests/infra/__main__.py": {"main"},
    "tests/journeys/screenshots.py": {"main"},
    **{
        f"emulators/{name}.py": {"main"}
        for name in ("__main__", "control", "demo/__main__", "functions_host", "providers/__main__", "reaper")
    },
}
"""Public functions that may have one word: decorators named by their trigger, and entry points of programs."""

GERUNDS_ALLOWED = {
    "shared/bookings/rescheduling.py": "the field's noun for moving a booking to another time",
    "shared/chat/room_archiving.py": "what happens to a room at its end, beside room_opening",
    "shared/chat/room_opening.py": "the field's noun for a room's beginning",
    "shared/chat/sending.py": "the field's noun for posting messages",
    "shared/kernel/paging.py": "the short name of pagination",
    "shared/kernel/text_folding.py": "the field's noun, as in case folding",
    "shared/orders/invoice_numbering.py": "the field's noun: invoice numbering is a legal duty",
    "shared/workflows/room_opening.py": "the field's noun for a room's beginning",
    "shared/workflows/session_handover/rerouting.py": "the field's noun for handing a session over",
}
"""Modules whose last word ends in -ing, each with the reason."""

_VAGUE_STARTS = re.compile(
    r"^(What|Which|Who|Whoever|Whom|Whose|Whether|Where|Why|How"
    r"|It|Its|They|One|That|Those|These|This|Such|Somebody|Nobody)\b"
)
_NOT_IMPERATIVE = re.compile(
    r"^(\W|(A|An|The|All|Any|Each|Every|Everything|No|As|At|By|For|From|In|Of|On|Since|To|Up|With|Without)\b)"
)
_VAGUE_ENTRY = re.compile(
    r"^ {4}(?:\w+: )?((?:What|Which|Who|Whoever|Whom|Whose|Whether|When|Where|Why|How"
    r"|It|Its|They|Those|These|This|Such)\b.*)",
    re.MULTILINE,
)
"""Entry of a section such as `Args:`, or text of `Returns:`, that begins like this."""
_MAX_WORDS = 20
_SENTENCE_ENDS = re.compile(r"(?<=[.!?:;])\s+|\n\s*\n")
_NAME_IN_ASTERISKS = re.compile(r"(?<!\*)\*\w+\*(?!\*)")
_NOUNS_IN_ING = {"booking", "meeting", "messaging", "pairing", "rating", "setting", "string"}


def _is_test_file(file: Path) -> bool:
    return file.name.startswith("test_")


def _python_files() -> list[Path]:
    return [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py")) if not _is_test_file(file)]


def _relative(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


FILES = {_relative(file): ast.parse(file.read_text()) for file in _python_files()}
TEST_FILES = [file for file in sorted((ROOT / "tests").rglob("*.py")) if _is_test_file(file)]


def _documented(tree: ast.Module) -> Iterator[tuple[str, int, str]]:
    """Yield name, line and docstring of everything in a module that has a docstring, attributes included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node)
            if text:
                name = "module" if isinstance(node, ast.Module) else node.name
                yield name, 1 if isinstance(node, ast.Module) else node.lineno, text
        if isinstance(node, ast.Module | ast.ClassDef):
            yield from _documented_attributes(node)


def _documented_attributes(holder: ast.Module | ast.ClassDef) -> Iterator[tuple[str, int, str]]:
    """Yield each attribute or constant that has a docstring: a text in the statement after its assignment."""
    for assignment, statement in pairwise(holder.body):
        match assignment, statement:
            case (
                ast.AnnAssign(target=target) | ast.Assign(targets=[target]),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield ast.unparse(target), statement.lineno, inspect.cleandoc(text)


def _public_functions(tree: ast.Module) -> list[str]:
    """List the public functions of a module; fixtures are left out, because tests use them as nouns."""
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and not any("fixture" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]


NAMED_FILES = {file: tree for file, tree in FILES.items() if file.startswith(NAMED_FOLDERS)}


@pytest.mark.parametrize("file", NAMED_FILES)
def test_public_functions_have_two_words(file: str) -> None:
    """A verb and an object: a stack trace, a search and an outline then mean something."""
    one_word = {name for name in _public_functions(FILES[file]) if "_" not in name}

    assert one_word == ONE_WORD_FUNCTIONS.get(file, set())


def test_modules_are_nouns() -> None:
    """A module is named by what it holds, not by a gerund; each exception has a reason."""
    gerunds = {
        file
        for file in NAMED_FILES
        if (last := Path(file).stem.rpartition("_")[2]).endswith("ing") and last not in _NOUNS_IN_ING
    }

    assert gerunds == GERUNDS_ALLOWED.keys()


def test_a_class_name_has_one_meaning() -> None:
    """No two public classes of one folder have the same name."""
    places = defaultdict(list)
    for file, tree in NAMED_FILES.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[file.partition("/")[0], node.name].append(file)

    assert {name: files for name, files in places.items() if len(files) > 1} == {}


@pytest.mark.parametrize("file", FILES)
def test_docstrings_name_the_thing(file: str) -> None:
    """A docstring begins with a verb or with the thing itself, never with a pronoun or a question word."""
    vague = [
        f"{file}:{line} {name}: {text.splitlines()[0]}"
        for name, line, text in _documented(FILES[file])
        if _VAGUE_STARTS.match(text)
    ]

    assert vague == []


@pytest.mark.parametrize("file", [file for file in FILES if file.startswith(PLAIN_FOLDERS)])
def test_function_docstrings_begin_with_a_verb(file: str) -> None:
    """A function does something; a property names what it returns. Ruff's D401 knows only some verbs."""
    nouns = [
        f"{file}:{node.lineno} {node.name}: {text.splitlines()[0]}"
        for node in ast.walk(FILES[file])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not any("property" in ast.unparse(decorator) for decorator in node.decorator_list)
        and (text := ast.get_docstring(node))
        and _NOT_IMPERATIVE.match(text)
    ]

    assert nouns == []


def test_test_modules_name_their_subject() -> None:
    """The docstring of a test module begins with its subject, never with a pronoun or a question word."""
    texts = {_relative(file): ast.get_docstring(ast.parse(file.read_text())) or "" for file in TEST_FILES}

    assert {file: text for file, text in texts.items() if not text or _VAGUE_STARTS.match(text)} == {}


@pytest.mark.parametrize("file", [file for file in FILES if file.startswith(PLAIN_FOLDERS)])
def test_docstrings_have_short_sentences(file: str) -> None:
    """A sentence is understood at the first reading; names of parameters stand in backticks."""
    hard = [
        f"{file}:{line} {name}: {sentence}"
        for name, line, text in _documented(FILES[file])
        for sentence in _SENTENCE_ENDS.split(text)
        if len(sentence.split()) > _MAX_WORDS or _NAME_IN_ASTERISKS.search(sentence)
    ]

    assert hard == []


@pytest.mark.parametrize("file", [file for file in FILES if file.startswith(PLAIN_FOLDERS)])
def test_section_entries_name_the_thing(file: str) -> None:
    """An argument, an attribute, a result or an error is described by a noun or a sentence, a boolean by `True if`."""
    vague = [
        f"{file}:{line} {name}: {entry}"
        for name, line, text in _documented(FILES[file])
        for entry in _VAGUE_ENTRY.findall(text)
    ]

    assert vague == []


def test_vague_entries_are_found() -> None:
    """Each section's entries are read; deeper lines, which continue an entry, are not."""
    sample = "Do it.\n\nArgs:\n    a: Whether b.\n        What goes on.\n    b: True if c.\n\nReturns:\n    How many.\n"

    assert _VAGUE_ENTRY.findall(sample) == ["Whether b.", "How many."]


def test_attribute_docstrings_are_read() -> None:
    """The checks see the text below an attribute or a constant, and no other text."""
    sample = ast.parse(
        'LIMIT = 3\n"""One limit."""\n\nclass View:\n    open: bool\n    """Whether open."""\n    run()\n    "text"\n'
    )

    assert list(_documented(sample)) == [("LIMIT", 2, "One limit."), ("open", 6, "Whether open.")]
