"""The rules of policies/, over the plan of each environment; and what the module and the manifest say of a function."""

import re
from collections.abc import Callable

import pytest

from infra.build.manifest_schema import FunctionEntry
from tests.infra.policies import POLICIES, Policy
from tests.infra.terraform_runner import ENVIRONMENTS, INFRA, Manifest, Plan


def called(policy: Policy) -> str:
    """What a policy is about, and what it demands."""
    return f"{policy.__module__.rpartition('.')[2]}.{policy.__name__}"


@pytest.mark.parametrize("policy", POLICIES, ids=called)
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_plan_keeps_to(policy: Policy, environment: str, plan: Callable[[str], Plan], manifest: Manifest) -> None:
    """Nothing is found in what would be made."""
    planned = plan(environment)

    findings = list(policy(planned, manifest))

    assert findings == []


def test_the_module_takes_what_the_manifest_holds() -> None:
    """The module's typed variable names every field of a function, and lets those be missing that some have not."""
    text = (INFRA / "modules" / "function" / "variables.tf").read_text()
    typed = text[text.index('variable "function"') : text.index('variable "environment"')]

    fields = dict(re.findall(r"^ {4}(\w+) += (optional)?", typed, re.MULTILINE))

    declared = {name: "" if field.is_required() else "optional" for name, field in FunctionEntry.model_fields.items()}
    assert fields == declared


def test_every_variable_is_explained() -> None:
    """Whoever fills in terraform.tfvars.example learns what each variable is for."""
    variables = {
        name
        for file in INFRA.glob("variables*.tf")
        for name in re.findall(r'^variable "(\w+)"', file.read_text(), re.MULTILINE)
    }
    example = (INFRA.parent / "terraform.tfvars.example").read_text()

    explained = {
        name for name in variables if re.search(rf"^#[^\n]+\n(#[^\n]*\n)*#? ?{name} +=", example, re.MULTILINE)
    }

    assert explained == variables
