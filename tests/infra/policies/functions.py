"""Policies for each function's service: limits, account, environment, archive."""

import re
from collections.abc import Iterator
from typing import Any

from shared.runtime import settings
from tests.infra.terraform_runner import Manifest, Plan, index_resources_by_name, select_resources_by_type

_MAX_INSTANCES = 20


def require_resource_limits(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Require the manifest's memory, CPU, concurrency and timeout, and a limit of instances."""
    functions = _functions(plan)
    yield from (f"{name}: is not in the plan" for name in manifest["functions"].keys() - functions.keys())
    for name, wanted in manifest["functions"].items():
        service = _service(functions, name)
        declared = {
            "available_memory": wanted["memory"],
            "available_cpu": wanted["cpu"],
            "max_instance_request_concurrency": wanted["concurrency"],
            "timeout_seconds": wanted["timeout_seconds"],
        }
        for field, value in declared.items():
            if service.get(field) != value:
                yield f"{name}: {field} is {service.get(field)}, not {value}"
        least, most = service.get("min_instance_count") or 0, service.get("max_instance_count") or 0
        if not 1 <= most <= min(_MAX_INSTANCES, wanted["max_instances"]):
            yield f"{name}: max_instance_count is {most}"
        if not 0 <= least <= most:
            yield f"{name}: min_instance_count is {least}, of {most}"


def require_domain_accounts(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Require that each function runs as its domain's account, and none as a default account."""
    functions, project = _functions(plan), plan["variables"]["project_id"]["value"]
    made = {values["account_id"] for values in select_resources_by_type(plan, "google_service_account").values()}
    for name, wanted in manifest["functions"].items():
        account = f"domain-{wanted['account'].replace('_', '-')}"
        if account not in made:
            yield f"{name}: there is no account {account}"
        email = _service(functions, name).get("service_account_email")
        if email != f"{account}@{project}.iam.gserviceaccount.com":
            yield f"{name}: runs as {email}, not as {account}"
        if wanted["account"] not in (wanted["domain"], "payouts"):
            yield f"{name}: is of {wanted['domain']}, and runs as {wanted['account']}"


def require_valid_environment(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Require an environment that the runtime accepts.

    It holds exactly the variables that the manifest names, and no secret's value.
    """
    functions = _functions(plan)
    for name, wanted in manifest["functions"].items():
        service = _service(functions, name)
        given = service.get("environment_variables") or {}
        if given.keys() != {*wanted["env"]}:
            yield f"{name}: is given {sorted(given)}, and reads {wanted['env']}"
        secrets = {one["key"]: "a secret" for one in service.get("secret_environment_variables", ())}
        if secrets.keys() != {secret.upper() for secret in wanted["secrets"]}:
            yield f"{name}: is given the secrets {sorted(secrets)}, and reads {wanted['secrets']}"
        try:
            read = settings.read_settings({**given, **secrets, "K_SERVICE": name})
        except settings.SettingsError as error:
            yield f"{name}: {error}"
            continue
        if read.environment != plan["variables"]["environment"]["value"]:
            yield f"{name}: believes to be in {read.environment}"
        if "TASKS_CALLER" in given and not read.tasks_caller.startswith("caller-cloud-tasks@"):
            yield f"{name}: would make tasks in the name of {read.tasks_caller or 'nobody'}"
        if given.get("FUNCTION_USE_ASGI") != "true":
            yield f"{name}: is async, and would be served as if it were not"


def require_hashed_archives(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Require one archive per function under a hashed name, and a separate account for builds."""
    functions = _functions(plan)
    archives = index_resources_by_name(plan, "google_storage_bucket_object")
    for name, wanted in manifest["functions"].items():
        build = functions.get(name, {}).get("build_config", [{}])[0]
        source = build.get("source", [{}])[0].get("storage_source", [{}])[0]
        archive = str(source.get("object"))
        if archive not in archives or archives[archive]["bucket"] != source.get("bucket"):
            yield f"{name}: its archive {archive} is put nowhere"
        if not re.fullmatch(rf"functions/{name}-[0-9a-f]{{16}}\.zip", archive):
            yield f"{name}: its archive is called {archive}"
        if build.get("entry_point") != wanted["entry_point"]:
            yield f"{name}: would serve {build.get('entry_point')}"
        if "/serviceAccounts/function-builder@" not in str(build.get("service_account")):
            yield f"{name}: is built by {build.get('service_account')}"


def _functions(plan: Plan) -> dict[str, dict[str, Any]]:
    return index_resources_by_name(plan, "google_cloudfunctions2_function")


def _service(functions: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
    service: dict[str, Any] = functions.get(name, {}).get("service_config", [{}])[0]
    return service
