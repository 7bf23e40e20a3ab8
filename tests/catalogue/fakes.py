"""Fakes of storage and accounts, for tests of our own behaviour only."""

from datetime import datetime, timedelta

from shared.contracts.files import PresignedUpload, StoredFile
from shared.identity.ports import OpenedAccount, SignInAccount, TokenClaims
from shared.kernel.ids import UserId
from tests.pictures import write_picture


class FakeStorage:
    """Storage in which every file exists and is a valid picture."""

    def __init__(self, stored: StoredFile) -> None:
        self._stored = stored

    async def presign_upload(
        self, key: str, *, content_type: str, size: int, now: datetime, lasts: timedelta
    ) -> PresignedUpload:
        return PresignedUpload(f"https://files.example.com/{key}", {"content-type": content_type}, now + lasts)

    async def presign_download(self, key: str, *, name: str, lasts: timedelta, shown_as: str | None = None) -> str:
        return self.public_url(key)

    def public_url(self, key: str) -> str:
        return f"https://files.example.com/{key}"

    async def find_file(self, key: str) -> StoredFile | None:
        return self._stored

    async def read_file(self, key: str) -> bytes | None:
        return write_picture("PNG")

    async def write_file(self, key: str, content: bytes, *, content_type: str) -> None:
        """Do nothing: every file exists."""

    async def delete_file(self, key: str) -> None:
        """Do nothing: no file is stored."""


class FakeAccounts:
    """Accounts that always exist."""

    async def open_account(self, *, email: str | None, phone: str | None, name: str) -> OpenedAccount:
        return OpenedAccount(UserId("rani"))

    async def set_role_claims(self, uid: UserId, claims: TokenClaims) -> None:
        """Do nothing: the account has the role."""

    async def is_admin(self, uid: UserId) -> bool:
        return False

    async def is_verified(self, uid: UserId) -> bool:
        return True

    async def revoke_sign_ins(self, uid: UserId, *, closed: bool) -> None:
        """Do nothing: the account has no sign-in."""

    async def find_sign_in(self, email: str) -> SignInAccount | None:
        return SignInAccount(UserId("ana"), email, True, False, True, ())

    async def create_password_link(self, email: str) -> str:
        return "https://sign-in.example.com/password"
