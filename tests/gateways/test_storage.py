"""Files: put and fetched by addresses that are good for one thing and a short time."""

from datetime import timedelta

import httpx
import pytest

from shared.gateways.storage import Storage, StorageRefused
from shared.kernel.errors import Unavailable
from tests.builders import NOON
from tests.world import create_http_client

pytestmark = pytest.mark.emulator

SOON = timedelta(minutes=15)
TEXT = b"%PDF-1.7 how to change one's career"


async def put(storage: Storage, key: str, content: bytes = TEXT) -> httpx.Response:
    """What an app does with the leave it was given."""
    leave = await storage.presign_upload(key, content_type="application/pdf", size=len(content), now=NOON, lasts=SOON)
    async with create_http_client() as app:
        return await app.put(leave.url, content=content, headers=dict(leave.headers))


async def test_put_and_fetched(storage: Storage) -> None:
    """
    What is put with a leave is there, as large and of the type that was announced, and comes back under its name.
    """
    answer = await put(storage, "products/dewi/p/1")

    stored = await storage.find_file("products/dewi/p/1")
    url = await storage.presign_download("products/dewi/p/1", name="Panduan karier é.pdf", lasts=SOON)
    async with create_http_client() as app:
        fetched = await app.get(url)

    assert answer.status_code == 200
    assert stored is not None
    assert (stored.bytes, stored.content_type) == (len(TEXT), "application/pdf")
    assert fetched.content == TEXT
    assert fetched.headers["content-disposition"] == "attachment; filename*=UTF-8''Panduan%20karier%20%C3%A9.pdf"


async def test_shown_rather_than_saved(storage: Storage) -> None:
    """
    A browser shows it as what we say it is, whatever was put there.
    """
    await put(storage, "rooms/r/ana/1", b"<script>alert(1)</script>")

    url = await storage.presign_download("rooms/r/ana/1", name="cv.png", lasts=SOON, shown_as="image/png")
    async with create_http_client() as app:
        shown = await app.get(url)

    assert shown.headers["content-disposition"] == "inline; filename*=UTF-8''cv.png"
    assert shown.headers["content-type"] == "image/png"


async def test_a_leave_says_what_and_until_when(storage: Storage) -> None:
    """
    Type, size and that nothing may lie there are signed: without, the address is worth nothing where that is checked.
    """
    leave = await storage.presign_upload("products/a", content_type="application/pdf", size=7, now=NOON, lasts=SOON)

    query = httpx.URL(leave.url).params
    assert query["X-Amz-SignedHeaders"] == "content-length;content-type;host;if-none-match"
    assert query["X-Amz-Expires"] == "900"
    assert leave.headers == {"content-type": "application/pdf", "content-length": "7", "if-none-match": "*"}
    assert leave.expires_at == NOON + SOON


async def test_what_was_put_is_not_replaced(storage: Storage) -> None:
    """
    By the leave it came with or by another; once it is deleted, the place is free.
    """
    first = await put(storage, "rooms/r/ana/2")

    second = await put(storage, "rooms/r/ana/2", TEXT[::-1])
    stored = await storage.find_file("rooms/r/ana/2")
    await storage.delete_file("rooms/r/ana/2")
    third = await put(storage, "rooms/r/ana/2", b"%PDF")

    assert [answer.status_code for answer in (first, second, third)] == [200, 412, 200]
    assert stored is not None
    assert stored.bytes == len(TEXT)


async def test_a_browser_may_say_so(storage: Storage) -> None:
    """
    A page of another origin is allowed all headers of a leave.
    """
    leave = await storage.presign_upload("rooms/r/ana/3", content_type="image/png", size=7, now=NOON, lasts=SOON)
    asks = {
        "origin": "http://127.0.0.1:8080",
        "access-control-request-method": "PUT",
        "access-control-request-headers": "content-type,if-none-match",
    }

    async with create_http_client() as browser:
        answer = await browser.options(leave.url, headers=asks)

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] in ("*", asks["origin"])
    assert {"content-type", "if-none-match"} <= set(answer.headers["access-control-allow-headers"].split(", "))
    assert "PUT" in answer.headers["access-control-allow-methods"]


async def test_nothing_there(storage: Storage) -> None:
    """
    Where nothing has been put nothing is found, and deleting it is no mistake.
    """
    await put(storage, "public/photos/dewi/1")

    await storage.delete_file("public/photos/dewi/1")
    await storage.delete_file("public/photos/dewi/1")

    assert await storage.find_file("public/photos/dewi/1") is None
    assert await storage.find_file("public/photos/dewi/2") is None


async def test_what_is_public_has_an_address(storage: Storage) -> None:
    """
    A photo is shown by its plain address; what lies elsewhere is not.
    """
    await put(storage, "public/photos/dewi/3")
    await put(storage, "products/dewi/p/3")

    async with create_http_client() as app:
        shown = await app.get(storage.public_url("public/photos/dewi/3"))
        hidden = await app.get(storage.public_url("products/dewi/p/3"))

    assert shown.content == TEXT
    assert hidden.status_code == 403


def storage_at(endpoint: str | None, url: str = "s3://temani-local") -> Storage:
    """A storage elsewhere."""
    return Storage(url=url, endpoint=endpoint, key_id="k", key_secret="s", region="auto")


async def test_a_storage_that_does_not_answer() -> None:
    """
    Try again; signing needs nobody.
    """
    nowhere = storage_at("http://127.0.0.1:1")

    url = await nowhere.presign_download("a", name="a", lasts=SOON)
    with pytest.raises(Unavailable):
        await nowhere.find_file("a")

    assert url.startswith("http://127.0.0.1:1/temani-local/a?")


async def test_a_storage_that_refuses(storage: Storage) -> None:
    """
    A bucket that is not there is nobody's passing trouble.
    """
    assert storage._endpoint

    with pytest.raises(StorageRefused):
        await storage_at(storage._endpoint, "s3://no-such-bucket").delete_file("a")


async def test_googles_storage_is_spoken_to_in_the_same_words() -> None:
    """
    A `gs://` bucket is found at Google's address for those who speak S3.
    """
    google = storage_at(None, "gs://temani-files")

    url = await google.presign_download("products/a", name="a.pdf", lasts=SOON)
    leave = await google.presign_upload("products/b", content_type="image/png", size=7, now=NOON, lasts=SOON)

    # Google's storage refuses requests in which headers of its own meet Amazon's.
    assert leave.headers == {"content-type": "image/png", "content-length": "7", "x-goog-if-generation-match": "0"}
    signed = httpx.URL(leave.url).params["X-Amz-SignedHeaders"]
    assert signed == "content-length;content-type;host;x-goog-if-generation-match"
    assert url.startswith("https://storage.googleapis.com/temani-files/products/a?")
    assert google.public_url("public/a b") == "https://storage.googleapis.com/temani-files/public/a%20b"
