"""Page objects of the bell on the console's phones, and the telling of people as the functions do it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
from playwright.async_api import Locator, Page

from emulators.settings import Settings
from shared.contracts.notices import Notice
from shared.kernel.ids import UserId
from shared.workflows.announcements import recipients
from tests.journeys.chat_pages import Phone
from tests.journeys.cloud_inspector import CloudInspector
from tests.world import create_http_client


@dataclass(frozen=True)
class PhoneBell:
    """Bell of a phone.

    Attributes:
        phone: Phone with the bell.
    """

    phone: Phone

    @property
    def button(self) -> Locator:
        return self.phone.at.get_by_role("button", name=re.compile("^Notifikasi"))

    @property
    def badge(self) -> Locator:
        """Number of unread notifications."""
        return self.button.locator(".badge")

    @property
    def sheet(self) -> Locator:
        return self.phone.at.get_by_role("dialog")

    @property
    def titles(self) -> Locator:
        """Titles of the listed notifications, in order."""
        return self.sheet.locator(".notice strong")

    @property
    def unread_titles(self) -> Locator:
        """Titles of the listed notifications that are unread."""
        return self.sheet.locator(".notice.unread strong")

    @property
    def refusal(self) -> Locator:
        return self.sheet.get_by_role("alert")

    @property
    def power_button(self) -> Locator:
        return self.phone.at.get_by_role("button", name=re.compile("layar$"))

    @property
    def dark_screen(self) -> Locator:
        """Screen of the phone while the app is closed."""
        return self.phone.at.get_by_role("group", name="Layar mati")

    @property
    def inbox_link(self) -> Locator:
        """Link to the local inbox with all channels of the phone's owner."""
        return self.phone.at.get_by_role("link", name="Kotak masuk")

    @property
    def pushes(self) -> Locator:
        """Pushes on the dark screen."""
        return self.dark_screen.get_by_role("list", name="Push").get_by_role("button")

    def row(self, title: str) -> Locator:
        """Return the row of the notification with this title."""
        return self.sheet.get_by_role("listitem").filter(has_text=title)

    def switch(self, name: str) -> Locator:
        """Return a switch of the settings."""
        return self.sheet.get_by_role("switch", name=name, exact=True)

    async def open(self) -> None:
        await self.button.click()
        await self.sheet.get_by_role("heading", name="Notifikasi").wait_for()

    async def open_settings(self) -> None:
        await self.open()
        await self.sheet.get_by_role("button", name="Pengaturan notifikasi").click()
        await self.sheet.get_by_role("heading", name="Pengaturan notifikasi").wait_for()


async def find_uid(settings: Settings, page: Page, name: str, role: str = "customer") -> str:
    """Find the uid of the person whose phone is on `page`."""
    account = f"{name.lower()}.{httpx.URL(page.url).params['scene']}"
    async with create_http_client(settings.base_url("control")) as control:
        answer = await control.post(f"/people/{role}", params={"name": account})
    return str(answer.raise_for_status().json()["uid"])


async def tell_person(inspector: CloudInspector, uid: str, event: str, **given: Any) -> None:
    """Tell a person of a happening, by the pipeline that every function uses."""
    notice = Notice(
        **{
            "event": event,
            "template": "host.comment",
            "to": UserId(uid),
            "values": {"title": "Riko menanggapi", "body": "Setuju sekali!"},
        }
        | given
    )
    unit = inspector.new_unit_of_work()
    assert await recipients.tell_people(unit, [notice], now=datetime.now(UTC)) == 1
    await inspector.commit_and_send(unit)
