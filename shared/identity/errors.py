"""Errors of identity."""

from shared.kernel.errors import Conflict, Forbidden, NotFound, Refused, Unauthenticated


class NotRegistered(NotFound):
    """The user has signed in, but has not called `register_user`."""

    code = "not_registered"


class AccountSuspended(Forbidden):
    """An admin has suspended the account."""

    code = "account_suspended"


class SignedOut(Unauthenticated):
    """Sign-ins of this account before some time are no longer valid. Sign in again."""

    code = "signed_out"


class AccountClosed(Forbidden):
    """An admin has closed the account. Nobody can sign in with this account."""

    code = "account_closed"


class AdminScopeMissing(Forbidden):
    """The admin lacks the scope that the function needs; `scope` names the scope."""

    code = "admin_scope_missing"


class NotSuspended(Conflict):
    """The account was never suspended."""

    code = "not_suspended"


class AdminAccount(Conflict):
    """An admin's account cannot be suspended, nor a suspended person made an admin. `remove_admin` comes first."""

    code = "admin_account"


class OwnGrant(Conflict):
    """An admin cannot change or remove the own grant. So there is always an owner left."""

    code = "own_admin_grant"


class AccountUnverified(Conflict):
    """The account has neither a verified e-mail address nor a phone number for sign-in."""

    code = "account_unverified"


class EmailNeeded(Conflict):
    """The answer is sent by e-mail. Add an address with `update_my_account`."""

    code = "email_needed"


class VerificationNotNeeded(Conflict):
    """The address is verified already, or the account has another address by now."""

    code = "verification_not_needed"


class PartnerKeyNotFound(NotFound):
    """No partner key has this id."""

    code = "partner_key_not_found"


class AccountNotFound(NotFound):
    """Firebase Auth knows no account with this uid, e-mail address or phone number."""

    code = "account_not_found"


class AccountRefused(Refused):
    """Firebase Auth understood the request and refused."""

    code = "account_refused"


class PasswordResetNotFound(NotFound):
    """No request of a new password has this id, or the time of its link was over."""

    code = "password_reset_not_found"


class ContactChangeNotFound(NotFound):
    """No record of a replaced address or number has this id, or the time of the record was over."""

    code = "contact_change_not_found"
