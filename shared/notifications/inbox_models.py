"""Entities of a person's inbox: the notifications that the app shows, and which of them are unread."""

from pydantic import Field

from shared.contracts.notices import NoticeActor, NoticeSubject, NotificationKind
from shared.kernel.frozen_values import FrozenDict, FrozenMap
from shared.kernel.ids import UserId
from shared.kernel.schemas import Entity, Moment


class Notification(Entity):
    """Notification in the app, at `users/{uid}/notifications/{id}`. Its owner listens to the collection.

    Attributes:
        id: Hash of the happening or group, and of the person.
        user_id: Id of the person, the uid.
        kind: Kind, by which people filter and choose.
        template: Name of the texts.
        title: Headline in the person's language.
        body: Sentence or two in the person's language.
        link: Place in the app to open; None if there is none.
        image_url: Address of a picture; None without one.
        icon: Name of the icon that the app shows, the kind by default.
        actor: Person who caused the notification; None when nobody in particular did.
        subject: Thing that the notification is about; None when there is none.
        target: Followed thing, such as `group:ukm-ekspor`; None when the notification is not about following.
        seq: Number of the notification in the inbox. A notification of a group gets a new number with each happening.
        group_version: Number of the latest happening of the group; 0 without a group.
        count: Happenings that the notification stands for, from 1.
        unread: True until the person reads the notification.
        read_at: Instant in UTC at which the person read the notification; None while it is unread.
        clicked_at: Instant in UTC at which the person first opened the link; None before.
        created_at: Instant in UTC of the first happening.
        changed_at: Instant in UTC of the latest happening, by which the list is ordered.
        expire_at: Instant in UTC, 180 days after `changed_at`, after which the notification is deleted.
    """

    id: str
    user_id: UserId
    kind: NotificationKind
    template: str
    title: str
    body: str
    link: str | None = None
    image_url: str | None = None
    icon: str
    actor: NoticeActor | None = None
    subject: NoticeSubject | None = None
    target: str | None = None
    seq: int
    group_version: int = 0
    count: int = 1
    unread: bool = True
    read_at: Moment | None = None
    clicked_at: Moment | None = None
    created_at: Moment
    changed_at: Moment
    expire_at: Moment


class InboxState(Entity):
    """State of a person's inbox. Its owner listens to the document and computes the unread count.

    Attributes:
        id: Id of the person, the uid.
        seq: Number of the newest notification; 0 before the first.
        read: Numbers that are read or gone, as first and last of each range in turn: `(1, 4, 6, 6)`. Unread are `seq`
            less the numbers within these ranges.
        day: Date on the person's clock to which `sent` belongs, such as `2026-11-26`; empty before the first.
        sent: Notifications of that day that left the app, by kind.
    """

    id: UserId
    seq: int = 0
    read: tuple[int, ...] = ()
    day: str = ""
    sent: FrozenMap[str, int] = Field(default_factory=FrozenDict)
