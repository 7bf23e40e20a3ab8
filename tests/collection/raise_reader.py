"""Reads from the source of a function which errors its lines raise, which they catch, and which functions they use."""

import ast
import builtins
import inspect
import types
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Protocol

from shared.kernel.errors import Fault
from tests.collection.error_effects import Effect, ErrorClass, FunctionId, Guarded, Handler, Raise, Reraise, Use
from tests.collection.name_lookup import (
    Instance,
    Method,
    find_attribute,
    find_member,
    import_object,
    is_protocol,
    join_known,
    list_callables,
    list_hinted_classes,
    list_results,
    read_hints,
)

# Expressions that lead to one another in a circle, such as `x = x or y`, end here.
_MAX_DEPTH = 12
_LITERAL_CLASSES = {ast.JoinedStr: str, ast.Dict: dict, ast.DictComp: dict, ast.List: list, ast.ListComp: list}


class UnclearSourceError(Exception):
    """The scan cannot tell what a line does; the text names the line."""


class ModuleSource:
    """Functions and methods of a module, by qualified name."""

    def __init__(self, module: types.ModuleType) -> None:
        self.namespace = vars(module)
        self.definitions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef] = {}
        self._collect(ast.parse(inspect.getsource(module)), "")

    def _collect(self, node: ast.AST, prefix: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ClassDef):
                self._collect(child, f"{prefix}{child.name}.")
            elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                self.definitions[f"{prefix}{child.name}"] = child
            elif isinstance(child, ast.stmt):
                self._collect(child, prefix)


class Program(Protocol):
    """The functions that a scan follows."""

    def identify_function(self, function: Any) -> FunctionId | None:
        """Return the id of a function that is followed; None for all others."""
        ...

    def list_methods(self, name: str) -> list[Method]:
        """List the methods and properties of this name, of all classes."""
        ...

    def list_implementations(self, port_method: Method) -> list[Method]:
        """List the methods that may run when a port's method is called."""
        ...

    def list_returned_errors(self, function: Any) -> frozenset[ErrorClass]:
        """List the errors that a function returns, for its caller to raise."""
        ...


class _Local(NamedTuple):
    """Local name of a function: the expressions assigned to it. It is unclear if it gets other values too."""

    values: tuple[ast.expr, ...]
    is_unclear: bool


class FunctionReader:
    """Reads one function."""

    def __init__(self, program: Program, function: FunctionId, source: ModuleSource) -> None:
        self.node = source.definitions[function.name]
        self._program = program
        self._function = function
        self._namespace = source.namespace
        self._holder = self._find_holder()
        self._hints = self._read_parameters()
        self._locals = _collect_locals(self.node)
        self._imported = _collect_imports(self.node)
        if hidden := [name for name in self._locals if isinstance(self._namespace.get(name), types.ModuleType)]:
            raise UnclearSourceError(f"{function}:{self.node.lineno}: a local name hides the module {hidden[0]}")

    def _find_holder(self) -> type | None:
        place: Any = None
        for name in self._function.name.split(".")[:-1]:
            place = self._namespace.get(name) if place is None else vars(place).get(name)
        return place if inspect.isclass(place) else None

    def _read_parameters(self) -> dict[str, list[Any]]:
        """Read what the parameters may be, from their type hints."""
        if self._holder is None:
            function = inspect.unwrap(self._namespace[self.node.name])
            # Below a decorator that makes something else of the function, as those of triggers do.
            function = function.spec.handler if hasattr(function, "spec") else function
            found: dict[str, list[Any]] = {}
        else:
            function = next(one.function for one in find_member(self._holder, self.node.name))
            found = {"self": [Instance(self._holder)], "cls": [self._holder]}
        for name, hint in read_hints(function).items():
            found.setdefault(name, [Instance(one) for one in list_hinted_classes(hint)])
        return found

    def read_effects(self) -> Iterator[Effect]:
        """Read what the function raises, catches and uses."""
        return self._read_all(self.node.body, None)

    def list_returned_errors(self) -> frozenset[ErrorClass]:
        """List the errors that the function returns."""
        returned = [node.value for node in ast.walk(self.node) if isinstance(node, ast.Return) and node.value]
        return frozenset[ErrorClass]().union(*(self._list_errors(one) for one in returned))

    def _read_all(self, nodes: Iterable[ast.AST], caught_as: str | None) -> Iterator[Effect]:
        for node in nodes:
            yield from self._read(node, caught_as)

    def _read(self, node: ast.AST, caught_as: str | None) -> Iterator[Effect]:
        """Read the effects of a node. `caught_as` is the name that the handler around it gives to its error."""
        match node:
            case ast.Try(body, handlers, orelse, finalbody):
                read = [
                    Handler(self._list_caught(one.type), tuple(self._read_all(one.body, one.name))) for one in handlers
                ]
                yield Guarded(tuple(self._read_all(body, caught_as)), tuple(read))
                yield from self._read_all([*orelse, *finalbody], caught_as)
            case ast.Raise(None):
                yield Reraise()
            case ast.Raise(ast.Name(name)) if name == caught_as:
                yield Reraise()
            case ast.Raise(ast.expr() as error, cause):
                yield from self._read_all([error, *([cause] if cause else [])], caught_as)
                yield Raise(self._list_errors(error), node.lineno)
            case ast.AnnAssign(_, _, value):
                yield from self._read_all([value] if value else [], caught_as)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from self._read_all(node.body, caught_as)
            case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()):
                yield from (Use(used, node.lineno) for used in self._list_used(node))
                yield from self._read_all(ast.iter_child_nodes(node), caught_as)
            case _:
                yield from self._read_all(ast.iter_child_nodes(node), caught_as)

    def _list_caught(self, node: ast.expr | None) -> tuple[type[BaseException], ...]:
        if node is None:
            return (BaseException,)
        named = node.elts if isinstance(node, ast.Tuple) else [node]
        found = [value for one in named for value in self._resolve(one)]
        flat = [each for value in found for each in (value if isinstance(value, tuple) else (value,))]
        return tuple(one for one in flat if inspect.isclass(one) and issubclass(one, BaseException))

    def _list_used(self, node: ast.expr) -> Iterator[FunctionId]:
        for value in self._resolve(node):
            is_port = isinstance(value, Method) and is_protocol(value.receiver)
            for one in self._program.list_implementations(value) if is_port else [value]:
                for function in list_callables(one):
                    if found := self._program.identify_function(function):
                        yield found

    def _list_errors(self, node: ast.expr, depth: int = 0) -> frozenset[ErrorClass]:
        """List the errors that an expression may be.

        Raises:
            UnclearSourceError: The source does not show them.
        """
        parts = _list_alternatives(node)
        if isinstance(node, ast.Constant) and node.value is None:
            parts = []
        elif isinstance(node, ast.Name) and node.id in self._locals and not self._locals[node.id].is_unclear:
            parts = list(self._locals[node.id].values)
        none = frozenset[ErrorClass]()
        if parts is not None and depth < _MAX_DEPTH:
            return none.union(*(self._list_errors(one, depth + 1) for one in parts))
        if isinstance(node, ast.Call):
            if makers := self._resolve(node.func):
                return none.union(*(self._list_errors_made_by(one) for one in makers))
        else:
            classes = [one.of if isinstance(one, Instance) else one for one in self._resolve(node)]
            if classes and all(inspect.isclass(one) for one in classes):
                return frozenset(one for one in classes if issubclass(one, Fault))
        raise UnclearSourceError(f"{self._function}:{node.lineno}: which error is {ast.unparse(node)}?")

    def _list_errors_made_by(self, maker: Any) -> frozenset[ErrorClass]:
        if inspect.isclass(maker):
            return frozenset([maker] if issubclass(maker, Fault) else [])
        if isinstance(maker, Method) and issubclass(maker.receiver, Fault):
            return frozenset([maker.receiver])
        return self._program.list_returned_errors(maker.function if isinstance(maker, Method) else maker)

    def _resolve(self, node: ast.expr, depth: int = 0) -> list[Any]:
        """Find what an expression may stand for: modules, classes, functions, methods, other objects, instances.

        Returns:
            An empty list when the source does not show it.
        """
        if depth > _MAX_DEPTH:
            return []
        if parts := _list_alternatives(node):
            return join_known(self._resolve(one, depth + 1) for one in parts)
        match node:
            case ast.Name(name):
                return self._resolve_name(name, depth)
            case ast.Attribute(value, name):
                holders = self._resolve(value, depth + 1)
                if not holders:
                    # An object of a class that is not known may have any method of this name.
                    return [*self._program.list_methods(name)]
                return [one for holder in holders for one in find_attribute(holder, name)]
            case ast.Call(ast.Name("super")) if self._holder is not None:
                return [Instance(base) for base in self._holder.__bases__]
            case ast.Call(func):
                return join_known(list_results(one) for one in self._resolve(func, depth + 1))
            case ast.Constant(constant):
                return [Instance(type(constant))]
        literal = _LITERAL_CLASSES.get(type(node))
        return [Instance(literal)] if literal else []

    def _resolve_name(self, name: str, depth: int) -> list[Any]:
        if name in self._imported:
            return [import_object(*self._imported[name])]
        if local := self._locals.get(name):
            assigned = [self._resolve(value, depth + 1) for value in local.values]
            return [] if local.is_unclear else join_known(assigned)
        if name in self._hints:
            return self._hints[name]
        place = self._namespace if name in self._namespace else vars(builtins)
        return [place[name]] if name in place else []


def _list_alternatives(node: ast.expr) -> list[ast.expr] | None:
    """List the expressions one of which is the value of `node`; None for an expression of another kind."""
    match node:
        case ast.Await(inner) | ast.NamedExpr(value=inner):
            return [inner]
        case ast.IfExp(_, body, orelse):
            return [body, orelse]
        case ast.BoolOp(_, values):
            return values
    return None


def _collect_locals(function: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, _Local]:
    """Collect the names that a function assigns, parameters only where they are assigned too."""
    values: dict[str, list[ast.expr]] = {}
    stores: dict[str, int] = {}
    for node in ast.walk(function):
        match node:
            case ast.Name(name, ast.Store()):
                stores[name] = stores.get(name, 0) + 1
            case (
                ast.Assign([ast.Name(name)], value)
                | ast.NamedExpr(ast.Name(name), value)
                | ast.AnnAssign(ast.Name(name), _, ast.expr() as value)
            ):
                values.setdefault(name, []).append(value)
            case ast.Assign([ast.Tuple(names)], ast.Tuple(given)) if len(names) == len(given):
                for target, value in zip(names, given, strict=True):
                    if isinstance(target, ast.Name):
                        values.setdefault(target.id, []).append(value)
    own = function.args
    parameters = {one.arg for one in (*own.posonlyargs, *own.args, *own.kwonlyargs)}
    inner = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)} - parameters
    found = {
        name: _Local(tuple(values.get(name, ())), count != len(values.get(name, ())) or name in parameters | inner)
        for name, count in stores.items()
    }
    return {name: _Local((), is_unclear=True) for name in inner} | found


def _collect_imports(function: ast.AST) -> dict[str, tuple[str, str | None]]:
    """Collect what a function imports: the module, and the name in it, by the local name."""
    found: dict[str, tuple[str, str | None]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {one.asname or one.name: (node.module, one.name) for one in node.names}
        elif isinstance(node, ast.Import):
            for one in node.names:
                top = one.name.partition(".")[0]
                found[one.asname or top] = (one.name if one.asname else top, None)
    return found
