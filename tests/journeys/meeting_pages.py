"""Page objects of the console of booked sessions: a phone of one side, in a browser of its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from playwright.async_api import Browser, Locator, Page

from emulators.settings import Settings
from tests.journeys.chat_pages import MonitoredPage, find_phone
from tests.journeys.pairing_pages import SessionPhone


@dataclass(frozen=True)
class MeetingPhone(SessionPhone):
    """Phone of one side of booked sessions."""

    @property
    def session_card(self) -> Locator:
        """Card of the only booked session."""
        return self.at.get_by_role("listitem", name="Sesi dengan")

    @property
    def enter_button(self) -> Locator:
        return self.session_card.get_by_role("button", name="Masuk")

    @property
    def video_link(self) -> Locator:
        """Link to the video room, once this side has access."""
        return self.session_card.get_by_role("link", name="Buka ruang video")

    @property
    def card_timer(self) -> Locator:
        """Remaining time of the session on its card."""
        return self.session_card.get_by_role("timer")

    async def read_start(self) -> datetime:
        """Read the agreed start of the session."""
        moment = await self.session_card.locator("time[datetime]").get_attribute("datetime")
        return datetime.fromisoformat(moment or "")

    async def read_session_id(self) -> str:
        """Read the id of the session from its card."""
        return await self.session_card.get_attribute("data-session") or ""

    async def write_review(self, stars: int, text: str) -> None:
        """Fill in the form of the review, and send it."""
        await self.session_card.get_by_label("Bintang").select_option(str(stars))
        await self.session_card.get_by_label("Ulasan").fill(text)
        await self.press_button("Kirim ulasan")


@dataclass
class MeetingPage(MonitoredPage):
    """Page of a browser that shows one phone."""

    phone: MeetingPhone

    @classmethod
    def of(cls, page: Page, owner: str) -> "MeetingPage":
        """Create the page of a person that will be opened on `page`."""
        return cls(page, MeetingPhone(owner, find_phone(owner, page)))

    async def open(self, settings: Settings, scene: str) -> None:
        """Open the phone of this page's owner, and wait for its list of sessions."""
        await self.open_path(settings, "/console/meetings", scene=scene, phone=self.phone.owner)
        await self.phone.at.get_by_role("heading", name="Sesi").wait_for()


async def open_meeting_pages(browser: Browser, settings: Settings, scene: str) -> tuple[MeetingPage, MeetingPage]:
    """Open the phones of customer and mentor in two browsers that share nothing."""
    owners: tuple[Literal["Ana"], Literal["Dewi"]] = ("Ana", "Dewi")
    opened = []
    for owner in reversed(owners):  # the mentor offers sessions before the customer looks for them
        context = await browser.new_context(viewport={"width": 480, "height": 860})
        page = MeetingPage.of(await context.new_page(), owner)
        await page.open(settings, scene)
        opened.append(page)
    dewi, ana = opened
    return ana, dewi
