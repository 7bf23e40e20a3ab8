"""Ports of persistence: read documents, buffer writes, emit events and schedule jobs."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, Literal, Protocol, Self, TypeVar, overload

from shared.kernel.rate_limits import RateLimitStatus
from shared.kernel.schemas import Entity, Event, Job, Model

EntityT = TypeVar("EntityT", bound=Entity)
ModelT = TypeVar("ModelT", bound=Model)

ResultT_co = TypeVar("ResultT_co", covariant=True)
FirstT = TypeVar("FirstT")
SecondT = TypeVar("SecondT")
ThirdT = TypeVar("ThirdT")
FourthT = TypeVar("FourthT")
FifthT = TypeVar("FifthT")
SixthT = TypeVar("SixthT")

Operator = Literal["==", "!=", "<", "<=", ">", ">=", "in", "array_contains", "array_contains_any"]


@dataclass(frozen=True, slots=True)
class Ref(Generic[EntityT]):
    """Path of one document, and its model."""

    path: str
    model: type[EntityT]

    @property
    def id(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,)

    def pick(self, load: "Load") -> EntityT | None:
        return load(self)


@dataclass(frozen=True, slots=True)
class Refs(Generic[EntityT]):
    """Any number of like documents, as one of the arguments of `Reader.get_many`."""

    refs: Sequence[Ref[EntityT]]

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(ref.path for ref in self.refs)

    def pick(self, load: "Load") -> list[EntityT | None]:
        return [load(ref) for ref in self.refs]


@dataclass(frozen=True, slots=True)
class OptionalRef(Generic[EntityT]):
    """A document that may not be needed, as one of the arguments of `Reader.get_many`: without `ref`, None."""

    ref: Ref[EntityT] | None

    @property
    def paths(self) -> tuple[str, ...]:
        return () if self.ref is None else (self.ref.path,)

    def pick(self, load: "Load") -> EntityT | None:
        return None if self.ref is None else load(self.ref)


class Load(Protocol):
    """Returns a document that has been read, decoded."""

    def __call__(self, ref: Ref[EntityT], /) -> EntityT | None: ...


class Wanted(Protocol[ResultT_co]):
    """Documents to read, and the value to make of them: a `Ref`, some `Refs`, or a domain's own combination."""

    @property
    def paths(self) -> Sequence[str]:
        """Paths of the documents."""
        ...

    def pick(self, load: Load) -> ResultT_co:
        """Make the value of the documents, each of which `load` returns."""
        ...


@dataclass(frozen=True, slots=True)
class VersionedRef(Generic[EntityT]):
    """A document and the version in which it was seen; the version means something to the database only."""

    ref: Ref[EntityT]
    version: Any


@dataclass(frozen=True, slots=True)
class Query(Generic[EntityT]):
    """A question to one collection (or, with `group`, to every collection of that name). `id` orders by document id."""

    collection: str
    model: type[EntityT]
    where: tuple[tuple[str, Operator, Any], ...] = ()
    order: tuple[tuple[str, Literal["asc", "desc"]], ...] = ()
    start: tuple[Any, ...] | None = None
    start_inclusive: bool = True
    end: tuple[Any, ...] | None = None
    limit: int | None = None
    group: bool = False

    def matching(self, field: str, operator: Operator, value: Any) -> Self:
        return replace(self, where=(*self.where, (field, operator, value)))

    def order_by(self, field: str, direction: Literal["asc", "desc"] = "asc") -> Self:
        return replace(self, order=(*self.order, (field, direction)))

    def start_at(self, *values: Any) -> Self:
        """Start at the row with these sort values, that row included."""
        return replace(self, start=values, start_inclusive=True)

    def after(self, *values: Any) -> Self:
        """Start behind the row with these sort values."""
        return replace(self, start=values, start_inclusive=False)

    def before(self, *values: Any) -> Self:
        """End in front of the row with these sort values."""
        return replace(self, end=values)

    def first(self, count: int) -> Self:
        return replace(self, limit=count)


class Reader(Protocol):
    """Documents as they are now."""

    async def get(self, ref: Ref[EntityT]) -> EntityT | None: ...

    async def get_all(self, refs: Sequence[Ref[EntityT]]) -> list[EntityT | None]:
        """Get documents in the order of `refs`, in one round trip; None for each that does not exist."""
        ...

    @overload
    async def get_many(self, first: Wanted[FirstT], /) -> tuple[FirstT]: ...

    @overload
    async def get_many(self, first: Wanted[FirstT], second: Wanted[SecondT], /) -> tuple[FirstT, SecondT]:
        """Read unlike documents in one round trip; each argument has its own place in the result."""
        ...

    @overload
    async def get_many(
        self, first: Wanted[FirstT], second: Wanted[SecondT], third: Wanted[ThirdT], /
    ) -> tuple[FirstT, SecondT, ThirdT]: ...

    @overload
    async def get_many(
        self, first: Wanted[FirstT], second: Wanted[SecondT], third: Wanted[ThirdT], fourth: Wanted[FourthT], /
    ) -> tuple[FirstT, SecondT, ThirdT, FourthT]: ...

    @overload
    async def get_many(
        self,
        first: Wanted[FirstT],
        second: Wanted[SecondT],
        third: Wanted[ThirdT],
        fourth: Wanted[FourthT],
        fifth: Wanted[FifthT],
        /,
    ) -> tuple[FirstT, SecondT, ThirdT, FourthT, FifthT]: ...

    @overload
    async def get_many(
        self,
        first: Wanted[FirstT],
        second: Wanted[SecondT],
        third: Wanted[ThirdT],
        fourth: Wanted[FourthT],
        fifth: Wanted[FifthT],
        sixth: Wanted[SixthT],
        /,
    ) -> tuple[FirstT, SecondT, ThirdT, FourthT, FifthT, SixthT]: ...

    async def query(self, query: Query[EntityT]) -> list[EntityT]:
        """Run a query. An entity with an `id` that is not stored gets the id of its document."""
        ...

    async def count(self, query: Query[Any]) -> int: ...

    async def count_and_sum(self, query: Query[Any], *fields: str) -> list[int]:
        """Count the documents that match and have all `fields`, and sum each field, all at one moment."""
        ...


class UnitOfWork(Reader, Protocol):
    """Optimistic transaction: reads pass through, writes are buffered, and one commit applies all writes or none.

    An action may run several times (after a conflict), so nothing irreversible happens inside it.
    """

    attempt: int
    """Number of earlier attempts of the action: 0 at first."""

    request_id: str
    """Id of the request, the same for all attempts."""

    instance_cache: dict[str, Any]
    """Values that this instance remembers from earlier requests; may be stale or missing, so no rule may use them."""

    def random_below(self, limit: int) -> int:
        """Return a random integer from 0 to `limit` - 1, fit for secrets and new ids."""
        ...

    async def prefetch(self, *wanted: Wanted[object]) -> None:
        """Read documents in one round trip, for reads to come: a unit of work reads no document twice."""
        ...

    async def query_versions(self, query: Query[EntityT]) -> list[VersionedRef[EntityT]]:
        """List the matching documents with their versions; each counts as read."""
        ...

    def require_version(self, versioned: VersionedRef[Any]) -> None:
        """Require a version seen before, perhaps by an earlier call: the commit fails if the document has changed."""
        ...

    def create(self, ref: Ref[EntityT], entity: EntityT) -> None:
        """Save a new document. If the document exists already, the action runs again."""
        ...

    def put(self, ref: Ref[EntityT], entity: EntityT) -> None:
        """Save `entity`. If its document was read, the commit fails when the document has changed since."""
        ...

    def delete(self, ref: Ref[Any]) -> None: ...

    def delete_existing(self, ref: Ref[Any]) -> None:
        """Delete a document that must still exist: of two calls that consume it, one wins."""
        ...

    def put_existing(self, ref: Ref[EntityT], entity: EntityT) -> None:
        """Save `entity` without reading its document; the commit fails if the document does not exist."""
        ...

    def has_written(self, ref: Ref[Any]) -> bool:
        """Return whether this attempt has put, created or deleted the document."""
        ...

    def increment(self, ref: Ref[Any], field: str, by: int = 1) -> None:
        """Add `by` to a number without reading it: for counts on which no rule depends."""
        ...

    def verify(self, ref: Ref[Any]) -> None:
        """Require that a document which was read, and is not changed, is unchanged at the commit."""
        ...

    def report_limit(self, status: RateLimitStatus) -> None:
        """Tell the caller how near a limit is, in headers of the answer. Of several limits the tightest is told."""
        ...

    def emit(self, event: Event) -> None:
        """Publish `event` if and only if the commit succeeds."""
        ...

    def schedule(self, job: Job, *, at: datetime | None = None, key: str | None = None, precise: bool = True) -> None:
        """Schedule `job` if and only if the commit succeeds.

        Args:
            job: Payload of the task.
            at: Time from which the job is due; now by default.
            key: Name by which the job can be cancelled; a random one by default.
            precise: False if the job may wait for the sweep of each minute, which saves the call to Cloud Tasks.
                Meant for safety nets, which are nearly always cancelled.
        """
        ...

    def schedule_once(self, job: Job, *, at: datetime, key: str) -> None:
        """Schedule `job` for `at`, once however often this `key` is scheduled.

        The schedule costs no write and may be lost. Meant for work that is repeated anyway.
        """
        ...

    def cancel_job(self, job: type[Job], key: str) -> None:
        """Cancel the job that was scheduled under `key`."""
        ...


CALLBACK_PATH = ":path"
"""Pseudo-header of a callback, named as in HTTP/2: path by our configuration, and query as the sender wrote the query.

No client can send a header of this name.
"""

FieldValues = Mapping[str, tuple[str, ...]]
"""Values of each field of a form, in their order."""


@dataclass(frozen=True, slots=True)
class CallbackForm:
    """Form that a sender has posted.

    Attributes:
        fields: Values of each field of the body.
        query: Values of each parameter of the address that the form was sent to.
    """

    fields: FieldValues
    query: FieldValues

    def get_value(self, name: str) -> str:
        """Return the first value of a field of the body; empty if the form has no such field."""
        return self.fields.get(name, ("",))[0]

    def get_parameter(self, name: str) -> str:
        """Return the first value of a parameter of the address; empty if the address has no such parameter."""
        return self.query.get(name, ("",))[0]


class WebhookSender(Protocol):
    """Sender of webhooks: verifies a callback, and translates it into a model of ours."""

    def verify_callback(self, headers: Mapping[str, str], raw: bytes) -> Awaitable[None] | None:
        """Verify that the sender sent this request. Header names are in lower case, among them `CALLBACK_PATH`.

        A sender whose key has to be fetched returns an awaitable, which completes the verification.

        Raises:
            Unauthenticated: The proof is missing or wrong.
            Unavailable: The sender's key cannot be fetched.
        """
        ...

    def translate_callback(self, body: Any, wanted: type[ModelT]) -> ModelT | None:
        """Translate a callback into a `wanted`; None for a kind of news that is of no use.

        One unreadable item of a batch does not spoil the others: the translation skips and counts the item.

        Args:
            body: A dict, a list or a `CallbackForm`, as the function's option `body` says.
            wanted: Model that the function takes.

        Raises:
            Invalid: A field that is needed is missing or malformed.
        """
        ...
