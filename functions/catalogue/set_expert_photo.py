"""HTTP: set the caller's photo."""

from shared.catalogue import files, profiles, published_pictures
from shared.catalogue.errors import ExpertNotFound, UploadMissing, UploadRefused
from shared.catalogue.schemas import ExpertProfileView
from shared.contracts.files import FileStore
from shared.contracts.pictures import PictureCleaner
from shared.kernel.ids import Id, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class SetExpertPhoto(Request):
    """Body of `set_expert_photo`."""

    upload_id: Id
    """Id of the finished upload, from `create_photo_upload`."""


@http.post(
    who="expert", raises=(ExpertNotFound, UploadMissing, UploadRefused), memory="1Gi", concurrency=1, timeout=120
)
async def set_expert_photo(
    body: SetExpertPhoto, ctx: Context, storage: FileStore, pictures: PictureCleaner
) -> ExpertProfileView:
    """Set the photo that has been uploaded.

    Hidden data, such as the place of the shot, is removed first. The previous photo is deleted a day later.
    A repeated call changes nothing.

    Raises:
        ExpertNotFound: The caller is not an expert.
        UploadMissing: The file has not been uploaded yet.
        UploadRefused: The file has a type or a size that is not allowed, or is no picture that can be read.
    """
    await ctx.check_account()
    uid = UserId(ctx.actor.id)
    upload_key, key = files.photo_upload_key(uid, body.upload_id), files.photo_key(uid, body.upload_id)
    url = await published_pictures.publish_picture(
        storage, pictures, upload_key=upload_key, key=key, upload_id=body.upload_id
    )
    expert = await ctx.commit(profiles.set_profile_photo, uid, body.upload_id, url, now=ctx.now)
    return ExpertProfileView.from_expert(expert)
