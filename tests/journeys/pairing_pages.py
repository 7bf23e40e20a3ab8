"""Page objects of the pairing console: the phones of a customer and of three experts."""

from dataclasses import dataclass
from datetime import timedelta

from playwright.async_api import Locator, Page

from emulators.settings import Settings
from tests.journeys.chat_pages import MonitoredPage, Phone, find_phone


async def read_countdown(timer: Locator) -> timedelta:
    """Read once how much time is left: a check that is repeated passes as soon as a wrong countdown has run down."""
    minutes, seconds = (await timer.inner_text()).split(":")
    return timedelta(minutes=int(minutes), seconds=int(seconds))


@dataclass(frozen=True)
class SessionPhone(Phone):
    """Phone that shows sessions."""

    @property
    def session_bar(self) -> Locator:
        """Bar below the name in a session's chat: the remaining time and the button that ends the session."""
        return self.at.get_by_role("group", name="Sesi")

    @property
    def session_timer(self) -> Locator:
        return self.session_bar.get_by_role("timer")

    @property
    def hotlines(self) -> Locator:
        """Hotlines that the chat shows in a crisis."""
        return self.at.locator(".crisis .hotline")

    async def press_button(self, button: str) -> None:
        await self.at.get_by_role("button", name=button).click()


@dataclass(frozen=True)
class CustomerPhone(SessionPhone):
    """Phone of the customer."""

    @property
    def screen_title(self) -> Locator:
        """Title of the screen before there is a chat."""
        return self.at.get_by_role("heading", level=2)

    @property
    def search_timer(self) -> Locator:
        """Remaining time of the search for an expert."""
        return self.at.get_by_role("timer", name="Sisa waktu mencari")

    async def request_call(self, topic: str, mood: str) -> None:
        """Choose a topic and a mood, and request a call."""
        await self.at.get_by_label("Topik").fill(topic)
        await self.at.get_by_text(mood).click()
        await self.press_button("Mulai curhat")


@dataclass(frozen=True)
class ExpertPhone(SessionPhone):
    """Phone of an expert."""

    @property
    def online_switch(self) -> Locator:
        """Switch that shows and changes whether the expert is online."""
        return self.at.get_by_role("switch", name="Daring")

    @property
    def status_line(self) -> Locator:
        return self.at.locator(".expert .status-line")

    @property
    def call_cards(self) -> Locator:
        """Cards of the open calls."""
        return self.at.get_by_role("listitem", name="Panggilan")

    def call_card(self, topic: str) -> Locator:
        return self.call_cards.filter(has_text=topic)

    def accept_button(self, topic: str) -> Locator:
        """Return the button that accepts the call about `topic`."""
        return self.call_card(topic).get_by_role("button", name="Terima")

    @property
    def session_list(self) -> Locator:
        """Running sessions of the expert."""
        return self.at.get_by_role("list", name="Sesi berjalan").get_by_role("button")


@dataclass
class PairingConsole(MonitoredPage):
    """Console with all four phones."""

    ana: CustomerPhone
    experts: tuple[ExpertPhone, ...]

    @classmethod
    def of(cls, page: Page) -> "PairingConsole":
        """Create the console that will be opened on `page`."""
        experts = tuple(ExpertPhone(name, find_phone(name, page)) for name in ("Dewi", "Budi", "Citra"))
        return cls(page, CustomerPhone("Ana", find_phone("Ana", page)), experts)

    async def open(self, settings: Settings) -> None:
        """Open the console for people who have done nothing yet, and wait until every phone is ready."""
        await self.open_path(settings, "/console/pairing")
        await self.ana.at.get_by_role("button", name="Mulai curhat").wait_for()
        for expert in self.experts:
            await expert.online_switch.wait_for()

    async def press_simultaneously(self, *buttons: Locator) -> None:
        """Press all buttons in the same instant, before any result of another press can arrive."""
        handles = [await button.element_handle() for button in buttons]
        await self.page.evaluate("(buttons) => buttons.forEach((button) => button.click())", handles)
