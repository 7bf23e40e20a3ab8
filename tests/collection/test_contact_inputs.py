"""Phone numbers and e-mail addresses of requests: no function takes one by the wider type of stored documents."""

import json
from typing import Any

from pydantic import TypeAdapter

from infra.build.discovery import Function
from shared.kernel.contact_inputs import EmailInput, PhoneInput
from shared.kernel.schemas import Email, Phone


def test_no_request_takes_what_earlier_versions_stored(functions: list[Function]) -> None:
    """A body takes a number or an address as `PhoneInput` and `EmailInput` only, also in a part of the body."""
    stored = [json.dumps(TypeAdapter[Any](kind).json_schema()["pattern"]) for kind in (Email, Phone)]
    bodies = {
        function.spec.name: json.dumps(function.spec.request_type.model_json_schema())
        for function in functions
        if function.spec.kind == "http" and function.spec.request_type is not None
    }

    wide = sorted(name for name, body in bodies.items() if any(pattern in body for pattern in stored))
    taken = [
        sum(json.dumps(TypeAdapter[Any](kind).json_schema()["format"]) in body for body in bodies.values())
        for kind in (EmailInput, PhoneInput)
    ]

    assert wide == []
    assert min(taken) >= 6
