"""Pictures in calls: only a copy without hidden data, under a neutral name, is ever given to other people.

An original lies under a key of its own, and is deleted once the copy is made. Until then no file lies under the
message's key, so that nobody can fetch the original by mistake.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.chat import store
from shared.chat.errors import AttachmentMissing, AttachmentNotReady, AttachmentRefused
from shared.chat.jobs import CleanPicture, DeleteAttachment
from shared.chat.models import Cleaning, Message, MessageAttachment, Upload
from shared.contracts.calls import is_call_id
from shared.contracts.files import FileStore
from shared.contracts.pictures import PICTURE_ENDINGS, UNCLEANED_PREFIX, PictureCleaner
from shared.kernel.ids import Id, MessageId, RoomId
from shared.kernel.ports import Reader, UnitOfWork

UPLOAD_TTL = timedelta(minutes=15)
_LOOK_AGAIN_AFTER = timedelta(minutes=1)
_NEUTRAL_NAME = "gambar"


@dataclass(frozen=True, slots=True)
class CleaningResult:
    """Result of one attempt to clean a picture.

    Attributes:
        cleaning: `DONE`, or the reason why the picture is not taken.
        content_type: Media type of the clean picture; empty without one.
        bytes: Size of the clean picture in bytes; 0 without one.
    """

    cleaning: Cleaning
    content_type: str = ""
    bytes: int = 0


def check_type_in_room(room_id: RoomId, content_type: str) -> None:
    """Check that a file of this type can be sent in the room: a call takes only pictures that can be cleaned.

    Raises:
        AttachmentRefused: The room is of a call, and the file is no picture that can be cleaned.
    """
    if is_call_id(room_id) and content_type not in PICTURE_ENDINGS:
        allowed = list(PICTURE_ENDINGS)
        raise AttachmentRefused.field("content_type", "not_in_call", allowed=allowed)


def build_upload_key(room_id: RoomId, key: str) -> str:
    """Build the key of an uploaded file: in a call, the original lies apart from the clean picture."""
    return UNCLEANED_PREFIX + key if is_call_id(room_id) else key


def attachment_from_upload(room_id: RoomId, upload: Upload, *, name: str) -> MessageAttachment:
    """Build the attachment of a message; in a call, the name is neutral and the picture is still to be cleaned.

    Raises:
        AttachmentMissing: The upload belongs to another message, or was started before calls had pictures cleaned.
    """
    attachment = MessageAttachment(key=upload.key, name=name, content_type=upload.content_type, bytes=upload.bytes)
    if not is_call_id(room_id):
        return attachment
    if upload.message_id or not upload.key.startswith(UNCLEANED_PREFIX) or upload.content_type not in PICTURE_ENDINGS:
        raise AttachmentMissing("upload_again")
    neutral = _neutral_name(upload.content_type)
    return attachment.having(key=_clean_key(upload.key), name=neutral, cleaning=Cleaning.PENDING)


def _clean_key(key: str) -> str:
    return key.removeprefix(UNCLEANED_PREFIX)


def _neutral_name(content_type: str) -> str:
    return f"{_NEUTRAL_NAME}.{PICTURE_ENDINGS[content_type]}"


def use_upload(uow: UnitOfWork, room_id: RoomId, upload: Upload, message: Message) -> None:
    """Use up the upload of a message; in a call, schedule the cleaning, until which the upload stays."""
    ref = store.upload_ref(room_id, upload.id)
    if is_call_id(room_id):
        uow.put(ref, upload.having(message_id=message.id))
        job = CleanPicture(room_id=room_id, message_id=message.id, upload_id=Id(upload.id), key=upload.key)
        uow.schedule(job)
    else:
        uow.delete_existing(ref)


def check_fetchable(room_id: RoomId, attachment: MessageAttachment) -> MessageAttachment:
    """Check that members of the room can fetch the file, and return the attachment.

    Raises:
        AttachmentNotReady: The picture is not cleaned yet.
        AttachmentMissing: The picture could not be cleaned, or was sent before calls had pictures cleaned.
    """
    if not is_call_id(room_id) or attachment.cleaning is Cleaning.DONE:
        return attachment
    if attachment.cleaning is Cleaning.PENDING:
        raise AttachmentNotReady()
    raise AttachmentMissing("not_cleanable")


async def is_unfinished(reader: Reader, job: CleanPicture) -> bool:
    """Check that the picture has been neither cleaned nor given up before."""
    return await reader.get(store.upload_ref(job.room_id, job.upload_id)) is not None


async def clean_original(
    files: FileStore, pictures: PictureCleaner, key: str, *, wanted: bool
) -> CleaningResult | None:
    """Write a clean copy of the original `key` under the message's key, if a copy is still wanted.

    A repeated call writes the same again.
    """
    if not wanted:
        return None
    original = await files.read_file(key)
    if original is None:
        return CleaningResult(Cleaning.MISSING)
    picture = await pictures.clean_picture(original)
    if isinstance(picture, str):
        return CleaningResult(Cleaning(picture))
    await files.write_file(_clean_key(key), picture.content, content_type=picture.content_type)
    return CleaningResult(Cleaning.DONE, picture.content_type, len(picture.content))


async def finish_cleaning(uow: UnitOfWork, job: CleanPicture, result: CleaningResult | None, *, now: datetime) -> None:
    """Record how the cleaning ended, and schedule the deletion of the original.

    A file that is still missing is looked for again each minute, until the upload URL has expired.
    The clean copy is deleted too if the message was deleted meanwhile.
    """
    ref, message_ref = store.upload_ref(job.room_id, job.upload_id), store.message_ref(job.room_id, job.message_id)
    upload, message = await uow.get_many(ref, message_ref)
    attachment = message.attachment if message else None
    if result and result.cleaning is Cleaning.DONE and attachment is None:
        uow.schedule(DeleteAttachment(key=_clean_key(job.key)))
    if upload is None or result is None:
        return
    if result.cleaning is Cleaning.MISSING and now < upload.opened_at + UPLOAD_TTL:
        uow.schedule(job, at=now + _LOOK_AGAIN_AFTER)
        return
    uow.delete_existing(ref)
    _schedule_deletion(uow, upload, now=now)
    if message and attachment:
        uow.put(message_ref, message.having(attachment=_with_result(attachment, result)))


def _with_result(attachment: MessageAttachment, result: CleaningResult) -> MessageAttachment:
    changed = attachment.having(cleaning=result.cleaning)
    if result.cleaning is not Cleaning.DONE:
        return changed
    name = _neutral_name(result.content_type)
    return changed.having(name=name, content_type=result.content_type, bytes=result.bytes)


def _schedule_deletion(uow: UnitOfWork, upload: Upload, *, now: datetime) -> None:
    """Schedule the deletion of the original, now and again once the upload URL has expired."""
    uow.schedule(DeleteAttachment(key=upload.key))
    if (spent := upload.opened_at + UPLOAD_TTL) > now:
        # The upload URL can write the file again until it expires.
        uow.schedule(DeleteAttachment(key=upload.key), at=spent)


async def give_up_cleaning(uow: UnitOfWork, room_id: RoomId, message_id: MessageId) -> None:
    """Record that a picture was not cleaned within a day, which no attempt of the task could do."""
    message = await uow.get(store.message_ref(room_id, message_id))
    if message and message.attachment and message.attachment.cleaning is Cleaning.PENDING:
        given_up = message.attachment.having(cleaning=Cleaning.UNREADABLE)
        uow.put(store.message_ref(room_id, message_id), message.having(attachment=given_up))
