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
Paper = tuple[Ref[Any], Entity]


@dataclass(slots=True)
class Desk:
    """Where one call's papers lie until they are kept."""

    request_id: str
    now: datetime
    papers: list[Paper] = field(default_factory=list)


_desk: ContextVar[Desk | None] = ContextVar("desk", default=None)


def desk(request_id: str, now: datetime) -> Desk:
    """The desk of the call that begins now."""
    made = Desk(request_id, now)
    _desk.set(made)
    return made


def leave(write: Callable[Concatenate[Desk, P], Paper], *args: P.args, **kwargs: P.kwargs) -> None:
    """Have *write* write a paper and leave it; outside of any call, nobody keeps papers."""
    if (here := _desk.get()) is not None:
        here.papers.append(write(here, *args, **kwargs))
