"""Twilio's error codes: on which side a failure lies, and whether a new attempt would fail too.

Twilio describes each code at https://www.twilio.com/docs/api/errors/CODE. WhatsApp's own error behind each code from
63001 on stands at https://www.twilio.com/docs/whatsapp/api/error-code-mapping. Twilio refines the codes over time, so
each unknown code has a safe meaning too.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from shared.contracts.delivery_reports import FailureCause

_PERSON, _TEMPLATE, _MESSAGE, _VENDOR = (
    FailureCause.PERSON,
    FailureCause.TEMPLATE,
    FailureCause.MESSAGE,
    FailureCause.VENDOR,
)


class FailureMeaning(NamedTuple):
    """Meaning of an error code.

    Attributes:
        cause: Side on which the failure lies.
        permanent: True if a new attempt for the same person, template or message would fail too.
        unsubscribed: True if the person wants no more advertising from us.
    """

    cause: FailureCause
    permanent: bool
    unsubscribed: bool = False


_UNREACHABLE = FailureMeaning(_PERSON, True)
_BAD_TEMPLATE = FailureMeaning(_TEMPLATE, True)
_BAD_MESSAGE = FailureMeaning(_MESSAGE, True)
_PASSING = FailureMeaning(_VENDOR, False)

ERROR_CODES: Mapping[int, FailureMeaning] = MappingProxyType(
    {
        # The request is refused (https://www.twilio.com/docs/api/errors).
        20429: _PASSING,  # Too many requests.
        21211: _UNREACHABLE,  # Invalid `To` number.
        21212: _BAD_MESSAGE,  # Invalid `From` number.
        21214: _UNREACHABLE,  # `To` number cannot be reached.
        21265: _UNREACHABLE,  # `To` number is a short code.
        21266: _UNREACHABLE,  # `To` and `From` are the same number.
        21268: _UNREACHABLE,  # `To` number is a premium number.
        21408: _BAD_MESSAGE,  # Our account may not send to this country.
        21601: _BAD_MESSAGE,  # `From` number cannot send SMS.
        21602: _BAD_MESSAGE,  # No body.
        21603: _BAD_MESSAGE,  # No `From` number.
        21604: _BAD_MESSAGE,  # No `To` number.
        21605: _BAD_MESSAGE,  # Body too long.
        21606: _BAD_MESSAGE,  # `From` number is not ours, or cannot send to this number.
        21608: _BAD_MESSAGE,  # Our trial account may write to verified numbers only.
        21609: _BAD_MESSAGE,  # Invalid address for status callbacks.
        21610: _UNREACHABLE,  # The person has answered STOP.
        21611: _PASSING,  # The queue of the `From` number is full.
        21612: _UNREACHABLE,  # No route to the `To` number by SMS.
        21614: _UNREACHABLE,  # `To` number is not a mobile number.
        21617: _BAD_MESSAGE,  # Body of more than 1,600 characters.
        21619: _BAD_MESSAGE,  # Neither body nor media nor template.
        21635: _UNREACHABLE,  # `To` number is a landline.
        21654: _BAD_MESSAGE,  # Values without a template.
        21655: _BAD_TEMPLATE,  # No template of this id in our account.
        21656: _BAD_TEMPLATE,  # Values that the template does not take.
        21659: _BAD_MESSAGE,  # `From` number is not Twilio's.
        21660: _BAD_MESSAGE,  # `From` number belongs to another account.
        21703: _BAD_MESSAGE,  # The messaging service has no number.
        21705: _BAD_MESSAGE,  # No such messaging service.
        21910: _BAD_MESSAGE,  # `From` and `To` are of different channels.
        # Networks report after the message was accepted.
        30001: _PASSING,  # Queue overflow.
        30002: _BAD_MESSAGE,  # Our account is suspended.
        30003: _PASSING,  # Handset switched off or without signal, perhaps for a minute.
        30004: _UNREACHABLE,  # The person's number blocks such messages.
        30005: _UNREACHABLE,  # Unknown or inactive number.
        30006: _UNREACHABLE,  # Landline, or a network without SMS.
        30007: _BAD_MESSAGE,  # A network filtered the text as spam.
        30008: _PASSING,  # Unknown error of a network.
        30009: _PASSING,  # A segment was lost.
        30010: _BAD_MESSAGE,  # Dearer than our highest price.
        30017: _PASSING,  # Congestion.
        30018: _BAD_MESSAGE,  # Our sender id is not registered in this country.
        30019: _BAD_MESSAGE,  # Larger than the network takes.
        30022: _PASSING,  # Rate limit of a network.
        30034: _BAD_MESSAGE,  # Our number is not registered.
        30036: _PASSING,  # Not sent within the validity period.
        30410: _PASSING,  # A network did not answer in time.
        30500: _PASSING,  # A network failed.
        # WhatsApp reports (https://www.twilio.com/docs/whatsapp/api/error-code-mapping).
        63001: _PASSING,  # Twilio could not sign in at WhatsApp.
        63002: _BAD_MESSAGE,  # Unknown `From` address.
        63003: _UNREACHABLE,  # `To` address is not on WhatsApp.
        63005: _BAD_MESSAGE,  # WhatsApp does not accept the content.
        63007: _BAD_MESSAGE,  # Our account has no such WhatsApp sender.
        63008: _BAD_MESSAGE,  # Our WhatsApp sender is not set up correctly.
        63009: _PASSING,  # Error of WhatsApp.
        63010: _PASSING,  # Internal error of Twilio.
        63012: _PASSING,  # Internal error of WhatsApp.
        63013: _BAD_MESSAGE,  # Against a policy of WhatsApp.
        63014: _UNREACHABLE,  # The person has blocked our number.
        63015: _UNREACHABLE,  # The person has not joined the sandbox.
        63016: _BAD_MESSAGE,  # Free text outside of the 24 hours; WhatsApp takes a template.
        63018: _PASSING,  # Rate limit of WhatsApp.
        63020: _BAD_MESSAGE,  # Our business account has not accepted Twilio's invitation.
        63021: _BAD_MESSAGE,  # Invalid content, such as a template that grew too long by its values.
        63022: _BAD_MESSAGE,  # Our business's certificate is invalid.
        63023: _PASSING,  # Generic error.
        63024: _UNREACHABLE,  # The person has no WhatsApp, an old version, or has not accepted the new terms.
        63027: _BAD_TEMPLATE,  # No template of this name in this language.
        63028: _BAD_TEMPLATE,  # Another number of values than the template has placeholders.
        63029: _PASSING,  # The phone could not load the template.
        63030: _BAD_MESSAGE,  # Unsupported parameter.
        63031: _UNREACHABLE,  # `To` and `From` are the same number.
        63032: _UNREACHABLE,  # WhatsApp lets no business write to this person.
        63033: _UNREACHABLE,  # The person cannot receive the message.
        63038: _PASSING,  # Our account has reached its number of messages for the day.
        63040: _BAD_TEMPLATE,  # The template is rejected.
        63041: _BAD_TEMPLATE,  # The template is paused for its bad quality.
        63042: _BAD_TEMPLATE,  # The template is disabled.
        # WhatsApp limits advertising to this person (131049). Another template may pass, the same one again does not.
        63049: _BAD_MESSAGE,
        # The person has stopped our advertising (131050). What is no advertising may pass.
        63050: FailureMeaning(_MESSAGE, True, unsubscribed=True),
    }
)


def explain_refusal(code: int | None) -> FailureMeaning:
    """Explain why Twilio refuses a request: a code that is unknown is a fault of the message."""
    return ERROR_CODES.get(code or 0, _BAD_MESSAGE)


def explain_failure(code: str) -> FailureMeaning:
    """Explain why an accepted message did not arrive: a code that is unknown may pass."""
    return ERROR_CODES.get(int(code), _PASSING) if code.isascii() and code.isdigit() and len(code) < 10 else _PASSING
