"""The JSON schemas of what functions take and give, named so that people can read them."""

import inspect
import re
from collections.abc import Sequence
from types import NoneType
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from infra.build.discovery import Function
from infra.build.docstrings import read_field_descriptions, without_sections

SchemaMode = Literal["validation", "serialization"]
_REF = "#/components/schemas/"


class _Readable(GenerateJsonSchema):
    def normalize_name(self, name: str) -> str:
        """Name a generic schema after its type: `Page[OrderView]` becomes `OrderViewPage`."""
        return super().normalize_name(re.sub(r"^(\w+)\[(\w+)\]$", r"\2\1", name))

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Return the schema of a model, each property with the sentence below its field."""
        described = super().model_schema(schema)
        model: type[BaseModel] = schema["cls"]
        # A generic model that has been given its types has no docstring of its own.
        if (generic := model.__pydantic_generic_metadata__["origin"]) and "description" not in described:
            described["description"] = inspect.getdoc(generic)
        for name, sentence in read_field_descriptions(model).items():
            field = model.model_fields.get(name)
            told = field.alias if field is not None and field.alias else name
            if told in described.get("properties", {}):
                described["properties"][told]["description"] = sentence
        return described

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 (pydantic's signature)
        """Leave out titles: a field's name is title enough."""
        return False


class SchemaRegistry:
    """The schemas of all functions, so that each model is described once."""

    def __init__(self, functions: Sequence[Function]) -> None:
        wanted: set[tuple[type[BaseModel], SchemaMode]] = set()
        for function in functions:
            for model, mode in (
                (function.spec.request_type, "validation"),
                (function.spec.response_type, "serialization"),
            ):
                if model not in (None, NoneType, function.spec.file_type):
                    wanted.add((model, mode))  # type: ignore[arg-type]
        inputs = sorted(wanted, key=lambda one: (one[0].__name__, one[1]))
        self._places, definitions = models_json_schema(
            inputs, ref_template=_REF + "{model}", schema_generator=_Readable
        )
        self._components: dict[str, Any] = _untitled(definitions["$defs"])
        for component in self._components.values():
            if "description" in component:
                component["description"] = without_sections(component["description"])
        self._inlined: set[str] = set()

    def reference_to(self, model: type[BaseModel], mode: SchemaMode) -> dict[str, Any]:
        """Build a reference to the schema of a model."""
        return self._places[model, mode]

    def query_parameters(self, model: type[BaseModel], example: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the fields of `model` as parameters of a query, each with its description."""
        name = self._places[model, "validation"]["$ref"].removeprefix(_REF)
        self._inlined.add(name)
        schema = self._components[name]
        required = schema.get("required", [])
        return [
            {
                "name": field,
                "in": "query",
                "required": field in required,
                **({"description": place["description"]} if "description" in place else {}),
                "schema": _without_null({key: part for key, part in place.items() if key != "description"}),
                **({"example": example[field]} if field in example else {}),
            }
            for field, place in schema.get("properties", {}).items()
        ]

    def components(self) -> dict[str, Any]:
        """List every schema that another part refers to."""
        return {name: schema for name, schema in sorted(self._components.items()) if name not in self._inlined}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Remove null from a query parameter's schema: a query leaves out what it does not set."""
    kept = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    if len(kept) != 1:
        return schema
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "default")}
    only: dict[str, Any] = kept[0]
    return only | rest


def _untitled(schema: Any) -> Any:
    """Remove titles from a schema, which only repeat names. A property that is called title stays."""
    if isinstance(schema, dict):
        return {key: _untitled(value) for key, value in schema.items() if key != "title" or not isinstance(value, str)}
    return [_untitled(value) for value in schema] if isinstance(schema, list) else schema
