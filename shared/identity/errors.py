"""Errors of identity."""

from shared.kernel.errors import Conflict, Forbidden, NotFound


class NotRegistered(NotFound):
    title = "Register first"
    code = "not_registered"


class AccountSuspended(Forbidden):
    title = "Your account is suspended"
    code = "account_suspended"


class EmailNeeded(Conflict):
    title = "We need an e-mail address of yours"
    code = "email_needed"


class PartnerKeyNotFound(NotFound):
    title = "No such partner key"
    code = "partner_key_not_found"
