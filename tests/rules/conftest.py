"""Fixtures of the security rules: a database with infra/firestore.rules, and an app for each person."""

import secrets
from collections.abc import AsyncIterator

import pytest

from shared.gateways.firestore.client import DatabaseAddress, Firestore
from tests.rules.firestore_clients import PEOPLE, FirestoreClients, open_clients


@pytest.fixture(scope="module")
async def database(firestore_emulator: str) -> AsyncIterator[Firestore]:
    """Open the database with a client that the rules do not apply to."""
    db = Firestore.open(DatabaseAddress(f"test-{secrets.token_hex(6)}", emulator=firestore_emulator))
    yield db
    await db.close()


@pytest.fixture(scope="module")
async def apps(database: Firestore, firestore_emulator: str) -> AsyncIterator[FirestoreClients]:
    """Run an app for each person, to which the rules apply."""
    async with open_clients(PEOPLE, database.address.project, firestore_emulator) as apps:
        yield apps
