"""The whole story: one stage, told part after part."""

from collections.abc import Sequence

from emulators.demo.bookings import BOOKINGS
from emulators.demo.experts import EXPERTS
from emulators.demo.market import Market
from emulators.demo.products import PRODUCTS
from emulators.demo.stage import Stage
from emulators.demo.telling import Story, Teller
from emulators.demo.tickets import TICKETS

MARKET: Sequence[Story[Market]] = (EXPERTS, BOOKINGS, PRODUCTS)


async def tell(teller: Teller, on: Stage) -> None:
    """Tell of the ticket office, and then of the experts and those who book them. Raises what a step raises."""
    await teller.tell(TICKETS, on)
    market = Market(on)
    for part in MARKET:
        await teller.tell(part, market)


def steps() -> int:
    """How many steps there are."""
    return sum(len(chapter) for part in (TICKETS, *MARKET) for chapter in part.values())
