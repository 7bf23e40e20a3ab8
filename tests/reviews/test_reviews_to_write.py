"""Reviews that people can still write: of sessions that took place, and of accepted work."""

from typing import Any

import pytest

from functions.orders.refund_order_by_admin import refund_order_by_admin
from functions.reviews.list_reviews_to_write import list_reviews_to_write
from shared.reviews import rules
from tests.assignments.steps import start_and_accept, start_and_deliver
from tests.reviews.steps import WINDOW, set_up_call_with_expert, write_as
from tests.sessions.attendance_steps import hold_session
from tests.world import ADMIN, ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator


async def list_as(world: World, as_: Person, **query: Any) -> list[dict[str, Any]]:
    """List what a person can still review."""
    answer = await world.call(list_reviews_to_write, query, as_=as_)
    assert answer.status == 200, answer.body
    items: list[dict[str, Any]] = answer.body["items"]
    return items


async def test_each_kind_until_it_is_written(world: World) -> None:
    """
    The latest first; what has a review of one's own is left out, and that of the other side changes nothing.
    """
    call = await set_up_call_with_expert(world)
    booking = await hold_session(world, ANA, EXPERT)
    work = await start_and_accept(world)
    kinds = {call: "call", booking: "booking", work: "assignment"}

    before = await list_as(world, ANA)
    await write_as(world, ANA, booking)
    after = await list_as(world, ANA)
    by_expert = await list_as(world, EXPERT, side="expert")

    assert [(one["session_id"], one["kind"]) for one in before] == [(id, kinds[id]) for id in (work, booking, call)]
    assert {one["recipient_name"].split()[0] for one in before} == {"Dewi"}
    assert [one["session_id"] for one in after] == [work, call]
    assert [one["session_id"] for one in by_expert] == [work, booking, call]
    assert [one["recipient_name"] for one in by_expert[:2]] == [rules.shorten_name("Ana Wijaya")] * 2
    assert by_expert[2]["recipient_name"] != by_expert[0]["recipient_name"]
    assert await list_as(world, BUDI) == await list_as(world, ANA, side="expert") == []


async def test_what_cannot_be_reviewed(world: World) -> None:
    """
    Neither what is not accepted yet, nor what was paid back in full, nor what was missed, nor after the time.
    """
    await hold_session(world, ANA)
    await start_and_deliver(world)
    paid_back = await start_and_accept(world)
    await world.call(refund_order_by_admin, {"order_id": paid_back, "reason": "Maaf"}, as_=ADMIN)
    await world.deliver()
    open_one = await start_and_accept(world)

    now = await list_as(world, ANA)
    world.later(days=WINDOW.days)
    later = await list_as(world, ANA)

    assert [one["session_id"] for one in now] == [open_one]
    assert later == []
