"""What is wrong with a value, said to a person instead of showing them the pattern."""

from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


@dataclass(frozen=True, slots=True)
class Said:
    """`Annotated[…, Said("is not an e-mail address")]`: whatever is wrong, this is what is said."""

    message: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return said(handler(source), self.message)


def said(schema: CoreSchema, message: str) -> CoreSchema:
    """*schema*, all of whose errors read *message*."""
    return core_schema.custom_error_schema(
        schema, custom_error_type="value_not_valid", custom_error_message=message.replace("{", "{{")
    )
