"""Lookup of names in imported modules: what an attribute, a call or a type hint of the source leads to."""

import dataclasses
import importlib
import inspect
import types
import typing
from collections.abc import Awaitable, Coroutine, Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel

CONSTRUCTORS = ("__init__", "__new__", "__post_init__")
_PROJECT = ("shared.", "functions.", "tests.")
_UNIONS = (typing.Union, types.UnionType)
_AWAITED = (Awaitable, Coroutine)
# A table of functions is seldom deeper: a mapping of objects whose fields are functions.
_MAX_DEPTH = 4


class Instance(NamedTuple):
    """Some object of the class `of`."""

    of: Any


class Method(NamedTuple):
    """Method or property that was looked up in the class `receiver`."""

    function: Any
    receiver: type
    is_property: bool = False


class _Foreign:
    """Class of whatever another package defines; the scan asks nothing more about it."""


FOREIGN = Instance(_Foreign)


def is_project_module(name: str) -> bool:
    """Return whether a module belongs to this repository."""
    return name.startswith(_PROJECT)


def is_protocol(cls: type) -> bool:
    """Return whether a class is a protocol itself, and no implementation of one."""
    return bool(vars(cls).get("_is_protocol"))


def join_known(groups: Iterable[list[Any]]) -> list[Any]:
    """Join what several expressions may stand for; nothing if one of them is not known."""
    found = list(groups)
    return [one for group in found for one in group] if all(found) else []


def import_object(module: str, name: str | None) -> Any:
    """Import what a statement inside a function imports: a module, or `name` in it. Other packages stay unimported."""
    if not is_project_module(f"{module}."):
        return FOREIGN
    holder = importlib.import_module(module)
    if name is None:
        return holder
    return getattr(holder, name) if hasattr(holder, name) else importlib.import_module(f"{module}.{name}")


def find_attribute(holder: Any, name: str) -> list[Any]:
    """Find what the attribute `name` may stand for; an empty list when this is not known."""
    if holder == FOREIGN:
        return [FOREIGN]
    if isinstance(holder, types.ModuleType):
        return [getattr(holder, name)] if hasattr(holder, name) else []
    if isinstance(holder, Method) and holder.is_property:
        return join_known(find_attribute(one, name) for one in list_results(holder))
    if inspect.isclass(holder):
        return list(find_member(holder, name))
    if isinstance(holder, Instance):
        found = find_member(holder.of, name)
        return list(found) or [Instance(one) for one in list_hinted_classes(read_hints(holder.of).get(name))]
    return list(find_member(type(holder), name))


def find_member(cls: Any, name: str) -> tuple[Any, ...]:
    """Find a method, property or other attribute of a class, and what its subclasses have instead."""
    return _find_member(cls, name)


@cache
def _find_member(cls: Any, name: str) -> tuple[Any, ...]:
    found = [_describe_member(inspect.getattr_static(cls, name, None), cls)]
    found += [_describe_member(vars(one)[name], cls) for one in _list_subclasses(cls) if name in vars(one)]
    return tuple(one for one in found if one is not None)


def _describe_member(member: Any, cls: type) -> Any:
    if isinstance(member, property):
        return Method(member.fget, cls, is_property=True)
    if isinstance(member, cached_property):
        return Method(member.func, cls, is_property=True)
    raw = inspect.unwrap(member.__func__ if isinstance(member, classmethod | staticmethod) else member)
    if isinstance(raw, types.FunctionType):
        return Method(raw, cls)
    if inspect.isclass(member):
        return member
    return Instance(cls) if type(member) is cls else None


@cache
def _list_subclasses(cls: Any) -> tuple[type, ...]:
    # Objects of a port or of a foreign class are looked up elsewhere.
    if not is_project_module(cls.__module__) or is_protocol(cls):
        return ()
    derived: list[Any] = type.__subclasses__(cls)
    return tuple(found for one in derived for found in (one, *_list_subclasses(one)))


def list_results(called: Any) -> list[Any]:
    """List what a call may return; an empty list when this is not known."""
    if called == FOREIGN:
        return [FOREIGN]
    if inspect.isclass(called):
        return [Instance(called)]
    receiver = called.receiver if isinstance(called, Method) else None
    function = called.function if isinstance(called, Method) else inspect.unwrap(called)
    hint = read_hints(function).get("return")
    if receiver is not None and hint is typing.Self:
        return [Instance(receiver)]
    return [Instance(one) for one in list_hinted_classes(hint)]


def list_hinted_classes(hint: Any) -> list[type]:
    """List the classes that a type hint names, without None; an empty list when it says nothing of a class."""
    origin, given = typing.get_origin(hint), typing.get_args(hint)
    if origin in _UNIONS:
        return join_known(list_hinted_classes(one) for one in given if one is not types.NoneType)
    if origin is Annotated:
        return list_hinted_classes(given[0])
    if origin in _AWAITED:
        return list_hinted_classes(given[-1])
    if inspect.isclass(origin):
        return [origin]
    return [hint] if inspect.isclass(hint) and hint is not object else []


@cache
def read_hints(annotated: Any) -> Mapping[str, Any]:
    """Read the type hints of a function or class of the project; of others, none."""
    if not (inspect.isclass(annotated) or inspect.isfunction(annotated)):
        return {}
    return typing.get_type_hints(annotated) if is_project_module(annotated.__module__) else {}


def list_callables(value: Any, depth: int = 0) -> Iterator[Any]:
    """List the functions that a value is, that make an object of it, or that it holds."""
    if inspect.isclass(value):
        yield from (getattr(value, name, None) for name in CONSTRUCTORS)
        yield from _list_own_validators(value)
    elif isinstance(value, Method):
        yield value.function
    elif isinstance(value, types.FunctionType) or hasattr(value, "__wrapped__"):
        yield value
    elif depth < _MAX_DEPTH:
        for part in _list_parts(value):
            if not inspect.isclass(part):
                yield from list_callables(part, depth + 1)


def _list_parts(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        return value.values()
    if isinstance(value, tuple | list | set | frozenset):
        return value
    if dataclasses.is_dataclass(value):
        return [getattr(value, one.name) for one in dataclasses.fields(value)]
    return ()


def list_validators(hint: Any) -> Iterator[Any]:
    """List the validators that run when a value of this type is parsed, those of its parts included."""
    for given in typing.get_args(hint):
        yield from list_validators(given)
    if function := getattr(hint, "func", None):
        yield function
    if inspect.isclass(hint) and issubclass(hint, BaseModel):
        yield from _list_own_validators(hint)
        for field in hint.model_fields.values():
            for part in (field.annotation, *field.metadata):
                yield from list_validators(part)


def _list_own_validators(model: type) -> Iterator[Any]:
    if issubclass(model, BaseModel):
        found = model.__pydantic_decorators__
        for group in (found.validators, found.field_validators, found.root_validators, found.model_validators):
            for one in group.values():
                yield getattr(one.func, "__func__", one.func)
