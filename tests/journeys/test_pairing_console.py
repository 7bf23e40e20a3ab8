"""The pairing in a real browser: one who calls, three whom it rings at, and the chat of who is first."""

import re
import secrets
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from emulators.cloud import LocalCloud
from tests.journeys.pairing_pages import ExpertPhone, PairingConsole

pytestmark = [pytest.mark.emulator, pytest.mark.browser, pytest.mark.slow]

TIME = re.compile(r"^\d+:\d\d$")
MARKUP = "<b onclick=alert(1)>"
"""What would be bold if it were set as markup."""


@pytest.fixture
async def console(cloud: LocalCloud, browser: Browser) -> AsyncIterator[PairingConsole]:
    """All four phones, nobody online; the page calls this machine only, and complains of nothing unexpected."""
    page = await browser.new_page(viewport={"width": 1440, "height": 860})
    opened = PairingConsole.of(page)
    await opened.open(cloud.settings)
    yield opened
    await page.close()
    assert opened.external_hosts == set()
    assert opened.complaints == []


async def on_call(*besties: ExpertPhone) -> None:
    """They go online."""
    for bestie in besties:
        await bestie.online_switch.click()
    for bestie in besties:
        await expect(bestie.status_line).to_contain_text("Daring")


async def answered(console: PairingConsole, topic: str) -> tuple[ExpertPhone, ExpertPhone]:
    """Two of three accept at the same moment: who was first, and who was not."""
    dewi, budi, _ = console.besties
    await console.press_at_once(dewi.accept_button(topic), budi.accept_button(topic))
    await expect(console.ana.screen_title).to_have_text("Bestie ditemukan!")
    winner = await console.ana.at.locator(".state p").inner_text()
    return (dewi, budi) if winner.startswith("Dewi") else (budi, dewi)


async def test_the_first_of_those_who_accept_has_the_chat(console: PairingConsole) -> None:
    """A call rings at all who are online; one has it, the other is told, the cards vanish; they talk until it ends."""
    ana, (_, _, citra), topic = console.ana, console.besties, f"{MARKUP} {secrets.token_hex(4)}"
    await on_call(*console.besties)

    await ana.request_call(topic, "Cemas")
    await expect(ana.at.get_by_role("timer", name="Sisa waktu mencari")).to_have_text(TIME)
    for bestie in console.besties:
        await expect(bestie.call_card(topic)).to_contain_text("Cemas")
    await expect(console.page.locator(".phone b")).to_have_count(0)
    first, second = await answered(console, topic)

    for bestie in console.besties:
        await expect(bestie.call_card(topic)).to_have_count(0)
    await expect(second.toast).to_have_text("Sudah diambil bestie lain")
    await ana.press_button("Mulai ngobrol")
    await ana.send_message("Halo, Kak")
    await expect(first.messages).to_have_text(["Halo, Kak"])
    await first.send_message("Halo. Aku di sini untukmu")
    await expect(ana.messages).to_have_text(["Halo, Kak", "Halo. Aku di sini untukmu"])
    for phone in (ana, first):
        await expect(phone.session_timer).to_have_text(TIME)
    await expect(first.at.get_by_text("Ana")).to_have_count(0)
    await expect(citra.at.get_by_text("Halo")).to_have_count(0)

    await first.open_room_list()
    await expect(first.session_list).to_have_count(1)
    await first.session_list.click()
    await first.at.get_by_role("button", name="Krisis").click()
    await first.tap_sheet_action("Tampilkan bantuan")
    for phone in (ana, first):
        await expect(phone.hotlines).to_contain_text(["119 ext 8", "112"])
        await expect(phone.session_bar).to_contain_text("Waktu dihentikan")

    await ana.press_button("Akhiri")
    await ana.tap_sheet_action("Akhiri sesi")
    for phone in (ana, first):
        await expect(phone.session_bar).to_contain_text("Selesai: diakhiri pelanggan")
        await expect(phone.at.get_by_text("Percakapan ini ditutup")).to_be_visible()
    await ana.press_button("Selesai")
    await expect(ana.screen_title).to_have_text("Mau cerita apa hari ini?")
    # A browser notes every answer that is an error.
    (refusal,) = console.complaints
    assert "409" in refusal
    console.complaints.clear()


async def test_a_call_that_nobody_hears_is_called_off(console: PairingConsole) -> None:
    """It rings at nobody who is offline; called off, it gives the trial back, with which one may call again."""
    ana, (dewi, budi, _), topic = console.ana, console.besties, secrets.token_hex(4)

    await ana.request_call(topic, "Sedih")
    await expect(ana.screen_title).to_have_text("Mencari bestie…")
    await ana.press_button("Batalkan")
    await expect(ana.toast).to_have_text("Panggilan dibatalkan. Sesi percobaanmu utuh kembali.")

    await on_call(dewi, budi)
    await expect(ana.screen_title).to_have_text("Mau cerita apa hari ini?")
    await ana.press_button("Mulai curhat")
    await expect(dewi.call_card(topic)).to_contain_text("Ingin curhat 15 menit")
    await dewi.call_card(topic).get_by_role("button", name="Lewati").click()
    await expect(dewi.call_card(topic)).to_have_count(0)
    await expect(budi.call_card(topic)).to_have_count(1)
    await ana.press_button("Batalkan")
    await expect(budi.call_card(topic)).to_have_count(0)
