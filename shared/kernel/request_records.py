"""What is to be kept of a call whatever becomes of it: its papers go along with its next commit, or by themselves.

They change nothing and nothing depends on them, so a gateway may leave them too, which has no unit of work.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec

from shared.kernel.ports import Ref
from shared.kernel.schemas import Entity

P = ParamSpec("P")
RequestRecord = tuple[Ref[Any], Entity]


@dataclass(slots=True)
class RequestRecords:
    """Where one call's papers lie until they are kept."""

    request_id: str
    now: datetime
    records: list[RequestRecord] = field(default_factory=list)


_current_records: ContextVar[RequestRecords | None] = ContextVar("desk", default=None)


def open_request_records(request_id: str, now: datetime) -> RequestRecords:
    """The desk of the call that begins now."""
    made = RequestRecords(request_id, now)
    _current_records.set(made)
    return made


def add_request_record(
    write: Callable[Concatenate[RequestRecords, P], RequestRecord], *args: P.args, **kwargs: P.kwargs
) -> None:
    """Have *write* write a paper and leave it; outside of any call, nobody keeps papers."""
    if (here := _current_records.get()) is not None:
        here.records.append(write(here, *args, **kwargs))
