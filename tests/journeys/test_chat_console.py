"""The console in a real browser: two people, two phones, one conversation."""

import contextlib
import io
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from PIL import Image
from playwright.async_api import Browser, expect

from emulators.cloud import LocalCloud
from emulators.installed_tools import InstalledTools, MissingPart
from tests.journeys.chat_pages import ChatConsole, find_browser_path

pytestmark = [pytest.mark.emulator, pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
async def console(cloud: LocalCloud, browser: Browser) -> AsyncIterator[ChatConsole]:
    """Both phones in their new room; whatever a test does, the page calls this machine only, and without complaint."""
    page = await browser.new_page(viewport={"width": 1280, "height": 860})
    opened = ChatConsole.of(page)
    await opened.open(cloud.settings)
    yield opened
    await page.close()
    assert opened.external_hosts == set()
    assert opened.complaints == []


async def test_two_people_talk(console: ChatConsole) -> None:
    """What one writes the other sees being written (for five seconds), then reads; the writer sees that it was read."""
    ana, dewi = console.ana, console.dewi

    await ana.type_text("Halo, Kak Dewi", until_seen_by=dewi)
    await ana.message_input.press("Enter")

    await expect(dewi.messages).to_have_text(["Halo, Kak Dewi"])
    await expect(dewi.presence_line).to_have_text("daring")
    await expect(ana.message_row("Halo").get_by_role("img", name="Dibaca")).to_be_visible()

    await dewi.type_text("Halo", until_seen_by=ana)
    await expect(ana.presence_line).to_have_text("daring")

    await dewi.send_message("Halo, Ana.\nAda yang bisa dibantu?")
    await expect(ana.messages).to_have_text(["Halo, Kak Dewi", "Halo, Ana.\nAda yang bisa dibantu?"])
    await expect(dewi.message_row("dibantu").get_by_role("img", name="Dibaca")).to_be_visible()


async def test_who_closes_one_of_two_tabs_is_still_seen(
    console: ChatConsole, cloud: LocalCloud, browser: Browser
) -> None:
    """Dewi has a second tab; that it is closed is told to the server, and Ana goes on seeing Dewi online."""
    page = await browser.new_page()
    tab = ChatConsole.of(page)
    await tab.open_path(cloud.settings, "/console", scene=httpx.URL(console.page.url).params["scene"])
    await expect(tab.dewi.presence_line).to_have_text("daring")

    await page.goto("about:blank")
    with contextlib.suppress(AssertionError):
        await expect(console.ana.presence_line).not_to_have_text("daring", timeout=5_000)

    await expect(console.ana.presence_line).to_have_text("daring", timeout=1)
    await page.close()


async def test_receipts_and_the_badge_follow_the_reader(console: ChatConsole) -> None:
    """A message that has arrived in the list has two ticks and a badge; opened, it is read and the badge is gone."""
    ana, dewi = console.ana, console.dewi
    await dewi.open_room_list()

    await ana.send_message("Apakah besok ada waktu?")
    await ana.send_message("Cukup 30 menit")

    await expect(ana.message_row("besok").get_by_role("img", name="Sampai")).to_be_visible()
    await expect(dewi.unread_badge).to_have_text("2")
    await expect(dewi.room_row("Ana").locator(".preview")).to_have_text("Cukup 30 menit")

    await dewi.room_row("Ana").click()
    await expect(ana.message_row("30 menit").get_by_role("img", name="Dibaca")).to_be_visible()
    await expect(dewi.at.get_by_text("Belum dibaca")).to_be_visible()
    await dewi.open_room_list()
    await expect(dewi.unread_badge).to_be_hidden()


async def test_messages_are_answered_changed_and_taken_back(console: ChatConsole) -> None:
    """A reply shows what it answers; reactions, other words and the trace of a deleted message are seen by both."""
    ana, dewi = console.ana, console.dewi
    await ana.send_message("Kita bertemu jam 3")

    await dewi.choose_message_action("jam 3", "Beri reaksi 👍")
    await dewi.choose_message_action("jam 3", "Balas")
    await dewi.send_message("Bisa jam 4?")
    await expect(ana.message_row("Bisa").locator(".quote")).to_have_text("AndaKita bertemu jam 3")
    await ana.message_row("👍").get_by_role("button", name="👍 dari Dewi").click()
    await expect(dewi.at.get_by_role("button", name="👍 dari Anda, Ana")).to_have_text("👍2")

    await ana.choose_message_action("👍", "Ubah")
    await expect(ana.message_input).to_have_value("Kita bertemu jam 3")
    await ana.send_message("Kita bertemu jam 4")
    await expect(dewi.messages).to_have_text(["Kita bertemu jam 4", "Bisa jam 4?"])
    await expect(dewi.message_row("👍")).to_contain_text("diedit")
    await expect(dewi.message_row("Bisa").locator(".quote")).to_contain_text("Kita bertemu jam 4")

    await ana.choose_message_action("👍", "Hapus untuk semua")
    await ana.tap_sheet_action("Hapus")
    for phone in (ana, dewi):
        await expect(phone.messages).to_have_text(["Pesan ini dihapus", "Bisa jam 4?"])
        await expect(phone.message_row("Bisa").locator(".quote")).to_contain_text("Pesan ini dihapus")


async def test_a_picture_is_seen_by_both(console: ChatConsole) -> None:
    """It goes to the storage by a leave and comes from there by a link; the words with it stand below."""
    ana, dewi = console.ana, console.dewi
    await ana.message_input.fill("Ini coretan saya")

    await ana.send_attachment("coretan.png", "image/png", picture())

    await expect(ana.message_row("coretan").get_by_role("img", name="Dibaca")).to_be_visible()
    for phone in (ana, dewi):
        await expect(phone.message_row("coretan").locator(".picture img")).to_have_js_property("naturalWidth", 64)
    await dewi.at.get_by_role("button", name="Lihat gambar coretan.png").click()
    await expect(dewi.at.get_by_role("dialog").get_by_role("img")).to_be_visible()
    await console.page.keyboard.press("Escape")
    await expect(dewi.at.get_by_role("dialog")).to_have_count(0)


def picture() -> bytes:
    """A small PNG."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(file, "PNG")
    return file.getvalue()


async def test_what_was_missed_comes_once_and_in_order(console: ChatConsole) -> None:
    """Without a network a message waits to be tried again; with one, all that was said meanwhile is there."""
    ana, dewi = console.ana, console.dewi
    said = [f"Pesan nomor {number}" for number in range(1, 6)]

    await dewi.network_switch.click()
    await expect(dewi.presence_line).to_have_text("menunggu jaringan…")
    for text in said:
        await ana.send_message(text)
    await expect(ana.message_row(said[-1]).get_by_role("img", name="Terkirim")).to_be_visible()
    await dewi.send_message("Saya sedang di kereta")
    await expect(dewi.at.get_by_role("alert")).to_contain_text("Tidak ada jaringan")
    await expect(dewi.messages).to_have_text(["Saya sedang di kereta"])

    async with console.page.expect_request(re.compile(r"/list-messages\?.*after_seq=1\b")):
        await dewi.network_switch.click()
    await expect(dewi.messages).to_have_text([*said, "Saya sedang di kereta"])
    await expect(ana.messages).to_have_text(said)
    await dewi.at.get_by_role("button", name="Coba lagi").click()
    await expect(dewi.at.get_by_role("alert")).to_have_count(0)
    for phone in (ana, dewi):
        await expect(phone.messages).to_have_text([*said, "Saya sedang di kereta"])
    await expect(ana.message_row(said[-1]).get_by_role("img", name="Dibaca")).to_be_visible()


MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script>&amp;'
"""What would run if it were set as markup."""


async def test_words_are_never_markup(console: ChatConsole) -> None:
    """What looks like markup is shown as it was written: as a message, in a quote, and in the list of rooms."""
    ana, dewi = console.ana, console.dewi

    await ana.send_message(MARKUP)
    await dewi.choose_message_action("onerror", "Balas")
    await dewi.send_message("مرحبا <b>Ana</b>")

    await expect(ana.messages).to_have_text([MARKUP, "مرحبا <b>Ana</b>"])
    await expect(ana.at.locator(".quote")).to_contain_text(MARKUP)
    await ana.open_room_list()
    await expect(ana.room_row("Dewi").locator(".preview")).to_have_text("مرحبا <b>Ana</b>")
    await expect(console.page.locator(".phone").locator("script, b, img")).to_have_count(0)
    await expect(console.page).to_have_title("Temani, dua ponsel")


async def test_a_refused_message_says_why(console: ChatConsole) -> None:
    """What no function takes is not lost and not repeated blindly: it says what is wrong, and can be thrown away."""
    ana, dewi = console.ana, console.dewi

    await ana.send_message("x" * 4_001)
    await expect(ana.at.get_by_role("alert")).to_contain_text("1 sampai 4.000 karakter")
    await ana.send_message("Pendek saja")

    await expect(dewi.messages).to_have_text(["Pendek saja"])
    await ana.at.get_by_role("button", name="Buang").click()
    await expect(ana.messages).to_have_text(["Pendek saja"])
    # A browser notes every answer that is an error.
    (refusal,) = console.complaints
    assert "422" in refusal
    console.complaints.clear()


async def test_a_block_hides_the_room_from_both(console: ChatConsole) -> None:
    """Neither sees it until the one who has blocked wants it again; then it is as it was."""
    ana, dewi = console.ana, console.dewi
    await ana.send_message("Sampai jumpa")
    await expect(dewi.messages).to_have_text(["Sampai jumpa"])

    await dewi.at.get_by_role("button", name="Menu percakapan").click()
    await dewi.tap_sheet_action("Blokir Ana")
    await dewi.tap_sheet_action("Blokir")
    for phone in (ana, dewi):
        await expect(phone.room_row("")).to_have_count(0)
    await expect(ana.toast).to_have_text("Percakapan ini tidak tersedia lagi")

    await dewi.at.get_by_role("button", name="Buka blokir").click()
    await ana.room_row("Dewi").click()
    await expect(ana.messages).to_have_text(["Sampai jumpa"])


async def test_nobody_is_put_into_a_group(console: ChatConsole) -> None:
    """The invited person sees the invitation alone, refuses one, and is in the other group only after accepting it."""
    ana, dewi = console.ana, console.dewi
    await dewi.open_room_list()
    for answer in ("Tolak", "Terima"):
        await ana.at.get_by_role("button", name="Menu percakapan").click()
        await ana.tap_sheet_action("Buat grup dengan Dewi")
        invitation = dewi.at.get_by_role("region", name="Undangan grup")
        await expect(invitation).to_contain_text("Undangan Ana")
        await expect(dewi.room_row("")).to_have_count(1)
        await invitation.get_by_role("button", name=answer).click()
        await expect(invitation).to_be_hidden()

    await dewi.send_message("Halo, semua")

    await ana.open_room_list()
    await expect(ana.room_row("Halo, semua")).to_have_count(1)


def test_a_machine_without_a_browser_says_what_to_install() -> None:
    """The test of a machine that has none fails with this sentence."""
    with pytest.raises(MissingPart, match="apt install chromium"):
        find_browser_path(InstalledTools(path="/nowhere"))
