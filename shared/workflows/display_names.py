"""Names by which people see one another: a user's own, or the pseudonym of a caller's alias."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.identity.store import UserNames
from shared.kernel.ids import UserId
from shared.kernel.ports import Load
from shared.pairing.store import caller_account_ref, session_alias_ref


@dataclass(frozen=True, slots=True)
class DisplayNames:
    """The names of users and aliases, as one argument of `Reader.get_many`; unknown ids are left out of the result."""

    uids: Sequence[UserId]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the users, and of the accounts of callers: an alias has no user."""
        aliases = [uid for uid in self.uids if uid.is_alias]
        callers = (ref.path for uid in aliases for ref in (caller_account_ref(uid), session_alias_ref(uid)))
        return (*self._users.paths, *callers)

    def pick(self, load: Load) -> dict[UserId, str]:
        """Make a mapping of ids to names."""
        callers = {
            uid: load(session_alias_ref(uid)) or load(caller_account_ref(uid)) for uid in self.uids if uid.is_alias
        }
        return self._users.pick(load) | {uid: caller.pseudonym for uid, caller in callers.items() if caller is not None}

    @property
    def _users(self) -> UserNames:
        return UserNames([uid for uid in self.uids if not uid.is_alias])
