"""One whole local cloud for the journeys of a run, and a stage on it for each test."""

import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from emulators.cloud import LocalCloud
from emulators.demo.expectations import PATIENCE
from emulators.demo.market import Market
from emulators.demo.stage import Stage, stage
from emulators.settings import Ports
from shared.gateways.firestore.client import Address, Firestore
from tests.journeys.office import TicketOffice
from tests.journeys.phones import chromium


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """The whole local cloud on free ports; its schedules run when a test says so."""
    local: Path = tmp_path_factory.mktemp("cloud")
    with LocalCloud(ports=Ports.counted_from(0), local=local, scheduler=False) as running:
        yield running


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """A Chromium of this machine's."""
    expect.set_options(timeout=PATIENCE * 1_000)
    async with chromium() as running:
        yield running


@pytest.fixture
async def empty_stage(cloud: LocalCloud) -> AsyncIterator[Stage]:
    """A stage with nobody on it, for an event of the test's own."""
    async with stage(cloud.settings, f"event-{secrets.token_hex(6)}") as on:
        yield on


@pytest.fixture
async def on(empty_stage: Stage) -> Stage:
    """A stage with an admin, an open event and a front-end, whose partner id is the event's."""
    empty_stage.admin = await empty_stage.sign_in.as_(f"{empty_stage.event_id}@temani.example", role="admin")
    await empty_stage.open_event("TEDx Bandung")
    await empty_stage.make_front_end_key(empty_stage.event_id)
    return empty_stage


@pytest.fixture
async def at(empty_stage: Stage) -> Market:
    """A market with an expert of the test's own, and two customers."""
    market = Market(empty_stage)
    await market.open()
    return market


@pytest.fixture
async def office(cloud: LocalCloud, on: Stage) -> AsyncIterator[TicketOffice]:
    """What is kept and queued behind that stage."""
    settings = cloud.settings
    db = Firestore.open(Address(settings.project, emulator=settings.address("firestore")))
    async with TicketOffice.open(settings, db) as opened:
        yield opened
    await db.close()
