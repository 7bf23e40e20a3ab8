"""Policies for the callers of functions."""

from collections.abc import Iterator
from typing import Any

from tests.infra.terraform_runner import (
    Manifest,
    Plan,
    index_resources_by_name,
    list_all_resources,
    select_resources_by_type,
)

PUBLIC_MEMBERS = {"allUsers", "allAuthenticatedUsers"}
LOAD_BALANCER_INGRESS = "ALLOW_INTERNAL_AND_GCLB"
INGRESS = {"public": LOAD_BALANCER_INGRESS, "control_center": LOAD_BALANCER_INGRESS, "internal": "ALLOW_INTERNAL_ONLY"}
CALLER_ACCOUNT_BY_TRIGGER = {"event": "caller-pubsub", "task": "caller-cloud-tasks", "schedule": "caller-scheduler"}
SERVICE_AGENT_BY_CALLER = {
    "caller-pubsub": "gcp-sa-pubsub",
    "caller-cloud-tasks": "gcp-sa-cloudtasks",
    "caller-scheduler": "gcp-sa-cloudscheduler",
}

_INVOKER = "google_cloud_run_v2_service_iam_member"
_FUNCTION = "google_cloudfunctions2_function"


def require_public_access_by_load_balancer_only(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Require that only public functions and files below public/ are open to everyone.

    Public functions are reachable only through the load balancer.
    """
    for one in list_all_resources(plan):
        values = one["values"]
        if not PUBLIC_MEMBERS & {values.get("member"), *(values.get("members") or ())}:
            continue
        if not (_is_public_function(values, manifest) if one["type"] == _INVOKER else _is_public_folder(plan, one)):
            yield f"{one['address']}: is open to everybody"
    for name, function in manifest["functions"].items():
        ingress = _service(plan, name).get("ingress_settings")
        if ingress != INGRESS[function["exposure"]]:
            yield f"{name}: is {function['exposure']}, and its ingress is {ingress}"


def require_declared_invokers_only(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Require one declared invoker for each function.

    Everyone may invoke public functions, IAP those of the control center, and a caller account each internal function.
    """
    calling: dict[str, list[str]] = {}
    for values in select_resources_by_type(plan, _INVOKER).values():
        calling.setdefault(values["name"], []).append(f"{values['role']} {values['member']}")
    for name, function in manifest["functions"].items():
        if not function["audience"]:
            yield f"{name}: is for nobody"
        expected = [f"roles/run.invoker {_expected(plan, function)}"]
        if calling.get(name, []) != expected:
            yield f"{name}: is called by {calling.get(name)}, not by {expected}"
    yield from (f"{name}: may be called, and is no function" for name in calling.keys() - manifest["functions"].keys())


def require_tokens_of_caller_accounts(plan: Plan, _: Manifest) -> Iterator[str]:
    """Require that each Google service issues tokens of its own caller account only."""
    project = _project(plan)
    signers = {
        (values["service_account_id"], values["role"], values["member"])
        for values in select_resources_by_type(plan, "google_service_account_iam_member").values()
        if "gcp-sa-" in values["member"]
    }
    expected = {
        (
            f"projects/{project}/serviceAccounts/{_email(plan, caller)}",
            "roles/iam.serviceAccountOpenIdTokenCreator",
            f"serviceAccount:{_agent(plan, agent)}",
        )
        for caller, agent in SERVICE_AGENT_BY_CALLER.items()
    }
    yield from (f"{member} may act as {account}" for account, _, member in signers - expected)
    yield from (f"{member} may make no tokens of {account}" for account, _, member in expected - signers)
    identities = index_resources_by_name(plan, "google_project_service_identity", "service")
    for service in ("iap", "pubsub", "cloudscheduler", "cloudtasks"):
        if f"{service}.googleapis.com" not in identities:
            yield f"{service}: its account is granted something, and made by nobody"


def _is_public_function(values: dict[str, Any], manifest: Manifest) -> bool:
    function: dict[str, Any] = manifest["functions"].get(values["name"], {})
    return (function.get("exposure"), values["role"]) == ("public", "roles/run.invoker")


def _is_public_folder(plan: Plan, one: dict[str, Any]) -> bool:
    values = one["values"]
    role = index_resources_by_name(plan, "google_project_iam_custom_role", "role_id").get(
        values["role"].rpartition("/")[2], {}
    )
    what = (one["type"], values.get("managed_folder"), role.get("permissions"))
    return what == ("google_storage_managed_folder_iam_member", "public/", ["storage.objects.get"])


def _expected(plan: Plan, function: dict[str, Any]) -> str:
    if function["exposure"] == "public":
        return "allUsers"
    if function["exposure"] == "control_center":
        return f"serviceAccount:{_agent(plan, 'gcp-sa-iap')}"
    return f"serviceAccount:{_email(plan, CALLER_ACCOUNT_BY_TRIGGER[function['kind']])}"


def _service(plan: Plan, name: str) -> dict[str, Any]:
    service: dict[str, Any] = index_resources_by_name(plan, _FUNCTION).get(name, {}).get("service_config", [{}])[0]
    return service


def _project(plan: Plan) -> str:
    return str(plan["variables"]["project_id"]["value"])


def _email(plan: Plan, account: str) -> str:
    return f"{account}@{_project(plan)}.iam.gserviceaccount.com"


def _agent(plan: Plan, service: str) -> str:
    return f"service-{plan['variables']['project_number']['value']}@{service}.iam.gserviceaccount.com"
