"""The dashboard's numbers are those of a recount."""

import pytest

from functions.control_center.get_dashboard import get_dashboard
from functions.pairing.take_silent_experts_offline import take_silent_experts_offline
from functions.sessions.end_session import end_session
from shared.control_center import store
from tests.pairing.steps import TRIAL_CUSTOMER, put_experts_online, request_open_pairing, start_session
from tests.world import ADMIN, ANA, Person, World

pytestmark = pytest.mark.emulator

OTHER = Person("budi", claims={"phone_number": "+6285551234567"})


async def _numbers(world: World) -> tuple[int, ...]:
    await world.deliver()
    world.later(seconds=4)
    await world.deliver()
    live = await world.get(store.LIVE_STATS_REF)
    assert live is not None
    return live.experts_online, live.customers_waiting, live.active_sessions, live.paired_today


async def test_it_follows_what_happens(world: World) -> None:
    """A moment after each step, the document that dashboards listen to says so."""
    (dewi,) = await put_experts_online(world, "dewi")
    seen = [await _numbers(world)]
    session_id = await start_session(world, dewi)
    seen.append(await _numbers(world))
    await request_open_pairing(world, OTHER)
    seen.append(await _numbers(world))
    await world.call(end_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)
    seen.append(await _numbers(world))

    assert seen == [(1, 0, 0, 0), (1, 0, 1, 1), (1, 1, 1, 1), (1, 1, 0, 1)]


async def test_it_is_counted_each_minute_whatever_happens(world: World) -> None:
    """A lease that ran out is no event; the sweep counts again all the same."""
    await put_experts_online(world, "dewi")
    await _numbers(world)
    world.later(minutes=2)

    await world.call.run_schedule(take_silent_experts_offline, due_at=world.now)

    assert await _numbers(world) == (0, 0, 0, 0)


async def test_only_admins_see_it(world: World) -> None:
    """And before the first count there is nothing."""
    empty = await world.call(get_dashboard, as_=ADMIN)

    assert (empty.status, empty.body["experts_online"], empty.body["counted_at"]) == (200, 0, None)
    assert (await world.call(get_dashboard, as_=ANA)).status == 403


async def test_what_happens_together_is_counted_once(world: World) -> None:
    """Ten calls within a second ask for one count, by one task, and keep nothing of it in their commits."""
    await put_experts_online(world, "dewi")
    await world.deliver()
    world.sent.entries.clear()

    for number in range(10):
        world.later(milliseconds=50)
        await request_open_pairing(world, Person(f"c{number}", claims={"phone_number": f"+62812345678{number}0"}))

    counts = [entry for entry in world.sent.entries if entry.type == "RefreshLiveStats"]
    assert len({entry.id for entry in counts}) == len(counts) <= 2
    assert await world.list_outbox_entries("RefreshLiveStats") == []
