"""Descriptions in the API's description: every field, parameter, schema and error explains itself."""

import importlib
import inspect
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

import shared
from infra.build import openapi
from infra.build.discovery import Function
from shared.kernel.errors import Fault
from shared.notifications.error_texts.renderer import TITLE, find_texts

_STOP_WORDS = frozenset(
    "a an and are as at be been by can each for from has have how in into is it its of on one or so such than that the "
    "then their them there these they this to was what when where which while who will with".split()
)
_SCHEMA_PLACES = ("items", "additionalProperties", "anyOf", "allOf", "oneOf", "properties")


@pytest.fixture(scope="module")
def description(functions: list[Function]) -> dict[str, Any]:
    """Load the API's description, as a reader does."""
    loaded: dict[str, Any] = yaml.safe_load(openapi.render_openapi(functions))
    return loaded


def find_fault(name: str, sentence: str | None) -> str:
    """Return what is wrong with the description of the thing called `name`, or nothing."""
    if not sentence:
        return f"{name}: has no description"
    words = re.findall(r"[\w'/-]+", sentence.lower())
    beyond = {word.removesuffix("s") for word in words} - {part.removesuffix("s") for part in name.lower().split("_")}
    if len(words) < 4 or len(beyond - _STOP_WORDS) < 2:
        return f"{name}: {sentence!r} does little more than repeat the name"
    if not sentence[0].isupper():
        return f"{name}: {sentence!r} does not begin with a capital letter"
    return "" if sentence.endswith(".") else f"{name}: {sentence!r} does not end with a full stop"


def list_properties(schema: Any, place: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """List every property of `schema` and of the schemas within: its place, name and schema."""
    if isinstance(schema, list):
        for one in schema:
            yield from list_properties(one, place)
    elif isinstance(schema, dict):
        for name, one in schema.get("properties", {}).items():
            yield place, name, one
            yield from list_properties(one, f"{place}.{name}")
        for key in _SCHEMA_PLACES:
            if key != "properties":
                yield from list_properties(schema.get(key), place)


def list_operations(description: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """List every operation."""
    for path in description["paths"].values():
        yield from path.values()


def test_every_property_is_described(description: dict[str, Any]) -> None:
    """A sentence says what a field holds, beyond its name: unit, range, default, source, and what null means."""
    schemas = dict(description["components"]["schemas"])
    for operation in list_operations(description):
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        schemas[operation["operationId"]] = body
    found = [one for name, schema in schemas.items() for one in list_properties(schema, name)]

    faults = [f"{place}.{fault}" for place, name, one in found if (fault := find_fault(name, one.get("description")))]

    assert len(found) > 700
    assert faults == []


def test_every_parameter_is_described(description: dict[str, Any]) -> None:
    """A sentence says what a query or header parameter holds, beyond its name."""
    named = list(description["components"]["parameters"].values())
    for operation in list_operations(description):
        named += [one for one in operation["parameters"] if "$ref" not in one]

    faults = [fault for one in named if (fault := find_fault(one["name"], one.get("description")))]

    assert len(named) > 60
    assert faults == []


def test_every_schema_and_tag_is_described(description: dict[str, Any]) -> None:
    """A sentence says what a body, an answer, a part of one, or a group of functions is."""
    named = {**description["components"]["schemas"], **{one["name"]: one for one in description["tags"]}}

    told = {name: one.get("description", "") for name, one in named.items()}

    assert [name for name, text in told.items() if not re.fullmatch(r"[A-Z].{8,}\.", text, re.DOTALL)] == []
    assert [name for name, text in told.items() if "Attributes:" in text] == []


@pytest.fixture(scope="module")
def errors() -> list[type[Fault]]:
    """Every error class of the project."""
    for module in pkgutil.walk_packages(shared.__path__, "shared."):
        importlib.import_module(module.name)
    return sorted((one for one in list_errors(Fault) if one.__module__.startswith("shared.")), key=str)


def list_errors(base: type[Fault]) -> Iterator[type[Fault]]:
    """List every class below `base`."""
    for found in base.__subclasses__():
        yield found
        yield from list_errors(found)


def test_every_title_is_plain_and_the_only_one(errors: list[type[Fault]]) -> None:
    """A title is a short sentence that an app may show: no code, no full stop, the same for no other error."""
    titles = Counter({error.code: find_texts(error, "en")[TITLE] for error in errors}.values())
    plain = re.compile(r"[A-Z][a-z]*('s)? [\w',:;-]+( [\w',:;-]+)*")

    assert [title for title, count in titles.items() if count > 1] == []
    assert [title for title in titles if not plain.fullmatch(title) or len(title) > 60 or "One's" in title] == []


def test_every_error_is_explained(errors: list[type[Fault]]) -> None:
    """An error's docstring says in whole sentences what has happened, or what the error's fields tell."""
    told = {error.__qualname__: inspect.cleandoc(vars(error).get("__doc__") or "") for error in errors}

    assert [name for name, text in told.items() if not re.fullmatch(r"[A-Z`].{15,}\.", text, re.DOTALL)] == []


@pytest.mark.parametrize(
    ("name", "sentence", "fault"),
    [
        ("order_id", None, "has no description"),
        ("order_id", "The id of the order.", "repeat the name"),
        ("expires_at", "When it expires.", "repeat the name"),
        ("minutes", "length of the meeting in minutes.", "capital letter"),
        ("minutes", "Length of the meeting in minutes", "full stop"),
        ("minutes", "Length of the meeting in minutes.", ""),
    ],
)
def test_a_description_that_only_repeats_a_name_is_found(name: str, sentence: str | None, fault: str) -> None:
    """The check tells a sentence that helps from a sentence that does not."""
    found = find_fault(name, sentence)

    assert fault in found
    assert bool(fault) == bool(found)
