"""Photos of people: uploaded by customers and experts alike, cleaned, replaced and removed."""

from typing import Any

import pytest

from functions.catalogue.delete_file import delete_file
from functions.catalogue.get_expert import get_expert
from functions.catalogue.invite_expert import invite_expert
from functions.control_center.run_document_fill import run_document_fill
from functions.identity.create_photo_upload import create_photo_upload
from functions.identity.get_my_account import get_my_account
from functions.identity.register_user import register_user
from functions.identity.set_my_photo import set_my_photo
from shared.catalogue import store as catalogue
from shared.gateways.storage import Storage
from shared.identity import store
from shared.identity.models import User
from shared.identity.photos import photo_key, photo_upload_key
from shared.identity.ports import OpenedAccount
from shared.kernel.ids import UserId
from tests.catalogue.builders import DEWI, PROFILE_BODY, a_user, add_bookable_expert, apply_as
from tests.catalogue.fakes import FakeAccounts
from tests.pictures import list_hidden_data, png_of_size, read_picture, write_picture
from tests.world import ADMIN, ANA, BUDI, EXPERT, NOBODY, Person, World, create_http_client

pytestmark = pytest.mark.emulator

PNG = write_picture("PNG")
ANA_ID = UserId("ana")


async def uploaded(
    world: World,
    content: bytes = PNG,
    announced: int | None = None,
    content_type: str = "image/png",
    as_: Person = EXPERT,
) -> str:
    """A photo is put where the leave says."""
    body = {"content_type": content_type, "bytes": announced or len(content)}
    leave = (await world.call(create_photo_upload, body, as_=as_)).body
    async with create_http_client() as app:
        headers = leave["headers"] | {"content-length": str(len(content))}
        (await app.put(leave["url"], content=content, headers=headers)).raise_for_status()
    upload_id: str = leave["upload_id"]
    return upload_id


async def test_a_photo(world: World, storage: Storage) -> None:
    """
    Put by the app itself, shown to everybody; the one before goes, a day later.
    """
    await add_bookable_expert(world)
    first, second = await uploaded(world), await uploaded(world)

    await world.call(set_my_photo, {"upload_id": first}, as_=EXPERT)
    answer = await world.call(set_my_photo, {"upload_id": second}, as_=EXPERT)
    again = await world.call(set_my_photo, {"upload_id": second}, as_=EXPERT)
    at_once = await storage.find_file(photo_key(DEWI, first))
    world.later(days=1)
    delivered = await world.deliver()

    url = (await world.call(get_expert, {"slug": "expert-dewi"})).body["expert"]["photo_url"]
    async with create_http_client() as browser:
        shown = await browser.get(url)
    assert (answer.body["photo_url"], again.body["photo_url"]) == (url, url)
    assert read_picture(shown.content).size == read_picture(PNG).size[::-1]
    assert at_once is not None
    assert delivered == [(delete_file.__name__, 200)] * 3
    assert await storage.find_file(photo_key(DEWI, first)) is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_photo_tells_nothing_but_what_is_seen(world: World, storage: Storage, kind: str) -> None:
    """
    The upload is not public; the public photo has no place, maker or comment; the original is deleted.
    """
    await add_bookable_expert(world)
    photo = write_picture(kind)
    upload = await uploaded(world, photo, content_type=f"image/{kind.lower()}")

    answer = await world.call(set_my_photo, {"upload_id": upload}, as_=EXPERT)

    original = f"uncleaned/photos/dewi/{upload}"
    async with create_http_client() as browser:
        kept_private = await browser.get(storage.public_url(original))
        shown = await browser.get(answer.body["photo_url"])
    await world.deliver()
    assert (kept_private.status_code, shown.headers["content-type"]) == (403, f"image/{kind.lower()}")
    assert (list_hidden_data(photo) != [], list_hidden_data(shown.content)) == (True, [])
    assert await storage.find_file(original) is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"not a picture", "unreadable"), (PNG[:100], "unreadable"), (png_of_size(9_000, 9_000), "too_large")],
    ids=("another type", "truncated", "bomb"),
)
async def test_a_photo_that_cannot_be_cleaned(world: World, storage: Storage, content: bytes, reason: str) -> None:
    """
    The upload and the reason are named, and the page keeps the photo that it has.
    """
    before = await add_bookable_expert(world)
    upload = await uploaded(world, content)

    answer = await world.call(set_my_photo, {"upload_id": upload}, as_=EXPERT)

    assert (answer.status, answer.code) == (409, "upload_refused")
    assert (answer.body["upload_id"], answer.body["reason"]) == (upload, reason)
    assert await world.get(catalogue.expert_ref(DEWI)) == before


async def test_a_photo_that_is_not_there(world: World, storage: Storage) -> None:
    """
    Nothing was put there, or it was put there by somebody else.
    """
    before = await add_bookable_expert(world)
    await world.put_documents((store.user_ref("budi"), a_user("budi")))
    upload = await uploaded(world)

    missing = await world.call(set_my_photo, {"upload_id": "nothing"}, as_=EXPERT)
    others = await world.call(set_my_photo, {"upload_id": upload}, as_=BUDI)

    assert (missing.status, missing.code, others.code) == (409, "upload_missing", "upload_missing")
    assert await world.get(catalogue.expert_ref(DEWI)) == before


async def test_a_photo_that_is_none(world: World, storage: Storage) -> None:
    """
    Larger than it may be, whatever was announced.
    """
    await add_bookable_expert(world)
    upload = await uploaded(world, content=b"x" * (5 * 1024 * 1024 + 1), announced=9)

    answer = await world.call(set_my_photo, {"upload_id": upload}, as_=EXPERT)

    assert (answer.status, answer.code, answer.body["most"]) == (409, "upload_refused", 5 * 1024 * 1024)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"content_type": "image/svg+xml"}, "content_type"),
        ({"content_type": "text/html"}, "content_type"),
        ({"bytes": 0}, "bytes"),
        ({"bytes": 5 * 1024 * 1024 + 1}, "bytes"),
    ],
)
async def test_leave_that_is_not_given(world: World, storage: Storage, given: dict[str, Any], field: str) -> None:
    """
    Pictures only, and none too large.
    """
    await add_bookable_expert(world)

    answer = await world.call(create_photo_upload, {"content_type": "image/png", "bytes": 9} | given, as_=EXPERT)

    assert (answer.status, answer.invalid_fields) == (422, [field])


async def test_a_photo_that_comes_back_is_not_deleted(world: World, storage: Storage) -> None:
    """
    A photo that is set again within the day is there when the day is over.
    """
    await add_bookable_expert(world)
    uploads = ["one", "two"]
    for upload in uploads:
        key = photo_upload_key(DEWI, upload)
        await storage.write_file(key, write_picture("PNG"), content_type="image/png")

    for upload in (*uploads, uploads[0]):
        assert (await world.call(set_my_photo, {"upload_id": upload}, as_=EXPERT)).status == 200
    world.later(days=1, minutes=1)
    await world.deliver()

    there = [await storage.find_file(photo_key(DEWI, upload)) for upload in uploads]
    assert [file is not None for file in there] == [True, False]


async def test_a_customer_has_a_photo_too(world: World, storage: Storage) -> None:
    """
    The account shows the photo, whose address names nobody; without a photo the file is gone at once.
    """
    await world.put_documents((store.user_ref("ana"), a_user("ana")))
    upload = await uploaded(world, as_=ANA)

    saved = await world.call(set_my_photo, {"upload_id": upload}, as_=ANA)
    shown = await world.call(get_my_account, as_=ANA)
    removed = await world.call(set_my_photo, {"upload_id": None}, as_=ANA)
    again = await world.call(set_my_photo, {"upload_id": None}, as_=ANA)
    await world.deliver()
    late = await world.call(set_my_photo, {"upload_id": upload}, as_=ANA)

    assert saved.body["photo_url"] == shown.body["photo_url"] == storage.public_url(photo_key(ANA_ID, upload))
    assert not [told for told in ("ana", upload) if told in saved.body["photo_url"].rpartition("/public/")[2]]
    assert (removed.body["photo_url"], again.body) == (None, removed.body)
    assert await storage.find_file(photo_key(ANA_ID, upload)) is None
    assert (late.status, late.code) == (409, "upload_missing")


async def test_the_page_of_an_expert_loses_the_photo_too(world: World, storage: Storage) -> None:
    """
    Account and page have one photo, whichever of the two is looked at.
    """
    await add_bookable_expert(world)
    await world.call(set_my_photo, {"upload_id": await uploaded(world)}, as_=EXPERT)
    with_photo = (await world.get(catalogue.expert_ref(DEWI)), await world.get(store.user_ref(DEWI)))

    await world.call(set_my_photo, {"upload_id": None}, as_=EXPERT)

    without = (await world.get(catalogue.expert_ref(DEWI)), await world.get(store.user_ref(DEWI)))
    assert len({one.photo_url for one in with_photo if one}) == 1
    assert [(one.photo_url, one.photo_key) for one in without if one] == [(None, None)] * 2


async def test_a_new_page_has_the_photo_of_the_account(world: World, storage: Storage) -> None:
    """
    A customer who applies as an expert need not upload the photo again.
    """
    await world.put_documents((store.user_ref("ana"), a_user("ana", photo_url="https://x/1", photo_key="public/1")))

    answer = await apply_as(world, ANA)

    page = await world.get(catalogue.expert_ref("ana"))
    assert answer.status == 200
    assert page is not None
    assert (page.photo_url, page.photo_key) == ("https://x/1", "public/1")


GUEST = Person("guest", anonymous=True)


@pytest.mark.parametrize("function", [create_photo_upload, set_my_photo])
async def test_anonymous_people_have_no_photo(world: World, function: Any) -> None:
    """
    A photo would tell who they are. After a real sign-in they register, and may have one.
    """
    body = {"upload_id": None} if function is set_my_photo else {"content_type": "image/png", "bytes": 9}
    await world.call(register_user, {}, as_=GUEST)

    refused = [await world.call(function, body, as_=person) for person in (GUEST, Person("guest"))]
    await world.call(register_user, {"full_name": "Gita"}, as_=Person("guest"))
    named = await world.call(function, body, as_=Person("guest"))
    unknown = [await world.call(function, body, as_=person) for person in (BUDI, NOBODY)]

    assert [(answer.status, answer.code) for answer in refused] == [(403, "identity_needed")] * 2
    assert named.status == 200
    assert [answer.status for answer in unknown] == [404, 401]


async def test_a_photo_of_the_page_alone_becomes_the_photo_of_the_account(world: World) -> None:
    """
    Earlier versions saved an expert's photo for the page. A run that is repeated changes no account again.
    """
    await add_bookable_expert(world, photo_url="https://x/1", photo_key="public/photos/dewi/clean-1")

    for _ in range(2):
        await world.call(run_document_fill, {"fill": "account_photos", "dry_run": False}, as_=ADMIN)
        await world.deliver()

    person = await world.get(store.user_ref(DEWI))
    assert person is not None
    assert (person.photo_url, person.photo_key) == ("https://x/1", "public/photos/dewi/clean-1")


def test_an_account_of_an_earlier_version_has_no_photo() -> None:
    """
    Documents without the fields load as before.
    """
    stored = a_user("ana").model_dump(exclude={"photo_url", "photo_key"})

    assert User.model_validate(stored) == a_user("ana")


class _ResetAccounts(FakeAccounts):
    async def open_account(self, *, email: str | None, phone: str | None, name: str) -> OpenedAccount:
        return OpenedAccount(UserId("rani"), was_reset=True)


async def test_an_invited_expert_does_not_get_the_photo_of_a_stranger(world: World, storage: Storage) -> None:
    """
    Somebody had registered the expert's address without owning it. Photo, file and profile are gone.
    """
    world.runtime.gateways.accounts = _ResetAccounts()  # type: ignore[assignment]
    key = photo_key(UserId("rani"), "upload")
    await storage.write_file(key, PNG, content_type="image/png")
    stranger = a_user("rani", photo_url=storage.public_url(key), photo_key=key, city="Medan", goals="Fame")
    await world.put_documents((store.user_ref("rani"), stranger))
    body = {"email": "rani@example.com", "profile": PROFILE_BODY | {"full_name": "Rani Putri"}}

    answer = await world.call(invite_expert, body, as_=ADMIN)
    await world.deliver()

    person, page = await world.get(store.user_ref("rani")), await world.get(catalogue.expert_ref("rani"))
    assert answer.status == 200
    assert person is not None
    assert page is not None
    assert (person.full_name, person.photo_url, person.photo_key) == ("Rani Putri", None, None)
    assert (person.city, person.goals, page.photo_url) == ("", "", None)
    assert await storage.find_file(key) is None
