"""The API's description (OpenAPI 3.1): every function that somebody outside may call."""

import importlib
import inspect
import re
from collections.abc import Sequence
from types import NoneType
from typing import Any

import yaml

from infra.build import error_responses
from infra.build.discovery import ROOT, Function
from infra.build.error_responses import ErrorResponses
from infra.build.examples import Examples
from infra.build.schemas import SchemaRegistry
from infra.build.webhook_senders import WEBHOOK_SENDERS
from shared.kernel.ids import Id
from shared.runtime.specs import Spec

OPENAPI_FILE = ROOT / "infra" / "openapi.yaml"

DESCRIPTION = """\
Every function has one URL. A `GET` reads and takes query parameters; a `POST` changes and takes a JSON body.

**Authentication.** Apps send the ID token of Firebase Auth as `Authorization: Bearer …`. Partners send their key as
`X-API-Key`; the key's scopes decide which functions the partner may call. Things that belong to somebody else answer
404, like things that do not exist.

**Idempotency.** Send an `Idempotency-Key` with every `POST` that takes one, and send the same key when you retry. A
retry changes nothing: it gets the first answer again, with `Idempotency-Replayed: true`. The same key with another body
is an error. Keys are remembered for 30 days. A function that moves money or grants value may need a key, as its
parameters say; a call without one is answered with 422.

**Errors** are `application/problem+json` (RFC 9457). Decide by `code`, which is unique and never renamed. After 429 and
503, wait for `Retry-After` seconds before you retry. `title`, `detail` and `errors[].message` are for people: in
Indonesian (`id`) or English (`en`), as the header `Accept-Language` asks. Without one of these two languages in the
header, they are in the language of the caller's account where the call has read the account, otherwise in Indonesian.
`Content-Language` names the language of the answer. Every time in a text names its zone.

**Lists** are `{"items": […], "next_cursor": …}`. Send `next_cursor` as `cursor` to get the next page; null means that
there is no further page.

**Choices** grow: treat a value that you do not know as you treat `unknown`, which stands for what a newer version of
the service has written. Show that something is there, and offer no action on it.

**Money** is a whole number of the currency's units (rupiah). **Times** are RFC 3339 with a zone; answers are in UTC.
"""

_WHO = {
    "partner": "a partner",
    "customer": "a signed-in customer",
    "expert": "a signed-in expert",
    "admin": "an admin",
    "anyone": "anyone, without signing in",
}
_IDEMPOTENCY_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Your own unique key for this change, such as a UUID; repeat the key when you retry.",
    # No example: the API reference would fill it in, and every trial would be the same change.
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
_PARAMETERS: dict[str, Any] = {
    "IdempotencyKey": _IDEMPOTENCY_KEY,
    "NeededIdempotencyKey": _IDEMPOTENCY_KEY | {"required": True},
    "RequestId": {
        "name": "X-Request-Id",
        "in": "header",
        "required": False,
        "description": "Your own id for this call, to find the call in both our logs; made by us when left out.",
        "schema": {"type": "string", "pattern": Id.pattern},
    },
    "AcceptLanguage": {
        "name": "Accept-Language",
        "in": "header",
        "required": False,
        "description": "Languages that the user reads, by RFC 9110; the texts of errors are in `id` or `en`.",
        "schema": {"type": "string", "maxLength": 1000},
    },
}
_HEADERS: dict[str, Any] = {
    "RequestId": {
        "description": "Id of this call in our logs: yours, or one that we made.",
        "schema": {"type": "string"},
        "example": error_responses.EXAMPLE_REQUEST_ID,
    },
    "ServerTime": {
        "description": "Instant at which the call began by the server's clock, with milliseconds.",
        "schema": {"type": "string", "format": "date-time"},
        "example": "2026-11-26T05:00:00.123+00:00",
    },
    "Replayed": {
        "description": "Sent as `true` when the same `Idempotency-Key` came before and nothing was changed this time.",
        "schema": {"type": "string", "const": "true"},
    },
    "ContentLanguage": {
        "description": "Language of the texts for people in this answer.",
        "schema": {"enum": ["id", "en"]},
    },
    "Allow": {"description": "HTTP method that this URL serves.", "schema": {"enum": ["GET", "POST"]}},
    "RetryAfter": {
        "description": "Seconds to wait before the next attempt.",
        "schema": {"type": "integer", "minimum": 0},
        "example": 2,
    },
}
_SECURITY: dict[str, Any] = {
    "IdToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "ID token of Firebase Auth for the signed-in user. The token of an admin carries `role: admin`.",
    },
    "PartnerKey": {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "Key of a partner, beginning with `tmn_`.",
    },
    **{sender.scheme: sender.security for sender in WEBHOOK_SENDERS.values()},
}


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 (PyYAML's signature)
        """Readers find an example where it belongs, not where it occurred first."""
        return True


# Numbers in YAML 1.2. PyYAML follows YAML 1.1, in which `081234567890` is a text.
_NUMBER = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else "'" if _NUMBER.fullmatch(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def render_openapi(functions: Sequence[Function]) -> str:
    """Render the API description as it is committed."""
    dumped = yaml.dump(build_document(functions), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return f"# Written by `make generate` from the functions themselves: change those.\n{dumped}"


def build_document(functions: Sequence[Function]) -> dict[str, Any]:
    """Build the whole API description."""
    shown = [function for function in functions if function.spec.exposure != "internal"]
    examples = Examples.load()
    examples.check_examples(shown, error_responses.list_error_codes(shown))
    schemas = SchemaRegistry([function for function in shown if function.spec.kind == "http"])
    errors = ErrorResponses(shown, examples)
    paths = {
        f"/{function.spec.cloud_name}": {function.spec.method.lower(): _operation(function, schemas, errors, examples)}
        for function in sorted(shown, key=lambda one: (one.spec.domain, one.spec.name))
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Temani", "version": "1", "description": DESCRIPTION},
        "servers": [{"url": "https://api.temani.example", "description": "Public API"}],
        "tags": [_tag(domain) for domain in sorted({function.spec.domain for function in shown})],
        "paths": paths,
        "components": {
            "securitySchemes": _SECURITY,
            "parameters": _PARAMETERS,
            "headers": _HEADERS,
            "responses": errors.components(),
            "schemas": dict(sorted((schemas.components() | {"Problem": error_responses.PROBLEM_SCHEMA}).items())),
        },
    }


def _tag(domain: str) -> dict[str, str]:
    return {"name": domain, "description": inspect.getdoc(importlib.import_module(f"functions.{domain}")) or ""}


def _operation(
    function: Function, schemas: SchemaRegistry, errors: ErrorResponses, examples: Examples
) -> dict[str, Any]:
    spec = function.spec
    parameters = [{"$ref": "#/components/parameters/RequestId"}]
    if spec.kind == "http":
        parameters.append({"$ref": "#/components/parameters/AcceptLanguage"})
    if spec.kind == "http" and spec.method == "POST" and spec.takes_idempotency_key:
        key = "NeededIdempotencyKey" if spec.needs_idempotency_key else "IdempotencyKey"
        parameters.insert(0, {"$ref": f"#/components/parameters/{key}"})
    request = examples.request_example(spec.name)
    body: dict[str, Any] = {}
    if spec.kind == "http" and spec.method == "GET" and spec.request_type:
        parameters = [*schemas.query_parameters(spec.request_type, request), *parameters]
    elif spec.request_type:
        schema = schemas.reference_to(spec.request_type, "validation") if spec.kind == "http" else _sent(spec)
        media = "application/x-www-form-urlencoded" if spec.body == "form" else "application/json"
        content = {media: {"schema": schema, "example": request}}
        body = {"requestBody": {"required": True, "content": content}}
    return {
        "operationId": spec.name,
        "tags": [spec.domain],
        "summary": function.summary,
        "description": "\n\n".join(filter(None, (function.docstring.description, _describe_callers(spec)))),
        "security": _security(spec),
        "parameters": parameters,
        **body,
        "responses": _success(spec, schemas, examples) | errors.responses(function),
        "x-temani": {
            "audience": list(spec.who),
            **({"scope": spec.scope} if spec.scope else {}),
            "exposure": spec.exposure,
        },
    }


def _success(spec: Spec, schemas: SchemaRegistry, examples: Examples) -> dict[str, Any]:
    headers = {
        "X-Request-Id": {"$ref": "#/components/headers/RequestId"},
        "X-Server-Time": {"$ref": "#/components/headers/ServerTime"},
    }
    if spec.kind == "http" and spec.method == "POST" and spec.takes_idempotency_key:
        headers["Idempotency-Replayed"] = {"$ref": "#/components/headers/Replayed"}
    if spec.kind == "webhook":
        return {"200": {"description": "The callback was stored.", "headers": headers}}
    if spec.response_type in (None, NoneType):
        return {"204": {"description": "The call succeeded; the answer has no body.", "headers": headers}}
    if spec.file_type:
        whole: dict[str, Any] = {spec.file_type.media_type: {"schema": {"type": "string", "format": "binary"}}}
    else:
        example = examples.response_example(spec.name)
        whole = {
            "application/json": {
                "schema": schemas.reference_to(spec.response_type, "serialization"),
                "example": example,
            }
        }
    return {"200": {"description": "The call succeeded.", "headers": headers, "content": whole}}


def _describe_callers(spec: Spec) -> str:
    if spec.kind == "webhook":
        return f"Callers: {_sender(spec).name} only."
    who = [_WHO[role] for role in spec.who]
    if spec.scope:
        who = [f"{one} whose key has the scope `{spec.scope}`" if one == "a partner" else one for one in who]
    if spec.admin_scope:
        scopes = " or ".join(f"`{scope}`" for scope in spec.admin_scope)
        who = [f"{one} with the scope {scopes}" if one == "an admin" else one for one in who]
    listed = ", ".join(who[:-1]) + (" or " if who[1:] else "") + who[-1]
    return f"Callers: {listed}."


def _security(spec: Spec) -> list[dict[str, list[str]]]:
    if spec.kind == "webhook":
        return [{_sender(spec).scheme: []}]
    schemes = dict.fromkeys("PartnerKey" if role == "partner" else "IdToken" for role in spec.who if role != "anyone")
    return [{scheme: []} for scheme in schemes]


def _sent(spec: Spec) -> Any:
    return _sender(spec).schemas[spec.request_type.__name__ if spec.request_type else ""]


def _sender(spec: Spec) -> Any:
    return WEBHOOK_SENDERS[spec.sender or ""]
