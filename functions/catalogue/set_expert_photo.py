"""HTTP: set the caller's photo."""

from shared.catalogue import files, profiles
from shared.catalogue.errors import ExpertNotFound, UploadMissing, UploadRefused
from shared.catalogue.schemas import ExpertProfileView
from shared.contracts.files import FileStore
from shared.kernel.ids import Id, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class SetExpertPhoto(Request):
    """Body of `set_expert_photo`."""

    upload_id: Id
    """Id of the finished upload, from `create_photo_upload`."""


@http.post(who="expert", raises=(ExpertNotFound, UploadMissing, UploadRefused))
async def set_expert_photo(body: SetExpertPhoto, ctx: Context, storage: FileStore) -> ExpertProfileView:
    """Set the photo that has been uploaded.

    The previous photo is deleted a day later. A repeated call changes nothing.

    Raises:
        ExpertNotFound: The caller is not an expert.
        UploadMissing: The file has not been uploaded yet.
        UploadRefused: The file has a type or a size that is not allowed.
    """
    uid = UserId(ctx.actor.id)
    key = files.photo_key(uid, body.upload_id)
    files.check_photo_upload(await storage.find_file(key))
    url = storage.public_url(key)
    return ExpertProfileView.from_expert(await ctx.commit(profiles.set_profile_photo, uid, key, url, now=ctx.now))
