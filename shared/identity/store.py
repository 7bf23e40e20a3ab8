"""Where people and partner keys are kept."""

from shared.identity.errors import AccountSuspended, NotRegistered
from shared.identity.models import PartnerKey, User, UserStatus
from shared.kernel.ids import UserId
from shared.kernel.ports import Query, Reader, Ref


def user_ref(uid: str) -> Ref[User]:
    """A person is kept under their uid."""
    return Ref(f"users/{uid}", User)


async def get_user(reader: Reader, uid: UserId) -> User:
    """The person. Raises `NotRegistered`."""
    found = await reader.get(user_ref(uid))
    if found is None:
        raise NotRegistered()
    return found


async def get_active_user(reader: Reader, uid: UserId) -> User:
    """The person, if they may act. Raises `NotRegistered`, `AccountSuspended`."""
    found = await get_user(reader, uid)
    if found.status is UserStatus.SUSPENDED:
        raise AccountSuspended()
    return found


def partner_key_ref(key_id: str) -> Ref[PartnerKey]:
    """`key_id` is the hash of the key."""
    return Ref(f"partner_keys/{key_id}", PartnerKey)


def partner_keys_query() -> Query[PartnerKey]:
    """All keys, the newest first."""
    return Query("partner_keys", PartnerKey).order_by("created_at", "desc")
