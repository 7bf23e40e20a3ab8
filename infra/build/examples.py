"""The examples in the API's description, checked against the functions' models.

A function's example stands in its case (`tests/<domain>/cases.py`); `make generate` copies it here, since what is
shipped and built imports no test. An error's example belongs to its code and stands in `error_examples.yaml`.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from types import NoneType
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from infra.build.discovery import BuildError, Function
from shared.runtime.specs import Spec

FUNCTION_EXAMPLES_FILE = Path(__file__).with_name("function_examples.json")
ERROR_EXAMPLES_FILE = Path(__file__).with_name("error_examples.yaml")


def load_examples() -> dict[str, Any]:
    """Load the examples of functions and those of errors."""
    return {
        "functions": json.loads(FUNCTION_EXAMPLES_FILE.read_text()),
        "errors": yaml.safe_load(ERROR_EXAMPLES_FILE.read_text()),
    }


class Examples:
    """Examples of requests and responses by function, and of error details by code."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._functions: dict[str, dict[str, Any]] = given["functions"]
        self._errors: dict[str, dict[str, Any]] = given["errors"]

    @classmethod
    def load(cls) -> "Examples":
        return cls(load_examples())

    def request_example(self, name: str) -> Any:
        return self._functions.get(name, {}).get("request")

    def response_example(self, name: str) -> Any:
        return self._functions.get(name, {}).get("response")

    def error_example(self, code: str) -> dict[str, Any]:
        """Return the example detail and fields of an error, beyond its title."""
        return self._errors.get(code, {})

    def check_examples(self, functions: Sequence[Function], codes: set[str]) -> None:
        """Check that no example is missing, stale or left over.

        Raises:
            BuildError: Names the examples concerned.
        """
        specs = [function.spec for function in functions]
        wrong = [
            f"{name}: there is no such function" for name in sorted(self._functions.keys() - {s.name for s in specs})
        ]
        wrong += [f"errors.{code}: no function gives it" for code in sorted(self._errors.keys() - codes)]
        wrong += [f"{spec.name}.{finding}" for spec in specs for finding in self.find_wrong_parts(spec)]
        if wrong:
            raise BuildError("\n".join(f"examples: {one}" for one in wrong))

    def find_wrong_parts(self, spec: Spec) -> list[str]:
        """Find what is missing or wrong in the example of one function."""
        return [*self._request(spec), *self._response(spec)]

    def _request(self, spec: Spec) -> list[str]:
        example = self.request_example(spec.name)
        if spec.request_type is None:
            return []
        if example is None:
            return ["request is missing"]
        if spec.kind == "webhook":
            return []  # it is in the sender's words, not in the model's
        try:
            if spec.method == "GET":
                spec.request_type.model_validate(example)
            else:
                spec.request_type.model_validate_json(json.dumps(example))
        except ValidationError as error:
            return [f"request: {_explain(error)}"]
        return []

    def _response(self, spec: Spec) -> list[str]:
        if spec.response_type in (None, NoneType, spec.file_type):
            return []
        example = self.response_example(spec.name)
        if example is None:
            return ["response is missing"]
        model: TypeAdapter[Any] = TypeAdapter(spec.response_type)
        try:
            answered = model.dump_python(model.validate_json(json.dumps(example)), mode="json")
        except ValidationError as error:
            return [f"response: {_explain(error)}"]
        if answered != example:
            return [f"response: the function would answer {json.dumps(answered)}"]
        return []


def _explain(error: ValidationError) -> str:
    """Say in one line which fields are wrong, and how."""
    return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
