"""The accounts by which people sign in: found, made, and told what they may do."""

import secrets
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from shared.gateways.blocking_calls import run_blocking
from shared.kernel.errors import NotFound, Refused, Unavailable
from shared.kernel.ids import UserId

T = TypeVar("T")

_TIMEOUT_SECONDS = 10
_RETRYABLE_CODES = ("UNAVAILABLE", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED", "INTERNAL", "UNKNOWN", "ABORTED")


class AccountNotFound(NotFound):
    """Firebase Auth knows no account with this uid, e-mail address or phone number."""

    title = "No account signs in like this"
    code = "account_not_found"


class AccountRefused(Refused):
    """Firebase Auth understood the request and refused."""

    title = "The sign-in provider has refused this"
    code = "account_refused"


class FirebaseAccounts:
    """Directory of accounts. The SDK blocks, so each call runs in a thread, with a time limit."""

    def __init__(self, *, project: str) -> None:
        self._project = project
        self._app: Any = None
        self._app_lock = threading.Lock()

    async def get_or_create_account(self, *, email: str | None, phone: str | None, name: str) -> UserId:
        """Get the account of `email`, or else of `phone`, and create it if there is none.

        A second call returns the same account.
        """
        return UserId(
            await run_blocking(lambda: self._translate_errors(lambda: self._get_or_create_account(email, phone, name)))
        )

    async def set_role_claim(self, uid: UserId, role: str) -> None:
        """Set the claim `role` in the ID tokens of `uid`; other claims stay as they are.

        Raises:
            AccountNotFound: No account has this uid.
        """
        await run_blocking(lambda: self._translate_errors(lambda: self._set_role_claim(uid, role)))

    async def create_password_link(self, email: str) -> str:
        """Create the link by which the owner of `email` chooses a password.

        Raises:
            AccountNotFound: No account has this address.
        """
        return await run_blocking(lambda: self._translate_errors(lambda: self._create_password_link(email)))

    def _get_or_create_account(self, email: str | None, phone: str | None, name: str) -> str:
        from firebase_admin import auth

        try:
            return self._get_account_id(email, phone)
        except auth.UserNotFoundError:
            wanted = {"email": email, "phone_number": phone, "display_name": name}
            given = {key: value for key, value in wanted.items() if value}
        try:
            return str(auth.create_user(app=self._get_app(), **given).uid)
        except (auth.EmailAlreadyExistsError, auth.PhoneNumberAlreadyExistsError):
            # Made a moment ago, by the same call's other delivery; or the phone is another account's than the e-mail.
            return self._get_account_id(email, phone)

    def _get_account_id(self, email: str | None, phone: str | None) -> str:
        from firebase_admin import auth

        if email:
            return str(auth.get_user_by_email(email, app=self._get_app()).uid)
        return str(auth.get_user_by_phone_number(phone, app=self._get_app()).uid)

    def _set_role_claim(self, uid: UserId, role: str) -> None:
        from firebase_admin import auth

        claims = auth.get_user(uid, app=self._get_app()).custom_claims or {}
        if claims.get("role") != role:
            auth.set_custom_user_claims(uid, claims | {"role": role}, app=self._get_app())

    def _create_password_link(self, email: str) -> str:
        from firebase_admin import auth

        return str(auth.generate_password_reset_link(email, app=self._get_app()))

    def _translate_errors(self, ask: Callable[[], T]) -> T:
        from firebase_admin import auth
        from firebase_admin.exceptions import FirebaseError

        try:
            return ask()
        except (auth.UserNotFoundError, auth.EmailNotFoundError) as error:
            raise AccountNotFound() from error
        except FirebaseError as error:
            if error.code in _RETRYABLE_CODES:
                raise Unavailable("The sign-in provider does not answer.") from error
            raise AccountRefused(reason=error.code) from error
        except ValueError as error:
            # The SDK itself found what was asked of it impossible.
            raise AccountRefused() from error

    def _get_app(self) -> Any:
        import firebase_admin

        with self._app_lock:
            if self._app is None:
                self._app = firebase_admin.initialize_app(
                    options={"projectId": self._project, "httpTimeout": _TIMEOUT_SECONDS},
                    name=f"temani-accounts-{secrets.token_hex(8)}",
                )
        return self._app


def import_sdk() -> None:
    """Import the vendor now."""
    import firebase_admin.auth  # noqa: F401
