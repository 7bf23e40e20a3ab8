"""The errors that each function can answer with, as the API's description shows them."""

from collections import Counter
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from infra.build.discovery import Function
from infra.build.examples import Examples
from shared.kernel.errors import (
    Busy,
    Fault,
    Forbidden,
    Invalid,
    KeyReused,
    MethodNotAllowed,
    OutcomeUnknown,
    TooLarge,
    Unauthenticated,
    Unavailable,
    UnsupportedMediaType,
)
from shared.runtime import error_responses
from shared.runtime.specs import Spec

EXAMPLE_REQUEST_ID = "req_Zx3k9QmT1bV7cR5nW2pL"

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "What went wrong (RFC 9457). Decide by `code`, which never changes; show `detail` to people.",
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "`urn:temani:problem:` and the code."},
        "title": {"type": "string", "description": "The kind of problem, always the same for a code."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "code": {"type": "string", "description": "The kind of problem, for programs."},
        "detail": {"type": "string", "description": "This problem, in a sentence for people."},
        "request_id": {"type": "string", "description": "Name it when you ask us for help."},
        "errors": {
            "type": "array",
            "description": "Which fields are not valid, and why.",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {
                    "field": {"type": "string", "description": "Its dotted path in the body or query."},
                    "message": {"type": "string"},
                },
            },
        },
    },
    "additionalProperties": True,
}


def list_possible_errors(spec: Spec) -> list[type[Fault]]:
    """Every error that a function of this spec may give: those of its kind, then its own."""
    changes = spec.method == "POST"
    found: list[type[Fault]] = [Unauthenticated]
    if spec.kind == "http":
        found += [MethodNotAllowed]
        found += [Forbidden] if spec.who != ("anyone",) else []
        found += [UnsupportedMediaType, TooLarge] if changes else []
    found += [TooLarge] if changes and spec.request_type else []
    found += [Invalid]
    found += [KeyReused] if changes and spec.kind == "http" else []
    found += [Unavailable, *((Busy, OutcomeUnknown) if changes else ()), error_responses.Bug]
    return list(dict.fromkeys([*found, *spec.raises]))


def list_error_codes(functions: Sequence[Function]) -> set[str]:
    """Every code that some function may give."""
    return {error.code for function in functions for error in list_possible_errors(function.spec)}


class ErrorResponses:
    """The error responses of all functions; those that several share are described once."""

    def __init__(self, functions: Sequence[Function], examples: Examples) -> None:
        self._examples = examples
        self._groups = {function.spec.name: _grouped(function.spec) for function in functions}
        self._used = Counter((status, errors) for groups in self._groups.values() for status, errors in groups.items())

    def responses(self, spec: Spec) -> dict[str, Any]:
        """The error responses of one function, by status."""
        return {
            str(status): {"$ref": f"#/components/responses/{_name(errors)}"}
            if self._shared(status, errors)
            else self._response(status, errors)
            for status, errors in sorted(self._groups[spec.name].items())
        }

    def components(self) -> dict[str, Any]:
        """The responses that several functions share."""
        return {
            _name(errors): self._response(status, errors)
            for status, errors in sorted(self._used, key=lambda one: (one[0], _name(one[1])))
            if self._shared(status, errors)
        }

    def _shared(self, status: int, errors: tuple[type[Fault], ...]) -> bool:
        return self._used[status, errors] > 1

    def _response(self, status: int, errors: tuple[type[Fault], ...]) -> dict[str, Any]:
        names = ", ".join(f"`{error.code}`" for error in errors)
        headers = {"X-Request-Id": {"$ref": "#/components/headers/RequestId"}}
        if status in (429, 503):
            headers["Retry-After"] = {"$ref": "#/components/headers/RetryAfter"}
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = {"$ref": "#/components/headers/Allow"}
        return {
            "description": f"{HTTPStatus(status).phrase}: {names}",
            "headers": headers,
            "content": {
                "application/problem+json": {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "examples": {error.code: self._example(status, error) for error in errors},
                }
            },
        }

    def _example(self, status: int, error: type[Fault]) -> dict[str, Any]:
        value = {
            "type": f"urn:temani:problem:{error.code}",
            "title": error.title,
            "status": status,
            "code": error.code,
            "detail": error.title,
            "request_id": EXAMPLE_REQUEST_ID,
        }
        told = {
            "summary": error.title,
            "description": error.__doc__,
            "value": value | self._examples.error_example(error.code),
        }
        return {key: part for key, part in told.items() if part}


def _grouped(spec: Spec) -> dict[int, tuple[type[Fault], ...]]:
    groups: dict[int, tuple[type[Fault], ...]] = {}
    for error in list_possible_errors(spec):
        status = error_responses.compute_status(spec.kind, error())
        groups[status] = (*groups.get(status, ()), error)
    return groups


def _name(errors: tuple[type[Fault], ...]) -> str:
    return "Or".join("".join(part.capitalize() for part in error.code.split("_")) for error in errors)
