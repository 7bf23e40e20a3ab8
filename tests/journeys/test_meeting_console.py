"""Booked sessions in two real browsers, a customer's and a mentor's. The clock of the local cloud brings their time."""

import re
import secrets
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from playwright.async_api import Browser, Page, expect

from emulators.cloud import LocalCloud
from emulators.demo.expectations import poll_until_equal
from emulators.demo.pairing_context import PairingContext
from tests.journeys.meeting_pages import MeetingPage, MeetingPhone, open_meeting_pages
from tests.journeys.pairing_pages import read_countdown

pytestmark = [pytest.mark.emulator, pytest.mark.browser, pytest.mark.slow]

LENGTH = timedelta(minutes=30)
TIME = re.compile(r"^\d+:\d\d$")
TOO_EARLY = "Bisa dimasuki 10 menit sebelum mulai."


@pytest.fixture
async def pages(cloud: LocalCloud, browser: Browser) -> AsyncIterator[tuple[MeetingPage, MeetingPage]]:
    """Ana's and Dewi's phones; the pages call this machine only, and complain of nothing."""
    opened = await open_meeting_pages(browser, cloud.settings, secrets.token_hex(4))
    yield opened
    for one in opened:
        await one.page.context.close()
        assert one.external_hosts == set()
        assert one.complaints == []


async def book(ana: MeetingPhone, dewi: MeetingPhone, offer: str) -> datetime:
    """Book a session as Ana, see that nobody can enter yet, and return its start."""
    await ana.press_button(f"Pesan: {offer}")
    for phone in (ana, dewi):
        await expect(phone.session_card).to_contain_text(TOO_EARLY)
        await expect(phone.enter_button).to_be_disabled()
    return await ana.read_start()


async def test_a_chat_is_held_until_its_time_is_over(
    pages: tuple[MeetingPage, MeetingPage], empty_context: PairingContext
) -> None:
    """Both join, write, see the countdown reach zero, see the end, learn who came, and review each other."""
    ana, dewi = (page.phone for page in pages)
    starts_at = await book(ana, dewi, "Konsultasi chat")

    await empty_context.move_clock(starts_at - timedelta(minutes=10))
    for phone in (ana, dewi):
        await phone.enter_button.click()
        await expect(phone.session_timer).to_have_text(TIME)
    await ana.send_message("Halo, saya ingin tanya tentang karier PM")
    await expect(dewi.messages).to_have_text(["Halo, saya ingin tanya tentang karier PM"])
    await dewi.send_message("Hai! Ceritakan latar belakangmu dulu")
    await expect(ana.messages).to_have_text(
        ["Halo, saya ingin tanya tentang karier PM", "Hai! Ceritakan latar belakangmu dulu"]
    )
    for phone in (ana, dewi):
        left = await read_countdown(phone.session_timer)
        assert timedelta(minutes=35) < left <= LENGTH + timedelta(minutes=10)

    await empty_context.move_clock(starts_at + LENGTH - timedelta(seconds=15))
    for phone in (ana, dewi):
        await phone.send_message("Terima kasih")  # the answer tells the phone what time it is
    for phone in (ana, dewi):
        await expect(phone.session_timer).to_have_text(re.compile(r"^0:(0\d|1[0-5])$"))
    for phone in (ana, dewi):
        await expect(phone.session_bar).to_contain_text("Selesai: waktunya habis")
        await phone.press_button("Selesai")
        await expect(phone.session_card).to_contain_text("Kehadiran sedang diputuskan")

    await empty_context.move_clock(starts_at + LENGTH + timedelta(minutes=4))
    for phone in (ana, dewi):
        await expect(phone.session_card).to_contain_text("Kalian berdua hadir.")
    await ana.write_review(5, "Jelas dan ramah")
    await expect(ana.session_card).to_contain_text("Ulasanmu: ★★★★★ Jelas dan ramah")
    await expect(dewi.session_card).not_to_contain_text("Jelas dan ramah")
    await dewi.write_review(4, "Pertanyaannya bagus")
    await expect(dewi.session_card).to_contain_text("Ulasan untukmu: ★★★★★ Jelas dan ramah")
    await expect(ana.session_card).to_contain_text("Ulasan untukmu: ★★★★ Pertanyaannya bagus")


async def test_the_mentor_ends_a_session_and_it_ends_on_both_screens(
    pages: tuple[MeetingPage, MeetingPage], empty_context: PairingContext
) -> None:
    """One ends it for both."""
    ana, dewi = (page.phone for page in pages)
    starts_at = await book(ana, dewi, "Konsultasi chat")
    await empty_context.move_clock(starts_at + timedelta(minutes=20))
    for phone in (ana, dewi):
        await phone.enter_button.click()
        await phone.send_message(f"Halo dari {phone.owner}")

    await dewi.press_button("Akhiri")
    await dewi.tap_sheet_action("Akhiri sesi")

    for phone in (ana, dewi):
        await expect(phone.session_bar).to_contain_text("Selesai: diakhiri mentor")


async def test_a_video_room_shows_who_is_there(
    pages: tuple[MeetingPage, MeetingPage], empty_context: PairingContext
) -> None:
    """Each side enters by its own token; the log of the room says that both were there."""
    ana, dewi = (page.phone for page in pages)
    await empty_context.sign_in_admin()
    await empty_context.retire_meeting_links()
    try:
        starts_at = await book(ana, dewi, "Konsultasi video")
    finally:
        await empty_context.restore_meeting_links()
    await empty_context.move_clock(starts_at - timedelta(minutes=10))

    places = [await enter_video_room(page) for page in pages]
    for place, me, other in zip(places, ("Pelanggan", "Mentor"), ("Mentor", "Pelanggan"), strict=True):
        tiles = place.get_by_role("list", name="Yang ada di ruang").get_by_role("listitem")
        await expect(tiles.filter(has_text=f"{me} (Anda)")).to_have_count(1)
        await expect(tiles.filter(has_text=other)).to_have_count(1)
        await expect(place.get_by_role("timer")).to_have_text(TIME)
        await expect(place.get_by_text("Token ini boleh: allow_join")).to_be_visible()
    await empty_context.move_clock(starts_at + LENGTH - timedelta(seconds=30))
    for place in places:
        await place.get_by_role("button", name="Keluar").click()
        await expect(place.get_by_role("button", name="Masuk ruang")).to_be_enabled()

    await empty_context.move_clock(starts_at + LENGTH)
    for phone in (ana, dewi):
        await expect(phone.session_card).to_contain_text("Kehadiran sedang diputuskan")
    await empty_context.move_clock(starts_at + LENGTH + timedelta(minutes=2))
    await poll_until_equal("the room", lambda: is_closed(places[0]), True, of=bool)
    await empty_context.wait_for_joining(await ana.read_session_id(), reported_by="log")
    await empty_context.move_clock(starts_at + LENGTH + timedelta(minutes=4))
    for phone in (ana, dewi):
        await expect(phone.session_card).to_contain_text("Kalian berdua hadir.")


async def is_closed(place: Page) -> bool:
    """Return whether the page of a room lets nobody enter any more: the timer after the end has closed the room."""
    return await place.get_by_role("button", name="Masuk ruang").is_disabled()


async def enter_video_room(page: MeetingPage) -> Page:
    """Get access on the phone, open the page of the room, and enter."""
    await page.phone.enter_button.click()
    async with page.page.context.expect_page() as opened:
        await page.phone.video_link.click()
    place = await opened.value
    await place.get_by_role("button", name="Masuk ruang").click()
    return place
