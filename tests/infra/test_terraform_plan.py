"""The Terraform code holds together: format, types, its own tests, a plan for each environment, an apply."""

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.infra.sample_manifest import build_sample_manifest, describe_shape
from tests.infra.terraform_runner import (
    ENVIRONMENTS,
    INFRA,
    Manifest,
    Plan,
    Terraform,
    TerraformUnavailable,
    copy_infra,
    list_all_resources,
)
from tests.proof_scale import is_every_function_applied


def test_formatted_valid_and_tested(terraform: Terraform, manifest: Manifest, tmp_path: Path) -> None:
    """`terraform fmt`, `validate` and `test` find nothing."""
    infra = copy_infra(tmp_path, build_sample_manifest(manifest))

    _or_skip(lambda: terraform.check(infra))


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_an_empty_project_becomes_the_whole_cloud(
    plan: Callable[[str], Plan], manifest: Manifest, environment: str
) -> None:
    """The plan only makes, and makes every function, topic, queue and schedule of the manifest."""
    planned = plan(environment)

    actions = {action for change in planned["resource_changes"] for action in change["change"]["actions"]}
    made = Counter(one["type"] for one in list_all_resources(planned))
    kinds = Counter(function["kind"] for function in manifest["functions"].values())
    assert actions == {"create"}
    assert made["google_cloudfunctions2_function"] == len(manifest["functions"])
    assert made["google_cloud_tasks_queue"] == len(manifest["queues"])
    assert made["google_cloud_scheduler_job"] == kinds["schedule"]
    assert made["google_secret_manager_secret"] == len(manifest["secrets"])


def test_the_example_can_be_planned(terraform: Terraform, manifest: Manifest, tmp_path: Path) -> None:
    """What terraform.tfvars.example shows is what Terraform takes."""
    infra = copy_infra(tmp_path, build_sample_manifest(manifest))
    shutil.copy(INFRA.parent / "terraform.tfvars.example", infra / "env" / "staging.tfvars")

    _or_skip(lambda: terraform.plan(infra, "staging"))


@pytest.mark.slow
def test_what_is_applied_needs_no_second_apply(terraform: Terraform, manifest: Manifest, tmp_path: Path) -> None:
    """After a simulated apply of production, with a function of each shape, the next plan is empty."""
    applied = manifest if is_every_function_applied() else build_sample_manifest(manifest, describe_shape)
    infra = copy_infra(tmp_path, applied)

    _or_skip(lambda: terraform.apply(infra, "production"))


def _or_skip(step: Callable[[], object]) -> None:
    try:
        step()
    except TerraformUnavailable as why:
        pytest.skip(str(why))


def test_a_subscription_is_replaced_before_it_goes() -> None:
    """Another filter is another subscription: between the old one and the new one nothing is missed."""
    text = (INFRA / "modules" / "function" / "subscription.tf").read_text()

    push = text[
        text.index('resource "google_pubsub_subscription" "push"') : text.index('resource "google_pubsub_topic"')
    ]

    assert "create_before_destroy = true" in push
    assert re.search(r"^  name += var\.function\.subscription$", push, re.MULTILINE)
    assert re.search(r"^  filter += var\.function\.filter$", push, re.MULTILINE)
