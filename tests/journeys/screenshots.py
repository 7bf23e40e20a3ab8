"""Screenshots of the chat console and the pairing console for the README: `make picture`.

They look best with the page's preferred fonts installed (Debian: fonts-inter, fonts-noto-color-emoji).
"""

import asyncio
import io
import math
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.async_api import Browser, Page, expect

from emulators.cloud import LocalCloud
from emulators.settings import REPOSITORY, Ports, Settings
from tests.journeys.chat_pages import ChatConsole, open_chromium
from tests.journeys.pairing_pages import CustomerPhone, ExpertPhone, PairingConsole

DOCS = REPOSITORY / "docs"


async def play_chat(console: ChatConsole) -> None:
    """Play a conversation that shows replies, reactions, a picture and the typing line."""
    ana, dewi = console.ana, console.dewi
    await ana.send_message("Halo, Kak Dewi! Terima kasih sudah menerima booking saya.")
    await dewi.send_message("Halo, Ana. Senang bisa membantu. Apa yang paling ingin kamu bahas besok?")
    await ana.send_message("Saya ingin pindah dari QA ke product manager, tetapi bingung mulai dari mana.")
    await dewi.choose_message_action("bingung", "Balas")
    await dewi.send_message("Mulai dari cerita yang sudah kamu punya. Tiga contoh saja, besok kita bedah bersama.")
    await ana.choose_message_action("Tiga contoh", "Beri reaksi 🙏")
    await ana.message_input.fill("Siap! Sambil melihat ini di kereta.")
    await ana.send_attachment("jalan-pagi.png", "image/png", draw_picture())
    await dewi.choose_message_action("Siap!", "Beri reaksi ❤️")
    await expect(ana.message_row("Siap!").get_by_role("img", name="Dibaca")).to_be_visible()
    for phone in (ana, dewi):
        await expect(phone.message_row("Siap!").locator(".picture img")).to_have_js_property("naturalWidth", 720)
        await expect(phone.at.locator(".reaction")).to_have_count(2)
    await dewi.message_input.press_sequentially("Sampai besok jam 10.00")
    await expect(ana.presence_line).to_have_text("mengetik…")
    await console.page.mouse.move(0, 0)


def draw_picture() -> bytes:
    """Draw a landscape with mountains, as PNG."""
    wide, high = 720, 504
    image = Image.new("RGB", (wide, high))
    draw = ImageDraw.Draw(image)
    for y in range(high):
        glow = y / high
        draw.line([(0, y), (wide, y)], fill=(int(250 - 30 * glow), int(214 - 10 * glow), int(178 + 50 * glow)))
    draw.ellipse([470, 90, 570, 190], fill=(255, 240, 205))
    for layer, colour in enumerate([(150, 186, 178), (96, 150, 138), (46, 110, 98), (20, 72, 64)]):
        base, swing = 250 + 62 * layer, 58 - 8 * layer
        ridge = [(x, base - swing * math.sin(x / (150 - 18 * layer) + 1.7 * layer)) for x in range(0, wide + 8, 8)]
        draw.polygon([(0, high), *ridge, (wide, high)], fill=colour)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


async def play_pairing(console: PairingConsole, others: list[CustomerPhone]) -> None:
    """Play three customers: one in a chat, one whose call has just been accepted, one whose call is open."""
    ana, (dewi, budi, citra), (second, third) = console.ana, console.experts, others
    for expert in console.experts:
        await expert.online_switch.click()
    await ana.request_call("Tempat kerja baru", "Cemas")
    await accept_only_call(ana, dewi)
    for speaker, other, said in (
        (ana, dewi, "Halo. Besok hari pertama di kantor baru, aku tidak bisa tidur."),
        (dewi, ana, "Halo! Itu memang mendebarkan. Apa yang paling kamu khawatirkan?"),
        (ana, dewi, "Takut tidak cocok dengan timnya."),
        (dewi, ana, "Wajar sekali. Pernah ada di tempat yang awalnya asing, lalu jadi nyaman?"),
    ):
        await speaker.send_message(said)
        await expect(other.message_row(said)).to_be_visible()
    await second.request_call("Kuliah", "Stres")
    await accept_only_call(second, citra)
    await second.send_message("Skripsiku mandek sejak sebulan")
    await citra.open_room_list()
    await third.request_call("Rindu rumah", "Kesepian")
    for expert in (budi, citra):
        await expect(expert.call_card("Rindu rumah")).to_be_visible()
    await expect(citra.session_list).to_contain_text("Skripsiku")
    await expect(dewi.message_row("Wajar").get_by_role("img", name="Dibaca")).to_be_visible()
    await ana.message_input.press_sequentially("Pernah, di kampus")
    await expect(dewi.presence_line).to_have_text("mengetik…")
    await console.page.mouse.move(0, 0)


async def accept_only_call(caller: CustomerPhone, expert: ExpertPhone) -> None:
    """Accept the only open call, and begin its chat."""
    await expert.call_cards.get_by_role("button", name="Terima").click()
    await caller.press_button("Mulai ngobrol")
    await expect(expert.message_input).to_be_visible()


async def open_chat_scene(browser: Browser, settings: Settings) -> Page:
    """Open the chat console, and play its scene."""
    page = await browser.new_page(viewport={"width": 1120, "height": 860}, device_scale_factor=1.5)
    console = ChatConsole.of(page)
    await console.open(settings)
    await play_chat(console)
    return page


async def open_pairing_scene(browser: Browser, settings: Settings) -> Page:
    """Open the pairing console, and play its scene; the other customers use pages of their own."""
    page = await browser.new_page(viewport={"width": 1440, "height": 860}, device_scale_factor=1.3)
    consoles = [PairingConsole.of(each) for each in (page, await browser.new_page(), await browser.new_page())]
    for console in consoles:
        await console.open(settings)
    await play_pairing(consoles[0], [console.ana for console in consoles[1:]])
    return page


async def main() -> None:
    """Start a local cloud, play each scene, and save its screenshot."""
    with tempfile.TemporaryDirectory() as local:
        cloud = LocalCloud(ports=Ports.counted_from(0), local=Path(local), scheduler=False)
        async with cloud, open_chromium() as browser:
            for name, scene in (("console", open_chat_scene), ("pairing", open_pairing_scene)):
                page = await scene(browser, cloud.settings)
                await page.screenshot(path=DOCS / f"{name}.png")
                print(f"wrote docs/{name}.png")


if __name__ == "__main__":
    asyncio.run(main())
