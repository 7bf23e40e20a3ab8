"""The accounts by which people sign in: found, made, and told what they may do."""

import secrets
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from shared.gateways.blocking_calls import run_blocking
from shared.identity.errors import AccountNotFound, AccountRefused
from shared.identity.ports import OpenedAccount, SignInAccount, TokenClaims
from shared.kernel.errors import Unavailable
from shared.kernel.ids import UserId

T = TypeVar("T")

_TIMEOUT_SECONDS = 10
_METHODS = {"google.com": "Google", "apple.com": "Apple", "phone": "phone"}
_RETRYABLE_CODES = ("UNAVAILABLE", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED", "INTERNAL", "UNKNOWN", "ABORTED")


class FirebaseAccounts:
    """Directory of accounts. The SDK blocks, so each call runs in a thread, with a time limit."""

    def __init__(self, *, project: str) -> None:
        self._project = project
        self._app: Any = None
        self._app_lock = threading.Lock()

    async def open_account(self, *, email: str | None, phone: str | None, name: str) -> OpenedAccount:
        """Get the account of `email`, or else of `phone`, and create the account if there is none.

        An account whose owner has not verified `email` loses its password, its providers and its refresh tokens.
        A second call returns the same account.
        """
        # Firebase keeps addresses in lower case.
        email = email and email.lower()
        return await run_blocking(lambda: self._translate_errors(lambda: self._open_account(email, phone, name)))

    async def set_role_claims(self, uid: UserId, claims: TokenClaims) -> None:
        """Set the claims `role` and `admin_scopes` in the ID tokens of `uid`; other claims stay as they are.

        Raises:
            AccountNotFound: No account has this uid.
        """
        await run_blocking(lambda: self._translate_errors(lambda: self._set_role_claims(uid, claims)))

    async def is_admin(self, uid: UserId) -> bool:
        """Return whether the account carries an admin's claim; an account that does not exist carries none."""
        try:
            return await run_blocking(lambda: self._translate_errors(lambda: self._is_admin(uid)))
        except AccountNotFound:
            return False

    async def is_verified(self, uid: UserId) -> bool:
        """Return whether the account signs in by a verified e-mail address or by a phone number.

        Raises:
            AccountNotFound: No account has this uid.
        """
        return await run_blocking(lambda: self._translate_errors(lambda: self._is_verified(uid)))

    async def revoke_sign_ins(self, uid: UserId, *, closed: bool) -> None:
        """Revoke the refresh tokens of `uid`, and close or open the account for sign-ins.

        Raises:
            AccountNotFound: No account has this uid.
        """
        await run_blocking(lambda: self._translate_errors(lambda: self._revoke_sign_ins(uid, closed=closed)))

    async def find_sign_in(self, email: str) -> SignInAccount | None:
        """Find the account that signs in by `email`; None if there is no such account."""
        try:
            return await run_blocking(lambda: self._translate_errors(lambda: self._find_sign_in(email.lower())))
        except AccountNotFound:
            return None

    async def create_password_link(self, email: str) -> str:
        """Create the link by which the owner of `email` chooses a password.

        Raises:
            AccountNotFound: No account has this address.
        """
        return await run_blocking(lambda: self._translate_errors(lambda: self._create_password_link(email.lower())))

    def _open_account(self, email: str | None, phone: str | None, name: str) -> OpenedAccount:
        from firebase_admin import auth

        try:
            return self._claim_account(email, phone)
        except auth.UserNotFoundError:
            wanted = {"email": email, "phone_number": phone, "display_name": name}
            given = {key: value for key, value in wanted.items() if value}
        try:
            return OpenedAccount(UserId(auth.create_user(app=self._get_app(), **given).uid))
        except (auth.EmailAlreadyExistsError, auth.PhoneNumberAlreadyExistsError):
            # Made a moment ago, by the same call's other delivery; or the phone is another account's than the e-mail.
            return self._claim_account(email, phone)

    def _claim_account(self, email: str | None, phone: str | None) -> OpenedAccount:
        """Get the account; an account that was found by an address that nobody verified is reset."""
        from firebase_admin import auth

        if not email:
            # A phone number is an account's only after a code that came to this number.
            return OpenedAccount(UserId(auth.get_user_by_phone_number(phone, app=self._get_app()).uid))
        found = auth.get_user_by_email(email, app=self._get_app())
        providers = [provider.provider_id for provider in found.provider_data]
        if found.email_verified or not providers:
            return OpenedAccount(UserId(found.uid))
        if (found.custom_claims or {}).get("role") == "admin":
            raise AccountRefused(reason="the account is an admin's, and its address is not verified")
        auth.update_user(
            found.uid,
            app=self._get_app(),
            password=secrets.token_urlsafe(32),
            providers_to_delete=[provider for provider in providers if provider not in ("password", "phone")],
            **({"phone_number": None} if found.phone_number not in (None, phone) else {}),
        )
        auth.revoke_refresh_tokens(found.uid, app=self._get_app())
        return OpenedAccount(UserId(found.uid), was_reset=True)

    def _set_role_claims(self, uid: UserId, claims: TokenClaims) -> None:
        from firebase_admin import auth

        before = auth.get_user(uid, app=self._get_app()).custom_claims or {}
        if claims.keep_admin and before.get("role") == "admin":
            return
        others = {name: value for name, value in before.items() if name not in ("role", "admin_scopes")}
        scopes = {"admin_scopes": list(claims.admin_scopes)} if claims.admin_scopes else {}
        after = others | {"role": claims.role} | scopes
        if after != before:
            auth.set_custom_user_claims(uid, after, app=self._get_app())

    def _is_admin(self, uid: UserId) -> bool:
        from firebase_admin import auth

        return (auth.get_user(uid, app=self._get_app()).custom_claims or {}).get("role") == "admin"

    def _is_verified(self, uid: UserId) -> bool:
        from firebase_admin import auth

        found = auth.get_user(uid, app=self._get_app())
        return bool((found.email and found.email_verified) or found.phone_number)

    def _revoke_sign_ins(self, uid: UserId, *, closed: bool) -> None:
        from firebase_admin import auth

        auth.revoke_refresh_tokens(uid, app=self._get_app())
        if auth.get_user(uid, app=self._get_app()).disabled != closed:
            auth.update_user(uid, disabled=closed, app=self._get_app())

    def _find_sign_in(self, email: str) -> SignInAccount:
        from firebase_admin import auth

        found = auth.get_user_by_email(email, app=self._get_app())
        providers = [provider.provider_id for provider in found.provider_data]
        others = [_METHODS.get(provider, "other") for provider in providers if provider != "password"]
        return SignInAccount(
            uid=UserId(found.uid),
            email=email,
            is_verified=bool(found.email_verified),
            is_closed=bool(found.disabled),
            has_password="password" in providers,
            methods=tuple(dict.fromkeys(others)),
        )

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
                raise Unavailable("sign_in_silent") from error
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
