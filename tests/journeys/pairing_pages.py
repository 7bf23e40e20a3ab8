"""The pairing's four phones: what somebody who calls does and sees, and those whom the call rings at."""

from dataclasses import dataclass

from playwright.async_api import Locator, Page

from emulators.settings import Settings
from tests.journeys.chat_pages import MonitoredPage, Phone, find_phone


@dataclass(frozen=True)
class SessionPhone(Phone):
    """A phone on which there are sessions."""

    @property
    def session_bar(self) -> Locator:
        """Below the name in a session's chat: its time and its end."""
        return self.at.get_by_role("group", name="Sesi")

    @property
    def session_timer(self) -> Locator:
        return self.session_bar.get_by_role("timer")

    @property
    def hotlines(self) -> Locator:
        """Where help is to be had, as the chat shows it."""
        return self.at.locator(".crisis .hotline")


@dataclass(frozen=True)
class CustomerPhone(SessionPhone):
    """The customer's."""

    @property
    def screen_title(self) -> Locator:
        """What the screen is about, before there is a chat."""
        return self.at.get_by_role("heading", level=2)

    async def request_call(self, topic: str, mood: str) -> None:
        """Say about what and in what mood, and call."""
        await self.at.get_by_label("Topik").fill(topic)
        await self.at.get_by_text(mood).click()
        await self.press_button("Mulai curhat")

    async def press_button(self, button: str) -> None:
        await self.at.get_by_role("button", name=button).click()


@dataclass(frozen=True)
class ExpertPhone(SessionPhone):
    """An expert's."""

    @property
    def online_switch(self) -> Locator:
        """Whether they are online, and the way to be."""
        return self.at.get_by_role("switch", name="Daring")

    @property
    def status_line(self) -> Locator:
        return self.at.locator(".expert .status-line")

    @property
    def call_cards(self) -> Locator:
        """The calls that ring here."""
        return self.at.get_by_role("listitem", name="Panggilan")

    def call_card(self, topic: str) -> Locator:
        return self.call_cards.filter(has_text=topic)

    def accept_button(self, topic: str) -> Locator:
        """The button that takes a call."""
        return self.call_card(topic).get_by_role("button", name="Terima")

    @property
    def session_list(self) -> Locator:
        """Those whom they are with."""
        return self.at.get_by_role("list", name="Sesi berjalan").get_by_role("button")


@dataclass
class PairingConsole(MonitoredPage):
    """The page with all four."""

    ana: CustomerPhone
    besties: tuple[ExpertPhone, ...]

    @classmethod
    def of(cls, page: Page) -> "PairingConsole":
        """The console that is to be opened on *page*."""
        besties = tuple(ExpertPhone(name, find_phone(name, page)) for name in ("Dewi", "Budi", "Citra"))
        return cls(page, CustomerPhone("Ana", find_phone("Ana", page)), besties)

    async def open(self, settings: Settings) -> None:
        """Open the page for people who have done nothing yet, and wait until each can."""
        await self.open_path(settings, "/console/pairing")
        await self.ana.at.get_by_role("button", name="Mulai curhat").wait_for()
        for bestie in self.besties:
            await bestie.online_switch.wait_for()

    async def press_at_once(self, *buttons: Locator) -> None:
        """Press all in one moment: none of them has heard what came of another."""
        handles = [await button.element_handle() for button in buttons]
        await self.page.evaluate("(buttons) => buttons.forEach((button) => button.click())", handles)
