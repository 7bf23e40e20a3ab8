"""HTTP: set the caller's photo."""

from shared.catalogue.errors import UploadMissing, UploadRefused
from shared.contracts.files import FileStore
from shared.contracts.pictures import PictureCleaner
from shared.identity.errors import NotRegistered
from shared.identity.schemas import AccountView
from shared.kernel.ids import Id, UserId
from shared.kernel.schemas import Request
from shared.limits.errors import IdentityNeeded
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import photos


class SetMyPhoto(Request):
    """Body of `set_my_photo`."""

    upload_id: Id | None
    """Id of the finished upload, from `create_photo_upload`; null to have no photo."""


@http.post(
    who=("customer", "expert", "admin"),
    audited=False,
    raises=(NotRegistered, IdentityNeeded, UploadMissing, UploadRefused),
    memory="1Gi",
    concurrency=1,
    timeout=120,
)
async def set_my_photo(body: SetMyPhoto, ctx: Context, storage: FileStore, pictures: PictureCleaner) -> AccountView:
    """Set the photo that has been uploaded, or remove the photo. An expert's page shows the same photo.

    Hidden data, such as the place of the shot, is removed first. The file of a replaced photo is deleted a day later,
    that of a removed one at once. A repeated call changes nothing.

    Raises:
        NotRegistered: The caller has not registered.
        IdentityNeeded: The caller is anonymous, and has no photo.
        UploadMissing: The file has not been uploaded yet, or was deleted.
        UploadRefused: The file has a type or a size that is not allowed, or is no picture that can be read.
    """
    await ctx.check_account()
    photo = await photos.publish_photo(storage, pictures, UserId(ctx.actor.id), body.upload_id)
    user = await ctx.commit(photos.set_photo, photo, actor=ctx.actor, now=ctx.now)
    return AccountView.of(user, actor=ctx.actor)
