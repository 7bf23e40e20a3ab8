"""Context of one call, as the function sees it."""

import secrets
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from shared.identity import store
from shared.kernel.ports import Reader, UnitOfWork
from shared.runtime import languages
from shared.runtime.account_guard import AccountGuard
from shared.runtime.audit import AuditTrail
from shared.runtime.call_info import CallInfo
from shared.runtime.commit_loop import CommitLoop
from shared.runtime.idempotency import IdempotencyKey
from shared.runtime.instance import Runtime
from shared.runtime.outbox_dispatch import OutboxDispatch

if TYPE_CHECKING:
    from shared.gateways.firestore.unit_of_work import FirestoreUnitOfWork

P = ParamSpec("P")
T = TypeVar("T")


class Context(CallInfo):
    """Context of one call: facts about the call, and access to the documents by `read` and `commit`.

    Implements `shared.workflows.call.Call`, which is all that a workflow sees.
    """

    def __init__(
        self,
        runtime: Runtime,
        *,
        function: str,
        request_id: str,
        trace: str | None = None,
        client_address: str | None = None,
    ) -> None:
        super().__init__(runtime, function=function, request_id=request_id, trace=trace, client_address=client_address)
        self.dispatch = OutboxDispatch(self)
        self._commits = CommitLoop(self, self.dispatch)

    def random_below(self, limit: int) -> int:
        """Return a random integer from 0 to `limit` - 1, fit for secrets: what new ids are made of."""
        return secrets.randbelow(limit)

    def set_idempotency_key(self, key: IdempotencyKey) -> None:
        """Let the first commit claim this arrival. The arrival of a task is claimed by the last commit."""
        self._commits.idempotency_key = key

    def guard_account(self, *, open_to_suspended: bool) -> None:
        """Let the first reads of the call check the caller's account.

        Args:
            open_to_suspended: True if suspended people may make this call.
        """
        self._commits.guard = AccountGuard(self.actor, open_to_suspended=open_to_suspended, now=self.now)

    async def check_account(self) -> None:
        """Check the caller's account now, if no read and no commit has checked the account yet.

        Raises:
            SignedOut: The sign-in is older than the account's latest sign-out.
            AccountClosed: The account is closed.
            AccountSuspended: The account is suspended, and the function is not open to suspended people.
        """
        await self._commits.check_account()

    def find_read_account(self) -> languages.AccountLanguage:
        """Find the language and the zone of the caller's account among the documents that this call has read."""
        ref = store.user_ref(self.actor.id)
        return languages.parse_account(self._commits.find_read_data(ref.path))

    def audit_changes(self, function: str, request: Any) -> None:
        """Let every commit of the call carry an audit record of what the admin changes."""
        self._commits.audit = AuditTrail(self, function=function, request=request)

    def prefetched_unit(self) -> "FirestoreUnitOfWork":
        """Get the unit of the first commit, to read documents into it before the function runs."""
        return self._commits.prefetched_unit()

    async def read(
        self, query: Callable[Concatenate[Reader, P], Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `query` on the documents as they are now."""
        unit = self._commits.take_next_unit()
        try:
            return await query(unit, *args, **kwargs)
        finally:
            await self._commits.check_account(unit)

    async def commit(
        self, action: Callable[Concatenate[UnitOfWork, P], Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `action` in an optimistic transaction and commit its changes, all or none.

        The first commit of a call also claims the arrival (`Idempotency-Key`, event id); the claim of a task waits for
        `commit_final`. A conflict runs `action` again, so `action` must not call a vendor.

        Raises:
            Busy: Every attempt met a conflict.
        """
        return await self._commits.run(action, *args, **kwargs)

    async def commit_final(
        self, action: Callable[Concatenate[UnitOfWork, P], Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run the last commit of a task, which also concludes the job: a second delivery finds nothing to do.

        Raises:
            Busy: Every attempt met a conflict.
            Duplicate: Another delivery has concluded the job, or the job was cancelled or scheduled anew.
        """
        return await self._commits.run_final(action, *args, **kwargs)

    async def finish(self) -> None:
        """Claim the arrival if no commit has claimed it, and see outbox entries off, before the response leaves."""
        key = self._commits.idempotency_key
        if key is not None and key.claim_without_commit:
            await self.commit_final(_claim_only)
        await self.dispatch.finish_sending()


async def _claim_only(uow: UnitOfWork) -> None:
    """Commit the claim alone."""
