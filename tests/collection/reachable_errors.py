"""Static scan: the errors that can leave a function of the project, found in the source from its handler on.

The scan follows every function that the source names, called or passed on, and leaves out the errors that an `except`
on the way catches. It looks names up in the imported modules, and methods in the annotated class of their object;
where the class is not known, every method of the name counts. From a port it goes on in the gateways.

It follows neither the runtime nor the database: `infra.build.error_responses` lists what they answer with. Operators
that a class defines are not followed either; `find_operator_errors` shows that they raise none of our errors.
"""

import ast
import importlib
import inspect
import pkgutil
import types
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import functions
import shared
from infra.build.error_responses import list_possible_errors
from shared.runtime import error_responses
from shared.runtime.specs import Spec
from tests.collection.error_effects import Effect, ErrorClass, FunctionId, Guarded, Raise, Reraise, Use, list_uses
from tests.collection.name_lookup import CONSTRUCTORS, Method, find_member, is_protocol, list_validators
from tests.collection.raise_reader import FunctionReader, ModuleSource

Excuses = Mapping[str, Mapping[ErrorClass, str]]

NOT_FOLLOWED = ("shared.runtime", "shared.gateways.firestore", "shared.kernel.ports", "shared.workflows.call")
_GATEWAYS = "shared.gateways"


class _Origin(NamedTuple):
    """Line at which an error leaves a function: raised there, or by a function that the line uses."""

    line: int
    through: FunctionId | None = None


_Escapes = dict[ErrorClass, _Origin]


def import_project_modules() -> dict[str, types.ModuleType]:
    """Import every module of `shared` and `functions`, by name."""
    names = [
        module.name
        for package in (shared, functions)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if module.name != "functions.main"
    ]
    return {name: importlib.import_module(name) for name in names}


def list_undeclared_errors(spec: Spec, found: Mapping[ErrorClass, str]) -> list[str]:
    """List the errors that a caller may get, and that neither the function nor the runtime declares.

    Args:
        spec: The function as it is declared.
        found: Errors that can leave the function, each with the way on which it does.
    """
    declared = list_possible_errors(spec)
    return [
        f"{spec.name}: {error.__name__} is not declared:\n    {way}"
        for error, way in found.items()
        # Some errors cannot be made without arguments.
        if error not in declared and error_responses.compute_status(spec.kind, error.__new__(error)) >= 400
    ]


def list_unreachable_errors(spec: Spec, found: Mapping[ErrorClass, str]) -> list[str]:
    """List the errors that a function declares, and that cannot leave it."""
    return [
        f"{spec.name}: {error.__name__} is declared, and nothing raises it"
        for error in spec.raises
        if error not in found
    ]


class ErrorScan:
    """Scan of some modules.

    Attributes:
        used_excuses: Functions and errors whose excuse has kept the error from leaving the function.
    """

    def __init__(self, modules: Mapping[str, types.ModuleType], excuses: Excuses) -> None:
        """Prepare the scan.

        Args:
            modules: Modules whose functions are followed, by name.
            excuses: Reason why an error does not leave a function: by the function's full name, then by the error.
        """
        self.used_excuses: set[tuple[str, ErrorClass]] = set()
        self._modules = {name: module for name, module in modules.items() if not name.startswith(NOT_FOLLOWED)}
        self._excuses = excuses
        self._sources: dict[str, ModuleSource] = {}
        self._effects: dict[FunctionId, tuple[Effect, ...]] = {}
        self._escapes: dict[FunctionId, _Escapes] = {}
        self._methods = self._collect_methods()

    def find_errors(self, spec: Spec) -> dict[ErrorClass, str]:
        """Find the errors that can leave a function, each with the way on which it does, one step a line."""
        entries = [spec.handler, spec.preload, *list_validators(spec.request_type)]
        starts = [found for entry in entries if (found := self.identify_function(entry))]
        self._settle(starts)
        return {error: self._describe_way(start, error) for start in reversed(starts) for error in self._escapes[start]}

    def find_function_errors(self, function: FunctionId) -> frozenset[ErrorClass]:
        """Find the errors that can leave any one function."""
        self._settle([function])
        return frozenset(self._escapes[function])

    def find_operator_errors(self) -> list[str]:
        """Find the errors of methods that Python calls without their name being written, such as `__add__`."""
        operators = [
            FunctionId(module, name)
            for module in self._modules
            for name in self._source(module).definitions
            if name.endswith("__") and name.rpartition(".")[2] not in CONSTRUCTORS
        ]
        self._settle(operators)
        return [self._describe_way(one, error) for one in operators for error in self._escapes[one]]

    def _describe_way(self, start: FunctionId, error: ErrorClass) -> str:
        steps: list[str] = []
        step: FunctionId | None = start
        while step is not None:
            origin = self._escapes[step][error]
            steps.append(f"{step}:{origin.line}")
            step = origin.through
        return "\n    ".join(steps)

    def identify_function(self, function: Any) -> FunctionId | None:
        """Return the id of a function that is followed; None for all others."""
        function = inspect.unwrap(function) if callable(function) else None
        if not isinstance(function, types.FunctionType) or function.__module__ not in self._modules:
            return None
        found = FunctionId(function.__module__, function.__qualname__)
        return found if found.name in self._source(found.module).definitions else None

    def list_public_functions(self) -> list[FunctionId]:
        """List the public functions, methods and properties that are followed."""
        return [
            FunctionId(module, name)
            for module in self._modules
            for name in self._source(module).definitions
            if not any(part.startswith("_") for part in name.split("."))
        ]

    def get_docstring(self, function: FunctionId) -> str:
        """Get the docstring of a function; an empty text if there is none."""
        return ast.get_docstring(self._source(function.module).definitions[function.name]) or ""

    def list_methods(self, name: str) -> list[Method]:
        """List the methods and properties of this name, of all classes."""
        return self._methods[name]

    def list_implementations(self, port_method: Method) -> list[Method]:
        """List the gateways' methods that may run when a port's method is called. The runtime's ports have none."""
        if port_method.receiver.__module__.startswith(NOT_FOLLOWED):
            return []
        named = self._methods[port_method.function.__name__]
        return [one for one in named if one.function.__module__.startswith(_GATEWAYS)]

    def list_returned_errors(self, function: Any) -> frozenset[ErrorClass]:
        """List the errors that a function returns, for its caller to raise."""
        found = self.identify_function(function)
        return self._read(found).list_returned_errors() if found else frozenset()

    def _collect_methods(self) -> dict[str, list[Method]]:
        found: dict[str, list[Method]] = defaultdict(list)
        for module in self._modules.values():
            for cls in vars(module).values():
                if inspect.isclass(cls) and cls.__module__ == module.__name__ and not is_protocol(cls):
                    for name in vars(cls):
                        found[name] += [one for one in find_member(cls, name)[:1] if isinstance(one, Method)]
        return found

    def _source(self, module: str) -> ModuleSource:
        if module not in self._sources:
            self._sources[module] = ModuleSource(self._modules[module])
        return self._sources[module]

    def _read(self, function: FunctionId) -> FunctionReader:
        return FunctionReader(self, function, self._source(function.module))

    def _settle(self, starts: Iterable[FunctionId]) -> None:
        """Compute the errors of `starts` and of all that they use, again and again until nothing changes."""
        users: dict[FunctionId, set[FunctionId]] = defaultdict(set)
        reached, waiting = set[FunctionId](), list(starts)
        while waiting:
            function = waiting.pop()
            if function not in reached:
                reached.add(function)
                if function not in self._effects:
                    self._effects[function] = tuple(self._read(function).read_effects())
                for used in list_uses(self._effects[function]):
                    users[used].add(function)
                    waiting.append(used)
        waiting = list(reached)
        while waiting:
            function = waiting.pop()
            known = self._escapes.setdefault(function, {})
            found = self._without_excused(function, self._evaluate(self._effects[function], {}))
            if found.keys() - known.keys():
                # The way that was found first stays, so that no way leads in a circle.
                self._escapes[function] = found | known
                waiting += users[function]

    def _without_excused(self, function: FunctionId, found: _Escapes) -> _Escapes:
        excused = found.keys() & self._excuses.get(str(function), {}).keys()
        self.used_excuses |= {(str(function), error) for error in excused}
        return {error: origin for error, origin in found.items() if error not in excused}

    def _evaluate(self, effects: Iterable[Effect], caught: _Escapes) -> _Escapes:
        """Compute which errors leave some code, inside a handler that has `caught` others."""
        found: _Escapes = {}
        for effect in effects:
            match effect:
                case Raise(errors, line):
                    found = dict.fromkeys(errors, _Origin(line)) | found
                case Reraise():
                    found = caught | found
                case Use(function, line):
                    found = dict.fromkeys(self._escapes.get(function, {}), _Origin(line, function)) | found
                case Guarded(body, handlers):
                    left = self._evaluate(body, caught)
                    for handler in handlers:
                        here = {error: origin for error, origin in left.items() if issubclass(error, handler.caught)}
                        left = {error: origin for error, origin in left.items() if error not in here}
                        found = self._evaluate(handler.body, here) | found
                    found = left | found
        return found
