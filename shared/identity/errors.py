"""What can go wrong with identities."""

from shared.kernel.errors import NotFound


class PartnerKeyNotFound(NotFound):
    title = "No such partner key"
    code = "partner_key_not_found"
