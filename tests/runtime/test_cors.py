"""Front-ends in browsers."""

import pytest

from functions.orders.settle_invoice import settle_invoice
from functions.tickets.create_ticket_order import create_ticket_order
from functions.tickets.get_ticket_verification_key import get_ticket_verification_key
from tests.world import World

pytestmark = pytest.mark.emulator

PAGE = "https://tiket.example"


def asking(origin: str) -> dict[str, str]:
    """What a browser sends before it calls."""
    return {"origin": origin, "access-control-request-method": "POST"}


async def test_a_browser_may_ask_and_call_from_our_own_pages(world: World) -> None:
    """
    Our page is let in, before the call and with its answer, errors too; another page is not.
    """
    world.runtime.settings = world.runtime.settings.having(cors_origins=f"https://other.example, {PAGE}")

    ours = await world.call(create_ticket_order, headers=asking(PAGE), method="OPTIONS")
    theirs = await world.call(create_ticket_order, headers=asking("https://evil.example"), method="OPTIONS")
    refused = await world.call(create_ticket_order, {}, headers={"origin": PAGE})
    read = await world.call(get_ticket_verification_key, headers={"origin": "https://evil.example"})

    assert (ours.status, ours.headers["access-control-allow-origin"]) == (204, PAGE)
    assert "X-API-Key" in ours.headers["access-control-allow-headers"]
    assert "access-control-allow-origin" not in theirs.headers
    assert (refused.status, refused.headers["access-control-allow-origin"]) == (401, PAGE)
    assert (read.status, read.headers.get("access-control-allow-origin")) == (200, None)


async def test_nobody_is_let_in_unless_named(world: World) -> None:
    """
    Without a setting no page may call; and our own machines' functions never say anything to one.
    """
    closed = await world.call(create_ticket_order, headers=asking(PAGE), method="OPTIONS")
    world.runtime.settings = world.runtime.settings.having(cors_origins="*")
    internal = await world.call(settle_invoice, headers=asking(PAGE), method="OPTIONS")

    assert "access-control-allow-origin" not in closed.headers
    assert (internal.status, internal.headers.get("access-control-allow-origin")) == (405, None)
