"""Links to pages of other sites, as experts give them for buyers of a product or customers of a meeting."""

import re
from functools import cache
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, HttpUrl, TypeAdapter, UrlConstraints, ValidationError

from shared.kernel.validation_messages import InvalidValue

_MAX_LENGTH = 500
# Labels, dots and an ending of letters, as registered domains have; neither an IP address nor a single name.
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})")
_HOME_ENDINGS = (".local", ".localhost", ".internal", ".test", ".example", ".invalid", ".onion", ".home", ".lan")


def check_outside_link(text: str) -> str:
    """Check that `text` is an HTTPS address at a public domain, without name, password or port.

    Return the address as browsers read it: a domain in other than Latin letters is shown in its ASCII form.
    """
    try:
        address = str(_addresses().validate_python(text.strip()))
    except ValidationError:
        raise InvalidValue("not_https_link") from None
    parts = urlsplit(address)
    host = (parts.hostname or "").rstrip(".")
    named = parts.username is not None or parts.password is not None or parts.port not in (None, 443)
    if named or len(address) > _MAX_LENGTH or not _DOMAIN.fullmatch(host) or host.endswith(_HOME_ENDINGS):
        raise InvalidValue("not_https_link")
    return address


@cache
def _addresses() -> TypeAdapter[HttpUrl]:
    return TypeAdapter(Annotated[HttpUrl, UrlConstraints(max_length=_MAX_LENGTH, allowed_schemes=["https"])])


OutsideLink = Annotated[str, AfterValidator(check_outside_link)]
"""Address by HTTPS at a public domain, at most 500 characters."""
