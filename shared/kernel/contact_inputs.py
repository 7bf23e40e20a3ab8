"""Phone numbers and e-mail addresses of requests: read as people write them, kept in one spelling.

The libraries are imported by `load_libraries` while an instance starts, otherwise by the first number or address. Only
functions that take one import this module, so that no other function ships the libraries.
"""

import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema

from shared.kernel.validation_messages import InvalidValue, ValidationMessage

_HOME_REGION = "ID"
_HOME_CODE = "62"
_EXAMPLE = "+62 812 3456 7890"
_LONGEST_SPELLING = 60
_LONGEST_ADDRESS = 254
# Full stops, dots in the middle and the minus sign. Spaces, dashes and brackets are categories of their own.
_DOTS_AND_MINUS = ".．·‧•−"
_PLUS = "+＋﹢⁺"
_SEPARATORS = ("Zs", "Pd", "Ps", "Pe")
_INVISIBLE = "Cf"


def load_libraries() -> None:
    """Import the libraries, and load the tables of Indonesian numbers, before a request needs them."""
    import email_validator  # noqa: F401

    normalize_phone(_EXAMPLE)


def normalize_phone(text: str) -> str:
    """Convert a phone number as people write it to its E.164 form, such as `+6281234567890`.

    A number without a country code is Indonesian.

    Raises:
        ValueError: The text is not exactly one number at which a person can be reached.
    """
    import phonenumbers
    from phonenumbers import PhoneNumberFormat, PhoneNumberType

    shared_lines = (
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
    )
    for dialled in _list_readings(_read_digits(text)):
        try:
            number = phonenumbers.parse(dialled, _HOME_REGION)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) not in shared_lines:
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    raise ValueError("not a phone number of a person")


def find_phone(text: str) -> str | None:
    """Return the E.164 form of a phone number as people write it, or None if there is no such number."""
    try:
        return normalize_phone(text)
    except ValueError:
        return None


def _read_digits(text: str) -> str:
    """Return the digits of all scripts as ASCII, with the plus in front of them if there is one.

    Raises:
        ValueError: The text has a letter, or a plus between or after the digits.
    """
    read = ""
    for character in text.strip().removeprefix("tel:"):
        category = unicodedata.category(character)
        if category == "Nd":
            read += str(unicodedata.decimal(character))
        elif character in _PLUS and not read:
            read = "+"
        elif category != _INVISIBLE and category not in _SEPARATORS and character not in _DOTS_AND_MINUS:
            raise ValueError("not a character of phone numbers")
    return read


def _list_readings(digits: str) -> list[str]:
    """List what the digits may mean, the likeliest first. People leave out the plus, or dial `00` instead."""
    if digits.startswith("00"):
        return [f"+{digits[2:]}"]
    return [f"+{digits}", digits] if digits.startswith(_HOME_CODE) else [digits]


def normalize_email(text: str) -> str:
    """Convert an e-mail address as people write it to the spelling that mail goes to.

    The domain is in ASCII and lower case. The part before the @ stays as written.

    Raises:
        ValueError: No mail can reach the address, whoever has the domain.
    """
    from email_validator import validate_email

    visible = "".join(character for character in text if unicodedata.category(character) != _INVISIBLE)
    # Our mail provider takes ASCII only before the @.
    found = validate_email(visible.strip(), check_deliverability=False, allow_smtputf8=False, strict=True)
    address = found.ascii_email
    if address is None or len(address.rpartition(".")[2]) < 2:
        raise ValueError("no top-level domain has one letter")
    return address


def _refuse_number(given: Any) -> Any:
    if isinstance(given, int | float) and not isinstance(given, bool):
        raise InvalidValue("phone_sent_as_number")
    return given


PhoneInput = Annotated[
    str,
    StringConstraints(max_length=_LONGEST_SPELLING),
    AfterValidator(normalize_phone),
    ValidationMessage("not_a_phone_number"),
    BeforeValidator(_refuse_number),
    WithJsonSchema(
        {
            "type": "string",
            "format": "phone",
            "maxLength": _LONGEST_SPELLING,
            "examples": ["0812-3456-7890", _EXAMPLE],
        }
    ),
]
"""Phone number of a person as people write it, kept as E.164."""

EmailInput = Annotated[
    str,
    StringConstraints(max_length=2 * _LONGEST_ADDRESS),
    AfterValidator(normalize_email),
    ValidationMessage("not_an_email_address"),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": _LONGEST_ADDRESS}),
]
"""E-mail address that mail can be sent to; only the sending shows whether the address exists."""
