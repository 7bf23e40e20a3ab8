"""Rules of text messages: which requests Twilio refuses, and into how many segments an SMS is split."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

MAX_BODY_LENGTH = 1_600
INDONESIA = "+62"
# The basic character set of GSM 03.38, and its extension, whose characters take the room of two.
_GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENSION = set("^{}\\[~]|€\f")
# Characters that `SmartEncoded` replaces by characters of GSM.
_SMART = str.maketrans(
    {
        "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "•": "-", "`": "'",
    }
)  # fmt: skip
_ADDRESS = re.compile(r"(whatsapp:)?\+[1-9][0-9]{6,14}")
# Area codes of Indonesian landlines begin with 2 to 7 or 9; mobile numbers with 8.
_LANDLINE = re.compile(r"\+62[2-79][0-9]+")

Encoding = Literal["GSM-7", "UCS-2"]


class TextProblem(NamedTuple):
    """Reason for which a request is refused, as Twilio words it.

    Attributes:
        code: Twilio's error code.
        message: Explanation.
    """

    code: int
    message: str


class Segments(NamedTuple):
    """Segments of an SMS, each of which is paid for.

    Attributes:
        encoding: Character set of the message.
        number: Number of segments.
    """

    encoding: Encoding
    number: int


def count_segments(text: str, *, smart: bool = False) -> Segments:
    """Count the segments of a text; `smart` replaces typographic characters first."""
    sent = text.translate(_SMART) if smart else text
    if all(character in _GSM or character in _GSM_EXTENSION for character in sent):
        units = sum(2 if character in _GSM_EXTENSION else 1 for character in sent)
        return Segments("GSM-7", 1 if units <= 160 else math.ceil(units / 153))
    units = len(sent.encode("utf-16-le")) // 2
    return Segments("UCS-2", 1 if units <= 70 else math.ceil(units / 67))


def find_text_problem(form: Mapping[str, Any], *, whatsapp_senders: frozenset[str]) -> TextProblem | None:
    """Find the reason to refuse the fields of a request; None if they are accepted.

    Args:
        form: Fields of the request.
        whatsapp_senders: Numbers of ours on WhatsApp; empty for any number.
    """
    return _find_address_problem(form, whatsapp_senders) or _find_content_problem(form)


def _find_address_problem(form: Mapping[str, Any], whatsapp_senders: frozenset[str]) -> TextProblem | None:
    to, sender = form.get("To", ""), form.get("From", "")
    if not to:
        return TextProblem(21604, "A 'To' phone number is required.")
    if not _ADDRESS.fullmatch(to):
        return TextProblem(21211, f"Invalid 'To' Phone Number: {to}")
    if not sender and not form.get("MessagingServiceSid"):
        return TextProblem(21603, "A 'From' phone number is required.")
    if sender and sender.startswith("whatsapp:") != to.startswith("whatsapp:"):
        return TextProblem(21910, "Invalid From and To pair. From and To should be of the same channel")
    if sender.startswith("whatsapp:") and whatsapp_senders and sender.removeprefix("whatsapp:") not in whatsapp_senders:
        return TextProblem(63007, "Twilio could not find a Channel with the specified From address")
    if _LANDLINE.fullmatch(to):
        return TextProblem(21614, f"'To' number is not a valid mobile number: {to}")
    return None


def _find_content_problem(form: Mapping[str, Any]) -> TextProblem | None:
    body, content, values = form.get("Body", ""), form.get("ContentSid", ""), form.get("ContentVariables")
    if values is not None and not content:
        return TextProblem(21654, "ContentSid Required")
    if content and not re.fullmatch(r"HX[0-9a-fA-F]{32}", content):
        return TextProblem(21655, "The ContentSid is Invalid")
    if values is not None and not _is_content_values(values):
        return TextProblem(21656, "The ContentVariables Parameter is invalid")
    if not body and not content and not form.get("MediaUrl"):
        return TextProblem(21602, "Message body is required.")
    if len(body) > MAX_BODY_LENGTH:
        return TextProblem(21617, "The concatenated message body exceeds the 1600 character limit")
    return None


def _is_content_values(text: str) -> bool:
    try:
        values = json.loads(text)
    except ValueError:
        return False
    return isinstance(values, dict) and all(isinstance(value, str) and value for value in values.values())
