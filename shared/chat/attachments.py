"""Files in a chat: put by a leave, led to by a short-lived address; none of them passes through us."""

from datetime import datetime, timedelta
from typing import Any

from shared.chat import rules, store
from shared.chat.errors import AttachmentMissing, AttachmentRefused, MessageDeleted
from shared.chat.jobs import DeleteAttachment, ForgetUpload
from shared.chat.message_schemas import AttachmentLinkView
from shared.chat.models import Attachment, Upload
from shared.chat.reports import evidence_of
from shared.chat.settings import ChatSettings
from shared.kernel.actors import Actor
from shared.kernel.files import FileStore
from shared.kernel.ids import Id, MessageId, RoomId, UserId
from shared.kernel.ports import Reader, Ref, UnitOfWork

LARGEST = 100 * 1024 * 1024
"""In bytes; what the settings allow is less."""
UPLOAD_LASTS = timedelta(minutes=15)
UNSENT_FOR = timedelta(days=1)
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
        expire_at=now + UNSENT_FOR,
    )
    uow.create(store.upload_ref(room.id, id), upload)
    uow.schedule(ForgetUpload(room_id=room.id, upload_id=id), at=upload.expire_at)
    return upload


async def forget(uow: UnitOfWork, room_id: RoomId, upload_id: str) -> None:
    """Take back a leave that no message has used, and with it the file."""
    ref = store.upload_ref(room_id, upload_id)
    if upload := await uow.get(ref):
        uow.consume(ref)
        uow.schedule(DeleteAttachment(key=upload.key))


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


async def is_evidence(reader: Reader, key: str) -> bool:
    """Whether somebody has reported the message that carried this file."""
    return bool(await reader.query(evidence_of(key).first(1)))


async def delete(files: FileStore, key: str, *, evidence: bool) -> None:
    """Forget a file, unless it is evidence."""
    if not evidence:
        await files.delete(key)
