"""One database under infra/firestore.rules, and everybody's app on it."""

import secrets
from collections.abc import AsyncIterator

import pytest

from shared.gateways.firestore.client import DatabaseAddress, Firestore
from tests.rules.firestore_clients import PEOPLE, FirestoreClients, open_clients


@pytest.fixture(scope="module")
async def database(firestore_emulator: str) -> AsyncIterator[Firestore]:
    """The documents, above the rules."""
    db = Firestore.open(DatabaseAddress(f"test-{secrets.token_hex(6)}", emulator=firestore_emulator))
    yield db
    await db.close()


@pytest.fixture(scope="module")
async def apps(database: Firestore, firestore_emulator: str) -> AsyncIterator[FirestoreClients]:
    """Everybody's app, under the rules."""
    async with open_clients(PEOPLE, database.address.project, firestore_emulator) as apps:
        yield apps
