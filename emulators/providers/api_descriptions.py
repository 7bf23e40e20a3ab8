"""OpenAPI descriptions of the vendors, and validation of values against them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from openapi_schema_validator import OAS30Validator, oas30_format_checker
from referencing import Registry
from referencing.jsonschema import DRAFT4

SPECS_FOLDER = Path(__file__).parent / "specs"
_ROOT = "urn:description"


@dataclass(frozen=True)
class SchemaProblem:
    """Reason why a value does not match its schema.

    Attributes:
        path: Path of the wrong field, with dots; empty for the value itself.
        message: Explanation of the validator.
    """

    path: str
    message: str


class ApiDescription:
    """OpenAPI document of one vendor, with validators of its requests and responses."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._registry: Registry[Any] = Registry().with_resource(_ROOT, DRAFT4.create_resource(document))
        self._validators: dict[str, Any] = {}

    def find_operation(self, operation_id: str) -> tuple[str, str]:
        """Return the method and the path template of an operation.

        Raises:
            KeyError: The document has no such operation.
        """
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                if operation.get("operationId") == operation_id:
                    return method, path
        raise KeyError(operation_id)

    def find_request_problems(self, operation_id: str, body: Any) -> list[SchemaProblem]:
        """Return the reasons why a request body does not match its schema, sorted by path."""
        method, path = self.find_operation(operation_id)
        location = [*self._follow(["paths", path, method, "requestBody"]), "content"]
        # Each vendor takes either JSON or a form.
        media = next(iter(self._at(location)))
        return self._problems([*location, media, "schema"], body)

    def find_response_problems(self, operation_id: str, status: int, body: Any) -> list[SchemaProblem]:
        """Return the reasons why a response does not match the description.

        A status that the description does not contain is a problem too.
        """
        method, path = self.find_operation(operation_id)
        if str(status) not in self.document["paths"][path][method]["responses"]:
            return [SchemaProblem("", f"{operation_id} does not describe status {status}")]
        location = self._follow(["paths", path, method, "responses", str(status)])
        if "content" not in self._at(location):
            return [SchemaProblem("", "the answer has no body")] if body else []
        return self._problems([*location, "content", "application/json", "schema"], body)

    def find_schema_problems(self, name: str, value: Any) -> list[SchemaProblem]:
        """Return the reasons why a value does not match the schema `name`."""
        return self._problems(["components", "schemas", name], value)

    def _at(self, location: list[str]) -> Any:
        node: Any = self.document
        for part in location:
            node = node[part]
        return node

    def _follow(self, location: list[str]) -> list[str]:
        node = self._at(location)
        if isinstance(node, Mapping) and "$ref" in node:
            return str(node["$ref"]).removeprefix("#/").split("/")
        return location

    def _problems(self, location: list[str], value: Any) -> list[SchemaProblem]:
        pointer = "/".join(part.replace("~", "~0").replace("/", "~1") for part in location)
        validator = self._validators.get(pointer)
        if validator is None:
            validator = OAS30Validator(
                {"$ref": f"{_ROOT}#/{pointer}"},
                registry=self._registry,
                format_checker=oas30_format_checker,
            )
            self._validators[pointer] = validator
        found = sorted(validator.iter_errors(value), key=lambda error: list(map(str, error.absolute_path)))
        return [SchemaProblem(".".join(map(str, error.absolute_path)), error.message[:300]) for error in found]


@cache
def load_description(vendor: Literal["xendit", "sendgrid", "fcm", "twilio", "videosdk"]) -> ApiDescription:
    """Load the API description of one vendor."""
    return ApiDescription(json.loads((SPECS_FOLDER / f"{vendor}.json").read_text("utf-8")))
