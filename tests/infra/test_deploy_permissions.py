"""Permissions of the pipelines that deploy from GitHub."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.infra.terraform_runner import ENVIRONMENTS, Plan, index_resources_by_name, select_resources_by_type

SEE_TOO_MUCH = {
    "roles/viewer",
    "roles/cloudtasks.viewer",
    "roles/datastore.viewer",
    "roles/iam.securityReviewer",
    "roles/logging.privateLogViewer",
    "roles/logging.viewer",
    "roles/storage.objectViewer",
}
OF_PEOPLE = (".entities", ".logEntries", ".objects", ".tasks", ".versions")
"""In permissions: documents, lines of the log, files, jobs, values of secrets."""


@pytest.fixture(params=ENVIRONMENTS)
def planned(request: pytest.FixtureRequest, plan: Callable[[str], Plan]) -> Plan:
    """The plan of each environment."""
    return plan(request.param)


def variable(plan: Plan, name: str) -> Any:
    """What an environment was given."""
    return plan["variables"][name]["value"]


def pipelines(environment: str) -> dict[str, str]:
    """In which GitHub environment each account works."""
    return {"deployer": environment, "planner": f"{environment}-plan"}


def test_only_two_environments_of_one_repository_get_in(planned: Plan) -> None:
    """GitHub's token has to name the repository, by number too, and an environment; each account takes one of them.

    The token's subject decides nothing: some repositories have numbers in it, and others have not.
    """
    [provider] = select_resources_by_type(planned, "google_iam_workload_identity_pool_provider").values()
    environments = pipelines(variable(planned, "environment"))

    parts = provider["attribute_condition"].split(" && ")
    assert parts == [
        f"assertion.repository == '{variable(planned, 'github_repository')}'",
        f"assertion.repository_id == '{variable(planned, 'github_repository_id')}'",
        f"assertion.environment in ['{environments['deployer']}', '{environments['planner']}']",
    ]
    assert provider["attribute_mapping"]["attribute.environment"] == "assertion.environment"
    pool = f"//iam.googleapis.com/projects/{variable(planned, 'project_number')}/locations/global/workloadIdentityPools"
    lent = {
        one["member"]: account
        for account, one in _lent(planned).items()
        if one["role"] == "roles/iam.workloadIdentityUser"
    }
    assert lent == {
        f"principalSet:{pool}/github/attribute.environment/{environment}": f'pipeline["{account}"]'
        for account, environment in environments.items()
    }


def _lent(plan: Plan) -> dict[str, dict[str, Any]]:
    """Who may use which account, by the account's address."""
    lent = select_resources_by_type(plan, "google_service_account_iam_member")
    return {address.removeprefix("google_service_account_iam_member."): one for address, one in lent.items()}


def test_who_plans_changes_nothing(planned: Plan) -> None:
    """The planner only looks, and at nothing of people's: documents, files, values of secrets, tasks, logs."""
    member = f"serviceAccount:planner@{variable(planned, 'project_id')}.iam.gserviceaccount.com"
    roles = {
        one["role"]
        for one in select_resources_by_type(planned, "google_project_iam_member").values()
        if one["member"] == member
    }
    own = index_resources_by_name(planned, "google_project_iam_custom_role", "role_id")["planner"]["permissions"]

    looking = ("viewer", "Viewer", "reader", "Consumer", "roles/planner")
    assert all(role.endswith(looking) for role in roles)
    assert not roles & SEE_TOO_MUCH
    assert {permission.rpartition(".")[2] for permission in own} <= {"get", "getIamPolicy", "getMetadata", "list"}
    assert not any(what in permission for permission in own for what in OF_PEOPLE)


def test_who_deploys_reads_nothing_of_people(planned: Plan) -> None:
    """The deployer changes databases, buckets and secrets, and has no role that holds what is in them."""
    project = variable(planned, "project_id")
    member = f"serviceAccount:deployer@{project}.iam.gserviceaccount.com"
    roles = {
        one["role"]
        for one in select_resources_by_type(planned, "google_project_iam_member").values()
        if one["member"] == member
    }
    own = index_resources_by_name(planned, "google_project_iam_custom_role", "role_id")["deployer"]["permissions"]
    held = {
        one["bucket"]
        for one in select_resources_by_type(planned, "google_storage_bucket_iam_member").values()
        if member == one["member"]
    }

    assert not roles & SEE_TOO_MUCH
    assert not any(
        role.startswith(("roles/storage.", "roles/secretmanager.", "roles/firebase.", "roles/editor")) for role in roles
    )
    assert {role for role in roles if role.startswith("roles/datastore.")} == {"roles/datastore.indexAdmin"}
    assert not any(what in permission for permission in own for what in OF_PEOPLE)
    assert held == {f"{project}-source", f"{project}-terraform"}


def test_who_deploys_grants_what_functions_need_and_no_more(planned: Plan) -> None:
    """Neither itself nor anybody else is given a role of the project that no function or build has."""
    project = variable(planned, "project_id")
    ours = {f"serviceAccount:{account}@{project}.iam.gserviceaccount.com" for account in pipelines("")}
    grants = list(select_resources_by_type(planned, "google_project_iam_member").values())
    [granting] = [one for one in grants if one["role"] == "roles/resourcemanager.projectIamAdmin"]

    [condition] = granting["condition"]
    may = set(re.findall(r"'(roles/[\w.]+)'", condition["expression"]))
    assert ".hasOnly([" in condition["expression"]
    assert may == {one["role"] for one in grants if one["member"] not in ours}
    assert not any(role.startswith(("roles/iam.", "roles/resourcemanager.", "roles/owner")) for role in may)
