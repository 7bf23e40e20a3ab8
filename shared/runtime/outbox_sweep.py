"""The sweep of the outbox.

What was due and not sent is sent. An event that a function has not done five minutes later is published again. What was
sent in vain too often becomes a dead letter.
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from shared.kernel import outbox
from shared.kernel.errors import Unavailable
from shared.kernel.ports import Reader, UnitOfWork
from shared.kernel.schemas import to_kebab_case
from shared.runtime import event_consumption
from shared.runtime.context import Context
from shared.runtime.dead_letters import DeadLetter, dead_letter_ref
from shared.runtime.schedules import RunSummary

# Each relay of a job is a new task with all its attempts, so this is far beyond any outage of a vendor.
_MAX_RELAYS = 24
_RELAY_INTERVAL = timedelta(minutes=15)
_RETRY_DELAY = timedelta(seconds=30)
_ALERT_AFTER = timedelta(minutes=30)
_PAGE_SIZE = 500
# At most 10,000 events a minute are looked after; the rest waits for the next run.
_MAX_PAGES = 20


async def sweep_outbox(ctx: Context, *, now: datetime) -> RunSummary:
    """Sweep the outbox page by page: delete done events, and send again what is due and not done.

    Returns:
        The number of entries that had to be sent again, and how many of them could not.
    """
    counted = failed = 0
    for _ in range(_MAX_PAGES):
        entries = await ctx.read(list_overdue_entries, now=now, limit=_PAGE_SIZE)
        left = await delete_done_events(ctx, entries)
        alert_of_late_entries(ctx, left, now=now)
        sent = await asyncio.gather(*(relay_entry(ctx, entry) for entry in left))
        counted, failed = counted + len(left), failed + sent.count(False)
        # What could not be sent would only be listed again.
        if len(entries) < _PAGE_SIZE or failed:
            break
    return RunSummary(counted=counted, failed=failed)


async def list_overdue_entries(reader: Reader, *, now: datetime, limit: int) -> list[outbox.OutboxEntry]:
    """List at most `limit` entries that are due to be sent, or sent again."""
    return await reader.query(outbox.overdue_entries_query(now, limit=limit))


def find_late_since(entries: Iterable[outbox.OutboxEntry], *, now: datetime) -> datetime | None:
    """Find the due time of the oldest entry if a few sweeps should have sent the entry by now; otherwise None."""
    since = min((entry.due_at for entry in entries), default=now)
    return since if now - since > _ALERT_AFTER else None


def alert_of_late_entries(ctx: Context, entries: Iterable[outbox.OutboxEntry], *, now: datetime) -> None:
    """Notify a person if an entry has been due for longer than a few sweeps should take."""
    if late := find_late_since(entries, now=now):
        ctx.alert(f"outbox: an entry has been waiting since {late.isoformat(timespec='seconds')}")


async def relay_entry(ctx: Context, entry: outbox.OutboxEntry) -> bool:
    """Send an overdue entry again; False when sending failed (a later sweep tries again) or was given up."""
    try:
        if has_exhausted_attempts(entry):
            letter = await ctx.commit(move_to_dead_letters, entry, now=ctx.now)
            if letter is not None:
                ctx.alert(f"dead letter: {letter.function} {letter.code}", dead_letter=letter.id)
            return letter is None
        marked = await ctx.commit(reserve_relay, entry, now=ctx.now)
        if marked is None:
            return True
        if not await _try_send_entry(ctx, marked):
            await ctx.commit(release_relay, marked, now=ctx.now)
            return False
        if marked.kind == "event":
            await ctx.commit(mark_published, marked, now=ctx.now)
    except Unavailable:
        return False
    return True


async def _try_send_entry(ctx: Context, entry: outbox.OutboxEntry) -> bool:
    try:
        await ctx.dispatch.send_entry(entry)
    except Unavailable:
        return False
    except Exception as error:  # noqa: BLE001 (an entry that cannot be sent must not stop the others)
        ctx.log_crash(error, entry=entry.id)
        return False
    return True


async def reserve_relay(uow: UnitOfWork, entry: outbox.OutboxEntry, *, now: datetime) -> outbox.OutboxEntry | None:
    """Reserve the next relay of `entry` for this run; None if the entry has changed meanwhile."""
    current = await uow.get(outbox.entry_ref(entry.id))
    if current is None or current.delivery != entry.delivery or current.relays != entry.relays:
        return None
    marked = current.having(relays=current.relays + 1, relay_at=max(now, current.due_at) + _RELAY_INTERVAL)
    uow.put(outbox.entry_ref(entry.id), marked)
    return marked


async def release_relay(uow: UnitOfWork, entry: outbox.OutboxEntry, *, now: datetime) -> None:
    """Release an entry that could not be handed over: the next sweep tries again, and this attempt does not count."""
    current = await uow.get(outbox.entry_ref(entry.id))
    if current is not None and current.delivery == entry.delivery and current.relays == entry.relays:
        uow.put(outbox.entry_ref(entry.id), current.having(relays=current.relays - 1, relay_at=now + _RETRY_DELAY))


def has_exhausted_attempts(entry: outbox.OutboxEntry) -> bool:
    """Return whether the entry was sent so often that another attempt would help nobody."""
    return entry.relays >= _MAX_RELAYS


async def move_to_dead_letters(uow: UnitOfWork, entry: outbox.OutboxEntry, *, now: datetime) -> DeadLetter | None:
    """Replace `entry` by a dead letter; None if the entry has changed meanwhile."""
    current = await uow.get(outbox.entry_ref(entry.id))
    if current is None or current.delivery != entry.delivery or current.relays != entry.relays:
        return None
    uow.delete(outbox.entry_ref(entry.id))
    letter = DeadLetter(
        id=f"{to_kebab_case(entry.type)}.{entry.id}",
        function=to_kebab_case(entry.type),
        kind="task" if entry.kind == "job" else "event",
        code="never_done",
        detail=f"sent {_MAX_RELAYS} times without being done",
        request_id=entry.request_id,
        entry=current,
        at=now,
    )
    uow.put(dead_letter_ref(letter.id), letter)
    return letter


async def mark_published(uow: UnitOfWork, entry: outbox.OutboxEntry, *, now: datetime) -> None:
    """Mark the entry of an event as published, unless the entry has changed meanwhile."""
    current = await uow.get(outbox.entry_ref(entry.id))
    if current is not None and current.relays == entry.relays:
        uow.put(outbox.entry_ref(entry.id), outbox.with_publication(current, now=now))


async def delete_done_events(ctx: Context, entries: Sequence[outbox.OutboxEntry]) -> list[outbox.OutboxEntry]:
    """Delete the entries of published events that all their functions have done, and return the other entries."""
    published = [entry for entry in entries if entry.published_at is not None]
    missing = await ctx.read(event_consumption.find_missing_consumers, published)
    done = [entry for entry in published if entry.id not in missing]
    if done:
        await ctx.commit(event_consumption.delete_consumed_entries, done)
    for entry in published:
        if functions := missing.get(entry.id):
            names = ", ".join(functions)
            ctx.log("WARNING", f"{entry.type} is published again, because {names} has not done it", entry=entry.id)
    return [entry for entry in entries if entry.published_at is None or entry.id in missing]
