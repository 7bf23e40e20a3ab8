"""The stories that `make demo` narrates, each run as a test, and how a step is reported."""

import io
from typing import Any

import pytest

from emulators.demo import stories
from emulators.demo.expectations import UnexpectedResult, expect_equal
from emulators.demo.pairing_context import PairingContext
from emulators.demo.step_reporter import StepReporter
from emulators.demo.story import Story
from tests.journeys.cloud_inspector import CloudInspector


async def get_settings(context: PairingContext) -> Any:
    """Return every setting that an admin can change."""
    return (await context.functions.get("get-settings", as_=context.admin)).require_success()


@pytest.mark.emulator
@pytest.mark.slow
@pytest.mark.parametrize("story", stories.list_final_stories(), ids=lambda story: story.title)
async def test_the_story_goes_as_it_is_told(
    story: Story[PairingContext], empty_context: PairingContext, inspector: CloudInspector
) -> None:
    """Every step finds what it expects, settings are restored, and no task is buried as a dead letter."""
    told, reporter = story.list_with_required(), StepReporter(interactive=False)
    await empty_context.sign_in_admin()
    settings, letters = await get_settings(empty_context), await inspector.list_dead_letters()

    await reporter.run_stories(told, empty_context)

    assert reporter.steps == sum(len(each.steps) for each in told)
    assert await get_settings(empty_context) == settings
    assert await inspector.list_dead_letters() == letters


def test_the_journeys_run_every_story_of_the_demo() -> None:
    """Each story comes after the stories that it requires, and belongs to a story that is run as a test."""
    tested = {each for story in stories.list_final_stories() for each in story.list_with_required()}

    assert tested == set(stories.STORIES)
    for number, story in enumerate(stories.STORIES):
        assert set(story.requires) <= set(stories.STORIES[:number])


async def goes_well(_: None) -> str:
    """Something is tried."""
    return "something happened"


async def goes_wrong(_: None) -> str:
    """Seats are counted."""
    expect_equal("seats left", 39, 40)
    raise AssertionError("not reached")


async def test_a_step_that_went_well_says_what_happened() -> None:
    """One line a step: that it went well, how long it took, what happened."""
    out = io.StringIO()

    await StepReporter(out, interactive=False).run_stories([Story("First", (goes_well,))], None)

    heading, line = out.getvalue().splitlines()[1:]
    assert heading == "First"
    assert line.startswith("  ✓ ")
    assert line.endswith(" s  something happened")


async def test_a_step_that_went_wrong_ends_the_story_and_says_what_was_expected() -> None:
    """The reader learns what was tried, what was expected and what came; later steps are not told."""
    out = io.StringIO()

    with pytest.raises(UnexpectedResult):
        await StepReporter(out, interactive=False).run_stories([Story("First", (goes_wrong, goes_well))], None)

    said = out.getvalue()
    assert "Seats are counted." in said
    assert "about     seats left\n      expected  40\n      got       39" in said
    assert "something happened" not in said
