"""Entity and queries of host platforms: which person a host's own id stands for."""

from collections.abc import Sequence

from shared.kernel.ids import Id, PartnerId, UserId
from shared.kernel.ports import Query, Reader, Ref
from shared.kernel.schemas import Entity, Moment

_MOST_PEOPLE = 30
"""Most people whom one query may name."""


class HostUser(Entity):
    """Link between a host platform's own id of a person and the person's account.

    Attributes:
        partner_id: Partner whose id it is.
        own_id: Id of the person at the host platform.
        user_id: Id of the person here, the uid.
        linked_at: Instant in UTC of the link.
    """

    partner_id: PartnerId
    own_id: Id
    user_id: UserId
    linked_at: Moment


def host_user_ref(partner_id: str, own_id: str) -> Ref[HostUser]:
    """Build the reference of the person whom a host platform knows by `own_id`."""
    return Ref(f"host_users/{partner_id}:{own_id}", HostUser)


def _links_of_people_query(partner_id: str, uids: Sequence[str]) -> Query[HostUser]:
    return Query("host_users", HostUser).matching("partner_id", "==", partner_id).matching("user_id", "in", list(uids))


async def list_linked_people(reader: Reader, partner_id: str, uids: Sequence[UserId]) -> set[UserId]:
    """List those of `uids` to whom the partner has linked an own id."""
    pages = [uids[start : start + _MOST_PEOPLE] for start in range(0, len(uids), _MOST_PEOPLE)]
    found = [await reader.query(_links_of_people_query(partner_id, page)) for page in pages]
    return {link.user_id for links in found for link in links}
