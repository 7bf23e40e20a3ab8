"""Fixture of the official Firestore SDK, to compare our gateway with."""

from collections.abc import AsyncIterator

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud.firestore import AsyncClient

from shared.gateways.firestore.client import Firestore


@pytest.fixture
async def sdk(documents: Firestore, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncClient]:
    """Provide Google's Firestore client, connected to the test's database."""
    assert documents.address.emulator
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", documents.address.emulator)
    client = AsyncClient(project=documents.address.project, credentials=AnonymousCredentials())  # type: ignore[no-untyped-call]
    yield client
    client.close()  # type: ignore[no-untyped-call]
