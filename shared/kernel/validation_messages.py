"""Validation messages: names of sentences for people, instead of patterns.

The sentences stand in `shared/notifications/error_texts/…/fields.toml`, by language.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from shared.kernel.errors import FieldError

_OTHER = "not_valid"
# Pydantic's own error types have no such prefix.
_OURS = "temani."
# Names of messages, by pydantic's error types. Values for placeholders come from the error's context.
PYDANTIC_MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "missing": "required",
        "extra_forbidden": "not_a_known_field",
        **dict.fromkeys(("int_type", "int_parsing", "int_parsing_size", "int_from_float"), "not_a_whole_number"),
        **dict.fromkeys(("float_type", "float_parsing", "finite_number"), "not_a_number"),
        **dict.fromkeys(("bool_type", "bool_parsing"), "neither_true_nor_false"),
        **dict.fromkeys(("string_type", "string_unicode"), "not_a_text"),
        **dict.fromkeys(("list_type", "tuple_type"), "not_a_list"),
        **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), "not_an_object"),
        **dict.fromkeys(("url_type", "url_parsing", "url_syntax_violation", "url_scheme"), "not_a_web_address"),
        "url_too_long": "web_address_too_long",
        "string_pattern_mismatch": "wrong_format",
        "string_too_short": "too_few_characters",
        "string_too_long": "too_many_characters",
        "too_short": "too_few_entries",
        "too_long": "too_many_entries",
        "greater_than_equal": "less_than",
        "less_than_equal": "more_than_limit",
        "greater_than": "not_more_than",
        "less_than": "not_less_than",
        **dict.fromkeys(("enum", "literal_error"), "not_a_choice"),
        "timezone_aware": "without_time_zone",
        **dict.fromkeys(
            ("datetime_type", "datetime_parsing", "datetime_from_date_parsing", "datetime_object_invalid"), "not_a_time"
        ),
        **dict.fromkeys(
            ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), "not_a_day"
        ),
        "json_invalid": "not_valid_json",
    }
)


class InvalidValue(ValueError):
    """A validator of ours refuses a value: `raise InvalidValue("no_letter")`."""

    def __init__(self, message: str, /, **values: Any) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


class ValidationMessage:
    """Message for all validation errors of a type: `Annotated[str, ValidationMessage("not_an_email_address")]`."""

    __slots__ = ("message", "values")

    def __init__(self, message: str, /, **values: Any) -> None:
        self.message = message
        self.values = values

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return with_validation_message(handler(source), self.message, self.values)


def with_validation_message(schema: CoreSchema, message: str, values: Mapping[str, Any]) -> CoreSchema:
    """Return `schema` with one message for all its errors."""
    return core_schema.custom_error_schema(
        schema,
        custom_error_type=_OURS + message,
        custom_error_message=message,
        custom_error_context=dict(values),
    )


def field_error_from_finding(found: Mapping[str, Any]) -> FieldError:
    """Convert pydantic's finding about a field, without the value that was sent."""
    field = ".".join(str(part) for part in found["loc"]) or "body"
    kind, values = found["type"], found.get("ctx", {})
    if kind.startswith(_OURS):
        return FieldError(field, kind.removeprefix(_OURS), values)
    if isinstance(refused := values.get("error"), InvalidValue):
        return FieldError(field, refused.message, refused.values)
    if values.get("field_type") == "Value":
        # The length of a text is checked after a validator of ours, where pydantic no longer knows that it is a text.
        kind = f"string_{kind}"
    return FieldError(field, PYDANTIC_MESSAGES.get(kind, _OTHER), values)
