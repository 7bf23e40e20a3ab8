"""Photos of people: one photo for the account and, of an expert, for the page. Both change in one commit."""

from datetime import datetime
from typing import NamedTuple

from shared.catalogue import jobs
from shared.catalogue import store as catalogue
from shared.catalogue.models import Expert
from shared.catalogue.published_pictures import publish_picture
from shared.contracts.files import FileStore
from shared.contracts.pictures import PictureCleaner
from shared.identity import photos
from shared.identity import store as identity
from shared.identity.models import User
from shared.kernel.actors import Actor
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork


class PublishedPhoto(NamedTuple):
    """A photo whose clean copy is public.

    Attributes:
        key: Storage key of the copy.
        url: Public address of the copy.
        upload_key: Storage key of the upload, which is deleted once the photo is set.
    """

    key: str
    url: str
    upload_key: str


async def publish_photo(
    storage: FileStore, pictures: PictureCleaner, uid: UserId, upload_id: str | None
) -> PublishedPhoto | None:
    """Publish a copy of an uploaded photo without hidden data; None for no upload.

    Raises:
        UploadMissing: The file has not been uploaded yet, or was deleted.
        UploadRefused: The file has a type or a size that is not allowed, or is no picture that can be read.
    """
    if upload_id is None:
        return None
    key, upload_key = photos.photo_key(uid, upload_id), photos.photo_upload_key(uid, upload_id)
    url = await publish_picture(storage, pictures, upload_key=upload_key, key=key, upload_id=upload_id)
    return PublishedPhoto(key, url, upload_key)


async def set_photo(uow: UnitOfWork, photo: PublishedPhoto | None, *, actor: Actor, now: datetime) -> User:
    """Set another photo of the actor, or none. A repeated call changes nothing.

    The file of a replaced photo is deleted a day later, so that lists that are shown now stay whole. The file of a
    removed photo is deleted at once.

    Raises:
        NotRegistered: The actor has not registered.
        IdentityNeeded: The account or the sign-in is anonymous.
    """
    uid = UserId(actor.id)
    person, expert = await uow.get_many(identity.user_ref(uid), catalogue.expert_ref(uid))
    return replace_photo(uow, photos.check_can_have_photo(person, actor=actor), expert, photo, now=now)


def replace_photo(
    uow: UnitOfWork, person: User, expert: Expert | None, photo: PublishedPhoto | None, *, now: datetime
) -> User:
    """Set another photo of an account and of its page, or none, and delete the files of the previous one."""
    told = {"photo_key": photo.key, "photo_url": photo.url} if photo else {"photo_key": None, "photo_url": None}
    changed = person.having(**told)
    page = expert and expert.having(**told)
    if changed == person and page == expert:
        return person
    for earlier in {person.photo_key, expert.photo_key if expert else None} - {told["photo_key"], None}:
        jobs.schedule_file_deletion(uow, str(earlier), now=now, at_once=photo is None)
    if photo is not None:
        jobs.cancel_file_deletion(uow, photo.key)
        uow.schedule(jobs.DeleteFile(key=photo.upload_key))
    changed = changed.having(changed_at=now)
    uow.put(identity.user_ref(person.id), changed)
    if page is not None:
        uow.put(catalogue.expert_ref(person.id), page.having(saved_at=now))
    return changed


def show_photo_on_page(uow: UnitOfWork, person: User, expert: Expert) -> Expert:
    """Give the page of a new expert the photo that the account has. Without one, the page stays as it is."""
    if person.photo_key is None or person.photo_key == expert.photo_key:
        return expert
    shown = expert.having(photo_key=person.photo_key, photo_url=person.photo_url)
    uow.put(catalogue.expert_ref(expert.id), shown)
    return shown


def fill_page_photo(expert: Expert) -> Expert | None:
    """Return an expert who has a photo, so that `fill_account_photo` runs; None for the others."""
    return expert if expert.photo_key is not None else None


async def fill_account_photo(uow: UnitOfWork, before: Expert, after: Expert) -> None:  # noqa: ARG001 (as fills call it)
    """Give an account that has no photo the one that an earlier version has saved for the page alone."""
    person = await uow.get(identity.user_ref(after.id))
    if person is not None and not person.anonymous and person.photo_key is None:
        uow.put(identity.user_ref(person.id), person.having(photo_key=after.photo_key, photo_url=after.photo_url))
