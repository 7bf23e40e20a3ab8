"""The console's phones in a real browser: what a person does on them, and what they see."""

import contextlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request, async_playwright

from emulators.demo.expectations import PATIENCE
from emulators.machine import Machine, MissingPart
from emulators.settings import HOST, Settings

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The browser itself shall be as quiet as the page.
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
).split()


def browser_path(machine: Machine) -> str:
    """Where a Chromium is. Raises `MissingPart`."""
    found = next(filter(None, map(machine.find, BROWSERS)), None)
    if found is None:
        raise MissingPart(
            f"A Chromium is missing: none of {', '.join(BROWSERS)} is on PATH. "
            "Install one (Debian: apt install chromium; macOS: brew install --cask chromium)."
        )
    return found


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser of this machine's."""
    path = browser_path(Machine())
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@dataclass(frozen=True)
class Phone:
    """One of the phones; *owner* holds it."""

    owner: str
    at: Locator

    @property
    def text(self) -> Locator:
        return self.at.get_by_label("Tulis pesan")

    @property
    def messages(self) -> Locator:
        """What was said, in order."""
        return self.at.locator(".row .words")

    @property
    def badge(self) -> Locator:
        """How many messages of all rooms are unread, on top of the list."""
        return self.at.locator(".bar > .badge")

    @property
    def network(self) -> Locator:
        return self.at.get_by_role("switch")

    @property
    def status(self) -> Locator:
        """Under the other's name: whether they are there, or typing."""
        return self.at.locator(".bar .status-line")

    @property
    def toast(self) -> Locator:
        return self.at.get_by_role("status")

    def row(self, text: str) -> Locator:
        """The message with this text, and all that stands around it."""
        return self.at.locator(".row").filter(has_text=text)

    def room(self, title: str) -> Locator:
        """The room in the list."""
        return self.at.locator("button.item").filter(has_text=title)

    async def say(self, text: str) -> None:
        """Write, and press Enter."""
        await self.text.fill(text)
        await self.text.press("Enter")

    async def types(self, text: str, *, until_seen_by: "Phone") -> None:
        """Write letter by letter; the other is shown that for five seconds, so the keys are touched until they have."""
        await self.text.press_sequentially(text)
        while await until_seen_by.status.inner_text() != "mengetik…":
            await self.text.press_sequentially(".", delay=100)
            await self.text.press("Backspace")

    async def to_list(self) -> None:
        await self.at.get_by_role("button", name="Semua percakapan").click()

    async def choose(self, text: str, action: str) -> None:
        """Open the menu of a message, and choose from it."""
        await self.row(text).hover()
        await self.row(text).get_by_role("button", name="Menu pesan").click()
        await self.tap(action)

    async def tap(self, action: str) -> None:
        """Choose from the sheet that is open."""
        await self.at.get_by_role("dialog").get_by_role("button", name=action).click()

    async def attach(self, name: str, media_type: str, content: bytes) -> None:
        """Pick a file, and send it with what is written."""
        chooser = self.at.get_by_label("Pilih berkas")
        await chooser.set_input_files({"name": name, "mimeType": media_type, "buffer": content})
        await self.at.get_by_role("button", name="Kirim").click()


SLOW = "Could not reach Cloud Firestore backend"
"""What Firestore's SDK says of a server that has been silent for ten seconds: the machine's fault, not the page's."""
NETWORK_CHECK = "https://www.google.com/images/cleardot.gif*"
"""What Firestore's SDK asks for when a connection has broken, to find out whether there is a network."""


@dataclass
class Watched:
    """A page with phones, and what the browser has noticed about it."""

    page: Page
    complaints: list[str] = field(default_factory=list, kw_only=True)
    hosts: set[str | None] = field(default_factory=set, kw_only=True)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE * 1_000)
        self.page.on("console", self._complained)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._requested)

    async def enter(self, settings: Settings, path: str, *, scene: str | None = None) -> None:
        """Open the page at *path* for people who have done nothing yet."""
        await self.page.route(
            NETWORK_CHECK, lambda route: route.fulfill(status=200, content_type="image/gif", body=b"")
        )
        await self.page.goto(f"{settings.base('control')}{path}?scene={scene or secrets.token_hex(4)}")

    def _complained(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and SLOW not in message.text:
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def _requested(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:", NETWORK_CHECK.rstrip("*"))):
            self.hosts.add(urlsplit(request.url).hostname)

    @property
    def left_this_machine(self) -> set[str | None]:
        """The hosts that were called and are not this machine."""
        return self.hosts - {HOST}


def held_by(owner: str, page: Page) -> Locator:
    """Where on *page* somebody's phone is."""
    return page.get_by_role("region", name=f"Ponsel {owner}", exact=True)


@dataclass
class Console(Watched):
    """The page with both phones."""

    ana: Phone
    dewi: Phone

    @classmethod
    def of(cls, page: Page) -> "Console":
        """The console that is to be opened on *page*."""
        return cls(page, *(Phone(name, held_by(name, page)) for name in ("Ana", "Dewi")))

    async def open(self, settings: Settings, *, scene: str | None = None) -> None:
        """Open the page for people who have said nothing to each other yet, and wait until both are in their room."""
        await self.enter(settings, "/console", scene=scene)
        for phone in (self.ana, self.dewi):
            await phone.at.get_by_text("membuka percakapan ini").wait_for()
