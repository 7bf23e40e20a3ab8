"""The errors that each function can answer with, as the API's description shows them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from infra.build.discovery import BuildError, Function
from infra.build.docstrings import without_sections
from infra.build.examples import Examples
from shared.identity.errors import AccountClosed, AccountSuspended, AdminScopeMissing, SignedOut
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
from shared.notifications.error_texts.renderer import TITLE, find_texts
from shared.runtime import error_responses
from shared.runtime.specs import Spec

EXAMPLE_REQUEST_ID = "req_Zx3k9QmT1bV7cR5nW2pL"

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "Problem details (RFC 9457). Programs decide by `code`, which never changes; people read `detail`.",
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri",
            "description": "URI of the kind of problem: `urn:temani:problem:` followed by the code.",
        },
        "title": {
            "type": "string",
            "description": "Short name of the kind of problem in the answer's language, always the same for a code.",
        },
        "status": {"type": "integer", "description": "HTTP status code of this response."},
        "code": {"type": "string", "description": "Kind of problem for programs, unique and never renamed."},
        "detail": {"type": "string", "description": "Explanation of this very problem in the answer's language."},
        "request_id": {
            "type": "string",
            "description": "Id of this call in our logs; quote this id when asking us for help.",
        },
        "errors": {
            "type": "array",
            "description": "Fields of the request that are not valid, each with the reason.",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {
                    "field": {
                        "type": "string",
                        "description": "Dotted path of the value in the body or query, such as `items.0.quantity`.",
                    },
                    "message": {
                        "type": "string",
                        "description": "What is wrong with the value: the end of a sentence in the answer's language.",
                    },
                },
            },
        },
    },
    "additionalProperties": True,
}


def list_possible_errors(spec: Spec) -> list[type[Fault]]:
    """List every error that a function of this spec may give: those of its kind, then its own."""
    changes = spec.method == "POST"
    found: list[type[Fault]] = [Unauthenticated]
    if spec.kind == "http":
        found += [MethodNotAllowed]
        found += [Forbidden] if spec.who != ("anyone",) else []
        found += _list_account_errors(spec)
        found += [UnsupportedMediaType, TooLarge] if changes else []
    found += [TooLarge] if changes and spec.request_type else []
    found += [Invalid]
    found += [KeyReused] if changes and spec.kind == "http" else []
    found += [Unavailable, *((Busy, OutcomeUnknown) if changes else ()), error_responses.Bug]
    return list(dict.fromkeys([*found, *spec.raises]))


def _list_account_errors(spec: Spec) -> list[type[Fault]]:
    """List the errors that the state of the caller's account may cause."""
    if "anyone" in spec.who or not set(spec.who) & {"customer", "expert", "admin"}:
        return []
    found: list[type[Fault]] = [SignedOut, AccountClosed]
    found += [AccountSuspended] if spec.open_to_suspended is not True else []
    return [*found, AdminScopeMissing] if spec.admin_scope else found


def list_error_codes(functions: Sequence[Function]) -> set[str]:
    """List every code that some function may give."""
    return {error.code for function in functions for error in list_possible_errors(function.spec)}


@dataclass(frozen=True, slots=True)
class DescribedError:
    """An error as one function describes it.

    Attributes:
        error: Class of the error.
        sentence: Condition of the error, from the docstring of the function; otherwise the title of the error.
    """

    error: type[Fault]
    sentence: str


class ErrorResponses:
    """The error responses of all functions; those that several share are described once."""

    def __init__(self, functions: Sequence[Function], examples: Examples) -> None:
        self._examples = examples
        self._groups = {function.spec.name: _grouped(function) for function in functions}
        self._used = Counter((status, errors) for groups in self._groups.values() for status, errors in groups.items())

    def responses(self, function: Function) -> dict[str, Any]:
        """Return the error responses of one function, by status."""
        return {
            str(status): {"$ref": f"#/components/responses/{_name(errors)}"}
            if self._shared(status, errors)
            else self._response(status, errors)
            for status, errors in sorted(self._groups[function.spec.name].items())
        }

    def components(self) -> dict[str, Any]:
        """Return the responses that several functions share."""
        return {
            _name(errors): self._response(status, errors)
            for status, errors in sorted(self._used, key=lambda one: (one[0], _name(one[1])))
            if self._shared(status, errors)
        }

    def _shared(self, status: int, errors: tuple[DescribedError, ...]) -> bool:
        # A response that one function words in its own way has no name that others could share.
        return self._used[status, errors] > 1 and all(one.sentence == _sentence(one.error) for one in errors)

    def _response(self, status: int, errors: tuple[DescribedError, ...]) -> dict[str, Any]:
        listed = [f"- `{one.error.code}`: {one.sentence}" for one in errors]
        headers = {
            "X-Request-Id": {"$ref": "#/components/headers/RequestId"},
            "X-Server-Time": {"$ref": "#/components/headers/ServerTime"},
            "Content-Language": {"$ref": "#/components/headers/ContentLanguage"},
        }
        if status in (429, 503):
            headers["Retry-After"] = {"$ref": "#/components/headers/RetryAfter"}
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = {"$ref": "#/components/headers/Allow"}
        return {
            "description": "\n".join([f"{HTTPStatus(status).phrase}:", "", *listed]),
            "headers": headers,
            "content": {
                "application/problem+json": {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "examples": {one.error.code: self._example(status, one.error) for one in errors},
                }
            },
        }

    def _example(self, status: int, error: type[Fault]) -> dict[str, Any]:
        value = {
            "type": f"urn:temani:problem:{error.code}",
            "title": _title(error),
            "status": status,
            "code": error.code,
            "detail": _title(error),
            "request_id": EXAMPLE_REQUEST_ID,
        }
        told = {
            "summary": _title(error),
            "description": " ".join(without_sections(error.__doc__ or "").split()),
            "value": value | self._examples.error_example(error.code),
        }
        return {key: part for key, part in told.items() if part}


def _grouped(function: Function) -> dict[int, tuple[DescribedError, ...]]:
    possible, told = list_possible_errors(function.spec), function.docstring.raises
    if unknown := told.keys() - {error.__name__ for error in possible}:
        raise BuildError(f"{function.module}: {', '.join(sorted(unknown))}: in `Raises:`, but not in `raises=`")
    groups: dict[int, tuple[DescribedError, ...]] = {}
    for error in possible:
        status = error_responses.compute_status(function.spec.kind, error())
        described = DescribedError(error, told.get(error.__name__, _sentence(error)))
        groups[status] = (*groups.get(status, ()), described)
    return groups


def _sentence(error: type[Fault]) -> str:
    return f"{_title(error)}."


def _title(error: type[Fault]) -> str:
    return find_texts(error, "en")[TITLE]


def _name(errors: tuple[DescribedError, ...]) -> str:
    return "Or".join("".join(part.capitalize() for part in one.error.code.split("_")) for one in errors)
