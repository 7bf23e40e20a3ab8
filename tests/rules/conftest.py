"""The documents over REST, as apps reach them: callers under the rules, the seeding above them."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

PROJECT = "test-rules"
_ROOT = f"projects/{PROJECT}/databases/(default)/documents"


@dataclass(frozen=True)
class Who:
    """Somebody with an app: signed in as *uid* or not at all, an admin or not."""

    uid: str | None = None
    role: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The unsigned ID token that the emulator takes."""
        if self.uid is None:
            return {}
        claims = {
            "iss": f"https://securetoken.google.com/{PROJECT}",
            "aud": PROJECT,
            "sub": self.uid,
            "user_id": self.uid,
            "iat": 1_700_000_000,
            "exp": 4_000_000_000,
            "firebase": {"sign_in_provider": "password", "identities": {}},
            **({"role": self.role} if self.role else {}),
        }
        parts = (json.dumps(part).encode() for part in ({"alg": "none", "typ": "JWT"}, claims))
        encoded = ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
        return {"Authorization": f"Bearer {encoded}."}


class Database:
    """One database, each call as somebody; the status says whether the rules let it through."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def seed(self, path: str, **fields: str) -> None:
        """Put a document there, whatever the rules say."""
        self._client.patch(
            f"{_ROOT}/{path}", json=_document(fields), headers={"Authorization": "Bearer owner"}
        ).raise_for_status()

    def get(self, who: Who, path: str) -> int:
        return self._client.get(f"{_ROOT}/{path}", headers=who.headers).status_code

    def found(self, who: Who, collection: str, **equal: str) -> httpx.Response:
        """The documents of *collection* with these fields."""
        parent, _, name = f"{_ROOT}/{collection}".rpartition("/")
        query: dict[str, object] = {"from": [{"collectionId": name}]}
        for field, value in equal.items():
            query["where"] = {
                "fieldFilter": {"field": {"fieldPath": field}, "op": "EQUAL", "value": {"stringValue": value}}
            }
        return self._client.post(f"{parent}:runQuery", json={"structuredQuery": query}, headers=who.headers)

    def create(self, who: Who, collection: str, id: str, **fields: str) -> int:
        return self._client.post(
            f"{_ROOT}/{collection}", params={"documentId": id}, json=_document(fields), headers=who.headers
        ).status_code

    def update(self, who: Who, path: str, **fields: str) -> int:
        return self._client.patch(
            f"{_ROOT}/{path}",
            params={"updateMask.fieldPaths": list(fields), "currentDocument.exists": "true"},
            json=_document(fields),
            headers=who.headers,
        ).status_code

    def delete(self, who: Who, path: str) -> int:
        return self._client.delete(f"{_ROOT}/{path}", headers=who.headers).status_code


def _document(fields: dict[str, str]) -> dict[str, object]:
    return {"fields": {name: {"stringValue": value} for name, value in fields.items()}}


@pytest.fixture(scope="session")
def database(firestore_emulator: str) -> Iterator[Database]:
    """The emulator's documents, under infra/firestore.rules."""
    with httpx.Client(base_url=f"http://{firestore_emulator}/v1/", timeout=30) as client:
        yield Database(client)
