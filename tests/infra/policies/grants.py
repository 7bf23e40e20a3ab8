"""Policies for IAM grants: exactly the rights that the code declares."""

import re
from collections.abc import Iterator
from typing import Any

from tests.infra.terraform_runner import (
    Manifest,
    Plan,
    index_resources_by_name,
    list_all_resources,
    select_resources_by_type,
)

Pairs = set[tuple[str, str]]

BASIC_ROLES = {"roles/owner", "roles/editor", "roles/viewer"}
_PIPELINES = ("deployer", "planner")
_DATASTORE_ROLES = {"write": "roles/datastore.user", "read": "roles/datastore.viewer"}


def require_declared_secret_access(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Require that every used secret is created without a value.

    Only the accounts of functions that declare a secret may read it.
    """
    made = index_resources_by_name(plan, "google_secret_manager_secret", "secret_id").keys()
    used = {secret for function in manifest["functions"].values() for secret in function["secrets"]}
    yield from (f"{secret}: is used and not made" for secret in used - made)
    yield from (f"{secret}: is made and not used" for secret in made - used)
    for one in list_all_resources(plan):
        if one["type"] == "google_secret_manager_secret_version":
            yield f"{one['address']}: a secret's value would be in the state"
        if one["type"] == "google_project_iam_member" and "secretAccessor" in one["values"]["role"]:
            yield f"{one['address']}: may read every secret"
    granted = _granted(
        plan, "google_secret_manager_secret_iam_member", "secret_id", "roles/secretmanager.secretAccessor"
    )
    yield from _differences(granted, _declared(plan, manifest, "secrets"), "the secret")


def require_declared_publishers(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Require that an account may publish and enqueue exactly what its functions send.

    It may also create tasks in the name of the caller account.
    """
    publishers = _granted(plan, "google_pubsub_topic_iam_member", "topic", "roles/pubsub.publisher")
    ours = {pair for pair in publishers if "gcp-sa-pubsub" not in pair[0]}
    yield from _differences(ours, _declared(plan, manifest, "publishes"), "the topic")
    enqueuers = _granted(plan, "google_cloud_tasks_queue_iam_member", "name", "roles/cloudtasks.enqueuer")
    yield from _differences(enqueuers, _declared(plan, manifest, "enqueues"), "the queue")
    project = plan["variables"]["project_id"]["value"]
    caller = f"projects/{project}/serviceAccounts/caller-cloud-tasks@{project}.iam.gserviceaccount.com"
    lent = {
        (values["member"], str(values.get("service_account_id")))
        for values in select_resources_by_type(plan, "google_service_account_iam_member").values()
        if values["member"].startswith("serviceAccount:domain-")
    }
    yield from _differences(
        lent, {(member, caller) for member, _ in _declared(plan, manifest, "enqueues")}, "the account"
    )


def require_declared_project_roles(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Require that no account has a basic role.

    A function's account may access one database, and has the roles that its functions declare.
    """
    project = plan["variables"]["project_id"]["value"]
    database = f'resource.name == "projects/{project}/databases/(default)"'
    expected = _declared(plan, manifest, "roles")
    for account in manifest["accounts"]:
        needs = {function["firestore"] for function in manifest["functions"].values() if function["account"] == account}
        expected |= {
            (_member(plan, account), _DATASTORE_ROLES[need])
            for need in ("write", "read")
            if need in needs and (need == "write" or "write" not in needs)
        }
    known = {_member(plan, account) for account in manifest["accounts"]}
    known |= {f"serviceAccount:{one}@{project}.iam.gserviceaccount.com" for one in ("function-builder", *_PIPELINES)}
    granted: Pairs = set()
    for one in list_all_resources(plan):
        values = one["values"]
        if one["type"].endswith(("_iam_policy", "_iam_binding")):
            yield f"{one['address']}: takes away what others have granted"
        if one["type"] != "google_project_iam_member":
            continue
        if values["role"] in BASIC_ROLES:
            yield f"{one['address']}: {values['role']} for {values['member']}"
        if values["member"] not in known:
            yield f"{one['address']}: {values['member']} is nobody of ours"
        if values["role"].startswith("roles/datastore.") and values["member"].startswith("serviceAccount:domain-"):
            conditions = [condition["expression"] for condition in values["condition"]]
            if conditions != [database]:
                yield f"{one['address']}: is not bound to the one database: {conditions}"
        if values["member"].startswith("serviceAccount:domain-"):
            granted.add((values["member"], values["role"]))
    yield from _differences(granted, expected, "the role")


def require_declared_impersonation(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Require that only declared accounts act as other accounts.

    Domains enqueue tasks as the caller account, Google's service agents issue tokens, and pipelines deploy.
    """
    project, number = (plan["variables"][key]["value"] for key in ("project_id", "project_number"))
    ours = f"@{project}.iam.gserviceaccount.com"
    may = {(_member(plan, account), "roles/iam.serviceAccountUser") for account in manifest["accounts"]}
    may |= {(f"serviceAccount:deployer{ours}", "roles/iam.serviceAccountUser")}
    for address, values in select_resources_by_type(plan, "google_service_account_iam_member").items():
        member, role = values["member"], values["role"]
        agent = re.fullmatch(rf"serviceAccount:service-{number}@gcp-sa-\w+\.iam\.gserviceaccount\.com", member)
        if agent and role == "roles/iam.serviceAccountOpenIdTokenCreator":
            continue
        if "/workloadIdentityPools/github/" in member and role == "roles/iam.workloadIdentityUser":
            continue
        if (member, role) not in may:
            yield f"{address}: {member} has {role}"


def _declared(plan: Plan, manifest: Manifest, need: str) -> Pairs:
    return {
        (_member(plan, function["account"]), what)
        for function in manifest["functions"].values()
        for what in function[need]
    }


def _granted(plan: Plan, kind: str, key: str, role: str) -> Pairs:
    return {
        (values["member"], str(values.get(key)))
        for values in select_resources_by_type(plan, kind).values()
        if values["role"] == role
    }


def _differences(granted: Pairs, declared: Pairs, what: str) -> Iterator[str]:
    yield from (f"{member}: has {what} {name}, and declares it nowhere" for member, name in sorted(granted - declared))
    yield from (f"{member}: lacks {what} {name}" for member, name in sorted(declared - granted))


def _member(plan: Plan, account: str) -> str:
    project: Any = plan["variables"]["project_id"]["value"]
    return f"serviceAccount:domain-{account.replace('_', '-')}@{project}.iam.gserviceaccount.com"
