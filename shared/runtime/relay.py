"""The sweep of the outbox: what was due and not sent is sent; what has been sent in vain too often is buried."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.kernel import outbox
from shared.kernel.ports import Reader, UnitOfWork
from shared.kernel.schemas import dashed
from shared.runtime.letters import DeadLetter, dead_letter

# Each relay of a job is a new task with all its attempts, so this is far beyond any outage of a vendor.
_RELAYS = 24
_PAUSE = timedelta(minutes=15)
_SOON = timedelta(seconds=30)
_LATE = timedelta(minutes=30)


async def overdue(reader: Reader, *, now: datetime, limit: int) -> list[outbox.Entry]:
    """Entries that may be sent (again)."""
    return await reader.query(outbox.overdue(now, limit=limit))


def oldest(entries: Iterable[outbox.Entry], *, now: datetime) -> datetime | None:
    """Since when the oldest of *entries* has been due, if that is longer than a few sweeps should take."""
    since = min((entry.due_at for entry in entries), default=now)
    return since if now - since > _LATE else None


async def mark(uow: UnitOfWork, entry: outbox.Entry, *, now: datetime) -> outbox.Entry | None:
    """Reserve the next relay of *entry* for this run; None when it has gone meanwhile."""
    current = await uow.get(outbox.entry(entry.id))
    if current is None or current.relays != entry.relays:
        return None
    marked = current.having(relays=current.relays + 1, relay_at=max(now, current.due_at) + _PAUSE)
    uow.put(outbox.entry(entry.id), marked)
    return marked


async def unmark(uow: UnitOfWork, entry: outbox.Entry, *, now: datetime) -> None:
    """It could not be handed over: the next sweep tries again, and this one does not count."""
    current = await uow.get(outbox.entry(entry.id))
    if current is not None and current.relays == entry.relays:
        uow.put(outbox.entry(entry.id), current.having(relays=current.relays - 1, relay_at=now + _SOON))


def hopeless(entry: outbox.Entry) -> bool:
    """Whether it has been sent so often that sending it once more would help nobody."""
    return entry.relays >= _RELAYS


async def bury(uow: UnitOfWork, entry: outbox.Entry, *, now: datetime) -> DeadLetter | None:
    """Make a dead letter of *entry*; None when it has gone meanwhile."""
    current = await uow.get(outbox.entry(entry.id))
    if current is None:
        return None
    uow.delete(outbox.entry(entry.id))
    letter = DeadLetter(
        id=f"{dashed(entry.type)}.{entry.id}",
        function=dashed(entry.type),
        kind="task" if entry.kind == "job" else "event",
        code="never_done",
        detail=f"sent {_RELAYS} times without being done",
        request_id=entry.request_id,
        entry=current,
        at=now,
    )
    uow.put(dead_letter(letter.id), letter)
    return letter


async def done(uow: UnitOfWork, entry: outbox.Entry) -> None:
    """An event is out: its entry has served."""
    uow.delete(outbox.entry(entry.id))
