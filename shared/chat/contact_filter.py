"""Filter for contact details in messages, and in the names of their files.

The filter deters most attempts; determined people can get around it.
"""

from typing import Literal

Mode = Literal["off", "warn", "mask"]
Finding = Literal["contact"]


def filter_contacts(text: str, mode: Mode) -> tuple[str, Finding | None]:
    """Search `text` for contact details, and mask the details if `mode` says so.

    Args:
        text: Text as a person wrote it.
        mode: `off` searches nothing, `warn` only reports, `mask` replaces each contact by `MASK`.

    Returns:
        The text to send, and `contact` if a contact was found, otherwise None.
    """
    if mode == "off" or not text:
        return text, None
    from shared.kernel.contact_details.search import mask_contacts

    return _filter(text, mask_contacts(text), mode)


def filter_contacts_in_file_name(name: str, mode: Mode) -> tuple[str, Finding | None]:
    """Search the name of a file as `filter_contacts` does. A `_` counts as a space."""
    if mode == "off" or not name:
        return name, None
    from shared.kernel.contact_details.search import mask_contacts_in_file_name

    return _filter(name, mask_contacts_in_file_name(name), mode)


def _filter(text: str, masked: str, mode: Mode) -> tuple[str, Finding | None]:
    if masked == text:
        return text, None
    return (masked if mode == "mask" else text), "contact"
