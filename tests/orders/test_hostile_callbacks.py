"""Callbacks whose bodies are built to break a parser."""

import pytest

from functions.orders.receive_xendit_invoice import receive_xendit_invoice
from functions.orders.receive_xendit_payout import receive_xendit_payout
from functions.orders.receive_xendit_refund import receive_xendit_refund
from shared.runtime.specs import get_spec
from tests.orders.steps import CALLBACK_HEADERS
from tests.world import World

pytestmark = pytest.mark.emulator

RECEIVERS = {get_spec(one).name: one for one in (receive_xendit_invoice, receive_xendit_payout, receive_xendit_refund)}
FIELDS = ("id", "data", "status", "external_id")


@pytest.mark.parametrize("name", RECEIVERS)
async def test_a_deeply_nested_body_is_a_bad_request(world: World, name: str) -> None:
    """
    Lists and objects of any depth are refused as what they are, and are no error of ours.
    """
    bodies = [
        f'{{"{field}": {opened * depth}1{closed * depth}}}'
        for field in FIELDS
        for opened, closed in (("[", "]"), ('{"data":', "}"))
        for depth in (64, 200, 900, 100_000)
    ]

    statuses = {
        (await world.call(RECEIVERS[name], content=body.encode(), headers=CALLBACK_HEADERS)).status for body in bodies
    }

    assert statuses == {400}
