"""Records of one call that are stored whatever becomes of the call, such as the log of payments.

The runtime saves them with the call's next commit, or in a commit of their own. Nothing depends on the records. So a
gateway, which has no unit of work, may add them too.
"""

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec

from shared.kernel.ids import Id
from shared.kernel.ports import Ref
from shared.kernel.schemas import Entity

P = ParamSpec("P")
RequestRecord = tuple[Ref[Any], Entity]


@dataclass(slots=True)
class RequestRecords:
    """The records of one call that are not stored yet."""

    request_id: str
    now: datetime
    records: list[RequestRecord] = field(default_factory=list)


_current_records: ContextVar[RequestRecords | None] = ContextVar("request_records", default=None)


def open_request_records(request_id: str, now: datetime) -> RequestRecords:
    """Begin the records of a call."""
    made = RequestRecords(request_id, now)
    _current_records.set(made)
    return made


def get_request_time() -> datetime:
    """Return the time at which the call began.

    Raises:
        LookupError: There is no call.
    """
    if (here := _current_records.get()) is None:
        raise LookupError("no call has begun")
    return here.now


def add_request_record(
    build: Callable[Concatenate[Id, str, datetime, P], RequestRecord], *args: P.args, **kwargs: P.kwargs
) -> None:
    """Add the record that `build` makes of a new id, the request's id and its time; outside of a call, do nothing."""
    if (here := _current_records.get()) is not None:
        here.records.append(build(Id.new(secrets.randbelow), here.request_id, here.now, *args, **kwargs))
