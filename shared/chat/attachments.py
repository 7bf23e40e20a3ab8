"""Attachments of messages: uploads and downloads by short-lived signed URLs.

No file passes through a function, except for the pictures of calls, which `call_pictures` cleans.
"""

from datetime import datetime, timedelta

from shared.chat import call_pictures, rules, store
from shared.chat.call_pictures import UPLOAD_TTL
from shared.chat.errors import AttachmentMissing, AttachmentRefused, LeaveEnded, MessageDeleted
from shared.chat.jobs import DeleteAttachment, ExpireUpload
from shared.chat.message_schemas import AttachmentLinkView
from shared.chat.models import Message, MessageAttachment, Upload
from shared.chat.report_models import reports_of_file_query
from shared.chat.settings import ChatSettings
from shared.contracts.files import FileStore, PresignedUpload, add_file_ending
from shared.kernel.actors import Actor
from shared.kernel.ids import Id, MessageId, RoomId, UserId
from shared.kernel.ports import Query, Reader, UnitOfWork
from shared.limits import settings as limits
from shared.limits.actions import count_act, get_limit_settings
from shared.limits.subjects import person_limits_ref

MAX_BYTES = 100 * 1024 * 1024
"""Upper bound in bytes; the settings allow at most as much."""
UNUSED_UPLOAD_TTL = timedelta(days=1)
UPLOAD_RETENTION = timedelta(days=2)
"""TTL deletes an older permission. A younger permission that is missing was used by a message or deleted by a task."""
DOWNLOAD_LINK_TTL = timedelta(minutes=5)


async def create_upload(
    uow: UnitOfWork, room_id: RoomId, content_type: str, size: int, *, actor: Actor, account: UserId, now: datetime
) -> Upload:
    """Create the permission to upload one file and to attach the file to one message of a room.

    Args:
        uow: Unit of work that carries the changes.
        room_id: Room whose message will carry the file.
        content_type: Media type of the file.
        size: Exact size of the file in bytes.
        actor: Member of the room who uploads, as known in the room.
        account: Account of the member, whose uploads are limited.
        now: Time of the permission.

    Raises:
        RoomNotFound: The actor does not see such a room.
        Blocked: One of the two people has blocked the other.
        RoomClosed: The room is closed.
        AttachmentRefused: The file is larger than the settings allow, or has a type that a call does not take.
        LimitReached: The account has uploaded too many files.
    """
    call_pictures.check_type_in_room(room_id, content_type)
    limits_ref = person_limits_ref(account)
    found, settings, *_ = await uow.get_many(store.room_ref(room_id), store.SETTINGS, limits.SETTINGS, limits_ref)
    room = store.check_room_access_or_blocked(found, room_id, actor)
    rules.check_writable(room, now)
    most = (settings or ChatSettings()).largest_attachment_mb * 1024 * 1024
    if size > most:
        raise AttachmentRefused.field("bytes", "more_than", most=most)
    await count_act(uow, limits_ref, (await get_limit_settings(uow)).uploads, now=now)
    id = Id.new(uow.random_below)
    upload = Upload(
        id=id,
        by=UserId(actor.id),
        key=call_pictures.build_upload_key(room.id, f"rooms/{room.id}/{actor.id}/{id}"),
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
    """Sign the upload URL, which expires 15 minutes after the permission was created.

    Raises:
        LeaveEnded: Less than one second is left.
    """
    left = upload.opened_at + UPLOAD_TTL - now
    if left < timedelta(seconds=1):
        raise LeaveEnded()
    return await files.presign_upload(
        upload.key, content_type=upload.content_type, size=upload.bytes, now=now, lasts=left
    )


async def expire_upload(uow: UnitOfWork, job: ExpireUpload, *, now: datetime) -> None:
    """Delete an upload permission that no message has used, and schedule the deletion of the file.

    A missing permission older than two days may have been deleted by TTL. Then the file stays only if a message has it.
    The picture of a call that could not be cleaned within a day is given up.
    """
    ref = store.upload_ref(job.room_id, job.upload_id)
    if (upload := await uow.get(ref)) is not None:
        uow.delete_existing(ref)
        if upload.message_id is not None:
            await call_pictures.give_up_cleaning(uow, job.room_id, upload.message_id)
    elif now < job.opened_at + UPLOAD_RETENTION or await _was_sent(uow, job):
        return
    uow.schedule(DeleteAttachment(key=job.key))


async def _was_sent(reader: Reader, job: ExpireUpload) -> bool:
    messages = await reader.query(
        messages_sent_between_query(job.room_id, job.opened_at, job.opened_at + UPLOAD_RETENTION)
    )
    return any(message.attachment and message.attachment.key == job.key for message in messages)


def messages_sent_between_query(room_id: RoomId, begin: datetime, end: datetime) -> Query[Message]:
    """Build the query for the messages of a room that were sent from `begin` to `end`, both included."""
    query = Query(f"rooms/{room_id}/messages", Message)
    return query.matching("sent_at", ">=", begin).matching("sent_at", "<=", end)


async def access_attachment(
    reader: Reader, room_id: RoomId, message_id: MessageId, *, actor: Actor
) -> MessageAttachment:
    """Get the attachment of a message in a room that the actor sees.

    Raises:
        RoomNotFound: The actor does not see such a room.
        MessageNotFound: The room has no such message.
        MessageDeleted: The message was deleted.
        AttachmentMissing: The message has no attachment, or the picture of a call could not be cleaned.
        AttachmentNotReady: The picture of a call is not cleaned yet.
    """
    _, message = await store.access_message(reader, room_id, message_id, actor)
    if message.deleted_at:
        raise MessageDeleted(message_id=message.id)
    return call_pictures.check_fetchable(room_id, require_attachment(message.attachment))


def require_attachment(attachment: MessageAttachment | None) -> MessageAttachment:
    """Return the attachment.

    Raises:
        AttachmentMissing: There is none.
    """
    if attachment is None:
        raise AttachmentMissing("no_file")
    return attachment


async def create_download_link(files: FileStore, attachment: MessageAttachment, *, now: datetime) -> AttachmentLinkView:
    """Sign a download URL that expires after five minutes. Browsers show images and save every other type.

    Raises:
        AttachmentMissing: The storage does not have the file.
    """
    if await files.find_file(attachment.key) is None:
        raise AttachmentMissing()
    picture = attachment.content_type if attachment.content_type.startswith("image/") else None
    # Attachments of older versions have names of any ending.
    name = add_file_ending(attachment.name, attachment.content_type)
    url = await files.presign_download(attachment.key, name=name, lasts=DOWNLOAD_LINK_TTL, shown_as=picture)
    return AttachmentLinkView(url=url, expires_at=now + DOWNLOAD_LINK_TTL)


def schedule_attachment_deletion(
    uow: UnitOfWork, attachment: MessageAttachment, *, sent_at: datetime, now: datetime
) -> None:
    """Schedule the deletion of a message's file, now and again once the upload URL has expired.

    Args:
        uow: Unit of work that carries the changes.
        attachment: File to delete.
        sent_at: Time at which the message was sent. The upload URL expires at most 15 minutes later.
        now: Time of the deletion.
    """
    uow.schedule(DeleteAttachment(key=attachment.key))
    if (spent := sent_at + UPLOAD_TTL) > now:
        # The upload URL can write the file again until it expires.
        uow.schedule(DeleteAttachment(key=attachment.key), at=spent)


async def is_file_needed(reader: Reader, job: DeleteAttachment, *, now: datetime) -> bool:
    """Check if a message carries the file or a report that has not expired holds the file as evidence."""
    if job.room_id and job.message_id:
        message = await reader.get(store.message_ref(job.room_id, job.message_id))
        if message and message.attachment and message.attachment.key == job.key:
            return True
    return any(not report.is_expired(now) for report in await reader.query(reports_of_file_query(job.key)))


async def delete_file(files: FileStore, key: str, *, needed: bool) -> None:
    """Delete a file from the storage, unless the file is needed."""
    if not needed:
        await files.delete_file(key)
