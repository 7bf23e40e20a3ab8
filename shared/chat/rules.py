"""Rules of the chat: permission to write, rate limit, and construction of messages."""

import math
from datetime import datetime, timedelta
from typing import Literal

from shared.chat import call_pictures
from shared.chat.errors import AttachmentMissing, Blocked, MessageIdTaken, QuestionsUsedUp, RoomClosed, TooFast
from shared.chat.messages import SUPPORT_NAMES
from shared.chat.models import (
    LastMessage,
    Message,
    MessageAttachment,
    MessageKind,
    Participant,
    Presence,
    ReplyTo,
    Room,
    RoomKind,
    RoomNotice,
    Upload,
)
from shared.chat.schemas import SendMessage
from shared.chat.settings import ChatSettings
from shared.contracts.files import add_file_ending
from shared.contracts.support import SUPPORT_ID
from shared.kernel.actors import Actor
from shared.kernel.contact_details import MASK
from shared.kernel.errors import Forbidden, Invalid
from shared.kernel.ids import MessageId, UserId
from shared.kernel.rate_limits import RateLimitStatus

TYPING_TTL = timedelta(seconds=5)
ONLINE_TTL = timedelta(seconds=90)
PRESENCE_RETENTION = timedelta(days=90)
MAX_CONNECTIONS = 20
"""Connections of one person that are kept; further ones replace those whose leases end first."""
_PREVIEW_LENGTH = 120
_SYSTEM_ID_PREFIX = "_"


def check_writable(room: Room, now: datetime) -> None:
    """Check that members can write in the room at `now`.

    Raises:
        Blocked: One of the two people has blocked the other.
        RoomClosed: The room is closed, or has a kind that only a newer version knows.
    """
    if room.blocked_by:
        raise Blocked()
    if room.kind is RoomKind.UNKNOWN or not room.is_open_at(now):
        raise RoomClosed(closed_at=room.closes_at)


def with_question(room: Room, sender: UserId, settings: ChatSettings, *, now: datetime) -> Room:
    """Return the room of a booking with one more message that a side has sent before the meeting.

    Nothing is counted from the opening on, in other rooms, and where somebody may be in danger.

    Raises:
        QuestionsUsedUp: The side has sent all messages that it may send before the meeting.
    """
    if room.opens_at is None or now >= room.opens_at or room.in_crisis or sender not in room.members:
        return room
    sent = room.questions.get(sender, 0)
    if sent >= settings.questions_before_meeting:
        raise QuestionsUsedUp(opens_at=room.opens_at, most=settings.questions_before_meeting)
    return room.having(questions={**room.questions, sender: sent + 1})


def with_reply_time(room: Room, sender: UserId, *, now: datetime) -> Room:
    """Return the room of a booking with the time of the first question, or of the reply to it.

    A question is a customer's message before the session.
    """
    if room.expert is None or sender not in room.members:
        return room
    if sender == room.expert:
        return room.having(replied_at=now) if room.asked_at is not None and room.replied_at is None else room
    is_early = room.opens_at is not None and now < room.opens_at
    return room.having(asked_at=now) if room.asked_at is None and is_early else room


def one_time_notice_id(name: str) -> MessageId:
    """Build the id of a notice that is posted once. The prefix is refused in ids that apps choose."""
    return MessageId(f"{_SYSTEM_ID_PREFIX}{name}")


def check_message_allowed(request: SendMessage, actor: Actor) -> None:
    """Check that the parts of a message fit its kind and that the actor can send this kind.

    Raises:
        Invalid: The body or attachment is missing, an attachment does not belong, or the id has the system's prefix.
        Forbidden: A person other than an admin sends a system message.
    """
    if request.message_id.startswith(_SYSTEM_ID_PREFIX):
        raise Invalid.field("message_id", "reserved_prefix", prefix=_SYSTEM_ID_PREFIX)
    carries = request.kind in (MessageKind.IMAGE, MessageKind.FILE)
    if carries != (request.attachment is not None):
        raise Invalid.field("attachment", "missing" if carries else "only_for_files")
    if not carries and request.body is None:
        raise Invalid.field("body", "missing")
    if request.kind is MessageKind.SYSTEM and actor.role != "admin":
        raise Forbidden("system_message")


def compute_calm_time(
    calm_at: datetime | None, settings: ChatSettings, now: datetime
) -> tuple[datetime, RateLimitStatus]:
    """Count one message or sign of typing more: a burst at once, then one each interval.

    Args:
        calm_at: Time at which a full burst is allowed again, as it was before; None before the first message.
        settings: Settings of the chat.
        now: Time of the message.

    Returns:
        The new time at which a full burst is allowed, and what is left of the burst.

    Raises:
        TooFast: The burst is used up and the interval is not over.
    """
    before, interval = max(now, calm_at or now), settings.message_interval
    wait = before - now - interval * (settings.burst - 1)
    if wait > timedelta():
        seconds = wait.total_seconds()
        status = RateLimitStatus(settings.burst, 0, seconds)
        raise TooFast(retry_after=seconds, status_after=status)
    after = before + interval
    left = settings.burst - math.ceil((after - now) / interval)
    return after, RateLimitStatus(settings.burst, left, (after - now).total_seconds())


def message_from_request(
    room: Room,
    request: SendMessage,
    *,
    actor: Actor,
    name: str,
    body: str,
    warning: Literal["contact"] | None,
    file_name: str,
    upload: Upload | None,
    answered: Message | None,
    now: datetime,
) -> Message:
    """Build the next message of `room` from `request`.

    Args:
        room: Room to which the message is added.
        request: Message as the app sent it.
        actor: Sender.
        name: Display name of the sender in this room.
        body: Text of the message, after the contact filter.
        warning: `contact` if the filter found contact details.
        file_name: Name of the attachment, after the contact filter.
        upload: Upload that the request names, if it exists.
        answered: Message that the request answers, if it exists.
        now: Time of sending.

    Raises:
        Invalid: The answered message does not exist or is a system message, or an image is not an image.
        AttachmentMissing: The upload does not exist, has expired, or belongs to another person.
    """
    if request.reply_to and (answered is None or answered.kind in (MessageKind.SYSTEM, MessageKind.UNKNOWN)):
        raise Invalid.field("reply_to", "not_in_room")
    return Message(
        id=request.message_id,
        seq=room.seq + 1,
        kind=request.kind,
        sender=UserId(actor.id),
        sender_name=name,
        body=body,
        warning=warning,
        attachment=_attached(request, upload, name=file_name, actor=actor, now=now),
        reply_to=ReplyTo(id=answered.id, seq=answered.seq, sender=answered.sender) if answered else None,
        sent_at=now,
    )


def _attached(
    request: SendMessage, upload: Upload | None, *, name: str, actor: Actor, now: datetime
) -> MessageAttachment | None:
    if request.attachment is None:
        return None
    if upload is None or upload.by != actor.id or upload.expire_at <= now:
        raise AttachmentMissing("no_upload")
    if request.kind is MessageKind.IMAGE and not upload.content_type.startswith("image/"):
        raise Invalid.field("kind", "not_an_image")
    name = add_file_ending(name, upload.content_type)
    return call_pictures.attachment_from_upload(request.room_id, upload, name=name)


def check_same_message(earlier: Message, request: SendMessage, *, actor: Actor, masked: str) -> None:
    """Check that `earlier`, which has the same id, was made from `request`.

    An edited or deleted message of the same sender passes: its original content is no longer known.

    Args:
        earlier: Message that was sent under this id.
        request: Message as the app sends it now.
        actor: Sender.
        masked: Text of the request with contact details masked. The mode may have changed between the two calls.

    Raises:
        MessageIdTaken: `earlier` is another message.
    """
    changed = earlier.edited_at or earlier.deleted_at
    reply_to = earlier.reply_to.id if earlier.reply_to else None
    upload = earlier.attachment.key.rpartition("/")[2] if earlier.attachment else None
    wanted = request.attachment.upload_id if request.attachment else None
    alike = (earlier.kind, reply_to, upload) == (request.kind, request.reply_to, wanted)
    # The last part of a number that was spread over several messages was masked as a whole.
    hidden = earlier.warning == "contact" and earlier.body == MASK
    alike = alike and (hidden or earlier.body in (request.body or "", masked))
    if earlier.sender != actor.id or not (changed or alike):
        raise MessageIdTaken(message_id=request.message_id)


def message_from_notice(room: Room, id: MessageId, notice: RoomNotice, now: datetime) -> Message:
    """Build the system message that carries `notice`."""
    return Message(
        id=id, seq=room.seq + 1, kind=MessageKind.SYSTEM, sender=None, sender_name="", notice=notice, sent_at=now
    )


def with_new_message(room: Room, message: Message) -> Room:
    """Set `message` as the newest message of `room`."""
    # Clocks of two instances differ: a newer message must not have an earlier time.
    return room.having(
        seq=message.seq,
        support_seq=_compute_support_seq(room, message),
        last_message=last_message_from(message),
        last_at=max(room.last_at, message.sent_at),
    )


def _compute_support_seq(room: Room, message: Message) -> int:
    """Compute the number up to which nothing in a support room waits for the support after `message`."""
    if room.kind is not RoomKind.SUPPORT:
        return room.support_seq
    answered = message.sender == SUPPORT_ID or (message.sender is None and room.support_seq == room.seq)
    return message.seq if answered else room.support_seq


def last_message_from(message: Message) -> LastMessage:
    """Build the preview of `message` for lists of rooms, with the first 120 characters of its text."""
    told = message.model_dump(include=set(LastMessage.model_fields))
    return LastMessage(**told, text=message.body[:_PREVIEW_LENGTH], deleted=message.deleted_at is not None)


def compute_display_name(room: Room, actor: Actor) -> str:
    """Return the display name of an actor who is no member: the name of the support in support rooms."""
    if room.kind is RoomKind.SUPPORT:
        return room.names.get(SUPPORT_ID, SUPPORT_NAMES["id"])
    return actor.name or ""


def renew_presence(earlier: Presence | None, uid: UserId, connection: str, online: bool, now: datetime) -> Presence:
    """Renew the lease of one connection, or end the lease; leases of other connections stay.

    Args:
        earlier: Presence of the person before; None before the first call.
        uid: Id of the person.
        connection: Id of the browser tab or app that calls.
        online: True to renew the lease for 90 seconds, false to end the lease.
        now: Time of the call.
    """
    others = earlier.leases.items() if earlier else ()
    leases = {id: until for id, until in others if until > now and id != connection}
    if online:
        kept = sorted(leases.items(), key=lambda lease: lease[1])[-(MAX_CONNECTIONS - 1) :]
        leases = {**dict(kept), connection: now + ONLINE_TTL}
    return Presence(
        id=uid,
        online_until=max(leases.values(), default=now),
        leases=leases,
        seen_at=now,
        expire_at=now + PRESENCE_RETENTION,
    )


def with_receipts(mark: Participant, *, delivered: int, read: int = 0, now: datetime) -> Participant:
    """Return the receipts of a person moved up to these numbers, with the time. A mark never moves back.

    A mark whose number does not move keeps its time, also if the clock of this instance is behind.
    """
    if delivered > mark.delivered_seq:
        mark = mark.having(delivered_seq=delivered, delivered_at=max(now, mark.delivered_at or now))
    if read > mark.read_seq:
        mark = mark.having(read_seq=read, read_at=max(now, mark.read_at or now))
    return mark
