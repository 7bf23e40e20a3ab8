"""Steps of the story about a guest who has the tickets again: by the link in the mail, and after a mistyped address."""

import base64
import re
from typing import Any

from emulators.demo import checkout, qr_code
from emulators.demo.demo_context import DemoContext
from emulators.demo.expectations import expect_equal
from emulators.demo.story import Story
from emulators.demo.tickets import EVENT_STORY, REGULAR

_BUYER = "Gita Maharani"
_NEW_ADDRESS = "gita.baru@example.com"
_LINK = re.compile(r"https?://\S+show-order-tickets\?token=\S+")
_PICTURE = re.compile(r'data:image/png;base64,([^"]+)')
_NUMBER = re.compile(r"[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}")


async def buy_as_guest(on: DemoContext) -> str:
    """Buy a ticket as a guest, and find the link in the ticket mail."""
    on.order = (await on.order_tickets(REGULAR, 1, _BUYER)).require_success()
    await checkout.pay_at_checkout(on.http, on.order["checkout_url"], channel="QRIS")
    await on.wait_for_order(on.order["order_id"], "PAID")
    on.ticket_links = [_find_link(await on.inbox.wait_for_mail(on.order["order_id"]))]
    return "Gita, who has no account, buys a ticket; her mail has a link to her ticket page"


async def open_ticket_page(on: DemoContext) -> str:
    """Open the page of the link, and read its QR code."""
    page = await on.http.get(on.ticket_links[0])
    expect_equal("the page", (page.status_code, page.headers.get("cache-control")), (200, "no-store"))
    (picture,) = _PICTURE.findall(page.text)
    on.codes = [qr_code.read_qr_code(base64.b64decode(picture))]
    return "weeks later she opens the link: the page shows the same QR, and no browser keeps a copy"


async def send_tickets_elsewhere(on: DemoContext) -> str:
    """Change the address of the order as the admin, with new codes."""
    body = {
        "order_id": on.order["order_id"],
        "email": _NEW_ADDRESS,
        "new_codes": True,
        "reason": "She has lost her mailbox; the receipt of the payment shows her name.",
    }
    changed = (await on.functions.post("change-order-contact", body, as_=on.admin)).require_success()
    expect_equal("tickets sent again", changed["tickets"], 1)
    mail = await on.inbox.wait_for_mail(on.order["order_id"], to=_NEW_ADDRESS)
    on.ticket_links.append(_find_link(mail))
    on.codes.append(_find_number(mail))
    expect_equal("the former link", (await on.http.get(on.ticket_links[0])).status_code, 404)
    return "her mailbox is lost: an admin names another address, with a reason; the former link shows nothing"


async def let_in_by_number(on: DemoContext) -> str:
    """Refuse the former code at the door, and let the guest in by the number of the new ticket."""
    former, number = on.codes
    scan = {"event_id": on.event_id, "gate": "Gate C", "scan_id": "1"}
    (await on.functions.post("check-in-ticket", scan | {"code": former}, as_=on.front_end)).require_error(
        410, "ticket_code_replaced"
    )
    typed = scan | {"code": f"{number.lower()}\n"}
    admitted = (await on.functions.post("check-in-ticket", typed, as_=on.front_end)).require_success()
    expect_equal("the holder", admitted["holder"], _BUYER)
    return f"the door refuses the former QR (410), types {number}, and Gita is in"


RECOVERY_STORY = Story(
    "A ticket had again by a guest",
    (buy_as_guest, open_ticket_page, send_tickets_elsewhere, let_in_by_number),
    requires=(EVENT_STORY,),
)


def _find_link(mail: dict[str, Any]) -> str:
    return str(_LINK.findall(mail["text"])[0])


def _find_number(mail: dict[str, Any]) -> str:
    return str(_NUMBER.findall(mail["text"])[0])
