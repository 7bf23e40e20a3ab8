"""Records for statistics of notifications that people ended: by a mail's link, in their settings, by muting a room.

A record names nobody. It shares the commit of the choice, so that the same choice again makes no second one.
"""

from collections.abc import Iterable
from datetime import datetime

from shared.contracts.notices import Channel, NotificationKind
from shared.contracts.people import PersonRole
from shared.kernel.ids import Id
from shared.kernel.ports import Ref, UnitOfWork
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import StoredEnum
from shared.notifications.decision_rules import OUTSIDE_CHANNELS, RETENTION
from shared.notifications.kinds import KIND_POLICIES
from shared.notifications.preference_models import NotificationPreferences

End = tuple[NotificationKind, Channel]
"""Kind that a person no longer gets on a channel."""


class OptOutCause(StoredEnum):
    """Way in which a person ended notifications.

    Attributes:
        LINK: The link of a mail, by the page or by one click.
        SETTINGS: The person's settings in the app.
        MUTED_ROOM: The person muted a room.
    """

    LINK = "link"
    SETTINGS = "settings"
    MUTED_ROOM = "muted_room"
    UNKNOWN = "unknown"


class OptOut(Entity):
    """Choice of a person by which notifications ended.

    Attributes:
        id: Random id.
        cause: Way in which the notifications ended.
        ends: Kinds and channels that ended, such as `comment:push`. For a muted room all channels of its kind.
        role: Role of the person.
        at: Instant in UTC of the choice.
        expire_at: Instant in UTC after which TTL deletes the record.
    """

    id: Id
    cause: OptOutCause
    ends: tuple[str, ...]
    role: PersonRole
    at: Moment
    expire_at: Moment


def opt_out_ref(record_id: str) -> Ref[OptOut]:
    """Build the reference of a record."""
    return Ref(f"opt_outs/{record_id}", OptOut)


def list_ends(before: NotificationPreferences, after: NotificationPreferences) -> list[End]:
    """List the kinds and channels that a person wanted before a change, and does not want after it."""
    return [
        (kind, channel)
        for kind in KIND_POLICIES
        for channel in (Channel.IN_APP, *OUTSIDE_CHANNELS)
        if kind is not NotificationKind.UNKNOWN and before.wants(kind, channel) and not after.wants(kind, channel)
    ]


def record_opt_out(
    uow: UnitOfWork, ends: Iterable[End], cause: OptOutCause, *, role: PersonRole, now: datetime
) -> None:
    """Record that notifications have ended for a person; nothing is recorded if `ends` is empty."""
    told = _write_ends(ends)
    if told:
        record = OptOut(
            id=Id.new(uow.random_below), cause=cause, ends=told, role=role, at=now, expire_at=now + RETENTION
        )
        uow.create(opt_out_ref(record.id), record)


def record_muted_room(uow: UnitOfWork, *, role: PersonRole, now: datetime) -> None:
    """Record that a person has muted a room of the chat."""
    kind = NotificationKind.CHAT_MESSAGE
    ends = [(kind, channel) for channel in KIND_POLICIES[kind].channels]
    record_opt_out(uow, ends, OptOutCause.MUTED_ROOM, role=role, now=now)


def _write_ends(ends: Iterable[End]) -> tuple[str, ...]:
    return tuple(f"{kind}:{channel}" for kind, channel in ends)
