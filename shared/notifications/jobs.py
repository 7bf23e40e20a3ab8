"""Jobs of notifications: one task a delivery, from a queue for each channel with the vendor's rate."""

from datetime import date, datetime
from typing import ClassVar

from shared.contracts.follows import TargetKind
from shared.contracts.notices import Channel
from shared.kernel.ids import Id, PartnerId, UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Job, Moment
from shared.notifications.delivery_models import NoticeDelivery


class SendPush(Job):
    """Push to the devices of one person.

    Attributes:
        delivery_id: Delivery to send.
    """

    queue: ClassVar[str] = "notice-push"
    delivery_id: str


class SendEmail(Job):
    """E-mail to one recipient.

    Attributes:
        delivery_id: Delivery to send.
    """

    queue: ClassVar[str] = "notice-mail"
    delivery_id: str


class SendSms(Job):
    """SMS to one recipient.

    Attributes:
        delivery_id: Delivery to send.
    """

    queue: ClassVar[str] = "sms"
    delivery_id: str


class SendWhatsapp(Job):
    """WhatsApp message to one recipient.

    Attributes:
        delivery_id: Delivery to send.
    """

    queue: ClassVar[str] = "whatsapp"
    delivery_id: str


class SendByNextChannel(Job):
    """Delivery on the next channel, after a delivery that must arrive has failed.

    Attributes:
        delivery_id: Delivery that has failed.
    """

    queue: ClassVar[str] = "notices"
    delivery_id: str


class CountDeliveries(Job):
    """Page of the count of a day's deliveries.

    Attributes:
        day: Date in Jakarta on which the deliveries were decided.
        run_at: Instant in UTC of the start of the count.
        page: Number of the page, from 0.
    """

    queue: ClassVar[str] = "notices"
    day: date
    run_at: Moment
    page: int


class CallNextOnDuty(Job):
    """Next step of a call to the admins on duty, unless somebody has answered.

    Attributes:
        duty_call_id: Call to the admins.
        step: Number of the step, from 1.
    """

    queue: ClassVar[str] = "crisis"
    duty_call_id: Id
    step: int


class ReleaseHeldNotices(Job):
    """Release of what waited for the end of a person's quiet hours.

    Attributes:
        user_id: Person whose window ends.
        channel: Channel on which notifications wait.
        early: True if the person's quiet hours have changed, so that all that waits is looked at.
    """

    queue: ClassVar[str] = "held-notices"
    user_id: UserId
    channel: Channel
    early: bool = False


class TellFollowedPerson(Job):
    """News to a person about a new follower.

    Attributes:
        kind: Kind of the follow: of a user, or of an expert.
        followed: Person to tell.
        follower: Person who follows.
    """

    queue: ClassVar[str] = "notices"
    kind: TargetKind
    followed: UserId
    follower: UserId


class LeaveHostRooms(Job):
    """Removal of a person from the chat rooms of a host platform that has unlinked the person.

    Attributes:
        partner_id: Partner who has unlinked the person.
        user_id: Id of the person.
        after: Membership behind which this task begins; None for the first task.
    """

    queue: ClassVar[str] = "chat"
    partner_id: PartnerId
    user_id: UserId
    after: str | None = None


class TellAudience(Job):
    """Page of a fan-out: the next people to tell of a happening.

    Attributes:
        fan_out_id: Fan-out that the page belongs to.
        page: Number of the page, from 0.
    """

    queue: ClassVar[str] = "audiences"
    fan_out_id: Id
    page: int


def schedule_sending(uow: UnitOfWork, delivery: NoticeDelivery, *, at: datetime | None = None) -> None:
    """Schedule the task that sends `delivery`: at once, or at `at`."""
    uow.schedule(_build_sending(delivery.channel, delivery.id), at=at, key=delivery.id)


def _build_sending(channel: Channel, delivery_id: str) -> Job:
    # Each job is called by its name: from this follows which queues a function may use.
    match channel:
        case Channel.PUSH:
            return SendPush(delivery_id=delivery_id)
        case Channel.EMAIL:
            return SendEmail(delivery_id=delivery_id)
        case Channel.SMS:
            return SendSms(delivery_id=delivery_id)
        case Channel.WHATSAPP:
            return SendWhatsapp(delivery_id=delivery_id)
        case _:
            raise LookupError(f"nothing is sent by {channel}")


def schedule_release(uow: UnitOfWork, user_id: UserId, channel: Channel, *, at: datetime) -> None:
    """Schedule the release of a person's held notifications, once for each end of a window."""
    job = ReleaseHeldNotices(user_id=user_id, channel=channel)
    uow.schedule_once(job, at=at, key=f"{user_id}-{channel}-{at:%Y%m%dT%H%M}")


def schedule_early_release(uow: UnitOfWork, user_id: UserId, channel: Channel) -> None:
    """Schedule a look at all that a person's earlier quiet hours have held."""
    job = ReleaseHeldNotices(user_id=user_id, channel=channel, early=True)
    uow.schedule(job, key=f"{user_id}-{channel}")
