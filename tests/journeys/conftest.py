"""One whole local cloud for the journeys of a run, and a stage on it for each test."""

import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from emulators.cloud import LocalCloud
from emulators.demo.demo_context import DemoContext, open_context
from emulators.demo.expectations import POLL_TIMEOUT
from emulators.demo.experts import EXPERT_STORY
from emulators.demo.marketplace_context import MarketplaceContext
from emulators.demo.pairing_context import PairingContext
from emulators.demo.step_reporter import StepReporter
from emulators.settings import Ports
from shared.gateways.firestore.client import DatabaseAddress, Firestore
from tests.journeys.chat_pages import open_chromium
from tests.journeys.cloud_inspector import CloudInspector


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """The whole local cloud on free ports; its schedules run when a test says so."""
    local: Path = tmp_path_factory.mktemp("cloud")
    with LocalCloud(ports=Ports.counted_from(0), local=local, scheduler=False) as running:
        yield running


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """A Chromium of this machine's."""
    expect.set_options(timeout=POLL_TIMEOUT * 1_000)
    async with open_chromium() as running:
        yield running


@pytest.fixture
async def empty_stage(cloud: LocalCloud) -> AsyncIterator[PairingContext]:
    """A stage with nobody on it, for an event of the test's own."""
    async with open_context(PairingContext, cloud.settings, f"event-{secrets.token_hex(6)}") as on:
        yield on


@pytest.fixture
async def on(empty_stage: PairingContext) -> DemoContext:
    """A stage with an admin, an open event and a front-end, whose partner id is the event's."""
    await empty_stage.sign_in_admin()
    await empty_stage.open_event("TEDx Bandung")
    await empty_stage.create_front_end_key(empty_stage.event_id)
    return empty_stage


@pytest.fixture
async def at(empty_stage: PairingContext) -> MarketplaceContext:
    """A market with an expert of the test's own, and two customers."""
    await StepReporter(interactive=False).run_stories(EXPERT_STORY.list_with_required(), empty_stage)
    return empty_stage


@pytest.fixture
async def office(cloud: LocalCloud, on: DemoContext) -> AsyncIterator[CloudInspector]:
    """What is kept and queued behind that stage."""
    settings = cloud.settings
    db = Firestore.open(DatabaseAddress(settings.project, emulator=settings.address("firestore")))
    async with CloudInspector.open(settings, db) as opened:
        yield opened
    await db.close()
