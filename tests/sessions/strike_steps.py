"""Steps of strikes: an expert who gets some, and what the world then finds of the expert."""

from datetime import timedelta
from typing import Any

from shared.contracts.sessions import StrikeGround, StrikeStep
from shared.kernel.ids import Id, UserId
from shared.sessions import strikes
from shared.sessions.strike_models import Strike, StrikeStanding
from tests.bookings.steps import set_up_booking_domain
from tests.builders import NOON
from tests.chat.steps import call_successfully
from tests.world import ADMIN, World


def a_strike(**given: Any) -> Strike:
    """Build a strike of Dewi's that an admin has given."""
    values: dict[str, Any] = {
        "id": Id("strike-1"),
        "expert": UserId("dewi"),
        "ground": StrikeGround.ADMIN,
        "reason": "Tidak sopan",
        "step": StrikeStep.WARNING,
        "given_at": NOON,
        "counts_until": NOON + timedelta(days=90),
        "appeal_before": NOON + timedelta(days=14),
    } | given
    return Strike(**values)


async def give_strikes(world: World, count: int) -> list[str]:
    """Set the domain up, give Dewi strikes as an admin, and return their ids."""
    await set_up_booking_domain(world)
    return await give_more_strikes(world, count)


async def give_more_strikes(world: World, count: int) -> list[str]:
    """Give Dewi further strikes as an admin, and return their ids."""
    ids = []
    for _ in range(count):
        given = await call_successfully(world, ADMIN, "give_strike", expert_id="dewi", reason="Tidak sopan")
        ids.append(given["strike_id"])
        world.later(minutes=1)
    await world.deliver()
    return ids


async def load_strike(world: World, strike_id: str) -> Strike:
    """Load a stored strike."""
    found = await world.get(strikes.strike_ref(strike_id))
    assert found is not None
    return found


async def load_standing(world: World) -> StrikeStanding:
    """Load Dewi's stored standing."""
    found = await world.get(strikes.standing_ref("dewi"))
    assert found is not None
    return found
