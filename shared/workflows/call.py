"""The call that a workflow runs in: the caller, the time and access to the documents, without HTTP."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from shared.kernel.actors import Actor
from shared.kernel.ports import Reader, UnitOfWork

P = ParamSpec("P")
T = TypeVar("T")


class Call(Protocol):
    """Call of a function, whatever triggered the function. `shared.runtime.context.Context` implements it."""

    @property
    def now(self) -> datetime:
        """Time at which the call began, in UTC. All rules of one call are told the same time."""
        ...

    @property
    def actor(self) -> Actor:
        """Authenticated caller: a person, a partner, a sender or one of our own services."""
        ...

    @property
    def request_id(self) -> str:
        """Id of the request in every log line. Events and tasks carry the id of the request that caused them."""
        ...

    @property
    def call_id(self) -> str:
        """Id of this call alone. A request id may come from the caller's header, and come twice."""
        ...

    @property
    def delivery(self) -> str | None:
        """Reference to the scheduling of the job that the call does, the same at each attempt; None elsewhere."""
        ...

    @property
    def max_wait_seconds(self) -> float:
        """Longest time for which the call waits for what another call has begun."""
        ...

    def current_time(self) -> datetime:
        """Return the present instant, in UTC; `now` is the beginning of the call."""
        ...

    @property
    def replayed(self) -> bool:
        """Return whether a commit returned the stored result of an earlier arrival with the same idempotency key."""
        ...

    def random_below(self, limit: int) -> int:
        """Return a random integer from 0 to `limit` - 1, fit for secrets: what new ids are made of."""
        ...

    async def read(
        self, query: Callable[Concatenate[Reader, P], Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `query` on the documents as they are now."""
        ...

    async def commit(
        self, action: Callable[Concatenate[UnitOfWork, P], Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `action` in an optimistic transaction and commit its changes, all or none.

        A conflict runs `action` again, so `action` must not call a vendor.

        Raises:
            Busy: Every attempt met a conflict.
        """
        ...

    async def commit_final(
        self, action: Callable[Concatenate[UnitOfWork, P], Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `action` as `commit` does, in the last commit of a task: the same commit concludes the job."""
        ...

    def log(self, severity: str, message: str, **fields: Any) -> None:
        """Write a log line that names the function and the request. `fields` must not hold personal data."""
        ...

    def alert(self, message: str, **fields: Any) -> None:
        """Write an ERROR line that wakes the person on call. `fields` must not hold personal data."""
        ...
