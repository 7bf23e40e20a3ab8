"""Comparison of the sections `Raises:` of docstrings with the errors that the scan of reachable errors finds."""

import builtins
import inspect
from functools import cache

from infra.build.docstrings import parse_operation_docstring
from shared.kernel.errors import Fault
from tests.collection.error_effects import FunctionId
from tests.collection.name_lookup import is_protocol
from tests.collection.reachable_errors import ErrorScan, import_project_modules


def list_missing_entries(scan: ErrorScan, function: FunctionId) -> list[str]:
    """List the errors that can leave a function and that its docstring does not name."""
    named = frozenset[str]().union(*_read_entries(scan, function).values())
    found = {error.__name__ for error in scan.find_function_errors(function)}
    return [f"{function}: {error} is raised and not named" for error in sorted(found - named)]


def list_wrong_entries(scan: ErrorScan, function: FunctionId) -> list[str]:
    """List the entries of a docstring whose errors cannot leave the function.

    Errors of Python are left out, since the scan follows our own errors only.
    """
    found = {error.__name__ for error in scan.find_function_errors(function)}
    return [
        f"{function}: {entry} is named and cannot occur"
        for entry, errors in _read_entries(scan, function).items()
        if not errors <= found and not hasattr(builtins, entry)
    ]


def is_port_method(function: FunctionId) -> bool:
    """Return whether a function is a method of a protocol, which has no body."""
    holder = vars(import_project_modules()[function.module]).get(function.name.partition(".")[0])
    return inspect.isclass(holder) and is_protocol(holder)


def _read_entries(scan: ErrorScan, function: FunctionId) -> dict[str, frozenset[str]]:
    """Read the entries of a docstring, each with the errors that it names: one, or all of a tuple of errors."""
    entries = parse_operation_docstring(scan.get_docstring(function)).raises
    return {entry: _read_error_tuples().get(entry, frozenset({entry})) for entry in entries}


@cache
def _read_error_tuples() -> dict[str, frozenset[str]]:
    """Read the constants such as `SALE_ERRORS` of all domains, each with the names of its errors."""
    return {
        name: frozenset(error.__name__ for error in value)
        for module in import_project_modules().values()
        for name, value in vars(module).items()
        if isinstance(value, tuple) and value and all(inspect.isclass(one) and issubclass(one, Fault) for one in value)
    }
