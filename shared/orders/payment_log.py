"""Payment log: every call to the payment provider and every callback from it, without personal data."""

import json
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from shared.kernel.ids import Id, OrderId
from shared.kernel.ports import Ref
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import UnknownAs

# A year of disputes, and a month to look into the last of them.
_RETENTION = timedelta(days=400)
_MAX_BODY_LENGTH = 4_000

Direction = Annotated[Literal["call", "callback"], UnknownAs("callback")]


class PaymentLogEntry(Entity):
    """Call to the provider, or callback from it.

    Attributes:
        said: Provider's words, without personal data.
        outcome: Result of the call or of the callback.
    """

    direction: Direction
    operation: str
    order_id: str | None
    request_id: str
    outcome: str
    milliseconds: int
    said: str
    at: Moment
    expire_at: Moment


def payment_log_ref(id: str) -> Ref[PaymentLogEntry]:
    """Build the reference of a log entry."""
    return Ref(f"payment_log/{id}", PaymentLogEntry)


def build_payment_log_entry(
    id: Id,
    request_id: str,
    now: datetime,
    direction: Direction,
    operation: str,
    about: str,
    outcome: str,
    milliseconds: int,
    said: Any,
) -> tuple[Ref[PaymentLogEntry], PaymentLogEntry]:
    """Build the log entry of one call or callback.

    Args:
        id: Id of the entry.
        request_id: The request during which the call was made.
        now: Time at which that request began.
        direction: From us to the provider, or back.
        operation: Name of the provider's operation or event.
        about: An order's id, or a text that begins with one.
        outcome: Result of the call, such as `ok` or the code of an error.
        milliseconds: Duration of the call in milliseconds.
        said: The provider's words, without a person in them.
    """
    order_id = OrderId.try_parse(about[:18])
    return payment_log_ref(id), PaymentLogEntry(
        direction=direction,
        operation=_to_short_ascii(operation),
        order_id=order_id,
        request_id=request_id,
        outcome=_to_short_ascii(outcome),
        milliseconds=milliseconds,
        said=json.dumps(said)[:_MAX_BODY_LENGTH],
        at=now,
        expire_at=now + _RETENTION,
    )


def _to_short_ascii(text: str) -> str:
    """Shorten a text and reduce it to ASCII."""
    return text.encode("ascii", "replace").decode()[:80]
