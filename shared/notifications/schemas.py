"""Views of notifications."""

from typing import Literal

from shared.kernel.schemas import View


class EmailConfirmed(View):
    """Confirmation of an e-mail address by a link in a mail."""

    kind: Literal["account", "tickets"]
    """Thing that the link confirmed: the address of an `account`, or of an order of free `tickets`."""
