"""Files, in a bucket that speaks S3: `s3://…` is Amazon's or the local one, `gs://…` Google's by the same words.

People are given addresses, signed for one file, one method and a short time. Only pictures that must be cleaned pass
through us.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import quote

from shared.contracts.files import PresignedUpload, StoredFile
from shared.gateways.blocking_calls import run_blocking
from shared.kernel.errors import Refused, Unavailable

T = TypeVar("T")

_GOOGLE = "https://storage.googleapis.com"
_TIMEOUT_SECONDS = 5
# What is there already is not put again: Amazon's words for it, and Google's, which hears the others for reading only.
_IF_ABSENT_HEADERS = {"if-none-match": "*"}
_IF_ABSENT_HEADERS_GOOGLE = {"x-goog-if-generation-match": "0"}
_NOT_FOUND = ("404", "NoSuchKey", "NotFound")


class StorageRefused(Refused):
    """The object storage understood the request and refused."""

    code = "storage_refused"


class Storage:
    """The SDK signs by itself and blocks when it asks, so that works in a thread, with a time limit."""

    def __init__(self, *, url: str, endpoint: str | None, key_id: str, key_secret: str, region: str) -> None:
        scheme, _, bucket = url.partition("://")
        self._bucket = bucket.strip("/")
        self._endpoint = endpoint or (_GOOGLE if scheme == "gs" else None)
        self._if_absent_headers = _IF_ABSENT_HEADERS_GOOGLE if scheme == "gs" else _IF_ABSENT_HEADERS
        self._keys = (key_id, key_secret)
        self._region = region
        self._cached_client: Any = None

    async def presign_upload(
        self, key: str, *, content_type: str, size: int, now: datetime, lasts: timedelta
    ) -> PresignedUpload:
        wanted = {"Bucket": self._bucket, "Key": key, "ContentType": content_type, "ContentLength": size}
        url = await run_blocking(lambda: self._translate_errors(lambda: self._presign_url("put_object", wanted, lasts)))
        return PresignedUpload(
            url, {"content-type": content_type, "content-length": str(size), **self._if_absent_headers}, now + lasts
        )

    async def presign_download(self, key: str, *, name: str, lasts: timedelta, shown_as: str | None = None) -> str:
        """Create a short-lived link to the file under `key`, which browsers save as `name`."""
        how = "inline" if shown_as else "attachment"
        wanted = {
            "Bucket": self._bucket,
            "Key": key,
            "ResponseContentDisposition": f"{how}; filename*=UTF-8''{quote(name, safe='')}",
        }
        if shown_as:
            wanted["ResponseContentType"] = shown_as
        return await run_blocking(
            lambda: self._translate_errors(lambda: self._presign_url("get_object", wanted, lasts))
        )

    def public_url(self, key: str) -> str:
        """Return the public URL of a file whose key begins with `public/`."""
        base = self._endpoint or f"https://s3.{self._region}.amazonaws.com"
        return f"{base}/{self._bucket}/{quote(key)}"

    async def find_file(self, key: str) -> StoredFile | None:
        """Find the object under `key`; None if there is none."""
        return await run_blocking(lambda: self._translate_errors(lambda: self._find_file(key)))

    async def delete_file(self, key: str) -> None:
        """Delete the file under `key`. A missing file is no error."""
        await run_blocking(
            lambda: self._translate_errors(lambda: self._client().delete_object(Bucket=self._bucket, Key=key))
        )

    async def read_file(self, key: str) -> bytes | None:
        """Read the file under `key`; None if there is none."""
        return await run_blocking(lambda: self._translate_errors(lambda: self._read_file(key)))

    async def write_file(self, key: str, content: bytes, *, content_type: str) -> None:
        """Write the file under `key`; an earlier file is replaced."""
        written = {"Bucket": self._bucket, "Key": key, "Body": content, "ContentType": content_type}
        await run_blocking(lambda: self._translate_errors(lambda: self._client().put_object(**written)))

    def _read_file(self, key: str) -> bytes | None:
        from botocore.exceptions import ClientError

        try:
            return bytes(self._client().get_object(Bucket=self._bucket, Key=key)["Body"].read())
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _NOT_FOUND:
                return None
            raise

    def _find_file(self, key: str) -> StoredFile | None:
        from botocore.exceptions import ClientError

        try:
            head = self._client().head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _NOT_FOUND:
                return None
            raise
        return StoredFile(int(head["ContentLength"]), str(head.get("ContentType", "")))

    def _presign_url(self, method: str, wanted: dict[str, Any], lasts: timedelta) -> str:
        seconds = int(lasts.total_seconds())
        return str(self._client().generate_presigned_url(method, Params=wanted, ExpiresIn=seconds))

    def _translate_errors(self, ask: Callable[[], T]) -> T:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return ask()
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
            if status == 429 or status >= 500:
                raise Unavailable("storage_busy") from error
            raise StorageRefused(status_of_provider=status) from error
        except BotoCoreError as error:
            raise Unavailable("storage_silent") from error

    def _client(self) -> Any:
        if self._cached_client is None:
            import boto3
            from botocore.config import Config

            config = Config(
                signature_version="s3v4",
                connect_timeout=_TIMEOUT_SECONDS,
                read_timeout=_TIMEOUT_SECONDS,
                retries={"total_max_attempts": 2},
                s3={"addressing_style": "path"},
                # Google's storage does not know Amazon's newer checksums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            )
            key_id, key_secret = self._keys
            # Of two who come first at once both may make one; each is good.
            made = boto3.session.Session().client(
                "s3",
                endpoint_url=self._endpoint,
                region_name=self._region,
                aws_access_key_id=key_id,
                aws_secret_access_key=key_secret,
                config=config,
            )
            made.meta.events.register("before-sign.s3.PutObject", self._add_if_absent_headers)
            self._cached_client = made
        return self._cached_client

    def _add_if_absent_headers(self, request: Any, *, signature_version: str, **_: Any) -> None:
        # A signed address is somebody else's; what we write ourselves may be written again.
        if not signature_version.endswith("-query"):
            return
        for name, value in self._if_absent_headers.items():
            request.headers[name] = value


def import_sdk() -> None:
    """Import the vendor now."""
    import boto3  # noqa: F401
    import botocore.config  # noqa: F401
