"""Files in a chat: put by a leave, led to by a short-lived address; none of them passes through us."""

from datetime import datetime, timedelta

from shared.chat import rules, store
from shared.chat.errors import AttachmentMissing, AttachmentRefused, LeaveEnded, MessageDeleted
from shared.chat.jobs import DeleteAttachment, ExpireUpload
from shared.chat.message_schemas import AttachmentLinkView
from shared.chat.models import Message, MessageAttachment, Upload
from shared.chat.report_models import reports_of_file_query
from shared.chat.settings import ChatSettings
from shared.contracts.files import FileStore, PresignedUpload
from shared.kernel.actors import Actor
from shared.kernel.ids import Id, MessageId, RoomId, UserId
from shared.kernel.ports import Query, Reader, UnitOfWork

MAX_BYTES = 100 * 1024 * 1024
"""In bytes; what the settings allow is less."""
UPLOAD_TTL = timedelta(minutes=15)
UNUSED_UPLOAD_TTL = timedelta(days=1)
UPLOAD_RETENTION = timedelta(days=2)
"""Until then what is no longer there was taken by a message or a job, and not by the database's own broom."""
DOWNLOAD_LINK_TTL = timedelta(minutes=5)


async def create_upload(
    uow: UnitOfWork, room_id: RoomId, content_type: str, size: int, *, actor: Actor, now: datetime
) -> Upload:
    """Give leave to attach one file of exactly *size* bytes to one message of a room.

    Raises `RoomNotFound`, `Blocked`, `RoomClosed`, `AttachmentRefused`.
    """
    found, settings = await uow.get_many(store.room_ref(room_id), store.SETTINGS)
    room = store.check_room_access_or_blocked(found, room_id, actor)
    rules.check_writable(room, now)
    most = (settings or ChatSettings()).largest_attachment_mb * 1024 * 1024
    if size > most:
        raise AttachmentRefused.field("bytes", f"is more than {most:,}", most=most)
    id = Id.new(uow.random_below)
    upload = Upload(
        id=id,
        by=UserId(actor.id),
        key=f"rooms/{room.id}/{actor.id}/{id}",
        content_type=content_type,
        bytes=size,
        opened_at=now,
        expire_at=now + UPLOAD_RETENTION,
    )
    uow.create(store.upload_ref(room.id, id), upload)
    job = ExpireUpload(room_id=room.id, upload_id=id, key=upload.key, opened_at=now)
    uow.schedule(job, at=now + UNUSED_UPLOAD_TTL)
    return upload


async def sign_upload_url(files: FileStore, upload: Upload, *, now: datetime) -> PresignedUpload:
    """The address for the file, good for what is left of its quarter of an hour. Raises `LeaveEnded`."""
    left = upload.opened_at + UPLOAD_TTL - now
    if left < timedelta(seconds=1):
        raise LeaveEnded("Ask for a new one, under another Idempotency-Key.")
    return await files.presign_upload(
        upload.key, content_type=upload.content_type, size=upload.bytes, now=now, lasts=left
    )


async def expire_upload(uow: UnitOfWork, job: ExpireUpload, *, now: datetime) -> None:
    """Take back a leave that no message has used, and with it the file."""
    ref = store.upload_ref(job.room_id, job.upload_id)
    if await uow.get(ref) is not None:
        uow.delete_existing(ref)
    elif now < job.opened_at + UPLOAD_RETENTION or await _was_sent(uow, job):
        return
    uow.schedule(DeleteAttachment(key=job.key))


async def _was_sent(reader: Reader, job: ExpireUpload) -> bool:
    messages = await reader.query(
        messages_sent_between_query(job.room_id, job.opened_at, job.opened_at + UPLOAD_RETENTION)
    )
    return any(message.attachment and message.attachment.key == job.key for message in messages)


def messages_sent_between_query(room_id: RoomId, begin: datetime, end: datetime) -> Query[Message]:
    """What was said in a room from *begin* until *end*."""
    query = Query(f"rooms/{room_id}/messages", Message)
    return query.matching("sent_at", ">=", begin).matching("sent_at", "<=", end)


async def access_attachment(
    reader: Reader, room_id: RoomId, message_id: MessageId, *, actor: Actor
) -> MessageAttachment:
    """What a message carries, for those who see it.

    Raises `RoomNotFound`, `MessageNotFound`, `MessageDeleted`, `AttachmentMissing`.
    """
    _, message = await store.access_message(reader, room_id, message_id, actor)
    if message.deleted_at:
        raise MessageDeleted(message_id=message.id)
    return require_attachment(message.attachment)


def require_attachment(attachment: MessageAttachment | None) -> MessageAttachment:
    """The attachment, if there is one. Raises `AttachmentMissing`."""
    if attachment is None:
        raise AttachmentMissing("This message carries no file.")
    return attachment


async def create_download_link(files: FileStore, attachment: MessageAttachment, *, now: datetime) -> AttachmentLinkView:
    """Where the file is to be had for five minutes; pictures are for looking at. Raises `AttachmentMissing`."""
    if await files.find_file(attachment.key) is None:
        raise AttachmentMissing()
    picture = attachment.content_type if attachment.content_type.startswith("image/") else None
    url = await files.presign_download(attachment.key, name=attachment.name, lasts=DOWNLOAD_LINK_TTL, shown_as=picture)
    return AttachmentLinkView(url=url, expires_at=now + DOWNLOAD_LINK_TTL)


def schedule_attachment_deletion(
    uow: UnitOfWork, attachment: MessageAttachment, *, sent_at: datetime, now: datetime
) -> None:
    """Forget the file of a message that was sent at *sent_at*."""
    uow.schedule(DeleteAttachment(key=attachment.key))
    if (spent := sent_at + UPLOAD_TTL) > now:
        # By the leave it came with, the file can be put there again until then.
        uow.schedule(DeleteAttachment(key=attachment.key), at=spent)


async def is_file_needed(reader: Reader, job: DeleteAttachment, *, now: datetime) -> bool:
    """Whether a message carries the file, or a report of it has not ended."""
    if job.room_id and job.message_id:
        message = await reader.get(store.message_ref(job.room_id, job.message_id))
        if message and message.attachment and message.attachment.key == job.key:
            return True
    return any(not report.is_expired(now) for report in await reader.query(reports_of_file_query(job.key)))


async def delete_file(files: FileStore, key: str, *, needed: bool) -> None:
    """Forget a file, unless it is needed."""
    if not needed:
        await files.delete_file(key)
