"""Paths and queries of users and partner keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.identity.errors import NotRegistered
from shared.identity.models import AccountRestriction, AdminGrant, EmailVerification, PartnerKey, User, VouchedDay
from shared.kernel.ids import UserId
from shared.kernel.ports import Load, Query, Reader, Ref, UnitOfWork, Wanted


def user_ref(uid: str) -> Ref[User]:
    """Build the reference to a user, whose id is the uid."""
    return Ref(f"users/{uid}", User)


def email_verification_ref(uid: str) -> Ref[EmailVerification]:
    """Build the reference to the verification mails that a user has asked for."""
    return Ref(f"email_verifications/{uid}", EmailVerification)


@dataclass(frozen=True, slots=True)
class UserNames:
    """Names of users, as one argument of `Reader.get_many`. Ids without a user are absent from the result.

    Attributes:
        uids: Ids of the users.
    """

    uids: Sequence[UserId]

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of the users."""
        return tuple(user_ref(uid).path for uid in self.uids)

    def pick(self, load: Load) -> dict[UserId, str]:
        """Build a mapping of ids to names."""
        found = {uid: load(user_ref(uid)) for uid in self.uids}
        return {uid: user.full_name for uid, user in found.items() if user is not None}


async def get_user_names(uow: UnitOfWork, uids: Sequence[UserId], *also: Wanted[object]) -> dict[UserId, str]:
    """Get the names of users by id.

    Args:
        uow: Unit of work.
        uids: Ids of the users; ids without a user are absent from the result.
        also: Documents that the caller reads next, prefetched in the same round trip.
    """
    names = UserNames(uids)
    await uow.prefetch(names, *also)
    return (await uow.get_many(names))[0]


async def get_user(reader: Reader, uid: UserId) -> User:
    """Get a user.

    Raises:
        NotRegistered: There is no such user.
    """
    found = await reader.get(user_ref(uid))
    if found is None:
        raise NotRegistered()
    return found


def restriction_ref(uid: str) -> Ref[AccountRestriction]:
    """Build the reference to the restriction of an account, whose id is the uid."""
    return Ref(f"account_restrictions/{uid}", AccountRestriction)


def admin_grant_ref(uid: str) -> Ref[AdminGrant]:
    """Build the reference to the grant of an admin, whose id is the uid."""
    return Ref(f"admin_grants/{uid}", AdminGrant)


def admin_grants_query() -> Query[AdminGrant]:
    """Build the query for all grants, the newest first."""
    return Query("admin_grants", AdminGrant).order_by("granted_at", "desc").order_by("id", "desc")


def partner_key_ref(key_id: str) -> Ref[PartnerKey]:
    """Build the reference to a partner key, whose id is the hash of the key."""
    return Ref(f"partner_keys/{key_id}", PartnerKey)


def vouched_day_ref(key_id: str, day: date) -> Ref[VouchedDay]:
    """Build the reference to the orders of one day for which a key has answered."""
    return Ref(f"vouched_days/{key_id}-{day:%Y%m%d}", VouchedDay)


def partner_keys_query() -> Query[PartnerKey]:
    """Build the query for all partner keys, the newest first."""
    return Query("partner_keys", PartnerKey).order_by("created_at", "desc")
