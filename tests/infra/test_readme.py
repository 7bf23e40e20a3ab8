"""The README keeps up with what it describes."""

import re

from infra.build import month
from tests.infra import readme
from tests.infra.plan import INFRA, Manifest


def test_every_file_is_described() -> None:
    """Whoever looks for something in Terraform's code finds its file."""
    named = set(re.findall(r"`(\w+\.tf)`", readme.FILE.read_text()))

    assert named == {file.name for file in INFRA.glob("*.tf")}


def test_every_secret_can_be_rotated(manifest: Manifest) -> None:
    """The README says of each secret how another one is had, and of no other."""
    told = {row[0].strip("`"): row[1] for row in readme.rows("Secrets")}

    assert told.keys() == set(manifest["secrets"])
    assert all(told.values())


def test_the_price_of_a_month_is_fresh() -> None:
    """The table is the one that the assumptions and the cost of each call come to now."""
    assert month.table() in readme.section("What a month costs"), "refresh it with `make generate`"


def test_what_is_clicked_by_hand_is_said() -> None:
    """Billing, quota, vendor keys, domain: nothing else waits for a person in a console."""
    said = re.findall(r"^\d+\. \*\*By hand[:,] ([\w ]+)\.\*\*", readme.section("The first deploy"), re.MULTILINE)

    assert said == ["billing", "quota", "vendor keys", "domain", "in the consoles", "billing again"]
