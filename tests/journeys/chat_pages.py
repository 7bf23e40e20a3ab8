"""Page objects of the chat console: a person's actions on a phone, and what the phone shows."""

import contextlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request, async_playwright

from emulators.demo.expectations import POLL_TIMEOUT
from emulators.installed_tools import InstalledTools, MissingPart
from emulators.settings import HOST, Settings

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The browser itself shall be as quiet as the page.
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
).split()


def find_browser_path(machine: InstalledTools) -> str:
    """Find a Chromium on this machine.

    Raises:
        MissingPart: No Chromium is installed.
    """
    found = next(filter(None, map(machine.find_program, BROWSERS)), None)
    if found is None:
        raise MissingPart(
            f"A Chromium is missing: none of {', '.join(BROWSERS)} is on PATH. "
            "Install one (Debian: apt install chromium; macOS: brew install --cask chromium)."
        )
    return found


@contextlib.asynccontextmanager
async def open_chromium() -> AsyncIterator[Browser]:
    """Start a Chromium until the block ends."""
    path = find_browser_path(InstalledTools())
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@dataclass(frozen=True)
class Phone:
    """Phone on the console.

    Attributes:
        owner: Name of the person who uses the phone.
        at: The phone on the page.
    """

    owner: str
    at: Locator

    @property
    def message_input(self) -> Locator:
        return self.at.get_by_label("Tulis pesan")

    @property
    def messages(self) -> Locator:
        """Texts of the messages, in order."""
        return self.at.locator(".row .words")

    @property
    def unread_badge(self) -> Locator:
        """Number of unread messages of all rooms, above the list."""
        return self.at.locator(".bar > .badge")

    @property
    def network_switch(self) -> Locator:
        return self.at.get_by_role("switch")

    @property
    def presence_line(self) -> Locator:
        """Line below the other person's name: online, last seen or typing."""
        return self.at.locator(".bar .status-line")

    @property
    def toast(self) -> Locator:
        return self.at.get_by_role("status")

    def message_row(self, text: str) -> Locator:
        """Return the row of the message with this text."""
        return self.at.locator(".row").filter(has_text=text)

    def room_row(self, title: str) -> Locator:
        """Return the row of a room in the list."""
        return self.at.locator("button.item").filter(has_text=title)

    async def send_message(self, text: str) -> None:
        """Type a message, and press Enter."""
        await self.message_input.fill(text)
        await self.message_input.press("Enter")

    async def type_text(self, text: str, *, until_seen_by: "Phone") -> None:
        """Type a text until the other phone shows that this person is typing.

        The other phone shows it for five seconds only, so keys are pressed until it does.
        """
        await self.message_input.press_sequentially(text)
        while await until_seen_by.presence_line.inner_text() != "mengetik…":
            await self.message_input.press_sequentially(".", delay=100)
            await self.message_input.press("Backspace")

    async def open_room_list(self) -> None:
        await self.at.get_by_role("button", name="Semua percakapan").click()

    async def choose_message_action(self, text: str, action: str) -> None:
        """Open the menu of a message, and choose an action."""
        await self.message_row(text).hover()
        await self.message_row(text).get_by_role("button", name="Menu pesan").click()
        await self.tap_sheet_action(action)

    async def tap_sheet_action(self, action: str) -> None:
        """Choose an action from the open sheet."""
        await self.at.get_by_role("dialog").get_by_role("button", name=action).click()

    async def send_attachment(self, name: str, media_type: str, content: bytes) -> None:
        """Choose a file, and send it with the typed text."""
        chooser = self.at.get_by_label("Pilih berkas")
        await chooser.set_input_files({"name": name, "mimeType": media_type, "buffer": content})
        await self.at.get_by_role("button", name="Kirim").click()


FIRESTORE_TIMEOUT_MESSAGE = "Could not reach Cloud Firestore backend"
"""Message of Firestore's SDK about a server that was silent for ten seconds.

A slow machine causes it, not the page.
"""
NETWORK_CHECK_URL = "https://www.google.com/images/cleardot.gif*"
"""URL that Firestore's SDK requests after a broken connection, to test the network."""


@dataclass
class MonitoredPage:
    """Page with phones, and a record of what the browser reports.

    Attributes:
        page: The page.
        complaints: Errors and warnings of the browser's console.
        hosts: Hosts that the page has called.
    """

    page: Page
    complaints: list[str] = field(default_factory=list, kw_only=True)
    hosts: set[str | None] = field(default_factory=set, kw_only=True)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(POLL_TIMEOUT * 1_000)
        self.page.on("console", self._record_complaint)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._record_host)

    async def shift_clock(self, hours: int) -> None:
        """Let the page's own clock, of every page that is opened from now on, be wrong by so many hours."""
        await self.page.add_init_script(f"""{{
            const now = Date.now;
            const wrong = {hours} * 3_600_000;
            Date = class extends Date {{
                constructor(...given) {{ given.length ? super(...given) : super(now() + wrong); }}
                static now() {{ return now() + wrong; }}
            }};
        }}""")

    async def open_path(self, settings: Settings, path: str, *, scene: str | None = None, **query: str) -> None:
        """Open the page at `path` with accounts that have done nothing yet, or with those of a scene."""
        await self.page.route(
            NETWORK_CHECK_URL, lambda route: route.fulfill(status=200, content_type="image/gif", body=b"")
        )
        asked = urlencode({"scene": scene or secrets.token_hex(4), **query})
        await self.page.goto(f"{settings.base_url('control')}{path}?{asked}")

    def _record_complaint(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and FIRESTORE_TIMEOUT_MESSAGE not in message.text:
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def _record_host(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:", NETWORK_CHECK_URL.rstrip("*"))):
            self.hosts.add(urlsplit(request.url).hostname)

    @property
    def external_hosts(self) -> set[str | None]:
        """Hosts that the page has called, other than this machine."""
        return self.hosts - {HOST}


def find_phone(owner: str, page: Page) -> Locator:
    """Return a person's phone on `page`."""
    return page.get_by_role("region", name=f"Ponsel {owner}", exact=True)


@dataclass
class ChatConsole(MonitoredPage):
    """Console with the phones of Ana and Dewi."""

    ana: Phone
    dewi: Phone

    @classmethod
    def of(cls, page: Page) -> "ChatConsole":
        """Create the console that will be opened on `page`."""
        return cls(page, *(Phone(name, find_phone(name, page)) for name in ("Ana", "Dewi")))

    async def open(self, settings: Settings, *, scene: str | None = None) -> None:
        """Open the console for two people without messages, and wait until both are in their room."""
        await self.open_path(settings, "/console", scene=scene)
        for phone in (self.ana, self.dewi):
            await phone.at.get_by_text("membuka percakapan ini").wait_for()
