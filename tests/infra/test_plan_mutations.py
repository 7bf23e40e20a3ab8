"""The policies find what they are there to find: mistakes in the code, and in the plan that it makes."""

import copy
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.infra.plan_mutations import PLAN_MUTATIONS
from tests.infra.policies import POLICIES, Policy, data, invokers, messaging
from tests.infra.sample_manifest import build_sample_manifest
from tests.infra.terraform_runner import Manifest, Plan, Terraform, TerraformFailed, TerraformUnavailable, copy_infra

Made = Callable[[Path], Plan]


@pytest.fixture(scope="module")
def small(manifest: Manifest) -> Manifest:
    """A manifest of few functions, so that each plan takes a moment."""
    return build_sample_manifest(manifest)


@pytest.fixture(scope="module")
def made(terraform: Terraform) -> Made:
    """The plan of a copy of the code."""

    def plan(infra: Path) -> Plan:
        try:
            return terraform.plan(infra, "staging")
        except TerraformUnavailable as why:
            pytest.skip(str(why))

    return plan


@pytest.fixture(scope="module")
def sound(made: Made, small: Manifest, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The plan of the code as it is."""
    return made(copy_infra(tmp_path_factory.mktemp("sound"), small))


def edited(file: Path, old: str, new: str) -> None:
    """Put *new* for *old*, which is there once."""
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))


def test_without_a_mistake_nothing_is_found(sound: Plan, small: Manifest) -> None:
    """What is found below comes from the mistake."""
    findings = {policy.__name__: list(policy(sound, small)) for policy in POLICIES}

    assert {name: found for name, found in findings.items() if found} == {}


def test_a_dropped_dead_letter(made: Made, small: Manifest, tmp_path: Path) -> None:
    """A subscription that gives up without a word is found."""
    infra = copy_infra(tmp_path, small)
    subscription = infra / "modules" / "function" / "subscription.tf"
    text = subscription.read_text()
    block = text[text.index("  dead_letter_policy {") : text.index("  # One on which nothing happens")]
    edited(subscription, block, "")

    findings = list(messaging.require_dead_letter_topics(made(infra), small))

    assert findings == ["alert-when-attendance-disputed: has no dead letter"]


def test_a_public_control_center_function(made: Made, small: Manifest, tmp_path: Path) -> None:
    """A function of the control center that everybody may call is found."""
    infra = copy_infra(tmp_path, small)
    edited(
        infra / "modules" / "function" / "main.tf",
        'control_center = "serviceAccount:${var.cloud.agents.iap}"',
        'control_center = "allUsers"',
    )

    planned = made(infra)

    function = next(name for name, one in small["functions"].items() if one["exposure"] == "control_center")
    assert list(invokers.require_public_access_by_load_balancer_only(planned, small)) == [
        f'module.function["{function}"].google_cloud_run_v2_service_iam_member.invoker: is open to everybody'
    ]
    assert [one.partition(":")[0] for one in invokers.require_declared_invokers_only(planned, small)] == [function]


def test_a_missing_index(made: Made, small: Manifest, tmp_path: Path) -> None:
    """An index that a query needs and that nobody makes is found."""
    infra = copy_infra(tmp_path, small)
    written = json.loads((infra / "functions.json").read_text())
    del written["firestore"]["indexes"]["orders-status-pay_before"]
    (infra / "functions.json").write_text(json.dumps(written))

    findings = list(data.require_declared_indexes(made(infra), small))

    assert findings == ["orders (COLLECTION): status ASCENDING, pay_before ASCENDING: is missing"]


def test_a_wrong_zone(made: Made, small: Manifest, tmp_path: Path) -> None:
    """A job at Greenwich's time is found."""
    infra = copy_infra(tmp_path, small)
    job = infra / "modules" / "function" / "schedule.tf"
    edited(job, "= var.cloud.time_zone\n  attempt_deadline", '= "Etc/UTC"\n  attempt_deadline')

    findings = list(messaging.require_schedule_zone_and_deadline(made(infra), small))

    assert findings == ["check-open-refunds: its zone is Etc/UTC"]


def test_another_zone_than_the_code_s_is_not_even_planned(made: Made, small: Manifest, tmp_path: Path) -> None:
    """Whoever fills in another zone is told which one the code computes in."""
    infra = copy_infra(tmp_path, small)
    with (infra / "env" / "staging.tfvars").open("a") as variables:
        variables.write('\ntime_zone = "Etc/UTC"\n')

    with pytest.raises(TerraformFailed, match="the code computes due times in Asia/Jakarta"):
        made(infra)


def test_a_field_that_the_manifest_lacks(made: Made, small: Manifest, tmp_path: Path) -> None:
    """A manifest without one of its fields is not planned; the field is named."""
    infra = copy_infra(tmp_path, small)
    written = json.loads((infra / "functions.json").read_text())
    del written["functions"][next(iter(written["functions"]))]["memory"]
    (infra / "functions.json").write_text(json.dumps(written))

    with pytest.raises(TerraformFailed, match='attribute "memory" is required'):
        made(infra)


@pytest.mark.parametrize("mistake", PLAN_MUTATIONS)
def test_a_mistake_in_the_plan(mistake: str, sound: Plan, small: Manifest) -> None:
    """The policy that stands beside it finds it."""
    policy, slip = PLAN_MUTATIONS[mistake]
    planned = copy.deepcopy(sound)
    slip(planned)

    findings = list(policy(planned, small))

    assert findings != []


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.__name__)
def test_each_policy_can_fail(policy: Policy) -> None:
    """For each there is a mistake that it finds."""
    found = {policy for policy, _ in PLAN_MUTATIONS.values()}

    assert policy in found
