"""Contract of notifications: something to tell one person. `notifications` decides how it arrives."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.kernel.frozen_values import FrozenDict, FrozenJson
from shared.kernel.ids import UserId
from shared.kernel.schemas import Entity, Line, Model, Moment
from shared.kernel.stored_choices import StoredEnum
from shared.kernel.validation_messages import ValidationMessage


class NotificationKind(StoredEnum):
    """Kind of a notification. People choose the channels of each kind."""

    CHAT_MESSAGE = "chat_message"
    COMMENT = "comment"
    POST = "post"
    COURSE_DISCUSSION = "course_discussion"
    EVENT_REMINDER = "event_reminder"
    TRANSACTION = "transaction"
    FOLLOWER = "follower"
    ACHIEVEMENT = "achievement"
    SYSTEM = "system"
    AFFILIATE = "affiliate"
    MEMBERSHIP = "membership"
    PRODUCT_REVIEW = "product_review"
    CONTENT_UPDATE = "content_update"
    BOOKING = "booking"
    SESSION = "session"
    PAIRING = "pairing"
    PAYOUT = "payout"
    SECURITY = "security"
    REVIEW = "review"
    CRISIS = "crisis"
    UNKNOWN = "unknown"


class Channel(StoredEnum):
    """Way on which a notification reaches a person."""

    IN_APP = "in_app"
    PUSH = "push"
    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    UNKNOWN = "unknown"


class SubjectKind(StoredEnum):
    """Kind of thing that a notification is about, which is read again before the notification is sent."""

    BOOKING = "booking"
    ORDER = "order"
    SESSION = "session"
    ROOM = "room"
    PAIRING = "pairing"
    TICKET_EVENT = "ticket_event"
    EXPERT = "expert"
    INVITATION = "invitation"
    HOST = "host"
    REVIEW = "review"
    STRIKE = "strike"
    ASSIGNMENT = "assignment"
    GROUP_DATE = "group_date"
    NONE = "none"
    UNKNOWN = "unknown"


AppPath = Annotated[
    str,
    StringConstraints(max_length=300, pattern=r"^/([A-Za-z0-9._~!$&'()*+,;=:@%?-][A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?$"),
    ValidationMessage("not_a_path_in_the_app"),
]
"""Path inside of our app, such as `/bookings/BE-20261126-ACD346`; never an address of another host."""

TemplateName = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}\.[a-z_]{1,60}$")]
"""Family and name of a notification's texts, such as `booking.confirmed`."""


class NoticeSubject(Entity):
    """Thing that a notification is about, in the version in which the notification is true."""

    kind: SubjectKind
    """Domain that the thing belongs to, such as `booking` or `room`; `none` for nothing in particular."""
    id: str
    """Id of the thing, such as the id of a booking."""
    version: int | None = None
    """Version of the thing in which the notification is true; null when any version will do."""


class NoticeActor(Entity):
    """Person who caused a notification, as its recipient may see them."""

    id: str | None = None
    """Id of the person, or the alias that the recipient knows; null for a person without an account here."""
    name: Line
    """Name of the person, quoted: without links."""
    photo_url: str | None = None
    """Address of the person's picture; null without one."""


class Notice(Model):
    """Something to tell one person.

    Attributes:
        event: Natural key of the happening, such as `booking:BE-20261126-ACD346:confirmed:3`. A person is told of one
            happening once, however often it arrives.
        template: Name of the texts.
        to: Person to tell; None for a guest, who has no account.
        guest: Key of a recipient without an account, such as an order's id; None for a person.
        values: Values for the placeholders of the texts. Words of people are quoted before; instants are texts in
            ISO 8601; amounts are whole rupiah.
        subject: Thing to read again before sending; None when nothing can make the notification untrue.
        link: Place in the app that the notification opens.
        actor: Person who caused the notification.
        image_url: Address of a picture to show.
        group: Key of notifications that replace one another, such as a room's id; None for one of its own.
        count: Happenings that the group's notification stands for; by default one more than while it was unread before.
        group_version: Number that grows with each happening of a group; an earlier happening changes nothing.
        valid_until: Instant in UTC after which the notification is worthless; by default as its kind says.
        needed_by: Instant in UTC by which the person must know: quiet hours that end later hold nothing back.
        mail_after: Instant in UTC before which no mail is sent, because what the mail shows is still being made.
        mail_event: Key of the happening under which the address of the order is mailed; None if it is `event`.
        target: Followed thing whose follower is told, such as `group:ukm-ekspor`; None when it is not about following.
        channels: Channels to use, at most; those of the kind by default.
    """

    event: Annotated[str, Field(min_length=1, max_length=300)]
    template: TemplateName
    to: UserId | None = None
    guest: str | None = None
    values: FrozenJson = Field(default_factory=FrozenDict)
    subject: NoticeSubject | None = None
    link: AppPath | None = None
    actor: NoticeActor | None = None
    image_url: str | None = None
    group: str | None = None
    group_version: int = 0
    count: int | None = None
    valid_until: Moment | None = None
    needed_by: Moment | None = None
    mail_after: Moment | None = None
    mail_event: str | None = None
    target: str | None = None
    channels: tuple[Channel, ...] | None = None

    @property
    def recipient(self) -> str:
        """Return the key of the recipient: the uid, or the guest's key behind `guest:`."""
        return self.to if self.to is not None else f"guest:{self.guest}"
