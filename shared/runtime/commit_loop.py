"""Optimistic transactions of one call: run the action, commit, and retry with backoff after a conflict."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from shared.claims import pools
from shared.kernel.errors import Busy, Fault, OutcomeUnknown
from shared.kernel.ports import UnitOfWork
from shared.runtime.account_guard import AccountGuard
from shared.runtime.audit import AuditTrail
from shared.runtime.call_info import CallInfo
from shared.runtime.idempotency import IdempotencyKey, PreviousResult
from shared.runtime.outbox_dispatch import OutboxDispatch

if TYPE_CHECKING:
    from shared.gateways.firestore.snapshots import Snapshot
    from shared.gateways.firestore.unit_of_work import FirestoreUnitOfWork

P = ParamSpec("P")
T = TypeVar("T")
Action = Callable[Concatenate[UnitOfWork, P], Awaitable[T]]

_MAX_ATTEMPTS = 16
# Seconds; the wait before each retry is drawn at random up to a bound that doubles.
_MIN_BACKOFF = 0.008
_MAX_BACKOFF = 0.4


class CommitLoop:
    """Commits of one call. Each attempt has a unit of work of its own; own commits are never read again.

    Attributes:
        idempotency_key: Arrival that a commit has still to claim.
        guard: Check of the caller's account, before the first commit; None where the caller is no person.
        audit: Records of what an admin's call changes; None for other callers.
    """

    def __init__(self, call: CallInfo, dispatch: OutboxDispatch) -> None:
        self._call = call
        self._dispatch = dispatch
        self.idempotency_key: IdempotencyKey | None = None
        self.guard: AccountGuard | None = None
        self.audit: AuditTrail | None = None
        self._prefetched: FirestoreUnitOfWork | None = None
        self._committed_snapshots: dict[str, Snapshot] = {}
        self._units: list[FirestoreUnitOfWork] = []

    def new_unit_of_work(
        self, attempt: int = 0, snapshots: "Mapping[str, Snapshot] | None" = None
    ) -> "FirestoreUnitOfWork":
        """Make a unit of work.

        Args:
            attempt: 0-based number of the attempt.
            snapshots: Documents that need not be read; by default, those that this call has committed.
        """
        from shared.gateways.firestore.unit_of_work import FirestoreUnitOfWork

        unit = FirestoreUnitOfWork(
            self._call.runtime.gateways.documents,
            request_id=self._call.request_id,
            now=self._call.now,
            instance_cache=self._call.runtime.instance_cache,
            attempt=attempt,
            snapshots=self._committed_snapshots if snapshots is None else snapshots,
        )
        self._units.append(unit)
        return unit

    def find_read_data(self, path: str) -> "Mapping[str, Any] | None":
        """Find what this call has read of a document last; None if it has read nothing, or there is no document."""
        found = (unit.read_snapshots.get(path) for unit in reversed(self._units))
        return next((snapshot.data for snapshot in found if snapshot is not None), None)

    def prefetched_unit(self) -> "FirestoreUnitOfWork":
        """Get the unit of the next attempt, so that documents are read before the action runs."""
        if self._prefetched is None:
            self._prefetched = self.new_unit_of_work()
        if self.guard is not None:
            self.guard.attach(self._prefetched)
        return self._prefetched

    def take_next_unit(self) -> "FirestoreUnitOfWork":
        """Take the prefetched unit, or make a unit."""
        unit, self._prefetched = self._prefetched or self.new_unit_of_work(), None
        if self.guard is not None:
            self.guard.attach(unit)
        return unit

    async def check_account(self, unit: "FirestoreUnitOfWork | None" = None) -> None:
        """Check the caller's account, in `unit` if the account was read there.

        Raises:
            SignedOut: The sign-in is older than the account's latest sign-out.
            AccountClosed: The account is closed.
            AccountSuspended: The account is suspended, and the function is not open to suspended people.
        """
        if self.guard is not None:
            await self.guard.check(unit or self.take_next_unit())

    async def run(self, action: Action[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `action` and commit its changes, all or none; after a conflict, again.

        The first commit claims the arrival. A key that waits for the last commit is claimed by `run_final`, or by an
        action that replaces the claim.

        Raises:
            Busy: Every attempt met a conflict.
            Duplicate: Another delivery has done the work, or the job was cancelled or scheduled anew.
        """
        key = self.idempotency_key
        is_final = key is None or not key.claim_on_last_commit
        if is_final:
            self.idempotency_key = None
        return await self._run(key, is_final, action, *args, **kwargs)

    async def run_final(self, action: Action[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `action` as `run` does, and claim the arrival in any case."""
        return await self._run(self.idempotency_key, True, action, *args, **kwargs)

    async def _run(
        self, key: IdempotencyKey | None, is_final: bool, action: Action[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        known: Mapping[str, Snapshot] | None = None
        async with contextlib.AsyncExitStack() as until_done:
            turn = None
            for attempt in range(_MAX_ATTEMPTS):
                unit = self.new_unit_of_work(attempt, known) if attempt else self.take_next_unit()
                if attempt and self.guard is not None:
                    self.guard.attach(unit)
                if key and not attempt:
                    key.require_read_version(unit)
                try:
                    result, is_over = await self._run_action(unit, key, is_final, action, *args, **kwargs)
                finally:
                    if turn is not None:
                        turn.publish_snapshots(unit.read_snapshots)
                if is_over:
                    return result
                if self.guard is not None:
                    await self.guard.check_before_commit(unit)
                claim = key.put_claim(unit, action, result, self._call.now, is_final=is_final) if key else False
                if self.audit is not None:
                    self.audit.put_record(unit)
                if turn is None:
                    turn = await until_done.enter_async_context(
                        self._call.runtime.gateways.documents.document_queue.wait_for_turn(unit.guarded_paths)
                    )
                    if news := turn.newer_snapshots(unit.read_snapshots):
                        known = unit.read_snapshots | news
                        continue
                if await self._try_commit(unit, is_claimed=claim and is_final):
                    if claim:
                        self.idempotency_key = None
                    turn.publish_snapshots(self._committed_snapshots)
                    return result
                # Another commit has changed a document; only a read tells how.
                known = {}
                await _back_off(attempt)
        raise Busy()

    async def _run_action(
        self,
        unit: "FirestoreUnitOfWork",
        key: IdempotencyKey | None,
        is_final: bool,
        action: Action[P, T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> tuple[T, bool]:
        """Run one attempt. The flag says that an earlier arrival has committed already, and this is its result."""
        if key and unit.attempt and (previous := await self._find_previous_result(key, unit, action)):
            return previous.result, True
        try:
            result = await action(unit, *args, **kwargs)
        except Fault:
            await self.check_account(unit)
            # The second arrival may fail only because the first has succeeded.
            if (
                key
                and not unit.attempt
                and is_final
                and (previous := await self._find_previous_result(key, self.new_unit_of_work(), action))
            ):
                return previous.result, True
            raise
        return result, False

    async def _find_previous_result(
        self, key: IdempotencyKey, unit: UnitOfWork, action: Action[P, T]
    ) -> PreviousResult[T] | None:
        previous = await key.find_previous_result(unit, action)
        if previous is not None:
            self._call.replayed = True
            pools.release_pending(unit)
        return previous

    async def _try_commit(self, unit: "FirestoreUnitOfWork", *, is_claimed: bool) -> bool:
        """Commit what an attempt wrote; False when a document has moved and the action must run again."""
        from shared.gateways.firestore.client import PreconditionFailed

        trailing = self._dispatch.collect_trailing_writes()
        writes = [*unit.build_writes(), *trailing.writes]
        try:
            times = await self._call.runtime.gateways.documents.commit(writes) if writes else []
        except PreconditionFailed:
            return False
        except OutcomeUnknown:
            # With a claim the next attempt can look; without one, a second try might do it twice.
            if not is_claimed:
                raise
            return False
        pools.mark_committed(unit)
        if self.guard is not None:
            self.guard.mark_done()
        self._call.limit_status = unit.limit_status or self._call.limit_status
        self._committed_snapshots |= unit.committed_snapshots(times)
        for path in unit.incremented_paths:
            self._committed_snapshots.pop(path, None)
        self._dispatch.forget_trailing_writes(trailing)
        self._dispatch.start_sending(unit.outbox_entries)
        return True


async def _back_off(attempt: int) -> None:
    await asyncio.sleep(random.uniform(0, min(_MAX_BACKOFF, _MIN_BACKOFF * 2**attempt)))
