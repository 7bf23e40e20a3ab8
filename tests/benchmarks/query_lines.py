"""Query lines: the lines of `shared/` that begin a query or add a condition or an order to it.

The module finds them and traces which of them run.
"""

import ast
import contextlib
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from types import FrameType
from typing import Any

from infra.build.discovery import ROOT

Line = tuple[str, int]


@cache
def find_query_lines() -> Mapping[Line, str]:
    """Find the query lines, each with its function and its number in that function."""
    found: dict[Line, str] = {}
    for file in sorted((ROOT / "shared").rglob("*.py")):
        place = file.relative_to(ROOT / "shared")
        if place.parts[0] != "gateways" and file.name != "ports.py":
            module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            for name, function in _functions(ast.parse(file.read_text())):
                for number, line in enumerate(sorted({*_lines(function)}), start=1):
                    found[str(file), line] = f"{module}.{name}:{number}"
    return found


@contextlib.contextmanager
def trace_query_lines(ran: set[str]) -> Iterator[None]:
    """Add to `ran` the query lines that this thread runs within the block."""
    lines = find_query_lines()
    files = {file for file, _ in lines}

    def trace_line(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line" and (name := lines.get((frame.f_code.co_filename, frame.f_lineno))):
            ran.add(name)
        return trace_line

    def trace_call(frame: FrameType, _: str, __: Any) -> Any:
        return trace_line if frame.f_code.co_filename in files else None

    before = sys.gettrace()
    sys.settrace(trace_call)
    try:
        yield
    finally:
        sys.settrace(before)


def _functions(
    tree: ast.Module | ast.ClassDef, within: str = ""
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{within}{node.name}.")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{within}{node.name}", node


def _lines(function: ast.AST) -> Iterator[int]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id == "Query":
                yield node.func.lineno
            elif isinstance(node.func, ast.Attribute) and node.func.attr in ("matching", "order_by"):
                yield node.func.end_lineno or node.func.lineno
