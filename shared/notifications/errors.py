"""Errors of notifications."""

from shared.kernel.errors import Gone, NotFound


class ConfirmationLinkNotValid(NotFound):
    """The link is not one of ours, or the account has another address by now."""

    code = "confirmation_link_not_valid"


class ConfirmationLinkExpired(Gone):
    """`expires_at` was the end of the link. Another mail has a new link."""

    code = "confirmation_link_expired"
