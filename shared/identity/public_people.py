"""The part of an account that people who meet its owner by name may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from shared.contracts.people import CustomerProfileView
from shared.identity.models import User, UserStatus
from shared.identity.store import user_ref
from shared.kernel.ids import UserId
from shared.kernel.ports import Load


class PublicPerson(NamedTuple):
    """The part of an account that other people may see.

    Attributes:
        profile: City, interests and goals of the person.
        photo_url: Public address of the person's photo; None without a photo.
    """

    profile: CustomerProfileView
    photo_url: str | None


@dataclass(frozen=True, slots=True)
class PublicPeople:
    """The parts of accounts that other people may see, as one argument of `Reader.get_many`.

    Ids without an account, anonymous accounts and suspended ones are absent from the result, and so are aliases.

    Attributes:
        uids: Ids of the people.
        now: Time of the call, at which a suspension may be over.
    """

    uids: Sequence[UserId]
    now: datetime

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of the accounts."""
        return tuple(user_ref(uid).path for uid in self.uids if not uid.is_alias)

    def pick(self, load: Load) -> dict[UserId, PublicPerson]:
        """Build a mapping of ids to people."""
        found = [load(user_ref(uid)) for uid in self.uids if not uid.is_alias]
        return {user.id: to_public_person(user) for user in found if user is not None and _is_shown(user, self.now)}


def to_public_person(user: User) -> PublicPerson:
    """Build the part of an account that other people may see, of an account that is shown."""
    return PublicPerson(CustomerProfileView(city=user.city, interests=user.interests, goals=user.goals), user.photo_url)


def _is_shown(user: User, now: datetime) -> bool:
    ended = user.suspended_until is not None and user.suspended_until <= now
    return not user.anonymous and (user.status is not UserStatus.SUSPENDED or ended)
