"""Files of assignments: keys in the storage, and checks of uploads."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import get_args

from shared.assignments.errors import AssignmentFileMissing, AssignmentFileNotFound, AssignmentFileRefused
from shared.assignments.models import Assignment, AssignmentFile
from shared.contracts.files import AttachmentType, FileStore, StoredFile, add_file_ending
from shared.kernel.ids import AssignmentId, Id, UserId

MAX_FILE_BYTES = 100 * 1024 * 1024
UPLOAD_URL_TTL = timedelta(minutes=15)
DOWNLOAD_URL_TTL = timedelta(minutes=5)
UNUSED_UPLOAD_TTL = timedelta(days=1)
"""Time after which an uploaded file that the assignment does not name is deleted."""
UNPAID_FILES_TTL = timedelta(days=7)
"""Time after the end of an assignment that was never paid at which its files are deleted. Late money comes before."""
_FILE_TYPES: tuple[str, ...] = get_args(AttachmentType)


def file_key(assignment_id: AssignmentId, uid: UserId, upload_id: str) -> str:
    """Build the storage key of a person's file, which is private. Nobody can name the upload of another person."""
    return f"assignments/{assignment_id}/{uid}/{upload_id}"


def is_file_used(assignment: Assignment | None, file_id: Id, *, now: datetime) -> bool:
    """Return whether an assignment names an uploaded file, and was paid or may still be."""
    if assignment is None or not any(file.id == file_id for file in assignment.all_files):
        return False
    ended_at = assignment.ended_at if assignment.paid_at is None else None
    return ended_at is None or now < ended_at + UNPAID_FILES_TTL


def find_file(assignment: Assignment, file_id: Id) -> AssignmentFile:
    """Find a file of the assignment.

    Raises:
        AssignmentFileNotFound: The assignment has no file with this id.
    """
    found = next((file for file in assignment.all_files if file.id == file_id), None)
    if found is None:
        raise AssignmentFileNotFound(file_id=file_id)
    return found


async def load_uploads(
    storage: FileStore, assignment_id: AssignmentId, uid: UserId, uploads: Sequence[tuple[Id, str]], *, now: datetime
) -> tuple[AssignmentFile, ...]:
    """Find the uploaded files of a person in the storage.

    Args:
        uploads: Id of each upload, and the name under which people save the file.

    Raises:
        AssignmentFileMissing: A file has not been uploaded yet.
        AssignmentFileRefused: A file has a type or a size that is not allowed.
    """
    files = []
    for upload_id, name in uploads:
        key = file_key(assignment_id, uid, upload_id)
        found = _check_upload(upload_id, await storage.find_file(key))
        files.append(
            AssignmentFile(
                id=upload_id,
                key=key,
                name=add_file_ending(name, found.content_type),
                content_type=found.content_type,
                bytes=found.bytes,
                added_at=now,
            )
        )
    return tuple(files)


async def delete_upload(storage: FileStore, key: str, *, is_used: bool) -> None:
    """Delete an uploaded file from the storage, unless it is used."""
    if not is_used:
        await storage.delete_file(key)


def _check_upload(upload_id: Id, found: StoredFile | None) -> StoredFile:
    if found is None:
        raise AssignmentFileMissing(upload_id=upload_id)
    if found.content_type not in _FILE_TYPES:
        raise AssignmentFileRefused(content_type=found.content_type, allowed=list(_FILE_TYPES))
    if not 0 < found.bytes <= MAX_FILE_BYTES:
        raise AssignmentFileRefused(bytes=found.bytes, most=MAX_FILE_BYTES)
    return found
