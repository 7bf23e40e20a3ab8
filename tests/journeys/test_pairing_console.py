"""The pairing in a real browser: one who calls, three whom it rings at, and the chat of who is first."""

import asyncio
import re
import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import unquote

import pytest
from playwright.async_api import Browser, Route, expect

from emulators.cloud import LocalCloud
from shared.pairing.settings import PairingSettings
from tests.journeys.notification_pages import PhoneBell
from tests.journeys.pairing_pages import ExpertPhone, PairingConsole, read_countdown
from tests.pictures import write_picture

pytestmark = [pytest.mark.emulator, pytest.mark.browser, pytest.mark.slow]

SETTINGS = PairingSettings()
TIME = re.compile(r"^\d+:\d\d$")
CLOCK_ERROR = timedelta(minutes=1)
"""Error of a countdown that a slow answer of the server can explain, and a phone's wrong clock cannot."""
MARKUP = "<b onclick=alert(1)>"
"""What would be bold if it were set as markup."""
FAILURES = 2
BUSY = {"code": "busy", "title": "Many people want the same thing right now", "status": 503}
SUSPENDED = {"code": "expert_suspended", "title": "You cannot take calls now", "status": 403}
ANY_ORIGIN = {"access-control-allow-origin": "*"}
TYPE_AND_SEND = """(field, text) => {
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
}"""
"""What typing and Enter do, without the mouse."""


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


async def on_call(*experts: ExpertPhone) -> None:
    """They go online."""
    for expert in experts:
        await expert.online_switch.click()
    for expert in experts:
        await expect(expert.status_line).to_contain_text("Daring")


async def answered(console: PairingConsole, topic: str) -> tuple[ExpertPhone, ExpertPhone]:
    """Two of three accept at the same moment: who was first, and who was not."""
    dewi, budi, _ = console.experts
    await console.press_simultaneously(dewi.accept_button(topic), budi.accept_button(topic))
    await expect(console.ana.screen_title).to_have_text("Bestie ditemukan!")
    winner = await console.ana.at.locator(".state p").inner_text()
    return (dewi, budi) if winner.startswith("Dewi") else (budi, dewi)


async def test_the_first_of_those_who_accept_has_the_chat(console: PairingConsole) -> None:
    """A call rings at all who are online; one has it, the other is told, the cards vanish; they talk until it ends."""
    ana, (_, _, citra), topic = console.ana, console.experts, f"{MARKUP} {secrets.token_hex(4)}"
    await on_call(*console.experts)

    await ana.request_call(topic, "Cemas")
    await expect(ana.search_timer).to_have_text(TIME)
    for expert in console.experts:
        await expect(expert.call_card(topic)).to_contain_text("Cemas")
    await expect(console.page.locator(".phone b")).to_have_count(0)
    first, second = await answered(console, topic)

    for expert in console.experts:
        await expect(expert.call_card(topic)).to_have_count(0)
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


async def test_help_stands_on_the_waiting_page_and_a_false_alarm_ends(console: PairingConsole) -> None:
    """A topic of danger shows the hotlines before anybody accepts; the expert ends the false alarm, the clock runs."""
    ana, (dewi, *_), topic = console.ana, console.experts, f"Aku ingin mengakhiri hidup {secrets.token_hex(4)}"
    await on_call(dewi)

    await ana.request_call(topic, "Sedih")
    await expect(ana.screen_title).to_have_text("Mencari bestie…")
    await expect(ana.hotlines).to_contain_text(["119 ext 8", "112"])
    await dewi.accept_button(topic).click()
    await ana.press_button("Mulai ngobrol")
    for phone in (ana, dewi):
        await expect(phone.session_bar).to_contain_text("Waktu dihentikan")
        await expect(phone.hotlines).to_contain_text(["119 ext 8", "112"])
    await dewi.press_button("Alarm palsu")
    await dewi.tap_sheet_action("Akhiri alarm")

    for phone in (ana, dewi):
        await expect(phone.session_timer).to_have_text(TIME)
        await expect(phone.at.get_by_text("Tidak ada yang dalam bahaya. Waktu berjalan lagi")).to_be_visible()
    await expect(dewi.session_bar.get_by_role("button", name="Krisis")).to_be_visible()


async def test_a_customer_lets_the_expert_know_them_again(console: PairingConsole) -> None:
    """The button goes once it is pressed; the expert reads the name by which to know the customer, and no other."""
    ana, (dewi, *_), topic = console.ana, console.experts, f"Topik {secrets.token_hex(4)}"
    await on_call(dewi)
    await ana.request_call(topic, "Sedih")
    await dewi.accept_button(topic).click()
    await ana.press_button("Mulai ngobrol")
    await expect(dewi.session_timer).to_have_text(TIME)
    await expect(dewi.session_bar).not_to_contain_text("Kamu mengenalnya")

    await ana.press_button("Kenali aku")
    await ana.tap_sheet_action("Izinkan")

    await expect(dewi.session_bar).to_contain_text("Kamu mengenalnya: ")
    await expect(ana.session_bar.get_by_role("button", name="Kenali aku")).to_have_count(0)


async def test_a_call_rings_on_a_dark_phone(console: PairingConsole) -> None:
    """The phone of an expert who is online rings: the push wakes the phone, which then shows the call."""
    ana, (dewi, *_), topic = console.ana, console.experts, f"Topik {secrets.token_hex(4)}"
    bell = PhoneBell(dewi)
    await on_call(dewi)
    await bell.power_button.click()
    await expect(bell.dark_screen).to_be_visible()
    await expect(bell.pushes).to_have_count(0)

    await ana.request_call(topic, "Sedih")
    await expect(bell.pushes).to_have_count(1)
    await bell.pushes.click()

    await expect(bell.dark_screen).to_be_hidden()
    await expect(dewi.call_card(topic)).to_contain_text("Sedih")
    await dewi.accept_button(topic).click()
    await expect(ana.screen_title).to_have_text("Bestie ditemukan!")


async def test_a_call_that_nobody_hears_is_called_off(console: PairingConsole) -> None:
    """It rings at nobody who is offline; called off, it gives the trial back, with which one may call again."""
    ana, (dewi, budi, _), topic = console.ana, console.experts, f"Topik {secrets.token_hex(4)}"

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


@pytest.mark.parametrize("hours", [1, -1])
async def test_a_phone_whose_clock_is_wrong_shows_what_is(cloud: LocalCloud, browser: Browser, hours: int) -> None:
    """An hour fast or slow: the call rings, the session can be written in, and the countdowns count what is left."""
    page = await browser.new_page(viewport={"width": 1440, "height": 860})
    console = PairingConsole.of(page)
    await console.shift_clock(hours)
    await console.open(cloud.settings)
    ana, (dewi, *_), topic = console.ana, console.experts, f"Topik {secrets.token_hex(4)}"
    free_session = timedelta(minutes=SETTINGS.trial_minutes)
    await on_call(dewi)

    await ana.request_call(topic, "Cemas")
    assert timedelta(0) < await read_countdown(ana.search_timer) < SETTINGS.search_duration + CLOCK_ERROR
    await dewi.accept_button(topic).click()
    await ana.press_button("Mulai ngobrol")
    await ana.send_message("Halo, Kak")
    await expect(dewi.messages).to_have_text(["Halo, Kak"])
    await dewi.send_message("Halo. Aku di sini")

    await expect(ana.messages).to_have_text(["Halo, Kak", "Halo. Aku di sini"])
    await expect(ana.at.get_by_text("Hari ini", exact=True)).to_be_visible()
    for phone in (ana, dewi):
        assert timedelta(0) < await read_countdown(phone.session_timer) < free_session + CLOCK_ERROR
    assert console.complaints == []
    await page.close()


async def test_a_picture_in_a_call_tells_only_what_is_seen(console: PairingConsole) -> None:
    """The expert sees the customer's photo upright and under a neutral name, once the task has cleaned the photo."""
    ana, (dewi, *_), topic = console.ana, console.experts, f"Topik {secrets.token_hex(4)}"
    await on_call(dewi)
    await ana.request_call(topic, "Sedih")
    await dewi.accept_button(topic).click()
    await ana.press_button("Mulai ngobrol")

    await ana.send_attachment("Rumah-Ana.jpg", "image/jpeg", write_picture("JPEG"))

    await expect(dewi.at.locator(".picture img")).to_have_js_property("naturalWidth", 40)
    await expect(dewi.at.get_by_role("button", name="Lihat gambar gambar.jpg")).to_be_visible()
    await expect(console.page.get_by_text("Foto sedang disiapkan")).to_have_count(0)
    await ana.send_attachment("rusak.png", "image/png", b"not a picture")
    for phone in (ana, dewi):
        await expect(phone.at.get_by_text("Foto tidak bisa dibaca, jadi tidak dikirim")).to_be_visible()


async def test_a_press_waits_for_the_listeners(cloud: LocalCloud, browser: Browser) -> None:
    """Firestore has not yet answered one listener of a phone: its press is sent when that listener is answered."""
    page = await browser.new_page(viewport={"width": 1440, "height": 860})
    console, happened, answered = PairingConsole.of(page), [], asyncio.Event()

    async def hold_sessions(route: Route) -> None:
        if '"collectionId":"sessions"' in unquote(route.request.post_data or ""):
            await answered.wait()
        await route.continue_()

    await page.route("**/Listen/channel?**", hold_sessions)
    page.on("request", lambda request: happened.append("pressed") if request.url.endswith("/go-online") else None)
    await console.open(cloud.settings)
    dewi = console.experts[0]
    await dewi.online_switch.click()
    await expect(dewi.status_line).to_have_text("Menyambung…")
    # Long enough for a press that does not wait, and far shorter than the page's patience.
    await page.evaluate("new Promise((over) => setTimeout(over, 500))")
    happened.append("answered")
    answered.set()

    await expect(dewi.status_line).to_contain_text("Daring")
    assert happened == ["answered", "pressed"]
    await page.close()


@pytest.mark.parametrize("answer", ["busy", "none"])
async def test_a_press_that_is_not_answered_is_repeated(console: PairingConsole, answer: str) -> None:
    """The first calls fail, by an answer that says so or by none: the switch says that it connects, until it is on."""
    dewi, keys = console.experts[0], []

    async def answered_late(route: Route) -> None:
        keys.append(await route.request.header_value("idempotency-key"))
        if len(keys) > FAILURES:
            await route.continue_()
        elif answer == "none":
            await route.abort()
        else:
            await route.fulfill(status=503, content_type="application/problem+json", json=BUSY, headers=ANY_ORIGIN)

    await console.page.route("**/go-online", answered_late)
    await dewi.online_switch.click()

    await expect(dewi.toast).to_contain_text("Mencoba lagi…")
    await expect(dewi.status_line).to_contain_text("Daring")
    await expect(dewi.online_switch).to_be_enabled()
    assert len(keys) == FAILURES + 1
    assert len(set(keys) - {None}) == 1
    # A browser notes every call that fails.
    assert len(console.complaints) == FAILURES
    console.complaints.clear()


async def test_a_press_that_is_refused_is_told(console: PairingConsole) -> None:
    """What will be refused again is not repeated: the person is told why, and may press again."""
    dewi, calls = console.experts[0], []

    async def refused(route: Route) -> None:
        calls.append(route.request.url)
        await route.fulfill(status=403, content_type="application/problem+json", json=SUSPENDED, headers=ANY_ORIGIN)

    await console.page.route("**/go-online", refused, times=1)
    await dewi.online_switch.click()
    await expect(dewi.toast).to_have_text("Kamu belum bisa menerima panggilan")
    await expect(dewi.status_line).to_have_text("Luring")
    await dewi.online_switch.click()

    await expect(dewi.status_line).to_contain_text("Daring")
    assert len(calls) == len(console.complaints) == 1
    console.complaints.clear()


async def test_a_button_that_changes_under_the_finger_is_pressed(console: PairingConsole) -> None:
    """A message comes between the mouse's going down on a session and its coming up: the press opens the session."""
    ana, dewi, topic = console.ana, console.experts[0], f"Topik {secrets.token_hex(4)}"
    await on_call(dewi)
    await ana.request_call(topic, "Sedih")
    await dewi.accept_button(topic).click()
    await ana.press_button("Mulai ngobrol")
    await ana.send_message("Halo")
    await expect(dewi.messages).to_have_text(["Halo"])
    await dewi.open_room_list()
    await expect(dewi.session_list).to_contain_text("Halo")

    await dewi.session_list.hover()
    await console.page.mouse.down()
    await ana.at.get_by_label("Tulis pesan").evaluate(TYPE_AND_SEND, "Kak?")
    await expect(dewi.session_list).to_contain_text("Kak?")
    await console.page.mouse.up()

    await expect(dewi.messages).to_have_text(["Halo", "Kak?"])
