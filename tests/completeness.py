"""Everything that is missing for the functions to be complete: `python -m tests.completeness`.

The check needs no emulator and takes seconds. It does not measure costs: `make generate` does, and `make test` compares
them.
"""

import ast
import importlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from infra.build import discovery, manifest, monthly_cost, openapi
from infra.build.discovery import ROOT, BuildError, Function
from infra.build.examples import FUNCTION_EXAMPLES_FILE, Examples
from infra.build.indexes import INDEXES_FILE
from infra.build.required_indexes import render_indexes
from infra.build.scaffold import MARK
from tests import cases, proofs
from tests.benchmarks import cost
from tests.benchmarks.query_lines import find_query_lines
from tests.benchmarks.recordings import RECORDINGS_FILE, list_queries, load_recordings
from tests.case_examples import list_examples, render_examples
from tests.cases import Case

_ABOUT_MARKS = ("infra/build/scaffold.py", "tests/completeness.py")


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Something that is missing.

    Attributes:
        about: The function that lacks it, or a heading for what concerns no single function.
        file: The file to mend.
        text: Description of what is missing.
    """

    about: str
    file: str
    text: str


def find_gaps() -> list[Gap]:
    """Find everything that is missing for any function."""
    functions, gaps = _load_functions()
    known, paged, more = _load_cases()
    gaps += more
    gaps += _find_marks()
    if more:
        # Everything below compares the functions with the cases of all domains.
        return sorted(set(gaps))
    tests = _read_tests()
    recordings = load_recordings()
    examples = Examples({"functions": list_examples(known.values()), "errors": {}})
    for function in functions:
        name = function.spec.name
        gaps += _find_code_gaps(function)
        gaps += _find_case_gaps(function, known.get(name), examples)
        gaps += _find_paging_gaps(function, paged)
        gaps += _find_test_gaps(function, known.get(name), tests)
        if name not in recordings:
            gaps.append(Gap(name, _path(cost.FILE), "no row: `make generate` measures it"))
    names = {function.spec.name for function in functions}
    files = {file.stem for file in discovery.list_function_files()}
    gaps += [Gap(one.name, _path(one.file), "a case of no function") for one in known.values() if one.name not in files]
    gaps += [Gap(one, _path(RECORDINGS_FILE), "a recording of no function") for one in recordings.keys() - files]
    ran = {line for recording in recordings.values() for line in recording.query_lines}
    gaps += [
        Gap("queries", f"{line.rpartition(':')[0]}", f"query line {line.rpartition(':')[2]} is run by no recorded case")
        for line in sorted(set(find_query_lines().values()) - ran)
    ]
    if names == files and not any(gap.text.startswith("example") for gap in gaps):
        gaps += _find_stale_files(functions)
    return sorted(set(gaps))


def _load_functions() -> tuple[list[Function], list[Gap]]:
    found, gaps = [], []
    for file in discovery.list_function_files():
        try:
            found.append(discovery.load_function(file))
        except Exception as error:  # noqa: BLE001 (whatever its import raises is what is told)
            gaps.append(Gap(file.stem, _path(file), f"cannot be imported: {error}"))
    return sorted(found, key=lambda one: one.spec.name), gaps


def _load_cases() -> tuple[dict[str, Case], set[str], list[Gap]]:
    """Load the cases, the names of the functions that have rows for their pages, and what cannot be loaded."""
    gaps = []
    for file in cases.list_case_files():
        try:
            importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        except Exception as error:  # noqa: BLE001 (whatever its import raises is what is told)
            gaps.append(Gap("cases", _path(file), f"cannot be imported: {error}"))
    return ({}, set(), gaps) if gaps else (dict(cases.load_cases()), set(cases.load_paged_rows()), [])


def _find_paging_gaps(function: Function, paged: set[str]) -> Iterator[Gap]:
    """Find a function that takes a cursor but has no rows for `test_paged_lists.py` to read page by page."""
    spec = function.spec
    is_paged = spec.kind == "http" and cases.is_paged(spec.request_type)
    if is_paged != (spec.name in paged):
        text = f'no @paged_rows("{spec.name}", id=…, person=…)' if is_paged else "has paged rows, but takes no cursor"
        yield Gap(spec.name, f"tests/{spec.domain}/cases.py", text)


def _find_marks() -> Iterator[Gap]:
    """Find the places that `make new` marked to be filled in."""
    for place in ("functions", "shared", "tests", "infra"):
        for file in sorted((ROOT / place).rglob("*.py")):
            if MARK in (text := file.read_text()) and _path(file) not in _ABOUT_MARKS:
                for number, line in enumerate(text.splitlines(), start=1):
                    if MARK in line:
                        yield Gap(_function_around(file, number), f"{_path(file)}:{number}", line.strip().strip('"#'))


def _function_around(file: Path, line: int) -> str:
    """Return the function that a line is about.

    The file's name decides, else the definition that holds the line.
    """
    names = {each.stem for each in discovery.list_function_files()}
    stem = file.stem.removeprefix("test_")
    if stem in names:
        return stem
    for node in ast.parse(file.read_text()).body:
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
        if first <= line <= (node.end_lineno or node.lineno):
            words = re.sub(r"(?<!^)([A-Z])", r"_\1", getattr(node, "name", "")).lower().strip("_")
            return next(
                (name for name in (words, words.removesuffix("_view"), words.removesuffix("_row")) if name in names),
                "other places",
            )
    return "other places"


def _read_tests() -> list[str]:
    return [file.read_text() for file in (ROOT / "tests").rglob("test_*.py") if file.parent.name != "collection"]


def _find_test_gaps(function: Function, case: Case | None, tests: list[str]) -> Iterator[Gap]:
    """Find a function that no test reaches.

    A test reaches a function if it mentions the function's name, its name in the cloud, or its job's name. Otherwise
    the case says which test file reaches the function.
    """
    spec = function.spec
    names = {spec.name, spec.cloud_name}
    if spec.kind == "task" and spec.request_type:
        names.add(spec.request_type.__name__)
    if any(name in text for name in names for text in tests):
        return
    if case is None or not case.tested_in:
        yield Gap(spec.name, f"tests/{spec.domain}/", f"no test (test_*.py) names {spec.name}")
    elif not (ROOT / case.tested_in).is_file():
        yield Gap(spec.name, _path(case.file), f"tested_in={case.tested_in!r}, which is no file")


def _find_code_gaps(function: Function) -> Iterator[Gap]:
    name, path = function.spec.name, _path(function.file)
    if not ast.get_docstring(ast.parse(function.file.read_text())):
        yield Gap(name, path, "the module has no docstring")
    if not function.summary:
        yield Gap(name, path, "the function has no docstring, which is its text in the API description")


def _find_case_gaps(function: Function, case: Case | None, examples: Examples) -> Iterator[Gap]:
    spec = function.spec
    if case is None:
        yield Gap(spec.name, f"tests/{spec.domain}/cases.py", f'no @case("{spec.name}", who=…)')
        return
    if case.file.parent.name != spec.domain:
        yield Gap(spec.name, _path(case.file), f"the case stands in another domain than {spec.domain}")
    if set(case.who) != set(spec.who):
        yield Gap(spec.name, _path(case.file), f"who={case.who}, but the decorator says {spec.who}")
    if spec.exposure == "internal":
        if case.example is not None:
            yield Gap(spec.name, _path(case.file), "has an example, but the API description does not show it")
        return
    for part in examples.find_wrong_parts(spec):
        yield Gap(spec.name, _path(case.file), f"example: {part}")


def _find_stale_files(functions: list[Function]) -> Iterator[Gap]:
    rendered: dict[Path, Callable[[], str]] = {
        FUNCTION_EXAMPLES_FILE: render_examples,
        manifest.MANIFEST_FILE: lambda: manifest.render_manifest(functions),
        manifest.SCHEMA_FILE: manifest.render_manifest_schema,
        openapi.OPENAPI_FILE: lambda: openapi.render_openapi(functions),
        proofs.FILE: proofs.render_page,
        cost.FILE: lambda: cost.render_page(load_recordings().values()),
        INDEXES_FILE: lambda: render_indexes(list_queries(load_recordings().values())),
    }
    if FUNCTION_EXAMPLES_FILE.read_text() != render_examples():
        # The description is made from that file.
        del rendered[openapi.OPENAPI_FILE]
    for file, render in rendered.items():
        try:
            if not file.exists() or file.read_text() != render():
                yield Gap("generated files", _path(file), "is stale: `make generate` writes it")
        except BuildError as error:
            yield Gap("generated files", _path(file), str(error))
    try:
        if monthly_cost.render_table() not in monthly_cost.README_FILE.read_text():
            yield Gap("generated files", _path(monthly_cost.README_FILE), "its costs are stale: `make generate`")
    except BuildError as error:
        yield Gap("generated files", _path(monthly_cost.README_FILE), str(error))


def _path(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def render_gaps(gaps: Iterable[Gap]) -> str:
    """Render the gaps, those of each function together."""
    lines, about = [], None
    for gap in gaps:
        if gap.about != about:
            about = gap.about
            lines.append(f"{about}:")
        lines.append(f"  {gap.file}: {gap.text}")
    return "\n".join(lines)


if __name__ == "__main__":
    found = find_gaps()
    if found:
        print(f"{render_gaps(found)}\n\n{len(found)} to mend; docs/new-function.md says how.", file=sys.stderr)
    sys.exit(bool(found))
