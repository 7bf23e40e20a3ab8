"""Pictures of mails in Chromium, for the eye: `python -m tests.journeys.mail_pictures FOLDER`.

Five mails in both languages, as a phone of 360 pixels shows them. A test looks for what a program can see.
"""

import argparse
import asyncio
import base64
import io
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, Page

from shared.bookings import messages as booking_messages
from shared.contracts.bookings import BookingChange
from shared.contracts.mail import AddressGrounds, Mail, UnsubscribeUrls
from shared.contracts.people import Locale
from shared.gateways.sendgrid import SendGridMail, _put_at_end
from shared.orders import messages as order_messages
from shared.tickets import messages as ticket_messages
from tests.bookings.builders import TOMORROW, a_confirmed_booking
from tests.bookings.steps import a_user
from tests.builders import NOON, a_ticket_event
from tests.journeys.chat_pages import open_chromium
from tests.orders.builders import a_bill, a_refund, an_open_order
from tests.tickets.builders import A_TICKETS_LINK, a_ticket

LOCALES: tuple[Locale, ...] = ("id", "en")
PHONE_WIDTH = 360
_TOKEN = "eyJsb2NhbGUiOiJpZCIsImV4cGlyZXNfYXQiOiIyMDI2LTEyLTAzVDA1OjAwOjAwWiJ9." + "b" * 43
_TITLES = {"id": "Komisi Rp150.000 dari penjualan baru", "en": "Commission of Rp150,000 from a new sale"}
_BODIES = {"id": "Ekspor untuk Pemula terjual lewat tautan Anda.", "en": "Export for Beginners was sold by your link."}


def list_mails(locale: Locale) -> Iterator[tuple[str, Mail]]:
    """List the five mails with a name each: plain, of a booking, with a ticket, a receipt, and of a refund."""
    notice = Mail(
        to="ana@example.com",
        to_name="Ana Putri",
        template="notice",
        locale=locale,
        values={
            "name": "Ana Putri",
            "title": _TITLES[locale],
            "paragraphs": [_BODIES[locale]],
            "link": f"https://app.temani.example/affiliate?token={_TOKEN}",
        },
        reference="d-1",
        grounds=AddressGrounds.VERIFIED,
    )
    page = f"https://api.temani.example/show-unsubscribe-page?token={_TOKEN}"
    yield "notice", replace(notice, unsubscribe=UnsubscribeUrls(one_click=page, page=page))
    booking = a_confirmed_booking(answer_before=TOMORROW, pay_before=TOMORROW)
    reader = a_user("ana", locale=locale)
    yield (
        "booking",
        booking_messages.compose_notice(
            booking, BookingChange.CONFIRMED, reader, organizer="mail@temani.example", now=NOON
        ),
    )
    yield (
        "e_ticket",
        ticket_messages.compose_ticket_mail(
            a_ticket_event(),
            [a_ticket(locale=locale)],
            ["T1:BE-20261126-ACD346-1:tedx-bandung-2026"],
            link=A_TICKETS_LINK.model_copy(update={"expires_at": a_ticket_event().ends_at + timedelta(days=30)}),
            url=f"https://api.temani.example/show-order-tickets?token={_TOKEN}",
            grounds=AddressGrounds.PAID,
        ),
    )
    order = an_open_order(locale=locale)
    yield "receipt", order_messages.compose_receipt(order, a_bill(), minutes={"e/t": 30}, grounds=AddressGrounds.PAID)
    yield "refund", order_messages.compose_refund_notice(order, a_refund())


def render_mail(mail: Mail) -> str:
    """Render the HTML of a mail as the gateway does, with the pictures that it holds."""
    gateway: Any = SendGridMail(base_url="http://mail.test", api_key="x", sender="mail@temani.example")
    html = _put_at_end(gateway._render_part(mail, "html"), gateway._render_footer(mail, "html"))
    for picture in mail.inline_images:
        data = base64.b64encode(picture.draw()).decode()
        html = html.replace(f"cid:{picture.name}", f"data:image/png;base64,{data}")
    return html


@asynccontextmanager
async def open_mail(browser: Browser, mail: Mail) -> AsyncIterator[Page]:
    """Open a mail on a phone until the block ends."""
    page = await browser.new_page(viewport={"width": PHONE_WIDTH, "height": 300}, device_scale_factor=1.5)
    await page.set_content(render_mail(mail))
    yield page
    await page.close()


async def take_pictures(folder: Path) -> None:
    """Save a picture of each language, with its mails beside one another."""
    async with open_chromium() as browser:
        for locale in LOCALES:
            pictures = []
            for _, mail in list_mails(locale):
                async with open_mail(browser, mail) as page:
                    pictures.append(Image.open(io.BytesIO(await page.screenshot(full_page=True))))
            size = (sum(one.width + 8 for one in pictures), max(one.height for one in pictures))
            sheet = Image.new("RGB", size, "#888")
            for number, picture in enumerate(pictures):
                sheet.paste(picture, (number * (picture.width + 8), 0))
            place = folder / f"mails-{locale}.png"
            sheet.quantize(64).save(place, optimize=True)
            print(f"wrote {place}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.journeys.mail_pictures", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder for the pictures")
    asyncio.run(take_pictures(parser.parse_args().folder))
