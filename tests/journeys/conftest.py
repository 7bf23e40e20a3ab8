"""Fixtures of the journeys: one whole local cloud for a run, and a demo context on it for each test."""

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
    """Start the whole local cloud on free ports; a schedule runs only when a test runs it."""
    local: Path = tmp_path_factory.mktemp("cloud")
    with LocalCloud(ports=Ports.counted_from(0), local=local, scheduler=False) as running:
        yield running


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Start a Chromium of this machine."""
    expect.set_options(timeout=POLL_TIMEOUT * 1_000)
    async with open_chromium() as running:
        yield running


@pytest.fixture
async def empty_context(cloud: LocalCloud) -> AsyncIterator[PairingContext]:
    """Open a demo context for an event of the test's own, without any accounts."""
    async with open_context(PairingContext, cloud.settings, f"event-{secrets.token_hex(6)}") as on:
        yield on


@pytest.fixture
async def on(empty_context: PairingContext) -> DemoContext:
    """Prepare a demo context: an admin, an open event, and a front-end with the event's id as its partner id."""
    await empty_context.sign_in_admin()
    await empty_context.open_event("TEDx Bandung")
    await empty_context.create_front_end_key()
    return empty_context


@pytest.fixture
async def at(empty_context: PairingContext) -> MarketplaceContext:
    """Prepare a marketplace context: an expert of the test's own and two customers."""
    await StepReporter(interactive=False).run_stories(EXPERT_STORY.list_with_required(), empty_context)
    return empty_context


@pytest.fixture
async def inspector(cloud: LocalCloud) -> AsyncIterator[CloudInspector]:
    """Open an inspector of the documents and queues of the test's local cloud."""
    settings = cloud.settings
    db = Firestore.open(DatabaseAddress(settings.project, emulator=settings.address("firestore")))
    async with CloudInspector.open(settings, db) as opened:
        yield opened
    await db.close()
