"""Public pictures: a copy of an upload without hidden data, such as a photo of a person or a product's thumbnail."""

from shared.catalogue import files
from shared.catalogue.errors import UploadRefused
from shared.contracts.files import FileStore
from shared.contracts.pictures import PictureCleaner


async def publish_picture(
    storage: FileStore, pictures: PictureCleaner, *, upload_key: str, key: str, upload_id: str
) -> str:
    """Publish a copy of an uploaded picture without hidden data, and return the copy's public URL.

    A repeated call finds the copy, also after the upload was deleted.

    Args:
        upload_key: Storage key of the upload.
        key: Storage key of the copy.
        upload_id: Id of the upload, which errors name.

    Raises:
        UploadMissing: The file has not been uploaded yet, or was deleted.
        UploadRefused: The file has a type or a size that is not allowed, or is no picture that can be read.
    """
    if await storage.find_file(key) is None:
        files.check_picture_upload(await storage.find_file(upload_key))
        picture = await pictures.clean_picture(await storage.read_file(upload_key) or b"")
        if isinstance(picture, str):
            raise UploadRefused(picture, upload_id=upload_id, reason=picture)
        await storage.write_file(key, picture.content, content_type=picture.content_type)
    return storage.public_url(key)
