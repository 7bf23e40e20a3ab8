"""One database under infra/firestore.rules, and everybody's app on it."""

import secrets
from collections.abc import AsyncIterator

import pytest

from shared.gateways.firestore.client import Address, Firestore
from tests.rules.apps import PEOPLE, Apps, apps_of


@pytest.fixture(scope="module")
async def database(firestore_emulator: str) -> AsyncIterator[Firestore]:
    """The documents, above the rules."""
    db = Firestore.open(Address(f"test-{secrets.token_hex(6)}", emulator=firestore_emulator))
    yield db
    await db.close()


@pytest.fixture(scope="module")
async def apps(database: Firestore, firestore_emulator: str) -> AsyncIterator[Apps]:
    """Everybody's app, under the rules."""
    async with apps_of(PEOPLE, database.address.project, firestore_emulator) as apps:
        yield apps
