"""Files in a chat: put by a leave, led to by a short-lived address; none of them passes through us."""

from datetime import datetime, timedelta
from typing import Any

from shared.chat import rules, store
from shared.chat.errors import AttachmentMissing, AttachmentRefused, LeaveEnded, MessageDeleted
from shared.chat.jobs import DeleteAttachment, ForgetUpload
from shared.chat.message_schemas import AttachmentLinkView
from shared.chat.models import Attachment, Message, Upload
from shared.chat.reports import evidence_of
from shared.chat.settings import ChatSettings
from shared.kernel.actors import Actor
from shared.kernel.files import FileStore, Leave
from shared.kernel.ids import Id, MessageId, RoomId, UserId
from shared.kernel.ports import Query, Reader, Ref, UnitOfWork

LARGEST = 100 * 1024 * 1024
"""In bytes; what the settings allow is less."""
UPLOAD_LASTS = timedelta(minutes=15)
UNSENT_FOR = timedelta(days=1)
KEPT_FOR = timedelta(days=2)
"""Until then what is no longer there was taken by a message or a job, and not by the database's own broom."""
LINK_LASTS = timedelta(minutes=5)


async def permit(
    uow: UnitOfWork, room_id: RoomId, content_type: str, size: int, *, actor: Actor, now: datetime
) -> Upload:
    """Give leave to attach one file of exactly *size* bytes to one message of a room.

    Raises `RoomNotFound`, `Blocked`, `RoomClosed`, `AttachmentRefused`.
    """
    refs: list[Ref[Any]] = [store.room_ref(room_id), store.SETTINGS]
    found, settings = await uow.get_all(refs)
    room = store.seen_or_blocked(found, room_id, actor)
    rules.writable(room, now)
    most = (settings or ChatSettings()).largest_attachment_mb * 1024 * 1024
    if size > most:
        raise AttachmentRefused.field("bytes", f"is more than {most:,}", most=most)
    id = Id.new()
    upload = Upload(
        id=id,
        by=UserId(actor.id),
        key=f"rooms/{room.id}/{actor.id}/{id}",
        content_type=content_type,
        bytes=size,
        opened_at=now,
        expire_at=now + KEPT_FOR,
    )
    uow.create(store.upload_ref(room.id, id), upload)
    job = ForgetUpload(room_id=room.id, upload_id=id, key=upload.key, opened_at=now)
    uow.schedule(job, at=now + UNSENT_FOR)
    return upload


async def leave(files: FileStore, upload: Upload, *, now: datetime) -> Leave:
    """The address for the file, good for what is left of its quarter of an hour. Raises `LeaveEnded`."""
    left = upload.opened_at + UPLOAD_LASTS - now
    if left < timedelta(seconds=1):
        raise LeaveEnded("Ask for a new one, under another Idempotency-Key.")
    return await files.upload(upload.key, content_type=upload.content_type, size=upload.bytes, now=now, lasts=left)


async def forget(uow: UnitOfWork, job: ForgetUpload, *, now: datetime) -> None:
    """Take back a leave that no message has used, and with it the file."""
    ref = store.upload_ref(job.room_id, job.upload_id)
    if await uow.get(ref) is not None:
        uow.consume(ref)
    elif now < job.opened_at + KEPT_FOR or await _sent(uow, job):
        return
    uow.schedule(DeleteAttachment(key=job.key))


async def _sent(reader: Reader, job: ForgetUpload) -> bool:
    messages = await reader.query(sent_between(job.room_id, job.opened_at, job.opened_at + KEPT_FOR))
    return any(message.attachment and message.attachment.key == job.key for message in messages)


def sent_between(room_id: RoomId, begin: datetime, end: datetime) -> Query[Message]:
    """What was said in a room from *begin* until *end*."""
    query = Query(f"rooms/{room_id}/messages", Message)
    return query.matching("sent_at", ">=", begin).matching("sent_at", "<=", end)


async def attached(reader: Reader, room_id: RoomId, message_id: MessageId, *, actor: Actor) -> Attachment:
    """What a message carries, for those who see it.

    Raises `RoomNotFound`, `MessageNotFound`, `MessageDeleted`, `AttachmentMissing`.
    """
    _, message = await store.message_for(reader, room_id, message_id, actor)
    if message.deleted_at:
        raise MessageDeleted(message_id=message.id)
    return carried(message.attachment)


def carried(attachment: Attachment | None) -> Attachment:
    """The attachment, if there is one. Raises `AttachmentMissing`."""
    if attachment is None:
        raise AttachmentMissing("This message carries no file.")
    return attachment


async def link(files: FileStore, attachment: Attachment, *, now: datetime) -> AttachmentLinkView:
    """Where the file is to be had for five minutes; pictures are for looking at. Raises `AttachmentMissing`."""
    if await files.look(attachment.key) is None:
        raise AttachmentMissing()
    picture = attachment.content_type if attachment.content_type.startswith("image/") else None
    url = await files.download(attachment.key, name=attachment.name, lasts=LINK_LASTS, shown_as=picture)
    return AttachmentLinkView(url=url, expires_at=now + LINK_LASTS)


def take_away(uow: UnitOfWork, attachment: Attachment, *, sent_at: datetime, now: datetime) -> None:
    """Forget the file of a message that was sent at *sent_at*."""
    uow.schedule(DeleteAttachment(key=attachment.key))
    if (spent := sent_at + UPLOAD_LASTS) > now:
        # By the leave it came with, the file can be put there again until then.
        uow.schedule(DeleteAttachment(key=attachment.key), at=spent)


async def is_needed(reader: Reader, job: DeleteAttachment, *, now: datetime) -> bool:
    """Whether a message carries the file, or a report of it has not ended."""
    if job.room_id and job.message_id:
        message = await reader.get(store.message_ref(job.room_id, job.message_id))
        if message and message.attachment and message.attachment.key == job.key:
            return True
    return any(not report.over(now) for report in await reader.query(evidence_of(job.key)))


async def delete(files: FileStore, key: str, *, needed: bool) -> None:
    """Forget a file, unless it is needed."""
    if not needed:
        await files.delete(key)
