"""The whole story: one stage, told part after part."""

from collections.abc import Sequence

from emulators.demo.bookings import BOOKINGS
from emulators.demo.exchange import Exchange
from emulators.demo.experts import EXPERTS
from emulators.demo.market import Market
from emulators.demo.pairing import PAIRING
from emulators.demo.products import PRODUCTS
from emulators.demo.stage import Stage
from emulators.demo.telling import Story, Teller
from emulators.demo.tickets import TICKETS

MARKET: Sequence[Story[Market]] = (EXPERTS, BOOKINGS, PRODUCTS)


async def tell(teller: Teller, on: Stage) -> None:
    """Tell of the ticket office, of experts and who books them, and of who calls them. Raises what a step raises."""
    await teller.tell(TICKETS, on)
    market = Market(on)
    for part in MARKET:
        await teller.tell(part, market)
    await teller.tell(PAIRING, Exchange(market))


def steps() -> int:
    """How many steps there are."""
    return sum(len(chapter) for part in (TICKETS, *MARKET, PAIRING) for chapter in part.values())
