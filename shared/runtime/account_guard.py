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
        if not self._is_done:
            unit.read_along(self._ref)

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
