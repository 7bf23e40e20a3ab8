"""What one instance keeps between calls (`Runtime`), and what one call may use (`Context`)."""

import asyncio
import contextlib
import random
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from shared.claims.pools import mark_committed, release_pending
from shared.gateways import request_records
from shared.kernel import outbox
from shared.kernel.actors import ANYONE, Actor
from shared.kernel.errors import Busy, Fault, OutcomeUnknown, Unavailable
from shared.kernel.ports import Reader, UnitOfWork
from shared.runtime import clock
from shared.runtime import settings as settings_
from shared.runtime.gateways import Gateways
from shared.runtime.idempotency import IdempotencyKey, PreviousResult
from shared.runtime.logs import Log
from shared.runtime.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")

_MAX_ATTEMPTS = 16
_MIN_BACKOFF = 0.008
_MAX_BACKOFF = 0.4


class InstanceCache(dict[str, Any]):
    """What an instance remembers: the latest of it, since callers may ask about whatever they invent."""

    _LIMIT = 500

    def setdefault(self, key: str, default: Any = None) -> Any:
        """What is remembered under *key*, which is the latest now."""
        self[key] = value = self.pop(key, default)
        if len(self) > self._LIMIT:
            del self[next(iter(self))]
        return value


class Runtime:
    """One instance: settings, clock, gateways, and hints. Nothing is built before it is used."""

    def __init__(self, settings: Settings, *, clock: clock.Clock = clock.utc_now, log: Log | None = None) -> None:
        self.settings = settings
        self.clock = clock
        self.log = log or Log(project=settings.google_cloud_project, include_error_text=settings.environment == "local")
        self.gateways = Gateways(settings, self.log)
        self.instance_cache: dict[str, Any] = InstanceCache()


_current: Runtime | None = None


def current_runtime() -> Runtime:
    """This process's runtime, from its environment; made when it is first asked for."""
    global _current  # noqa: PLW0603 (one a process, as the environment is)
    if _current is None:
        _current = Runtime(settings_.read_settings())
    return _current


class Context:
    """One call: who, when, under which request id; and the two doors to the documents, `read` and `commit`."""

    def __init__(self, runtime: Runtime, *, function: str, request_id: str, trace: str | None = None) -> None:
        self.runtime = runtime
        self.function = function
        self.request_id = request_id
        self.trace = trace
        self.now: datetime = runtime.clock()
        self.actor: Actor = ANYONE
        self.replayed = False
        self.raw_body = b""
        self._idempotency_key: IdempotencyKey | None = None
        self._prefetched: Any = None
        self._committed_snapshots: dict[str, Any] = {}
        self._dispatches: list[tuple[outbox.OutboxEntry, asyncio.Task[None]]] = []
        self._request_records = request_records.open_request_records(request_id, self.now)

    @property
    def gateways(self) -> Gateways:
        return self.runtime.gateways

    def random_below(self, limit: int) -> int:
        """Return a random integer from 0 to `limit` - 1, fit for secrets: what new ids are made of."""
        return secrets.randbelow(limit)

    def alert(self, message: str, **fields: Any) -> None:
        """Wake somebody: an ERROR line, which the alert policies listen to."""
        self.runtime.log.write_line("ERROR", message, function=self.function, request_id=self.request_id, **fields)

    def set_idempotency_key(self, key: IdempotencyKey) -> None:
        """Let the next commit (of a task: the concluding one) claim this arrival."""
        self._idempotency_key = key

    def new_unit_of_work(self, attempt: int = 0, snapshots: Mapping[str, Any] | None = None) -> Any:
        """A fresh unit of work. It need not read what is *known*: usually, what this call itself has committed."""
        from shared.gateways.firestore.unit_of_work import FirestoreUnitOfWork

        return FirestoreUnitOfWork(
            self.gateways.documents,
            request_id=self.request_id,
            now=self.now,
            instance_cache=self.runtime.instance_cache,
            attempt=attempt,
            snapshots=self._committed_snapshots if snapshots is None else snapshots,
        )

    def prefetched_unit(self) -> UnitOfWork:
        """The unit that the first commit will try: what is read into it before need not be read again."""
        if self._prefetched is None:
            self._prefetched = self.new_unit_of_work()
        first: UnitOfWork = self._prefetched
        return first

    async def read(
        self, query: Callable[Concatenate[Reader, P], Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `query` on the documents as they are now."""
        unit, self._prefetched = self._prefetched or self.new_unit_of_work(), None
        return await query(unit, *args, **kwargs)

    async def commit(
        self, action: Callable[Concatenate[UnitOfWork, P], Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run *action* and keep what it did, all or nothing; again, when what it read has moved.

        The first commit of a call claims its arrival (`Idempotency-Key`, event id) in the same breath; a task's is
        claimed by `conclude`. Raises `Busy` when the documents never stood still.
        """
        once = self._idempotency_key
        if once is not None and once.claim_on_last_commit:
            once = None
        else:
            self._idempotency_key = None
        result: T = await self._commit_with_retries(once, action, args, kwargs)
        return result

    async def commit_final(
        self, action: Callable[Concatenate[UnitOfWork, P], Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The last commit of a task: with it the job is done, and a second delivery finds nothing to do."""
        result: T = await self._commit_with_retries(self._idempotency_key, action, args, kwargs)
        self._idempotency_key = None
        return result

    async def _commit_with_retries(self, once: IdempotencyKey | None, action: Any, args: Any, kwargs: Any) -> Any:
        known: Mapping[str, Any] | None = None
        async with contextlib.AsyncExitStack() as until_done:
            turn = None
            for attempt in range(_MAX_ATTEMPTS):
                unit = (
                    self._prefetched
                    if attempt == 0 and self._prefetched is not None
                    else self.new_unit_of_work(attempt, known)
                )
                self._prefetched = None
                try:
                    result, over = await self._run_action(unit, once, action, args, kwargs)
                finally:
                    if turn is not None:
                        turn.publish_snapshots(unit.read_snapshots)
                if over:
                    return result
                if turn is None:
                    turn = await until_done.enter_async_context(
                        self.gateways.documents.document_queue.wait_for_turn(unit.guarded_paths)
                    )
                    if news := turn.newer_snapshots(unit.read_snapshots):
                        known = unit.read_snapshots | news
                        continue
                if await self._try_commit(unit, once):
                    turn.publish_snapshots(self._committed_snapshots)
                    return result
                # Somebody else has changed something since; what that was can only be read.
                known = {}
                await _back_off(attempt)
        raise Busy()

    async def _run_action(
        self, unit: Any, once: IdempotencyKey | None, action: Any, args: Any, kwargs: Any
    ) -> tuple[Any, bool]:
        """What *action* came to, and whether that is all: then an earlier arrival has kept it."""
        if once and unit.attempt and (earlier := await self._find_previous_result(once, unit, action)):
            return earlier.result, True
        try:
            result = await action(unit, *args, **kwargs)
        except Fault:
            # The second arrival may fail only because the first has succeeded.
            if (
                once
                and not unit.attempt
                and (earlier := await self._find_previous_result(once, self.new_unit_of_work(), action))
            ):
                return earlier.result, True
            raise
        if once:
            once.put_claim(unit, action, result, self.now)
        return result, False

    async def _find_previous_result(self, once: IdempotencyKey, unit: Any, action: Any) -> PreviousResult | None:
        earlier = await once.find_previous_result(unit, action)
        if earlier is not None:
            self.replayed = True
            release_pending(unit)
        return earlier

    async def _try_commit(self, unit: Any, once: IdempotencyKey | None) -> bool:
        """Commit what an action did; False when it has to be done again."""
        from shared.gateways.firestore.client import PreconditionFailed

        published, left = self._published_entries(), tuple(self._request_records.records)
        writes = [*unit.build_writes(), *self._delete_writes(published), *self._record_writes(left)]
        try:
            times = await self.gateways.documents.commit(writes) if writes else []
        except PreconditionFailed:
            return False
        except OutcomeUnknown:
            # With a claim the next attempt can look; without one, a second try might do it twice.
            if once is None:
                raise
            return False
        mark_committed(unit)
        self._committed_snapshots |= unit.committed_snapshots(times)
        for path in unit.incremented_paths:
            self._committed_snapshots.pop(path, None)
        self._forget_dispatches(published)
        self._request_records.records = self._request_records.records[len(left) :]
        self._dispatch_entries(unit.outbox_entries)
        return True

    def _dispatch_entries(self, entries: list[outbox.OutboxEntry]) -> None:
        for entry in entries:
            if not entry.is_sent_by_sweep_only(self.now):
                self._dispatches.append((entry, asyncio.ensure_future(self._dispatch_entry(entry))))

    async def _dispatch_entry(self, entry: outbox.OutboxEntry) -> None:
        if entry.kind == "event":
            await self.gateways.events.publish(entry)
        else:
            await self.gateways.tasks.enqueue(entry)

    async def relay_entry(self, entry: outbox.OutboxEntry) -> bool:
        """Send an overdue outbox entry again; False when that failed (a later sweep will try) or was given up."""
        from shared.runtime import outbox_sweep

        try:
            if outbox_sweep.has_exhausted_attempts(entry):
                letter = await self.commit(outbox_sweep.move_to_dead_letters, entry, now=self.now)
                if letter is not None:
                    self.alert(f"dead letter: {letter.function} {letter.code}", dead_letter=letter.id)
                return letter is None
            marked = await self.commit(outbox_sweep.reserve_relay, entry, now=self.now)
            if marked is None:
                return True
            if not await self._try_dispatch_entry(marked):
                await self.commit(outbox_sweep.release_relay, marked, now=self.now)
                return False
            if marked.kind == "event":
                await self.commit(outbox_sweep.delete_published_entry, marked)
        except Unavailable:
            return False
        return True

    async def _try_dispatch_entry(self, entry: outbox.OutboxEntry) -> bool:
        try:
            await self._dispatch_entry(entry)
        except Unavailable:
            return False
        except Exception as error:  # noqa: BLE001 (one that cannot be sent must not stop the others)
            self.runtime.log.write_crash(error, function=self.function, request_id=self.request_id, entry=entry.id)
            return False
        return True

    def _published_entries(self) -> list[outbox.OutboxEntry]:
        """Events that are out: their entries may go, together with the next commit if there is one."""
        return [
            entry for entry, task in self._dispatches if entry.kind == "event" and task.done() and not task.exception()
        ]

    def _delete_writes(self, entries: list[outbox.OutboxEntry]) -> list[Any]:
        from shared.gateways.firestore.client import delete_write

        return [
            delete_write(self.gateways.documents.resource_name(outbox.entry_ref(entry.id).path)) for entry in entries
        ]

    def _record_writes(self, left: Sequence[request_records.RequestRecord]) -> list[Any]:
        from shared.gateways.firestore.client import update_write

        return [
            update_write(self.gateways.documents.resource_name(ref.path), paper.model_dump()) for ref, paper in left
        ]

    def _forget_dispatches(self, entries: list[outbox.OutboxEntry]) -> None:
        self._dispatches = [(entry, task) for entry, task in self._dispatches if entry not in entries]

    async def finish(self) -> None:
        """Claim what no commit has claimed, and see off what was sent, before the answer leaves."""
        if self._idempotency_key is not None and self._idempotency_key.claim_without_commit:
            await self.commit_final(_claim_only)
        await self.flush_outbox()

    async def flush_outbox(self) -> None:
        """See every event and job on its way, and file papers; what cannot be sent or tidied up is for the sweep."""
        if self._dispatches:
            await asyncio.wait([task for _, task in self._dispatches])
        for entry, task in self._dispatches:
            error = task.exception()
            if error is not None:
                self._log_unsent_entry(entry, error)
        published, left = self._published_entries(), tuple(self._request_records.records)
        self._dispatches, self._request_records.records = [], []
        if not published and not left:
            return
        try:
            await self.gateways.documents.commit([*self._delete_writes(published), *self._record_writes(left)])
        except Exception as error:  # noqa: BLE001 (the caller's work is done, whatever becomes of its papers)
            for entry in published:
                self._log_unsent_entry(entry, error)
            if left:
                self.runtime.log.write_line(
                    "WARNING",
                    f"{len(left)} papers are lost: {type(error).__name__}",
                    function=self.function,
                    request_id=self.request_id,
                )

    def _log_unsent_entry(self, entry: outbox.OutboxEntry, error: BaseException) -> None:
        log, why = self.runtime.log, type(error).__name__
        about = {"function": self.function, "request_id": self.request_id, "entry": entry.id}
        if entry.fleeting:
            log.write_line("INFO", f"{entry.type} is lost: {why}", **about)
        else:
            log.write_line("WARNING", f"{entry.type} is left for the sweep: {why}", **about)


async def _claim_only(uow: UnitOfWork) -> None:
    """A commit that only claims."""


async def _back_off(attempt: int) -> None:
    await asyncio.sleep(random.uniform(0, min(_MAX_BACKOFF, _MIN_BACKOFF * 2**attempt)))


def new_request_id() -> str:
    """An id under which one request is found in every log."""
    return f"req_{secrets.token_hex(10)}"
