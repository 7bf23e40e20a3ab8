"""Sending of messages: one read and one commit, at the same cost for rooms of 2 and of 200 members."""

from dataclasses import dataclass
from datetime import datetime

from shared.chat import (
    anonymous_senders,
    call_pictures,
    contact_filter,
    crisis_detection,
    inboxes,
    message_news,
    rules,
    split_numbers,
    store,
)
from shared.chat.inbox_models import Inbox
from shared.chat.models import Message, Room, RoomKind, RoomNotice, SupportAnswer, Upload, users_from_pair
from shared.chat.schemas import SendMessage
from shared.chat.settings import ChatSettings
from shared.kernel.actors import Actor
from shared.kernel.ids import MessageId, UserId
from shared.kernel.ports import OptionalRef, UnitOfWork


@dataclass(frozen=True, slots=True)
class _SendContext:
    """Documents that decide on a message, read in one round trip.

    Attributes:
        room: Room to write in, if it exists.
        inbox: Inbox of the sender, empty before the first room.
        earlier: Message that was sent under the same id before.
        settings: Settings of the chat.
        answered: Message that the request answers, if it exists.
        upload: Upload that the request names, if it exists.
    """

    room: Room | None
    inbox: Inbox
    earlier: Message | None
    settings: ChatSettings
    answered: Message | None
    upload: Upload | None


async def _get_send_context(uow: UnitOfWork, request: SendMessage, actor: Actor) -> _SendContext:
    answered, file = request.reply_to, request.attachment
    room, inbox, earlier, settings, answered_message, upload = await uow.get_many(
        store.room_ref(request.room_id),
        store.inbox_ref(actor.id),
        store.message_ref(request.room_id, request.message_id),
        store.SETTINGS,
        OptionalRef(store.message_ref(request.room_id, answered) if answered else None),
        OptionalRef(store.upload_ref(request.room_id, file.upload_id) if file else None),
    )
    return _SendContext(
        room=room,
        inbox=inbox or Inbox(id=UserId(actor.id)),
        earlier=earlier,
        settings=settings or ChatSettings(),
        answered=answered_message,
        upload=upload,
    )


async def send_message(uow: UnitOfWork, request: SendMessage, *, actor: Actor, now: datetime) -> Message:
    """Send a message to a room. The same message under the same id again returns the first, and sends nothing.

    Raises:
        RoomNotFound: The actor does not see such a room.
        Blocked: One of the two people has blocked the other.
        RoomClosed: The room is closed.
        QuestionsUsedUp: The actor has sent all messages that are allowed before the booked meeting.
        TooFast: The actor exceeds the rate limit of the room.
        MessageIdTaken: Another message was sent under the same id.
        AttachmentMissing: The upload does not exist, has expired, or belongs to another person.
        IdentityNeeded: The actor is anonymous, and has opened a room with somebody without a booking or call.
        Forbidden: A person other than an admin sends a system message.
        Invalid: The parts of the message do not fit its kind, or the answered message does not exist.
    """
    rules.check_message_allowed(request, actor)
    look = await _get_send_context(uow, request, actor)
    room = store.check_room_access_or_blocked(look.room, request.room_id, actor)
    if look.earlier is not None:
        rules.check_same_message(
            look.earlier, request, actor=actor, masked=contact_filter.filter_contacts(request.body or "", "mask")[0]
        )
        return look.earlier
    inbox, body, warning = split_numbers.filter_message(
        look.inbox, room.id, request.body or "", look.settings.contacts, now=now
    )
    name, in_name = contact_filter.filter_contacts_in_file_name(
        request.attachment.name if request.attachment else "", look.settings.contacts
    )
    rules.check_writable(room, now)
    room = rules.with_question(room, UserId(actor.id), look.settings, now=now)
    room = rules.with_reply_time(room, UserId(actor.id), now=now)
    if room.kind is RoomKind.DIRECT and room.created_by == actor.id:
        (other,) = (uid for uid in users_from_pair(room.pair or "") if uid != actor.id)
        await anonymous_senders.check_may_write(uow, other, actor=actor, settings=look.settings)
    kept = inboxes.entry_or_default(look.inbox, room, look.inbox.id)
    member = actor.id in room.members
    message = rules.message_from_request(
        room,
        request,
        actor=actor,
        name=kept.name if member else rules.compute_display_name(room, actor),
        body=body,
        warning=warning or in_name,
        file_name=name,
        upload=look.upload,
        answered=look.answered,
        now=now,
    )
    room = append_message(uow, message_news.schedule_news(uow, room, message, now=now), message)
    if member:
        calm_at, status = rules.compute_calm_time(kept.calm_at, look.settings, now)
        uow.report_limit(status)
        kept = inboxes.with_sent_message(kept.having(calm_at=calm_at), message.seq)
        uow.put(store.inbox_ref(inbox.id), inboxes.with_entry(inbox, room, kept, now=now))
    if actor.admin is not None:
        answer = SupportAnswer(id=message.id, by=actor.admin, sent_at=message.sent_at)
        uow.create(store.support_answer_ref(room.id, message.id), answer)
    crisis_detection.answer_crisis_words(uow, room, texts_of_message(request), look.settings, actor=actor, now=now)
    if look.upload is not None:
        call_pictures.use_upload(uow, room.id, look.upload, message)
    return message


def append_message(uow: UnitOfWork, room: Room, message: Message) -> Room:
    """Save `message` as the newest message of `room`."""
    room = rules.with_new_message(room, message)
    uow.create(store.message_ref(room.id, message.id), message)
    uow.put(store.room_ref(room.id), room)
    return room


def post_notice(uow: UnitOfWork, room: Room, notice: RoomNotice, *, id: MessageId | None = None, now: datetime) -> Room:
    """Post a notice in `room`. A notice that is posted only once gets a fixed `id`."""
    return append_message(
        uow, room, rules.message_from_notice(room, id or MessageId.new(uow.random_below), notice, now)
    )


def texts_of_message(request: SendMessage) -> tuple[str, ...]:
    """Return all texts of a message: its body and the name of its file."""
    return request.body or "", request.attachment.name if request.attachment else ""
