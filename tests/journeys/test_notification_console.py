"""The bell of the console's phones in a real browser: what people are told, and what they choose."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from emulators.cloud import LocalCloud
from emulators.demo.expectations import poll_until_equal
from tests.journeys.chat_pages import ChatConsole
from tests.journeys.cloud_inspector import CloudInspector
from tests.journeys.notification_pages import PhoneBell, find_uid, tell_person
from tests.world import create_http_client

ALL_SENT = {"email", "sms", "whatsapp", "push"}

pytestmark = [pytest.mark.emulator, pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
async def console(cloud: LocalCloud, browser: Browser) -> AsyncIterator[ChatConsole]:
    """Both phones in their new room; the page calls this machine only, and without complaint."""
    page = await browser.new_page(viewport={"width": 1280, "height": 860})
    opened = ChatConsole.of(page)
    await opened.open(cloud.settings)
    yield opened
    await page.close()
    assert opened.external_hosts == set()
    assert opened.complaints == []


async def test_the_bell_counts_what_is_unread(
    console: ChatConsole, cloud: LocalCloud, inspector: CloudInspector
) -> None:
    """The badge follows the listener; one notification is marked, then all; a deleted one is gone."""
    bell, uid = PhoneBell(console.ana), await find_uid(cloud.settings, console.page, "Ana")
    await expect(bell.badge).to_be_hidden()
    for number in ("Satu", "Dua", "Tiga"):
        await tell_person(inspector, uid, f"comment:{number}", values={"title": number, "body": f"Isi {number}"})
    await expect(bell.badge).to_have_text("3")
    await expect(PhoneBell(console.dewi).badge).to_be_hidden()

    await bell.open()
    await expect(bell.titles).to_have_text(["Tiga", "Dua", "Satu"])
    await expect(bell.row("Dua")).to_contain_text("Isi Dua")
    await bell.row("Dua").get_by_role("button", name="Tandai dibaca").click()
    await expect(bell.unread_titles).to_have_text(["Tiga", "Satu"])
    await expect(bell.badge).to_have_text("2")
    await bell.row("Dua").get_by_role("button", name="Tandai belum dibaca").click()
    await expect(bell.badge).to_have_text("3")

    await bell.row("Satu").get_by_role("button", name="Hapus notifikasi").click()
    await expect(bell.titles).to_have_text(["Tiga", "Dua"])
    await expect(bell.badge).to_have_text("2")
    await bell.sheet.get_by_role("button", name="Tandai semua dibaca").click()
    await expect(bell.badge).to_be_hidden()
    await expect(bell.unread_titles).to_have_count(0)


async def test_the_list_is_filtered(console: ChatConsole, cloud: LocalCloud, inspector: CloudInspector) -> None:
    """By kind and by what is unread; what arrives under a filter appears if it fits."""
    bell, uid = PhoneBell(console.ana), await find_uid(cloud.settings, console.page, "Ana")
    await tell_person(inspector, uid, "comment:1", values={"title": "Komentar", "body": "Satu"})
    await tell_person(inspector, uid, "post:1", template="host.post", values={"title": "Kiriman", "body": "Dua"})
    await bell.open()
    await expect(bell.titles).to_have_text(["Kiriman", "Komentar"])

    await bell.sheet.get_by_label("Jenis").select_option("Komentar")
    await expect(bell.titles).to_have_text(["Komentar"])
    await bell.sheet.get_by_label("Belum dibaca saja").check()
    await bell.row("Komentar").get_by_role("button", name="Tandai dibaca").click()
    await expect(bell.sheet.get_by_text("Tidak ada notifikasi.")).to_be_visible()
    await tell_person(inspector, uid, "comment:2", values={"title": "Komentar lain", "body": "Tiga"})
    await tell_person(inspector, uid, "post:2", template="host.post", values={"title": "Kiriman lain", "body": "Empat"})

    await expect(bell.titles).to_have_text(["Komentar lain"])
    await bell.sheet.get_by_label("Jenis").select_option("Semua jenis")
    await expect(bell.titles).to_have_text(["Kiriman lain", "Komentar lain", "Kiriman"])


async def test_a_notification_opens_its_place(
    console: ChatConsole, cloud: LocalCloud, inspector: CloudInspector
) -> None:
    """A tap marks as read and opens the room; a place that this small app does not know is named."""
    dewi, bell = console.dewi, PhoneBell(console.dewi)
    uid = await find_uid(cloud.settings, console.page, "Dewi", "expert")
    await dewi.open_room_list()
    room = await dewi.room_row("Ana").get_attribute("data-room")
    await tell_person(inspector, uid, "message:1", link=f"/rooms/{room}", values={"title": "Ana", "body": "Halo"})
    await tell_person(inspector, uid, "post:1", link="/posts/1", values={"title": "Kiriman", "body": "Baru"})
    await expect(bell.badge).to_have_text("2")

    await bell.open()
    await bell.row("Kiriman").get_by_role("button", name="Baru").click()
    await expect(dewi.toast).to_have_text("Ponsel ini tidak mengenal /posts/1")
    await bell.row("Ana").get_by_role("button", name="Halo").click()

    await expect(dewi.message_input).to_be_visible()
    await expect(bell.sheet).to_have_count(0)
    await expect(bell.badge).to_be_hidden()


async def test_choices_are_saved_or_refused(console: ChatConsole) -> None:
    """Switches and quiet hours are kept; a critical kind stays on, and WhatsApp needs a phone number."""
    bell = PhoneBell(console.ana)
    await bell.open_settings()
    await expect(bell.switch("Transaksi lewat Surel")).to_be_disabled()
    await expect(bell.switch("Transaksi lewat Surel")).to_be_checked()

    await bell.switch("Komentar lewat Push").click()
    await expect(bell.switch("Komentar lewat Push")).not_to_be_checked()
    await bell.sheet.get_by_label("Mulai jam tenang").fill("21:30")
    await bell.sheet.get_by_label("Akhir jam tenang").fill("06:15")
    await bell.sheet.get_by_role("button", name="Simpan jam tenang").click()
    await expect(bell.sheet.get_by_role("button", name="Tanpa jam tenang")).to_be_visible()
    await bell.switch("WhatsApp").click()
    await expect(bell.refusal).to_contain_text("memerlukan nomor telepon yang pernah Anda pakai untuk masuk")
    await expect(bell.switch("WhatsApp")).not_to_be_checked()
    # A switch that is disabled in the page: the function decides.
    await bell.switch("Transaksi lewat Surel").evaluate("(element) => { element.disabled = false; element.click(); }")
    await expect(bell.refusal).to_contain_text("tidak dapat dimatikan")
    await expect(bell.switch("Transaksi lewat Surel")).to_be_checked()

    await console.page.keyboard.press("Escape")
    await bell.open_settings()
    await expect(bell.switch("Komentar lewat Push")).not_to_be_checked()
    await expect(bell.sheet.get_by_label("Mulai jam tenang")).to_have_value("21:30")
    await expect(bell.sheet.get_by_label("Akhir jam tenang")).to_have_value("06:15")
    # A browser notes every answer that is an error.
    assert ["422" in complaint for complaint in console.complaints] == [True, True]
    console.complaints.clear()


async def test_an_expert_agrees_to_whatsapp(console: ChatConsole) -> None:
    """Who has a phone number switches WhatsApp on, which is to agree, and off again."""
    bell = PhoneBell(console.dewi)
    await bell.open_settings()
    await expect(bell.sheet).to_contain_text("saya setuju menerima pesan di sana")

    await bell.switch("WhatsApp").click()

    await expect(bell.switch("WhatsApp")).to_be_checked()
    await expect(bell.sheet).to_contain_text("WhatsApp disetujui")
    await bell.switch("WhatsApp").click()
    await expect(bell.sheet).not_to_contain_text("WhatsApp disetujui")


async def test_a_push_opens_a_dark_phone_at_its_link(
    console: ChatConsole, cloud: LocalCloud, inspector: CloudInspector
) -> None:
    """With a dark screen the phone shows the pushes of its token; a tap opens the room and marks as read."""
    ana, dewi, bell = console.ana, console.dewi, PhoneBell(console.dewi)
    uid = await find_uid(cloud.settings, console.page, "Dewi", "expert")
    await dewi.open_room_list()
    room = await dewi.room_row("Ana").get_attribute("data-room")
    await tell_person(inspector, uid, "before", values={"title": "Tadi", "body": "Layar masih menyala"})
    await expect(bell.badge).to_have_text("1")
    await poll_until_equal("the first push", lambda: count_pushes(cloud, "Tadi"), 1, of=int)
    await bell.power_button.click()
    await expect(bell.dark_screen).to_be_visible()
    await expect(ana.presence_line).not_to_have_text("daring")

    for version, body in enumerate(("Halo", "Halo, Kak"), start=1):
        await tell_person(
            inspector,
            uid,
            f"message:{version}",
            link=f"/rooms/{room}",
            group=f"room:{room}",
            group_version=version,
            values={"title": "Pesan dari Ana", "body": body},
        )
        await expect(bell.pushes).to_have_count(1)
        await expect(bell.pushes).to_contain_text(["Pesan dari Ana"])
        await expect(bell.pushes.get_by_text(body, exact=True)).to_be_visible()
    await bell.pushes.click()

    await expect(dewi.message_input).to_be_visible()
    await expect(bell.dark_screen).to_be_hidden()
    await expect(bell.badge).to_have_text("1")
    await expect(ana.presence_line).to_have_text("daring")


async def test_a_phone_whose_owner_has_signed_out_gets_no_push(
    console: ChatConsole, cloud: LocalCloud, inspector: CloudInspector
) -> None:
    """The device is forgotten; after the next sign-in the phone has a bell, and pushes arrive again."""
    ana, bell = console.ana, PhoneBell(console.ana)
    uid = await find_uid(cloud.settings, console.page, "Ana")

    await ana.at.get_by_role("button", name="Keluar dari akun").click()
    await ana.tap_sheet_action("Keluar")
    await expect(ana.at.get_by_text("Anda sudah keluar.")).to_be_visible()
    assert (await inspector.load_devices(uid)).devices == {}
    await tell_person(inspector, uid, "comment:1", values={"title": "Selama keluar", "body": "Satu"})
    await ana.at.get_by_role("button", name="Masuk lagi").click()

    await expect(bell.badge).to_have_text("1")
    await expect(ana.room_row("Dewi")).to_be_visible()
    await bell.power_button.click()
    await expect(bell.dark_screen).to_be_visible()
    await tell_person(inspector, uid, "comment:2", values={"title": "Setelah masuk", "body": "Dua"})
    await expect(bell.pushes).to_contain_text(["Setelah masuk"])
    assert await count_pushes(cloud, "Selama keluar") == 0


async def count_pushes(cloud: LocalCloud, title: str) -> int:
    """Count the pushes that the local FCM has accepted."""
    async with create_http_client(cloud.settings.base_url("providers")) as providers:
        answer = await providers.get("/fcm/_control/pushes", params={"title": title})
    return len(answer.raise_for_status().json()["items"])


async def test_the_inbox_shows_a_person_on_all_channels(
    console: ChatConsole, cloud: LocalCloud, inspector: CloudInspector, browser: Browser
) -> None:
    """The link beside a phone opens the local inbox with the mail, SMS, WhatsApp message and push of its owner."""
    bell, uid = PhoneBell(console.dewi), await find_uid(cloud.settings, console.page, "Dewi", "expert")
    await bell.open_settings()
    for channel in ("SMS", "WhatsApp"):
        await bell.switch(channel).click()
        await expect(bell.switch(channel)).to_be_checked()
    await register_whatsapp_template(cloud, "host.event_reminder")
    values = {"title": "Kelas sore", "body": "Mulai pukul 16.00"}

    await tell_person(inspector, uid, "reminder:1", template="host.event_reminder", values=values)
    page = await browser.new_page()
    await poll_until_equal("the channels", lambda: list_channels(cloud, "Kelas sore"), ALL_SENT, of=set)
    await page.goto(await bell.inbox_link.get_attribute("href") or "")

    for name in ("E-mail 1", "SMS 1", "WhatsApp 1", "Push 1"):
        await expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    await expect(page.locator(".row")).to_have_count(4)
    await page.get_by_role("link", name="SMS 1", exact=True).click()
    await expect(page.get_by_role("region", name="Ponsel +62")).to_contain_text("1 segmen")
    await page.get_by_role("link", name="Push 1", exact=True).click()
    await expect(page.get_by_role("region", name="Ponsel console:")).to_contain_text("Kelas sore")
    await page.close()


async def list_channels(cloud: LocalCloud, words: str) -> list[str]:
    """List the channels of the messages in the local inbox that contain some words."""
    async with create_http_client(cloud.settings.base_url("providers")) as providers:
        answer = await providers.get("/inbox/messages", params={"q": words})
    return [message["kind"] for message in answer.raise_for_status().json()["items"]]


async def register_whatsapp_template(cloud: LocalCloud, template: str) -> None:
    """Register a template of WhatsApp, as an admin does after its approval."""
    body = {
        "template": template,
        "locale": "id",
        "content_sid": f"HX{'4' * 32}",
        "category": "utility",
        "state": "active",
        "reason": "Disetujui",
    }
    async with create_http_client() as client:
        admin = await client.post(f"{cloud.settings.base_url('control')}/people/admin", params={"name": "admin"})
        token = admin.raise_for_status().json()["id_token"]
        url = cloud.settings.function_url("save-whatsapp-template")
        answer = await client.post(url, json=body, headers={"authorization": f"Bearer {token}"})
    answer.raise_for_status()
