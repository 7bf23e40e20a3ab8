"""The link of a verification mail, opened in a real browser."""

import pytest
from playwright.async_api import Browser, expect

from emulators.cloud import LocalCloud
from emulators.demo.marketplace_context import MarketplaceContext
from tests.identity.steps import find_confirmation_token

pytestmark = [pytest.mark.emulator, pytest.mark.browser, pytest.mark.slow]


async def test_a_person_confirms_an_address(
    cloud: LocalCloud, empty_context: MarketplaceContext, browser: Browser
) -> None:
    """Opening the link changes nothing; the button on the page verifies the address, and the page says so."""
    on = empty_context
    person = await on.register_person("Ratna Ayu")
    address = f"ratna.baru.{on.event_id}@example.com"
    changed = (await on.functions.post("update-my-account", {"email": address}, as_=person.headers)).require_success()
    (await on.functions.post("request-email-verification", {}, as_=person.headers)).require_success()
    mail = await on.inbox.wait_for_mail(person.id, to=address, subject="Konfirmasi alamat surel")
    page = await browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(told.text))

    await page.goto(f"{cloud.settings.function_url('show-email-confirmation')}?token={find_confirmation_token(mail)}")
    opened = (await on.functions.get("get-my-account", as_=person.headers)).require_success()
    await page.get_by_role("button", name="Ya, ini alamat saya").click()

    await expect(page.get_by_role("status")).to_have_text("Terima kasih, alamat surel Anda sudah dikonfirmasi.")
    shown = (await on.functions.get("get-my-account", as_=person.headers)).require_success()
    verified = [account["email_verified"] for account in (changed, opened, shown)]
    assert (verified, complaints) == ([False, False, True], [])
    await page.close()
