"""Validation messages: sentences for people instead of patterns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

# Keys are pydantic's error types. Values in braces come from the error's context, never from the request.
_MESSAGES = {
    "missing": "is required",
    "extra_forbidden": "is not a known field",
    **dict.fromkeys(("int_type", "int_parsing", "int_parsing_size", "int_from_float"), "is not a whole number"),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), "is not a number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "is neither true nor false"),
    **dict.fromkeys(("string_type", "string_unicode"), "is not a text"),
    **dict.fromkeys(("list_type", "tuple_type"), "is not a list"),
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), "is not an object"),
    **dict.fromkeys(("url_type", "url_parsing", "url_syntax_violation", "url_scheme"), "is not a web address"),
    "url_too_long": "is a web address of more than {max_length} characters",
    "string_pattern_mismatch": "does not have the required format",
    "string_too_short": "has fewer than {min_length} characters",
    "string_too_long": "has more than {max_length} characters",
    "too_short": "has fewer than {min_length} entries",
    "too_long": "has more than {max_length} entries",
    "greater_than_equal": "is less than {ge}",
    "less_than_equal": "is more than {le}",
    "greater_than": "is not more than {gt}",
    "less_than": "is not less than {lt}",
    **dict.fromkeys(("enum", "literal_error"), "is not {expected}"),
    "timezone_aware": "has no time zone",
    **dict.fromkeys(
        ("datetime_type", "datetime_parsing", "datetime_from_date_parsing", "datetime_object_invalid"),
        "is not a time such as 2026-11-26T14:00:00+07:00",
    ),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        "is not a day such as 2026-11-26",
    ),
}


@dataclass(frozen=True, slots=True)
class ValidationMessage:
    """Message for all validation errors of a type: `Annotated[str, ValidationMessage("is not an e-mail address")]`."""

    message: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return with_validation_message(handler(source), self.message)


def with_validation_message(schema: CoreSchema, message: str) -> CoreSchema:
    """Return `schema` with one message for all its errors."""
    return core_schema.custom_error_schema(
        schema, custom_error_type="value_not_valid", custom_error_message=message.replace("{", "{{")
    )


def render_validation_message(found: Mapping[str, Any]) -> str:
    """Render pydantic's finding about a field, as the end of a sentence that begins with the field's name."""
    if known := _MESSAGES.get(found["type"]):
        return known.format(**found.get("ctx", {}))
    message: str = found["msg"].removeprefix("Value error, ").removeprefix("Input ")
    # A word in capitals is an abbreviation.
    return message if message[1:2].isupper() else message[:1].lower() + message[1:]
