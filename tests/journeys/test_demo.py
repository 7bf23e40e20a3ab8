"""The story of `make demo`, and how it is told."""

import io

import pytest

from emulators.demo import scenarios
from emulators.demo.expectations import UnexpectedResult, expect_equal
from emulators.demo.pairing_context import PairingContext
from emulators.demo.step_reporter import StepReporter


@pytest.mark.emulator
@pytest.mark.slow
async def test_the_story_goes_as_it_is_told(empty_stage: PairingContext) -> None:
    """Every step of the demo finds what it expects, and what an admin sets on the way is put back."""
    reporter, office = StepReporter(out=io.StringIO(), interactive=False), empty_stage.functions
    admin = await empty_stage.sign_in.sign_up_with_role(f"settings.{empty_stage.event_id}@temani.example", role="admin")
    before = (await office.get("get-settings", as_=admin)).require_success()

    await scenarios.run_scenarios(reporter, empty_stage)

    assert reporter.steps == scenarios.count_steps()
    assert (await office.get("get-settings", as_=admin)).require_success() == before


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

    await StepReporter(out, interactive=False).run_scenario({"First": (goes_well,)}, None)

    heading, line = out.getvalue().splitlines()[1:]
    assert heading == "First"
    assert line.startswith("  ✓ ")
    assert line.endswith(" s  something happened")


async def test_a_step_that_went_wrong_ends_the_story_and_says_what_was_expected() -> None:
    """The reader learns what was tried, what was expected and what came; later steps are not told."""
    out = io.StringIO()

    with pytest.raises(UnexpectedResult):
        await StepReporter(out, interactive=False).run_scenario({"First": (goes_wrong, goes_well)}, None)

    said = out.getvalue()
    assert "Seats are counted." in said
    assert "about     seats left\n      expected  40\n      got       39" in said
    assert "something happened" not in said
