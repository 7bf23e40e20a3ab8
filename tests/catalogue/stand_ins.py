"""Stand-ins for files and accounts, where only what we do ourselves is looked at."""

from datetime import datetime, timedelta

from shared.kernel.files import Leave, Stored
from shared.kernel.ids import UserId


class Files:
    """A storage in which everything is there, and fits."""

    def __init__(self, stored: Stored) -> None:
        self._stored = stored

    async def upload(self, key: str, *, content_type: str, size: int, now: datetime, lasts: timedelta) -> Leave:
        return Leave(f"https://files.example.com/{key}", {"content-type": content_type}, now + lasts)

    async def download(self, key: str, *, name: str, lasts: timedelta, shown_as: str | None = None) -> str:
        return self.public_url(key)

    def public_url(self, key: str) -> str:
        return f"https://files.example.com/{key}"

    async def look(self, key: str) -> Stored | None:
        return self._stored

    async def delete(self, key: str) -> None:
        """Nothing is kept, so nothing goes."""


class Accounts:
    """Accounts of which there is always one."""

    async def opened(self, *, email: str | None, phone: str | None, name: str) -> UserId:
        return UserId("rani")

    async def give_role(self, uid: UserId, role: str) -> None:
        """It has it."""

    async def password_link(self, email: str) -> str:
        return "https://sign-in.example.com/password"
