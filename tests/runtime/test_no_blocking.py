"""While a vendor hangs, the instance goes on serving: its event loop is free, and nobody waits for anybody else."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable

import pytest

from functions.tickets.create_ticket_order import create_ticket_order
from shared.gateways.sendgrid import SendGridMail
from shared.gateways.xendit import XenditPayments
from shared.kernel.errors import Unavailable
from shared.orders.messages import refund_notice
from shared.runtime.gateways import Gateways
from tests.builders import FRONT_END, a_type, an_order, on_sale
from tests.orders.builders import an_open_order
from tests.world import World

pytestmark = [pytest.mark.emulator, pytest.mark.slow]

HANGS = 2.0
PATIENCE = 1.5
LONGEST_GAP = 0.4
AT_ONCE = 20
BEAT = 0.01

Call = Callable[[], Awaitable[None]]


@pytest.fixture
async def xendit(world: World) -> Call:
    """An order's whole way through its function, while Xendit hangs."""
    settings = world.runtime.settings
    world.runtime.gateways.payments = XenditPayments(
        base_url=settings.xendit_base_url,
        secret_key=settings.xendit_secret_key.get_secret_value(),
        callback_tokens="",
        patience=(PATIENCE, PATIENCE),
    )
    await on_sale(world, a_type(quota=100))
    await world.xendit("faults", operation="create_invoice", kind="hang", seconds=HANGS, times=2 * AT_ONCE)

    async def call() -> None:
        answer = await world.call(create_ticket_order, an_order(("regular", 1)), as_=FRONT_END)
        assert (answer.status, answer.body["checkout_url"]) == (200, None)

    return call


@pytest.fixture
async def sendgrid(world: World) -> Call:
    """A mail that SendGrid does not take."""
    settings = world.runtime.settings
    gateway = SendGridMail(
        base_url=settings.sendgrid_base_url,
        api_key=settings.sendgrid_api_key.get_secret_value(),
        sender=settings.mail_from,
        patience=PATIENCE,
    )
    await world.sendgrid("faults", kind="hang", seconds=HANGS, times=2 * AT_ONCE)

    async def call() -> None:
        with pytest.raises(Unavailable):
            await gateway.send(refund_notice(an_open_order()))

    return call


@pytest.fixture(params=["xendit", "sendgrid"])
def hanging(request: pytest.FixtureRequest, xendit: Call, sendgrid: Call) -> Call:
    """A call that hangs, at each of the vendors; what it needs is imported, as on a real instance."""
    Gateways.warm(("payments", "mail"))
    return {"xendit": xendit, "sendgrid": sendgrid}[request.param]


async def test_the_loop_is_free_while_a_vendor_hangs(hanging: Call) -> None:
    """
    Others are served at any moment, with one hanging call or many of them; and the many hang at once, not in turn.
    """
    one, gap_of_one = await timed(hanging, times=1)
    many, gap_of_many = await timed(hanging, times=AT_ONCE)

    assert PATIENCE <= one < 2 * HANGS
    assert many < 4 * one
    assert max(gap_of_one, gap_of_many) < LONGEST_GAP


async def timed(call: Call, *, times: int) -> tuple[float, float]:
    """How long it takes to make so many calls at once, and the longest time that the loop did nothing else."""
    gaps: list[float] = []
    heart = asyncio.create_task(beat(gaps))
    began = time.perf_counter()
    try:
        await asyncio.gather(*(call() for _ in range(times)))
        return time.perf_counter() - began, max(gaps)
    finally:
        heart.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await heart


async def beat(gaps: list[float]) -> None:
    """Note how late each beat is."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(BEAT)
        gaps.append(time.perf_counter() - began - BEAT)
