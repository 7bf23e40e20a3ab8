"""The stories that `make demo` narrates, each run as a test, and how a step is reported."""

import io

import pytest

from emulators.demo import stories
from emulators.demo.expectations import UnexpectedResult, expect_equal
from emulators.demo.pairing_context import PairingContext
from emulators.demo.step_reporter import StepReporter
from emulators.demo.story import Story


@pytest.mark.emulator
@pytest.mark.slow
@pytest.mark.parametrize("story", stories.list_final_stories(), ids=lambda story: story.title)
async def test_the_story_goes_as_it_is_told(story: Story[PairingContext], empty_context: PairingContext) -> None:
    """Every step finds what it expects, and settings that an admin changes on the way are restored."""
    told = story.list_with_required()
    client, reporter = empty_context.functions, StepReporter(interactive=False)
    admin = await empty_context.sign_in.sign_up_with_role(
        f"settings.{empty_context.event_id}@temani.example", role="admin"
    )
    before = (await client.get("get-settings", as_=admin)).require_success()

    await reporter.run_stories(told, empty_context)

    assert reporter.steps == sum(len(each.steps) for each in told)
    assert (await client.get("get-settings", as_=admin)).require_success() == before


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
