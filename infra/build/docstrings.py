"""Docstrings as the API's description needs them: operations by their sections, fields by the string below each."""

import ast
import inspect
import re
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_SECTION = re.compile(r"(Args|Attributes|Raises|Returns):")
_ENTRY = re.compile(r"(\w+): (.+)")


@dataclass(frozen=True, slots=True)
class OperationDocstring:
    """Parts of an operation's docstring.

    Attributes:
        summary: First line.
        description: Paragraphs between the first line and the first section.
        raises: Sentence of each error in the section `Raises:`, by the name of its class.
    """

    summary: str
    description: str
    raises: dict[str, str] = field(default_factory=dict)


def parse_operation_docstring(text: str) -> OperationDocstring:
    """Parse the docstring `text` of a function; the sections `Args:` and `Returns:` are left out."""
    summary, _, rest = inspect.cleandoc(text).partition("\n")
    description: list[str] = []
    sections: dict[str, list[str]] = {}
    lines = description
    for line in rest.splitlines():
        if section := _SECTION.fullmatch(line):
            lines = sections.setdefault(section[1], [])
        else:
            lines.append(line)
    return OperationDocstring(
        summary=summary.strip(),
        description="\n".join(description).strip(),
        raises=_parse_entries(sections.get("Raises", [])),
    )


def without_sections(text: str) -> str:
    """Return the docstring `text` of a class without its sections, such as `Attributes:`."""
    parsed = parse_operation_docstring(text)
    return "\n\n".join(filter(None, (parsed.summary, parsed.description)))


def _parse_entries(lines: list[str]) -> dict[str, str]:
    entries: dict[str, str] = {}
    name = ""
    for line in (line.strip() for line in lines):
        if entry := _ENTRY.fullmatch(line):
            name, entries[entry[1]] = entry[1], entry[2]
        elif line and name:
            entries[name] += f" {line}"
    return entries


def read_field_descriptions(model: type) -> dict[str, str]:
    """Return the sentence below each field of `model` and of the classes that `model` inherits from.

    A field's sentence is the string that follows the field in its class. Only the source is read, so that an instance
    pays nothing for descriptions at import.
    """
    described: dict[str, str] = {}
    for owner in reversed(model.__mro__):
        source = getattr(sys.modules.get(owner.__module__), "__file__", None)
        if source and owner.__module__.partition(".")[0] in ("shared", "functions", "tests"):
            described |= _read_module_fields(Path(source)).get(owner.__qualname__, {})
    return described


@cache
def _read_module_fields(source: Path) -> dict[str, dict[str, str]]:
    classes = (node for node in ast.parse(source.read_text()).body if isinstance(node, ast.ClassDef))
    return {node.name: _read_class_fields(node) for node in classes}


def _read_class_fields(node: ast.ClassDef) -> dict[str, str]:
    found: dict[str, str] = {}
    for statement, below in zip(node.body, node.body[1:], strict=False):
        match statement, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                found[name] = " ".join(inspect.cleandoc(text).split())
    return found
