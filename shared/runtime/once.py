"""Everything may arrive twice: a claim in the same commit as the effect makes the second arrival a polite no-op."""

# ruff: noqa: ARG002  (the kinds of `Once` share one signature)

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, ClassVar, get_type_hints

from pydantic import TypeAdapter

from shared.kernel import outbox
from shared.kernel.errors import KeyReused
from shared.kernel.ports import Ref, UnitOfWork
from shared.kernel.schemas import Entity, Moment

KEPT = timedelta(days=30)
"""How long it is known what has arrived."""


class Duplicate(Exception):
    """This event or job has been dealt with before."""


class Delivery(Entity):
    """That something arrived, and what its first commit came to (as JSON)."""

    fingerprint: str
    result: str | None = None
    at: Moment
    expire_at: Moment


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the first arrival's commit came to."""

    result: Any


@dataclass(frozen=True, slots=True)
class Once:
    """One arrival: the document that claims it, and what was in it."""

    concludes: ClassVar[bool] = False
    """Whether the claim waits for the last commit: what happens between two commits must not be lost."""
    must_end: ClassVar[bool] = True
    """Whether it is claimed even when nothing was committed."""

    ref: Ref[Any]
    fingerprint: str = ""

    async def earlier(self, uow: UnitOfWork, action: Callable[..., Any]) -> Earlier | None:
        """What the first arrival came to, if there was one. Raises `KeyReused`, `Duplicate`."""
        delivery = await uow.get(self.ref)
        if delivery is None:
            return None
        if delivery.fingerprint != self.fingerprint:
            raise KeyReused("This Idempotency-Key came before with another body; nothing was done.")
        return Earlier(_result_of(action).validate_json(delivery.result) if delivery.result else None)

    def claim(self, uow: UnitOfWork, action: Callable[..., Any], result: Any, now: datetime) -> None:
        """Write the claim, with what a later arrival is to be told."""
        told = _result_of(action).dump_json(result).decode() if result is not None else None
        uow.create(self.ref, Delivery(fingerprint=self.fingerprint, result=told, at=now, expire_at=now + KEPT))


class OncePerKey(Once):
    """A POST with an `Idempotency-Key`: the second gets what the first got."""

    must_end = False


class OncePerEvent(Once):
    """An event at one consumer."""

    async def earlier(self, uow: UnitOfWork, action: Callable[..., Any]) -> Earlier | None:
        if await uow.get(self.ref) is not None:
            raise Duplicate()
        return None


class OncePerJob(Once):
    """A job: its outbox entry is the claim, and doing the job takes the entry away."""

    concludes = True

    async def earlier(self, uow: UnitOfWork, action: Callable[..., Any]) -> Earlier | None:
        if await uow.get(self.ref) is None:
            raise Duplicate()
        return None

    def claim(self, uow: UnitOfWork, action: Callable[..., Any], result: Any, now: datetime) -> None:
        # A job that has put itself off stays.
        if not uow.wrote(self.ref):
            uow.consume(self.ref)


def per_key(key: str, *, caller: str, function: str, body: bytes) -> Once:
    """The key's scope is the caller and the function; the same key elsewhere is another."""
    name = _digest(f"{caller}\n{function}\n{key}".encode())
    return OncePerKey(Ref(f"idempotency/{name}", Delivery), _digest(body))


def per_event(event_id: str, *, function: str) -> Once:
    """Several functions hear one event, so the consumer's name is part of the key."""
    return OncePerEvent(Ref(f"deliveries/{function}.{event_id}", Delivery))


def per_job(entry_id: str) -> Once:
    """The outbox entry stands for the job."""
    return OncePerJob(outbox.entry(entry_id))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=256)
def _result_of(action: Callable[..., Any]) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(action)["return"])
