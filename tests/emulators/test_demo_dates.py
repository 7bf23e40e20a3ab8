"""Dates of the demo: all people mean the same day, at any hour of the day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from emulators.demo.demo_context import open_context
from emulators.demo.function_client import FunctionClient
from emulators.demo.marketplace_context import CHAT, DemoPerson, MarketplaceContext, compute_demo_date
from emulators.settings import Settings

# Bali's next day begins at 16:00 UTC, Jakarta's at 17:00 UTC.
HOURS = [(0, 0), (9, 30), (15, 59), (16, 0), (16, 30), (16, 59), (17, 0), (23, 59)]
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


@pytest.mark.parametrize("hour", HOURS, ids=lambda hour: f"{hour[0]:02}:{hour[1]:02}")
async def test_all_people_look_at_the_same_date_of_the_demo(hour: tuple[int, int]) -> None:
    """Two people in different zones who look at the third day ask for one date, at any hour."""
    asked: list[str] = []

    def answer_free_days(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["from_date"])
        return httpx.Response(200, json={"items": []})

    settings = Settings()
    clients = httpx.AsyncClient(transport=httpx.MockTransport(answer_free_days))
    async with clients, open_context(MarketplaceContext, settings, "ev") as at:
        at.functions = FunctionClient(clients, settings)
        at.opened_at = datetime(2026, 11, 30, *hour, tzinfo=UTC)
        at.people["maya"] = DemoPerson("maya", "Maya", "maya@example.com", "081234567890", ZONES[0], {})
        at.services[CHAT] = {"service_id": "chat"}
        slots: list[Any] = [await at.list_free_slots(CHAT, day=3, zone=zone) for zone in ZONES]

    assert slots == [[], [], []]
    assert asked == [compute_demo_date(at.opened_at, 3).isoformat()] * 3


@pytest.mark.parametrize(
    ("opened_at", "expected"),
    [
        (datetime(2026, 11, 30, 16, 30, tzinfo=UTC), date(2026, 12, 3)),
        (datetime(2026, 11, 30, 17, 0, tzinfo=UTC), date(2026, 12, 4)),
        (datetime(2026, 12, 31, 16, 59, tzinfo=UTC), date(2027, 1, 3)),
    ],
)
def test_days_are_counted_in_jakarta(opened_at: datetime, expected: date) -> None:
    """The day of Jakarta counts, not that of UTC nor of Bali."""
    assert compute_demo_date(opened_at, 3) == expected
    assert compute_demo_date(opened_at, 4) == expected + timedelta(days=1)
