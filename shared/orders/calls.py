"""The payment log: every call to the payment provider and every callback from it, without a person in it."""

import json
from datetime import timedelta
from typing import Any, Literal

from shared.kernel.ids import Id, OrderId
from shared.kernel.papers import Desk
from shared.kernel.ports import Ref
from shared.kernel.schemas import Entity, Moment

# A year of disputes, and a month to look into the last of them.
_KEPT = timedelta(days=400)
_LONGEST = 4_000

Direction = Literal["call", "callback"]


class PaymentCall(Entity):
    """`said` is what is kept of the provider's words; `outcome` is what they came to."""

    direction: Direction
    operation: str
    order_id: str | None
    request_id: str
    outcome: str
    milliseconds: int
    said: str
    at: Moment
    expire_at: Moment


def ref(id: str) -> Ref[PaymentCall]:
    """Where it is kept."""
    return Ref(f"payment_log/{id}", PaymentCall)


def sheet(
    desk: Desk, direction: Direction, operation: str, about: str, outcome: str, milliseconds: int, said: Any
) -> tuple[Ref[PaymentCall], PaymentCall]:
    """A paper that says what was said. *about* is an order's id, or begins with one."""
    order_id = OrderId.parsed(about[:18])
    return ref(Id.new()), PaymentCall(
        direction=direction,
        operation=_plain(operation),
        order_id=order_id,
        request_id=desk.request_id,
        outcome=_plain(outcome),
        milliseconds=milliseconds,
        said=json.dumps(said)[:_LONGEST],
        at=desk.now,
        expire_at=desk.now + _KEPT,
    )


def _plain(text: str) -> str:
    """Short and ASCII, whatever was said."""
    return text.encode("ascii", "replace").decode()[:80]
