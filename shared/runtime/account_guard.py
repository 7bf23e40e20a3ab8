"""Check of the caller's account, in the first reads of a call: suspended people may do hardly anything."""

from datetime import datetime
from typing import TYPE_CHECKING

from shared.identity import rules, store
from shared.kernel.actors import Actor

if TYPE_CHECKING:
    from shared.gateways.firestore.unit_of_work import FirestoreUnitOfWork


class AccountGuard:
    """Checks one caller once, before the first commit or answer of the call.

    The restriction of the account is read together with the first documents that the function reads.
    """

    def __init__(self, actor: Actor, *, open_to_suspended: bool, now: datetime) -> None:
        self._actor = actor
        self._open_to_suspended = open_to_suspended
        self._now = now
        self._ref = store.restriction_ref(actor.id)
        self._is_done = False

    def attach(self, unit: "FirestoreUnitOfWork") -> None:
        """Let `unit` read the restriction together with its first documents."""
        if not self._is_done or unit.attempt:
            unit.read_along(self._ref)

    def mark_done(self) -> None:
        """Note that a commit has succeeded, which required that the account has no restriction."""
        self._is_done = True

    async def check_before_commit(self, unit: "FirestoreUnitOfWork") -> None:
        """Check the caller's account before `unit` is committed.

        An action that has read nothing does not wait for a read. The commit then requires that the account has no
        restriction. If there is one, the commit fails, and the next attempt reads the restriction.

        Raises:
            SignedOut: The sign-in is older than the account's latest sign-out.
            AccountClosed: The account is closed.
            AccountSuspended: The account is suspended, and the function is not open to suspended people.
        """
        if unit.attempt:
            # Something has changed since the first attempt, perhaps the account.
            self._is_done = False
        if not self._is_done and not unit.attempt and not unit.has_read(self._ref):
            unit.require_absent(self._ref)
        else:
            await self.check(unit)

    async def check(self, unit: "FirestoreUnitOfWork") -> None:
        """Check the caller's account. A repeated check costs nothing.

        Raises:
            SignedOut: The sign-in is older than the account's latest sign-out.
            AccountClosed: The account is closed.
            AccountSuspended: The account is suspended, and the function is not open to suspended people.
        """
        if self._is_done:
            return
        restriction = await unit.get(self._ref)
        rules.check_account(restriction, self._actor, open_to_suspended=self._open_to_suspended, now=self._now)
        self._is_done = True
