"""What one instance keeps between calls (`Runtime`), and what one call may use (`Context`)."""

import asyncio
import contextlib
import random
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from shared.kernel import claims, clock, outbox, papers
from shared.kernel.actors import ANYONE, Actor
from shared.kernel.errors import Busy, Fault, OutcomeUnknown, Unavailable
from shared.kernel.ports import Reader, UnitOfWork
from shared.runtime import settings as settings_
from shared.runtime.gateways import Gateways
from shared.runtime.logs import Log
from shared.runtime.once import Earlier, Once
from shared.runtime.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")

_ATTEMPTS = 16
_FIRST_PAUSE = 0.008
_LONGEST_PAUSE = 0.4


class Hints(dict[str, Any]):
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

    def __init__(self, settings: Settings, *, clock: clock.Clock = clock.now, log: Log | None = None) -> None:
        self.settings = settings
        self.clock = clock
        self.log = log or Log(project=settings.google_cloud_project, candid=settings.environment == "local")
        self.gateways = Gateways(settings, self.log)
        self.hints: dict[str, Any] = Hints()


_current: Runtime | None = None


def runtime() -> Runtime:
    """This process's runtime, from its environment; made when it is first asked for."""
    global _current  # noqa: PLW0603 (one a process, as the environment is)
    if _current is None:
        _current = Runtime(settings_.read())
    return _current


class Context:
    """One call: who, when, under which request id; and the two doors to the documents, `read` and `commit`."""

    def __init__(self, at: Runtime, *, function: str, request_id: str, trace: str | None = None) -> None:
        self.runtime = at
        self.function = function
        self.request_id = request_id
        self.trace = trace
        self.now: datetime = at.clock()
        self.actor: Actor = ANYONE
        self.replayed = False
        self.received = b""
        self._once: Once | None = None
        self._first: Any = None
        self._kept: dict[str, Any] = {}
        self._sending: list[tuple[outbox.Entry, asyncio.Task[None]]] = []
        self._desk = papers.desk(request_id, self.now)

    @property
    def gateways(self) -> Gateways:
        return self.runtime.gateways

    def alert(self, message: str, **fields: Any) -> None:
        """Wake somebody: an ERROR line, which the alert policies listen to."""
        self.runtime.log.line("ERROR", message, function=self.function, request_id=self.request_id, **fields)

    def once(self, once: Once) -> None:
        """Let the next commit (of a task: the concluding one) claim this arrival."""
        self._once = once

    def unit(self, attempt: int = 0, known: Mapping[str, Any] | None = None) -> Any:
        """A fresh unit of work. It need not read what is *known*: usually, what this call itself has committed."""
        from shared.gateways.firestore.unit import Unit

        return Unit(
            self.gateways.documents,
            request_id=self.request_id,
            now=self.now,
            hints=self.runtime.hints,
            attempt=attempt,
            known=self._kept if known is None else known,
        )

    def first_unit(self) -> UnitOfWork:
        """The unit that the first commit will try: what is read into it before need not be read again."""
        if self._first is None:
            self._first = self.unit()
        first: UnitOfWork = self._first
        return first

    async def read(
        self, question: Callable[Concatenate[Reader, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Ask *question* of the documents as they are now."""
        unit, self._first = self._first or self.unit(), None
        return await question(unit, *args, **kwargs)

    async def commit(
        self, action: Callable[Concatenate[UnitOfWork, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run *action* and keep what it did, all or nothing; again, when what it read has moved.

        The first commit of a call claims its arrival (`Idempotency-Key`, event id) in the same breath; a task's is
        claimed by `conclude`. Raises `Busy` when the documents never stood still.
        """
        once = self._once
        if once is not None and once.concludes:
            once = None
        else:
            self._once = None
        result: T = await self._commit(once, action, args, kwargs)
        return result

    async def conclude(
        self, action: Callable[Concatenate[UnitOfWork, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The last commit of a task: with it the job is done, and a second delivery finds nothing to do."""
        result: T = await self._commit(self._once, action, args, kwargs)
        self._once = None
        return result

    async def _commit(self, once: Once | None, action: Any, args: Any, kwargs: Any) -> Any:
        known: Mapping[str, Any] | None = None
        async with contextlib.AsyncExitStack() as until_done:
            turn = None
            for attempt in range(_ATTEMPTS):
                unit = self._first if attempt == 0 and self._first is not None else self.unit(attempt, known)
                self._first = None
                try:
                    result, over = await self._run(unit, once, action, args, kwargs)
                finally:
                    if turn is not None:
                        turn.leave(unit.seen)
                if over:
                    return result
                if turn is None:
                    turn = await until_done.enter_async_context(self.gateways.documents.turns.taken(unit.guarded))
                    if news := turn.news(unit.seen):
                        known = unit.seen | news
                        continue
                if await self._saved(unit, once):
                    turn.leave(self._kept)
                    return result
                # Somebody else has changed something since; what that was can only be read.
                known = {}
                await _pause(attempt)
        raise Busy()

    async def _run(self, unit: Any, once: Once | None, action: Any, args: Any, kwargs: Any) -> tuple[Any, bool]:
        """What *action* came to, and whether that is all: then an earlier arrival has kept it."""
        if once and unit.attempt and (earlier := await self._earlier(once, unit, action)):
            return earlier.result, True
        try:
            result = await action(unit, *args, **kwargs)
        except Fault:
            # The second arrival may fail only because the first has succeeded.
            if once and not unit.attempt and (earlier := await self._earlier(once, self.unit(), action)):
                return earlier.result, True
            raise
        if once:
            once.claim(unit, action, result, self.now)
        return result, False

    async def _earlier(self, once: Once, unit: Any, action: Any) -> Earlier | None:
        earlier = await once.earlier(unit, action)
        if earlier is not None:
            self.replayed = True
            claims.let_go(unit)
        return earlier

    async def _saved(self, unit: Any, once: Once | None) -> bool:
        """Commit what an action did; False when it has to be done again."""
        from shared.gateways.firestore.client import Moved

        published, left = self._published(), tuple(self._desk.papers)
        writes = [*unit.writes(), *self._deletes(published), *self._filed(left)]
        try:
            times = await self.gateways.documents.commit(writes) if writes else []
        except Moved:
            return False
        except OutcomeUnknown:
            # With a claim the next attempt can look; without one, a second try might do it twice.
            if once is None:
                raise
            return False
        claims.took(unit)
        self._kept |= unit.kept(times)
        for path in unit.summed:
            self._kept.pop(path, None)
        self._forget(published)
        self._desk.papers = self._desk.papers[len(left) :]
        self._send(unit.entries)
        return True

    def _send(self, entries: list[outbox.Entry]) -> None:
        for entry in entries:
            if not entry.sent_by_sweep_only(self.now):
                self._sending.append((entry, asyncio.ensure_future(self._hand_over(entry))))

    async def _hand_over(self, entry: outbox.Entry) -> None:
        if entry.kind == "event":
            await self.gateways.events.publish(entry)
        else:
            await self.gateways.tasks.enqueue(entry)

    async def relay(self, entry: outbox.Entry) -> bool:
        """Send an overdue outbox entry again; False when that failed (a later sweep will try) or was given up."""
        from shared.runtime import relay

        try:
            if relay.hopeless(entry):
                letter = await self.commit(relay.bury, entry, now=self.now)
                if letter is not None:
                    self.alert(f"dead letter: {letter.function} {letter.code}", dead_letter=letter.id)
                return letter is None
            marked = await self.commit(relay.mark, entry, now=self.now)
            if marked is None:
                return True
            if not await self._handed_over(marked):
                await self.commit(relay.unmark, marked, now=self.now)
                return False
            if marked.kind == "event":
                await self.commit(relay.done, marked)
        except Unavailable:
            return False
        return True

    async def _handed_over(self, entry: outbox.Entry) -> bool:
        try:
            await self._hand_over(entry)
        except Unavailable:
            return False
        except Exception as error:  # noqa: BLE001 (one that cannot be sent must not stop the others)
            self.runtime.log.crash(error, function=self.function, request_id=self.request_id, entry=entry.id)
            return False
        return True

    def _published(self) -> list[outbox.Entry]:
        """Events that are out: their entries may go, together with the next commit if there is one."""
        return [
            entry for entry, task in self._sending if entry.kind == "event" and task.done() and not task.exception()
        ]

    def _deletes(self, entries: list[outbox.Entry]) -> list[Any]:
        from shared.gateways.firestore.client import deleted

        return [deleted(self.gateways.documents.name(outbox.entry(entry.id).path)) for entry in entries]

    def _filed(self, left: Sequence[papers.Paper]) -> list[Any]:
        from shared.gateways.firestore.client import written

        return [written(self.gateways.documents.name(ref.path), paper.model_dump()) for ref, paper in left]

    def _forget(self, entries: list[outbox.Entry]) -> None:
        self._sending = [(entry, task) for entry, task in self._sending if entry not in entries]

    async def finish(self) -> None:
        """Claim what no commit has claimed, and see off what was sent, before the answer leaves."""
        if self._once is not None and self._once.must_end:
            await self.conclude(_nothing)
        await self.see_off()

    async def see_off(self) -> None:
        """See every event and job on its way, and file papers; what cannot be sent or tidied up is for the sweep."""
        if self._sending:
            await asyncio.wait([task for _, task in self._sending])
        for entry, task in self._sending:
            error = task.exception()
            if error is not None:
                self._leave(entry, error)
        published, left = self._published(), tuple(self._desk.papers)
        self._sending, self._desk.papers = [], []
        if not published and not left:
            return
        try:
            await self.gateways.documents.commit([*self._deletes(published), *self._filed(left)])
        except Exception as error:  # noqa: BLE001 (the caller's work is done, whatever becomes of its papers)
            for entry in published:
                self._leave(entry, error)
            if left:
                self.runtime.log.line(
                    "WARNING",
                    f"{len(left)} papers are lost: {type(error).__name__}",
                    function=self.function,
                    request_id=self.request_id,
                )

    def _leave(self, entry: outbox.Entry, error: BaseException) -> None:
        log, why = self.runtime.log, type(error).__name__
        about = {"function": self.function, "request_id": self.request_id, "entry": entry.id}
        if entry.fleeting:
            log.line("INFO", f"{entry.type} is lost: {why}", **about)
        else:
            log.line("WARNING", f"{entry.type} is left for the sweep: {why}", **about)


async def _nothing(uow: UnitOfWork) -> None:
    """A commit that only claims."""


async def _pause(attempt: int) -> None:
    await asyncio.sleep(random.uniform(0, min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempt)))


def new_request_id() -> str:
    """An id under which one request is found in every log."""
    return f"req_{secrets.token_hex(10)}"
