"""Everything may arrive twice: a claim in the same commit as the effect makes the second arrival a polite no-op."""

# ruff: noqa: ARG002  (the kinds of `Once` share one signature)

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, ClassVar, Generic, TypeVar, get_type_hints

from pydantic import TypeAdapter

from shared.kernel import outbox
from shared.kernel.document_versions import read_json_result
from shared.kernel.errors import KeyReused
from shared.kernel.ports import Ref, UnitOfWork, VersionedRef
from shared.kernel.schemas import Entity, Moment

T = TypeVar("T")

IDEMPOTENCY_RETENTION = timedelta(days=30)
"""Time for which a repeated arrival is recognised."""


class Duplicate(Exception):
    """The event or job was handled before."""


class IdempotencyRecord(Entity):
    """Record of an arrival, with the result of its first commit as JSON."""

    fingerprint: str
    result: str | None = None
    at: Moment
    expire_at: Moment


@dataclass(frozen=True, slots=True)
class PreviousResult(Generic[T]):
    """Result of the first arrival's commit."""

    result: T


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """Key of one arrival: the document that claims it, and the fingerprint of its content."""

    claim_on_last_commit: ClassVar[bool] = False
    """True if the claim waits for the last commit: a task that fails between two commits is then done again."""
    claim_without_commit: ClassVar[bool] = True
    """True if the arrival is claimed even when nothing was committed."""

    ref: Ref[Any]
    fingerprint: str = ""

    def require_read_version(self, uow: UnitOfWork) -> None:
        """Make the commit fail if the document of the claim has moved since it was read, where it was."""

    async def find_previous_result(
        self, uow: UnitOfWork, action: Callable[..., Awaitable[T]]
    ) -> PreviousResult[T] | None:
        """Find the result of the first arrival, if there was one.

        Raises:
            KeyReused: The first arrival had another content.
            Duplicate: The event or job was handled before.
        """
        delivery = await uow.get(self.ref)
        if delivery is None:
            return None
        if delivery.fingerprint != self.fingerprint:
            raise KeyReused()
        result: Any = _read_result(action, delivery.result) if delivery.result else None
        return PreviousResult(result)

    def put_claim(
        self, uow: UnitOfWork, action: Callable[..., Awaitable[T]], result: T, now: datetime, *, is_final: bool
    ) -> bool:
        """Write the claim, with what a later arrival is to be told; False when a later commit has to."""
        told = _result_type(action).dump_json(result).decode() if result is not None else None
        uow.create(
            self.ref,
            IdempotencyRecord(fingerprint=self.fingerprint, result=told, at=now, expire_at=now + IDEMPOTENCY_RETENTION),
        )
        return True


class RequestKey(IdempotencyKey):
    """A POST with an `Idempotency-Key`: the second gets what the first got."""

    claim_without_commit = False


class EventKey(IdempotencyKey):
    """An event at one consumer."""

    async def find_previous_result(
        self, uow: UnitOfWork, action: Callable[..., Awaitable[T]]
    ) -> PreviousResult[T] | None:
        if await uow.get(self.ref) is not None:
            raise Duplicate()
        return None


@dataclass(frozen=True, slots=True)
class JobKey(IdempotencyKey):
    """A job: its outbox entry is the claim, and concluding the job deletes the entry.

    The claim is on one scheduling. A job that is cancelled or scheduled anew while its task runs is a duplicate: the
    task commits nothing more, and the entry of the new scheduling stays.

    Attributes:
        generation: Generation of the entry that the task delivers.
        read_version: Entry as it was read before the function ran.
    """

    claim_on_last_commit: ClassVar[bool] = True

    generation: str = ""
    read_version: VersionedRef[outbox.OutboxEntry] | None = None

    def require_read_version(self, uow: UnitOfWork) -> None:
        if self.read_version is not None:
            uow.require_version(self.read_version)

    async def find_previous_result(
        self, uow: UnitOfWork, action: Callable[..., Awaitable[T]]
    ) -> PreviousResult[T] | None:
        entry: outbox.OutboxEntry | None = await uow.get(self.ref)
        if entry is None or entry.generation != self.generation:
            raise Duplicate()
        return None

    def put_claim(
        self, uow: UnitOfWork, action: Callable[..., Awaitable[T]], result: T, now: datetime, *, is_final: bool
    ) -> bool:
        # An action that cancels this job, or schedules the job anew, has replaced the claim by doing so.
        if uow.has_written(self.ref):
            return True
        if is_final:
            uow.delete(self.ref)
        return is_final


def key_for_request(key: str, *, caller: str, function: str, body: bytes) -> IdempotencyKey:
    """Build the key of a request. Its scope is the caller and the function."""
    name = _digest(f"{caller}\n{function}\n{key}".encode())
    return RequestKey(Ref(f"idempotency/{name}", IdempotencyRecord), _digest(body))


def key_for_event(event_id: str, *, function: str) -> IdempotencyKey:
    """Build the key of an event. Several functions hear one event, so the function's name is part of the key."""
    return EventKey(Ref(f"deliveries/{function}.{event_id}", IdempotencyRecord))


def key_for_job(entry: VersionedRef[outbox.OutboxEntry], *, generation: str) -> IdempotencyKey:
    """Build the key of a task from the outbox entry of its job."""
    return JobKey(entry.ref, generation=generation, read_version=entry)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=256)
def _result_type(action: Callable[..., Any]) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(action)["return"])


def _read_result(action: Callable[..., Any], text: str) -> Any:
    return read_json_result(_result_type(action), get_type_hints(action)["return"], text)
