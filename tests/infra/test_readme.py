"""The README keeps up with what it describes."""

import re
import subprocess

import pytest

from infra.build import monthly_cost
from tests.infra import readme_parser
from tests.infra.terraform_runner import INFRA, Manifest


def test_every_file_is_described() -> None:
    """Whoever looks for something in Terraform's code finds its file."""
    named = set(re.findall(r"`(\w+\.tf)`", readme_parser.FILE.read_text()))

    assert named == {file.name for file in INFRA.glob("*.tf")}


def test_every_secret_can_be_rotated(manifest: Manifest) -> None:
    """The README says of each secret how another one is had, and of no other."""
    told = {row[0].strip("`"): row[1] for row in readme_parser.read_table_rows("Secrets")}

    assert told.keys() == set(manifest["secrets"])
    assert all(told.values())


def test_the_price_of_a_month_is_fresh() -> None:
    """The table is the one that the assumptions and the cost of each call come to now."""
    assert monthly_cost.render_table() in readme_parser.read_section("What a month costs"), (
        "refresh it with `make generate`"
    )


def test_what_is_clicked_by_hand_is_said() -> None:
    """Billing, policies of the organization, quota, vendor keys, domain: nothing else waits for a person."""
    said = re.findall(
        r"^\d+\. \*\*By hand[:,] ([\w ]+)\.\*\*", readme_parser.read_section("The first deploy"), re.MULTILINE
    )

    by_hand = ["billing", "organization", "quota", "vendor keys", "domain", "in the consoles", "billing again"]
    assert said == by_hand


def test_one_environment_s_state_is_never_another_s() -> None:
    """Whoever turns to the other environment is not asked whether to copy the state of the first over its own."""
    inits = re.findall(r"^ +terraform .*\binit\b.*$", readme_parser.read_section("The first deploy"), re.MULTILINE)

    assert len(inits) == 1
    assert "-reconfigure -backend-config=env/ENVIRONMENT.tfbackend" in inits[0]


def test_every_revision_that_is_listed_can_be_gone_back_to() -> None:
    """As many images are kept as revisions are looked at."""
    [listed] = re.findall(r"revisions list .*--limit (\d+)", readme_parser.read_section("Rollback"))
    [kept] = re.findall(r"keep_count = (\d+)", (INFRA / "source.tf").read_text())

    assert kept == listed


def test_every_command_of_ours_exists() -> None:
    """What the README tells to run is there to be run."""
    told = set(re.findall(r"python -m infra\.build\.(\w+)", readme_parser.FILE.read_text()))

    assert told >= {"replay", "smoke"}
    assert all((INFRA / "build" / f"{name}.py").is_file() for name in told)


@pytest.mark.parametrize("block", readme_parser.list_command_blocks(), ids=lambda block: block.split("\n")[0][:40])
def test_every_command_is_one_that_a_shell_takes(block: str) -> None:
    """Nobody who is half asleep has to find a missing quote."""
    checked = subprocess.run(["bash", "-n"], input=block, text=True, capture_output=True, check=False)

    assert (checked.returncode, checked.stderr) == (0, "")
