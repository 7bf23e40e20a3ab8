"""Where people and partner keys are kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.identity.errors import AccountSuspended, NotRegistered
from shared.identity.models import PartnerKey, User, UserStatus
from shared.kernel.ids import UserId
from shared.kernel.ports import Load, Query, Reader, Ref, UnitOfWork, Wanted


def user_ref(uid: str) -> Ref[User]:
    """A person is kept under their uid."""
    return Ref(f"users/{uid}", User)


@dataclass(frozen=True, slots=True)
class UserNames:
    """The names of users, as one argument of `Reader.get_many`; ids without a user are left out of the result."""

    uids: Sequence[UserId]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the users."""
        return tuple(user_ref(uid).path for uid in self.uids)

    def pick(self, load: Load) -> dict[UserId, str]:
        """Make a mapping of ids to names."""
        found = {uid: load(user_ref(uid)) for uid in self.uids}
        return {uid: user.full_name for uid, user in found.items() if user is not None}


async def get_user_names(uow: UnitOfWork, uids: Sequence[UserId], *also: Wanted[object]) -> dict[UserId, str]:
    """Return the names of users by id; `also` is what is needed next, and read in the same round trip."""
    names = UserNames(uids)
    await uow.prefetch(names, *also)
    return (await uow.get_many(names))[0]


async def get_user(reader: Reader, uid: UserId) -> User:
    """The person. Raises `NotRegistered`."""
    found = await reader.get(user_ref(uid))
    if found is None:
        raise NotRegistered()
    return found


async def get_active_user(reader: Reader, uid: UserId) -> User:
    """The person, if they may act. Raises `NotRegistered`, `AccountSuspended`."""
    found = await get_user(reader, uid)
    if found.status is not UserStatus.ACTIVE:
        raise AccountSuspended()
    return found


def partner_key_ref(key_id: str) -> Ref[PartnerKey]:
    """`key_id` is the hash of the key."""
    return Ref(f"partner_keys/{key_id}", PartnerKey)


def partner_keys_query() -> Query[PartnerKey]:
    """All keys, the newest first."""
    return Query("partner_keys", PartnerKey).order_by("created_at", "desc")
