"""Reads from the source which texts of errors are named where, and with which values."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, get_args

from shared.contracts.pictures import PictureFault
from shared.kernel.errors import Fault

NAMED_BY_VALUE: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("UploadRefused", "picture"): get_args(PictureFault),
}
"""Errors whose text is named by a value of a closed list, by class and expression."""
_FIELD_MESSAGES = ("ValidationMessage", "InvalidValue", "FieldError", "with_validation_message")


class NamedText(NamedTuple):
    """A text that a line names.

    Attributes:
        place: File and line.
        error: Class of the error; None for a message about a field.
        text: Name of the text; empty for the sentence of the code.
        values: Names of the values that the line gives.
    """

    place: str
    error: type[Fault] | None
    text: str
    values: frozenset[str]


class UnclearTextError(Exception):
    """The source does not show which text a line names."""


class TextReader(ast.NodeVisitor):
    """Reads the texts that one file names."""

    def __init__(self, file: str, tree: ast.Module, errors: Mapping[str, type[Fault]]) -> None:
        self.found: list[NamedText] = []
        self._file = file
        self._errors = errors
        self._class = ""
        self._assigned: dict[str, list[ast.expr]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    self._assigned.setdefault(ast.unparse(target), []).append(node.value)
        self.visit(tree)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        outer, self._class = self._class, node.name
        self.generic_visit(node)
        self._class = outer

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        called = ast.unparse(node.func)
        name = called.rpartition(".")[2]
        if name == "field" and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value).rpartition(".")[2]
            if self._find_error(owner):
                self._add(node, None, node.args[1])
        elif name in _FIELD_MESSAGES:
            place = 1 if name in ("FieldError", "with_validation_message") else 0
            if not isinstance(node.args[place], ast.Attribute):
                self._add(node, None, node.args[place])
        elif called == "super().__init__" and self._class in self._errors:
            error = self._errors[self._class]
            if not _takes_text(error):
                self._add(node, error, node.args[0] if node.args else None)
        elif (error_class := self._find_error(name)) and _takes_text(error_class):
            self._add(node, error_class, node.args[0] if node.args else None)

    def _find_error(self, name: str) -> type[Fault] | None:
        return self._errors.get(self._class if name in ("cls", "Self") else name)

    def _add(self, node: ast.Call, error: type[Fault] | None, named: ast.expr | None) -> None:
        values = frozenset(value for keyword in node.keywords for value in self._list_values(keyword))
        extra = node.args[-1] if node.args else None
        if isinstance(extra, ast.Dict):
            values |= {*_list_keys(extra)}
        place = f"{self._file}:{node.lineno}"
        for text in [""] if named is None else self._list_texts(error, named, place):
            self.found.append(NamedText(place, error, text, values))

    def _list_values(self, keyword: ast.keyword) -> Iterator[str]:
        if keyword.arg:
            yield keyword.arg
        for given in self._assigned.get(ast.unparse(keyword.value), []) if keyword.arg is None else []:
            if isinstance(given, ast.Dict):
                yield from _list_keys(given)

    def _list_texts(self, error: type[Fault] | None, named: ast.expr, place: str) -> Iterator[str]:
        known = NAMED_BY_VALUE.get((error.__name__ if error else "", ast.unparse(named)))
        if known is not None:
            yield from known
        elif isinstance(named, ast.Constant) and isinstance(named.value, str):
            yield named.value
        elif isinstance(named, ast.IfExp):
            yield from self._list_texts(error, named.body, place)
            yield from self._list_texts(error, named.orelse, place)
        elif assigned := self._assigned.get(ast.unparse(named)):
            for one in assigned:
                yield from self._list_texts(error, one, place)
        else:
            raise UnclearTextError(f"{place}: which text is {ast.unparse(named)}?")


def _list_keys(given: ast.Dict) -> list[str]:
    return [key.value for key in given.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]


def _takes_text(error: type[Fault]) -> bool:
    """Return whether the first argument of the class names a text."""
    return "detail" in inspect.signature(error.__init__).parameters


def read_named_texts(files: Mapping[str, Path], errors: Mapping[str, type[Fault]]) -> list[NamedText]:
    """Read all texts of errors that some files name.

    Raises:
        UnclearTextError: A line does not show which text it names.
    """
    return [
        one
        for name, path in files.items()
        for one in TextReader(name, ast.parse(path.read_text(encoding="utf-8")), errors).found
    ]
