"""Errors of identity."""

from shared.kernel.errors import Conflict, Forbidden, NotFound


class NotRegistered(NotFound):
    """The user has signed in, but has not called `register_user`."""

    title = "Register first"
    code = "not_registered"


class AccountSuspended(Forbidden):
    """An admin has suspended the account."""

    title = "Your account is suspended"
    code = "account_suspended"


class EmailNeeded(Conflict):
    """The answer is sent by e-mail. Add an address with `update_my_account`."""

    title = "Your account needs an e-mail address"
    code = "email_needed"


class VerificationNotNeeded(Conflict):
    """The address is verified already, or the account has another address by now."""

    title = "The address needs no verification mail"
    code = "verification_not_needed"


class PartnerKeyNotFound(NotFound):
    """No partner key has this id."""

    title = "There is no such partner key"
    code = "partner_key_not_found"
