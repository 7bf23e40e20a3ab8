"""E-tickets as PDF: a page for each valid ticket, for whoever may have the codes, or has the link of the mail."""

import io

import pytest

from emulators.demo.qr_code import read_qr_code
from functions.tickets.check_in_ticket import check_in_ticket
from functions.tickets.download_tickets import download_tickets
from functions.tickets.download_tickets_by_link import download_tickets_by_link
from functions.tickets.show_order_tickets import show_order_tickets
from shared.kernel.ids import OrderId
from shared.tickets import rules, store
from tests.builders import BUYER, FRONT_END
from tests.printed_pages import draw_page, read_pages
from tests.tickets.steps import a_check_in_request, buy_tickets, find_tickets_token
from tests.world import ANA, NOBODY, World

pytestmark = pytest.mark.emulator


async def test_the_pdf_has_a_page_for_each_ticket_that_the_door_takes(world: World) -> None:
    """
    Each page has the QR code, the number, the holder in any letters, and the time at the venue.
    """
    order_id = await buy_tickets(world, buyer=BUYER | {"full_name": "Sari Wulandari 田中"})

    answer = await world.call(download_tickets, {"order_id": order_id}, as_=FRONT_END)

    pages = read_pages(answer.content)
    codes = []
    for place in range(2):
        picture = io.BytesIO()
        draw_page(answer.content, place).save(picture, "PNG")
        codes.append(read_qr_code(picture.getvalue()))
    doors = [await world.call(check_in_ticket, a_check_in_request(code, "1"), as_=FRONT_END) for code in codes]
    tickets = await store.list_order_tickets(world.reader, OrderId(order_id))
    assert (answer.file_name, answer.headers["cache-control"]) == (f"{order_id}.pdf", "no-store")
    assert [door.status for door in doors] == [200, 200]
    for page, ticket in zip(pages, tickets, strict=True):
        for word in (ticket.printed_number, ticket.id, "26 Desember 2026 12.00 WIB", "Sari Wulandari 田中"):
            assert word in page


async def test_who_has_the_link_has_the_pdf(world: World) -> None:
    """
    The page leads to the PDF; an expired link and a stranger get none.
    """
    order_id = await buy_tickets(world, locale="en")
    (mail,) = await world.sent_mails()
    token = find_tickets_token(mail)

    page = await world.call(show_order_tickets, {"token": token}, as_=NOBODY)
    pdf = await world.call(download_tickets_by_link, {"token": token}, as_=NOBODY)
    stranger = await world.call(download_tickets, {"order_id": order_id}, as_=ANA)
    world.later(days=90)
    expired = await world.call(download_tickets_by_link, {"token": token}, as_=NOBODY)

    assert f"/download-tickets-by-link?token={token}" in page.content.decode()
    assert (pdf.status, len(read_pages(pdf.content)), pdf.headers["cache-control"]) == (200, 2, "no-store")
    assert "26 December 2026 12:00 WIB" in read_pages(pdf.content)[0]
    assert [(one.status, one.code) for one in (stranger, expired)] == [
        (409, "tickets_not_issued"),
        (404, "tickets_link_not_valid"),
    ]


async def test_revoked_tickets_have_no_page(world: World) -> None:
    """
    Only valid tickets are printed, and an order without one has no PDF.
    """
    order_id = await buy_tickets(world)
    first, second = await store.list_order_tickets(world.reader, OrderId(order_id))
    await world.put_documents((store.ticket_ref(first.id), rules.with_revocation(first, now=world.now)))
    one = await world.call(download_tickets, {"order_id": order_id}, as_=FRONT_END)
    await world.put_documents((store.ticket_ref(second.id), rules.with_revocation(second, now=world.now)))

    none = await world.call(download_tickets, {"order_id": order_id}, as_=FRONT_END)

    assert [second.id in page for page in read_pages(one.content)] == [True]
    assert (none.status, none.code) == (409, "tickets_not_issued")
