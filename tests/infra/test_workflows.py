"""The pipelines: what they run exists, what they use is pinned, and each may do no more than it has to."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.build.discovery import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTIONS = sorted((ROOT / ".github" / "actions").glob("*/action.yml"))
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$")
# What a job may be allowed, and what it has to do for that.
EARNED = {
    "id-token: write": ("google-github-actions/auth@", "plan.yml", "deploy.yml"),
    "pull-requests: write": ("gh pr comment",),
}
# On GitHub's machines, or brought by an action that the same job uses.
COMMANDS = {"cat", "date", "echo", "gcloud", "gh", "grep", "npm", "pipx", "tail", "terraform"}


@dataclass(frozen=True)
class Job:
    """A job, and the workflow that it is in."""

    file: str
    name: str
    workflow: dict[str, Any]
    job: dict[str, Any]

    @property
    def steps(self) -> list[dict[str, Any]]:
        steps: list[dict[str, Any]] = self.job.get("steps", [])
        return steps

    @property
    def permissions(self) -> dict[str, str]:
        permissions: dict[str, str] = self.job.get("permissions", self.workflow["permissions"])
        return permissions

    def __str__(self) -> str:
        return f"{self.file}:{self.name}"


def read(file: Path) -> dict[str, Any]:
    """A workflow. YAML takes its `on` for a yes."""
    found: dict[Any, Any] = yaml.safe_load(file.read_text())
    return {"on" if key is True else str(key): value for key, value in found.items()}


JOBS = [
    Job(file.name, name, workflow, job)
    for file in WORKFLOWS
    for workflow in [read(file)]
    for name, job in workflow["jobs"].items()
]
CALLED = {job.job["uses"].rpartition("/")[2] for job in JOBS if "uses" in job.job}


def steps() -> Iterator[dict[str, Any]]:
    """Every step there is, those of our own actions too."""
    for job in JOBS:
        yield from job.steps
    for file in ACTIONS:
        yield from read(file)["runs"]["steps"]


def commands() -> list[str]:
    """Every command that a step runs, one by one."""
    scripts = [step["run"] for step in steps() if "run" in step]
    lines = [line.strip() for script in scripts for line in script.splitlines() if not line.strip().startswith("#")]
    parts = [part.strip(" {}") for line in lines for part in re.split(r"[;|]\s|\$\(|\)$", line)]
    return [part for part in (re.sub(r"^\w+=", "", part) for part in parts) if re.match(r"[.\w]", part)]


@pytest.mark.parametrize("file", [*WORKFLOWS, *ACTIONS], ids=lambda file: str(file.relative_to(ROOT / ".github")))
def test_what_others_wrote_is_pinned(file: Path) -> None:
    """An action is named by the hash of its commit, with its version beside it; one of ours by its file."""
    used = [line.strip().removeprefix("- ") for line in file.read_text().splitlines() if "uses:" in line]

    for line in used:
        if line.startswith("uses: ./"):
            ours = ROOT / line.removeprefix("uses: ./")
            assert ours.is_file() or (ours / "action.yml").is_file(), line
        else:
            assert PINNED.search(line), line


def test_one_version_of_each_action() -> None:
    """The same action is the same commit everywhere."""
    used = {step["uses"] for step in steps() if "@" in step.get("uses", "")}

    assert len(used) == len({each.partition("@")[0] for each in used}) > 5


def test_who_applies_a_plan_is_who_made_it() -> None:
    """Terraform takes a saved plan of its own version only, and a reviewer may take days."""
    versions = {step["with"]["terraform_version"] for step in steps() if "setup-terraform@" in step.get("uses", "")}

    [version] = versions
    assert re.fullmatch(r"1\.\d+\.\d+", version)


@pytest.mark.parametrize("command", commands())
def test_what_is_run_exists(command: str) -> None:
    """Targets of make, scripts and modules of ours are there; the rest is on the machine."""
    program, *arguments = shlex.split(command.replace("'", "").replace('"', ""))

    if program == "make":
        targets = re.findall(r"^([\w./-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
        assert set(arguments) <= set(targets)
    elif program in ("python", ".venv/bin/python"):
        ours = [argument for argument in arguments if not argument.startswith("$")]
        helped = subprocess.run([sys.executable, *ours, "--help"], cwd=ROOT, capture_output=True, check=False)
        assert helped.returncode == 0
    elif program.startswith(".ci/"):
        assert os.access(ROOT / program, os.X_OK)
    else:
        assert program in COMMANDS


@pytest.mark.parametrize("job", JOBS, ids=str)
def test_a_job_may_do_no_more_than_it_does(job: Job) -> None:
    """It reads the code; each permission beyond that is used by it."""
    assert job.workflow["permissions"]["contents"] == "read"

    for what, level in job.permissions.items():
        text = yaml.safe_dump(job.job)
        assert (what, level) == ("contents", "read") or any(use in text for use in EARNED[f"{what}: {level}"]), what


@pytest.mark.parametrize("job", [job for job in JOBS if "steps" in job.job], ids=str)
def test_a_job_ends_and_leaves_no_credentials(job: Job) -> None:
    """It has a time limit, and no later step finds the token of the checkout."""
    assert job.job["timeout-minutes"] <= (240 if str(job) == "deploy.yml:apply" else 60)

    for step in job.steps:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_nobody_writes_into_a_script() -> None:
    """What others choose (a title, a branch) reaches a script through the environment alone."""
    assert [step["run"] for step in steps() if "${{" in step.get("run", "")] == []


def test_code_of_strangers_never_meets_our_secrets() -> None:
    """A pull request runs with its own rights, and one of a fork plans nothing."""
    [planning] = [job for job in JOBS if job.file == "pull-request.yml" and "plan.yml" in job.job.get("uses", "")]

    assert all("pull_request_target" not in job.workflow["on"] for job in JOBS)
    assert "head.repo.full_name == github.repository" in planning.job["if"]
    assert all("secrets" not in job.job for job in JOBS if job.file == "pull-request.yml")


@pytest.mark.parametrize("job", [job for job in JOBS if "deploy.yml" in job.job.get("uses", "")], ids=str)
def test_an_environment_is_changed_by_one_at_a_time(job: Job) -> None:
    """From its plan to its proof an environment is one run's alone, and nothing stops that run half-way."""
    environment = job.job["with"]["environment"]

    assert job.job["concurrency"] == {"group": environment, "cancel-in-progress": False}


def test_production_comes_after_staging() -> None:
    """Checked, then on staging, then with a reviewer in production."""
    jobs = {job.name: job.job for job in JOBS if job.file == "main.yml"}

    assert jobs["staging"]["needs"] == "check"
    assert jobs["production"]["needs"] == "staging"
    assert jobs["production"]["with"] == {"environment": "production"}


def test_what_was_read_is_what_is_applied() -> None:
    """The plan is a file that another job applies, with what it deploys and the provider that made it beside it."""
    [planned] = [job for job in JOBS if job.file == "plan.yml"]
    [applied] = [job for job in JOBS if str(job) == "deploy.yml:apply"]

    [kept] = [step["with"] for step in planned.steps if "actions/upload-artifact@" in step.get("uses", "")]
    [taken] = [step["with"] for step in applied.steps if "actions/download-artifact@" in step.get("uses", "")]
    files = ["infra/plan.tfplan", "infra/plan.md", "infra/.build", "infra/.terraform.lock.hcl"]
    assert kept["path"].split() == files
    assert kept["include-hidden-files"] is True
    assert (taken["name"], taken["path"]) == (kept["name"], "infra")
    runs = [step["run"] for step in applied.steps if "run" in step]
    assert runs[-1] == "terraform -chdir=infra apply -input=false -parallelism=5 plan.tfplan"
    assert not [run for run in runs if "terraform plan" in run or "-var" in run]


def test_only_who_deploys_is_asked_for_permission() -> None:
    """A plan is made in an environment of its own, whose account can only look."""
    [planned] = [job for job in JOBS if job.file == "plan.yml"]
    [applied] = [job for job in JOBS if str(job) == "deploy.yml:apply"]

    assert planned.job["environment"] == "${{ inputs.environment }}-plan"
    assert applied.job["environment"] == "${{ inputs.environment }}"


def test_every_workflow_is_started_by_something() -> None:
    """What waits to be called is called."""
    for file in WORKFLOWS:
        assert ("workflow_call" in read(file)["on"]) == (file.name in CALLED), file.name
