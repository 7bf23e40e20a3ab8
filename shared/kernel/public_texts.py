"""Texts that other people read: names of people and groups, lines such as a topic, and longer texts such as a reason.

All of them are kept without invisible characters. Names may be no contact details and may not pretend to be ours; in
lines and texts, contact details are masked. Documents from before these rules remain readable: only requests use these
types.
"""

import re
import unicodedata
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import AfterValidator, BeforeValidator, StringConstraints, TypeAdapter, ValidationError

from shared.kernel import reserved_names
from shared.kernel.contact_details import MASK
from shared.kernel.schemas import Line, Text
from shared.kernel.text_folding import fold_text
from shared.kernel.validation_messages import InvalidValue, ValidationMessage

_JOINER = "\u200d"
_INVISIBLE_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_MAX_MARKS = 3
_LINK = re.compile(
    r"@|://|www\.|[a-z0-9-]{3,}\.(?:com|co|net|org|id|io|me|info|biz|xyz|ly|link|app|site|online|shop|store|tv|gg|my|sg)"
    r"(?![a-z0-9])"
)
_PLAIN_LINK = re.compile(r"@|://|www\.")
_ADDRESS = re.compile(
    r"://|www\.|(?<![a-z0-9-])[a-z0-9-]{2,}\.(?:[a-z]{2,}/|(?:com|biz|xyz|shop|site|store|online|(?:co|my|web|or|ac)\.id)(?![a-z0-9]))"
)
_WORD = re.compile(r"\S+")
_MAX_DIGITS = 6
_UNLIKE_NAMES = re.compile(
    r"[0-9_:]|(?<![a-z])(?:ig|insta\w*|wa|whatsap\w*|tele\w*|tg|line|dm|fb|nol|kosong|zero|dot|titik)(?![a-z])"
)


def remove_invisible(text: str) -> str:
    """Remove direction marks, control characters other than white space, and all that cannot be seen.

    A joiner stays inside an emoji. At most three marks stay on a letter.
    """
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for letter in text:
        category = unicodedata.category(letter)
        marks = marks + 1 if category == "Mn" else 0
        joins = letter == _JOINER and kept and unicodedata.category(kept[-1]) in ("So", "Sk", "Mn")
        hidden = category in ("Cf", "Co", "Cs", "Cn") or (category == "Cc" and letter not in "\t\n\r")
        if not joins and (hidden or letter in _INVISIBLE_LETTERS or marks > _MAX_MARKS):
            continue
        kept.append(letter)
    return "".join(kept)


def check_has_letter(text: str) -> str:
    """Check that `text` has a letter of any script, and return `text` with single spaces.

    Raises:
        InvalidValue: No character is a letter.
    """
    if not any(map(str.isalpha, text)):
        raise InvalidValue("no_letter")
    return " ".join(text.split())


def check_person_name(name: str) -> str:
    """Check that a person may have this name, and return `name`.

    Raises:
        InvalidValue: The name has a link or contact details, or could be taken for ours.
    """
    _check_no_contacts(name)
    if reserved_names.is_reserved_for_staff(name):
        raise InvalidValue("name_of_staff")
    return name


def check_group_name(name: str) -> str:
    """Check that a group may have this name, and return `name`.

    Raises:
        InvalidValue: The name has a link or contact details, or could be taken for ours.
    """
    _check_no_contacts(name)
    if reserved_names.is_reserved_for_us(name):
        raise InvalidValue("name_of_ours")
    return name


def check_partner_title(title: str) -> str:
    """Check that a partner's title cannot be taken for ours, and return `title`.

    Raises:
        InvalidValue: The title names one of our products, has a mark of verified accounts, or is a name of ours.
    """
    if reserved_names.is_reserved_for_us(title):
        raise InvalidValue("name_of_ours")
    return title


def check_partner_words(text: str) -> str:
    """Check that words of a partner name none of our products, and return `text`.

    Raises:
        InvalidValue: The text names one of our products.
    """
    if reserved_names.names_brand(text):
        raise InvalidValue("name_of_ours")
    return text


def check_label(label: str) -> str:
    """Check that a short public label, such as a city or an interest, has no contact details, and return `label`.

    Names of techniques such as `ASP.NET` are no links. An empty label passes, where a field may be empty.

    Raises:
        InvalidValue: The label has no letter, a link or contact details.
    """
    if not label:
        return label
    if _PLAIN_LINK.search(fold_text(label)) or mask_contacts_in_text(label) != label:
        raise InvalidValue("contact_details")
    return check_has_letter(label)


def mask_contacts_in_text(text: str) -> str:
    """Mask contact details in `text`."""
    from shared.kernel.contact_details.search import mask_contacts

    return mask_contacts(text)


def mask_links_in_text(text: str) -> str:
    """Mask web addresses in `text`: words with `://` or `www.`, and names of hosts, also with a path.

    Names of techniques such as `ASP.NET` and `Node.js` are no addresses.
    """
    return _WORD.sub(lambda word: MASK if _ADDRESS.search(fold_text(word[0])) else word[0], text)


def find_person_name(text: str | None) -> str | None:
    """Return the name that a sign-in tells as `PersonName` keeps names, or None if no person may have the name."""
    try:
        return _person_names().validate_python(text)
    except ValidationError:
        return None


@cache
def _person_names() -> TypeAdapter[str]:
    return TypeAdapter(PersonName)


def _check_no_contacts(name: str) -> None:
    folded = fold_text(name)
    if _LINK.search(folded) or sum(map(str.isdigit, folded)) > _MAX_DIGITS:
        raise InvalidValue("contact_details")
    # The whole search is loaded only for names that are unlike names of people.
    if _UNLIKE_NAMES.search(folded) and mask_contacts_in_text(name) != name:
        raise InvalidValue("contact_details")


Visible = BeforeValidator(lambda text: remove_invisible(text) if isinstance(text, str) else text)
"""Removal of invisible characters before a text is checked."""

PublicLine = Annotated[Line, Visible, AfterValidator(check_has_letter), AfterValidator(mask_contacts_in_text)]
"""Line of 1 to 200 characters that another person reads; contact details in it are masked."""

PartnerTitle = Annotated[PublicLine, AfterValidator(check_partner_title)]
"""Title by a partner, of 1 to 200 characters, that people read beside our own words; it cannot be taken for ours."""

PartnerLine = Annotated[PublicLine, AfterValidator(check_partner_words)]
"""Line by a partner, of 1 to 200 characters, that people read below such a title; it names none of our products."""

PublicText = Annotated[Text, Visible, AfterValidator(mask_contacts_in_text)]
"""Text of at most 5,000 characters that another person reads; contact details in it are masked."""

PublicTextWithoutLinks = Annotated[PublicText, AfterValidator(mask_links_in_text)]
"""Text of at most 5,000 characters that everybody reads; contact details and web addresses in it are masked."""

City = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$"),
    ValidationMessage("not_a_text_up_to", most=100),
    Visible,
    AfterValidator(check_label),
]
"""Name of a city, one line of at most 100 characters with a letter and no contact details; empty for none."""

Interest = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$"),
    ValidationMessage("not_a_line", most=40),
    Visible,
    AfterValidator(check_label),
]
"""Subject in a person's own words, one line of 1 to 40 characters with a letter and no contact details."""

PersonName = Annotated[Line, Visible, AfterValidator(check_has_letter), AfterValidator(check_person_name)]
"""Name of a person: one line of 1 to 200 characters with a letter; no link, no contact, no name of our staff."""

GroupName = Annotated[Line, Visible, AfterValidator(check_has_letter), AfterValidator(check_group_name)]
"""Name of a group: one line of 1 to 200 characters with a letter; no link, no contact, no name of ours."""


def find_public_type(annotation: Any) -> Any:
    """Return the type of free text `annotation` with the rules of a public text, or None for any other type."""
    if get_origin(annotation) is not Annotated or get_args(annotation)[0] is not str:
        return None
    patterns = [one.pattern for one in get_args(annotation) if isinstance(one, StringConstraints)]
    if not any(isinstance(pattern, str) and pattern.startswith(r"^[^\x00-") for pattern in patterns):
        return None
    one_line = any(isinstance(pattern, str) and pattern.startswith(r"^[^\x00-\x1f") for pattern in patterns)
    checked = Annotated[annotation, Visible, AfterValidator(check_has_letter)] if one_line else annotation
    return Annotated[checked, Visible, AfterValidator(mask_contacts_in_text)]
