"""The console in a real browser: two people, two phones, one conversation."""

import io
import re
from collections.abc import AsyncIterator

import pytest
from PIL import Image
from playwright.async_api import Browser, expect

from emulators.cloud import LocalCloud
from emulators.machine import Machine, MissingPart
from tests.journeys.phones import Console, browser_path

pytestmark = [pytest.mark.emulator, pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
async def console(cloud: LocalCloud, browser: Browser) -> AsyncIterator[Console]:
    """Both phones in their new room; whatever a test does, the page calls this machine only, and without complaint."""
    page = await browser.new_page(viewport={"width": 1280, "height": 860})
    opened = Console.of(page)
    await opened.open(cloud.settings)
    yield opened
    await page.close()
    assert opened.left_this_machine == set()
    assert opened.complaints == []


async def test_two_people_talk(console: Console) -> None:
    """What one writes the other sees being written (for five seconds), then reads; the writer sees that it was read."""
    ana, dewi = console.ana, console.dewi

    await ana.types("Halo, Kak Dewi", until_seen_by=dewi)
    await ana.text.press("Enter")

    await expect(dewi.messages).to_have_text(["Halo, Kak Dewi"])
    await expect(dewi.status).to_have_text("daring")
    await expect(ana.row("Halo").get_by_role("img", name="Dibaca")).to_be_visible()

    await dewi.types("Halo", until_seen_by=ana)
    await expect(ana.status).to_have_text("daring")

    await dewi.say("Halo, Ana.\nAda yang bisa dibantu?")
    await expect(ana.messages).to_have_text(["Halo, Kak Dewi", "Halo, Ana.\nAda yang bisa dibantu?"])
    await expect(dewi.row("dibantu").get_by_role("img", name="Dibaca")).to_be_visible()


async def test_receipts_and_the_badge_follow_the_reader(console: Console) -> None:
    """A message that has arrived in the list has two ticks and a badge; opened, it is read and the badge is gone."""
    ana, dewi = console.ana, console.dewi
    await dewi.to_list()

    await ana.say("Apakah besok ada waktu?")
    await ana.say("Cukup 30 menit")

    await expect(ana.row("besok").get_by_role("img", name="Sampai")).to_be_visible()
    await expect(dewi.badge).to_have_text("2")
    await expect(dewi.room("Ana").locator(".preview")).to_have_text("Cukup 30 menit")

    await dewi.room("Ana").click()
    await expect(ana.row("30 menit").get_by_role("img", name="Dibaca")).to_be_visible()
    await expect(dewi.at.get_by_text("Belum dibaca")).to_be_visible()
    await dewi.to_list()
    await expect(dewi.badge).to_be_hidden()


async def test_messages_are_answered_changed_and_taken_back(console: Console) -> None:
    """A reply shows what it answers; reactions, other words and the trace of a deleted message are seen by both."""
    ana, dewi = console.ana, console.dewi
    await ana.say("Kita bertemu jam 3")

    await dewi.choose("jam 3", "Beri reaksi 👍")
    await dewi.choose("jam 3", "Balas")
    await dewi.say("Bisa jam 4?")
    await expect(ana.row("Bisa").locator(".quote")).to_have_text("AndaKita bertemu jam 3")
    await ana.row("👍").get_by_role("button", name="👍 dari Dewi").click()
    await expect(dewi.at.get_by_role("button", name="👍 dari Anda, Ana")).to_have_text("👍2")

    await ana.choose("👍", "Ubah")
    await expect(ana.text).to_have_value("Kita bertemu jam 3")
    await ana.say("Kita bertemu jam 4")
    await expect(dewi.messages).to_have_text(["Kita bertemu jam 4", "Bisa jam 4?"])
    await expect(dewi.row("👍")).to_contain_text("diedit")
    await expect(dewi.row("Bisa").locator(".quote")).to_contain_text("Kita bertemu jam 4")

    await ana.choose("👍", "Hapus untuk semua")
    await ana.tap("Hapus")
    for phone in (ana, dewi):
        await expect(phone.messages).to_have_text(["Pesan ini dihapus", "Bisa jam 4?"])
        await expect(phone.row("Bisa").locator(".quote")).to_contain_text("Pesan ini dihapus")


async def test_a_picture_is_seen_by_both(console: Console) -> None:
    """It goes to the storage by a leave and comes from there by a link; the words with it stand below."""
    ana, dewi = console.ana, console.dewi
    await ana.text.fill("Ini coretan saya")

    await ana.attach("coretan.png", "image/png", picture())

    await expect(ana.row("coretan").get_by_role("img", name="Dibaca")).to_be_visible()
    for phone in (ana, dewi):
        await expect(phone.row("coretan").locator(".picture img")).to_have_js_property("naturalWidth", 64)
    await dewi.at.get_by_role("button", name="Lihat gambar coretan.png").click()
    await expect(dewi.at.get_by_role("dialog").get_by_role("img")).to_be_visible()
    await console.page.keyboard.press("Escape")
    await expect(dewi.at.get_by_role("dialog")).to_have_count(0)


def picture() -> bytes:
    """A small PNG."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(file, "PNG")
    return file.getvalue()


async def test_what_was_missed_comes_once_and_in_order(console: Console) -> None:
    """Without a network a message waits to be tried again; with one, all that was said meanwhile is there."""
    ana, dewi = console.ana, console.dewi
    said = [f"Pesan nomor {number}" for number in range(1, 6)]

    await dewi.network.click()
    await expect(dewi.status).to_have_text("menunggu jaringan…")
    for text in said:
        await ana.say(text)
    await expect(ana.row(said[-1]).get_by_role("img", name="Terkirim")).to_be_visible()
    await dewi.say("Saya sedang di kereta")
    await expect(dewi.at.get_by_role("alert")).to_contain_text("Tidak ada jaringan")
    await expect(dewi.messages).to_have_text(["Saya sedang di kereta"])

    async with console.page.expect_request(re.compile(r"/list-messages\?.*after_seq=1\b")):
        await dewi.network.click()
    await expect(dewi.messages).to_have_text([*said, "Saya sedang di kereta"])
    await expect(ana.messages).to_have_text(said)
    await dewi.at.get_by_role("button", name="Coba lagi").click()
    await expect(dewi.at.get_by_role("alert")).to_have_count(0)
    for phone in (ana, dewi):
        await expect(phone.messages).to_have_text([*said, "Saya sedang di kereta"])
    await expect(ana.row(said[-1]).get_by_role("img", name="Dibaca")).to_be_visible()


MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script>&amp;'
"""What would run if it were set as markup."""


async def test_words_are_never_markup(console: Console) -> None:
    """What looks like markup is shown as it was written: as a message, in a quote, and in the list of rooms."""
    ana, dewi = console.ana, console.dewi

    await ana.say(MARKUP)
    await dewi.choose("onerror", "Balas")
    await dewi.say("مرحبا <b>Ana</b>")

    await expect(ana.messages).to_have_text([MARKUP, "مرحبا <b>Ana</b>"])
    await expect(ana.at.locator(".quote")).to_contain_text(MARKUP)
    await ana.to_list()
    await expect(ana.room("Dewi").locator(".preview")).to_have_text("مرحبا <b>Ana</b>")
    await expect(console.page.locator(".phone").locator("script, b, img")).to_have_count(0)
    await expect(console.page).to_have_title("Temani, dua ponsel")


async def test_a_refused_message_says_why(console: Console) -> None:
    """What no function takes is not lost and not repeated blindly: it says what is wrong, and can be thrown away."""
    ana, dewi = console.ana, console.dewi

    await ana.say("x" * 4_001)
    await expect(ana.at.get_by_role("alert")).to_contain_text("1 sampai 4.000 karakter")
    await ana.say("Pendek saja")

    await expect(dewi.messages).to_have_text(["Pendek saja"])
    await ana.at.get_by_role("button", name="Buang").click()
    await expect(ana.messages).to_have_text(["Pendek saja"])
    # A browser notes every answer that is an error.
    (refusal,) = console.complaints
    assert "422" in refusal
    console.complaints.clear()


async def test_a_block_hides_the_room_from_both(console: Console) -> None:
    """Neither sees it until the one who has blocked wants it again; then it is as it was."""
    ana, dewi = console.ana, console.dewi
    await ana.say("Sampai jumpa")
    await expect(dewi.messages).to_have_text(["Sampai jumpa"])

    await dewi.at.get_by_role("button", name="Menu percakapan").click()
    await dewi.tap("Blokir Ana")
    await dewi.tap("Blokir")
    for phone in (ana, dewi):
        await expect(phone.room("")).to_have_count(0)
    await expect(ana.toast).to_have_text("Percakapan ini tidak tersedia lagi")

    await dewi.at.get_by_role("button", name="Buka blokir").click()
    await ana.room("Dewi").click()
    await expect(ana.messages).to_have_text(["Sampai jumpa"])


def test_a_machine_without_a_browser_says_what_to_install() -> None:
    """The test of a machine that has none fails with this sentence."""
    with pytest.raises(MissingPart, match="apt install chromium"):
        browser_path(Machine(path="/nowhere"))
