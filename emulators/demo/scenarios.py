"""The whole story: one stage, told part after part."""

from collections.abc import Sequence

from emulators.demo.bookings import BOOKING_SCENARIO
from emulators.demo.experts import EXPERT_SCENARIO
from emulators.demo.marketplace_context import MarketplaceContext
from emulators.demo.pairing import PAIRING_SCENARIO
from emulators.demo.pairing_context import PairingContext
from emulators.demo.products import PRODUCT_SCENARIO
from emulators.demo.step_reporter import Scenario, StepReporter
from emulators.demo.tickets import TICKET_SCENARIO

MARKETPLACE_SCENARIOS: Sequence[Scenario[MarketplaceContext]] = (EXPERT_SCENARIO, BOOKING_SCENARIO, PRODUCT_SCENARIO)


async def run_scenarios(reporter: StepReporter, on: PairingContext) -> None:
    """Tell of the ticket office, of experts and who books them, and of who calls them. Raises what a step raises."""
    await reporter.run_scenario(TICKET_SCENARIO, on)
    for part in MARKETPLACE_SCENARIOS:
        await reporter.run_scenario(part, on)
    await reporter.run_scenario(PAIRING_SCENARIO, on)


def count_steps() -> int:
    """How many steps there are."""
    return sum(
        len(chapter)
        for part in (TICKET_SCENARIO, *MARKETPLACE_SCENARIOS, PAIRING_SCENARIO)
        for chapter in part.values()
    )
