"""Policies for stored data: indexes, expiry, protection against loss, region, private files."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.infra.terraform_runner import INFRA, Manifest, Plan, index_resources_by_name, select_resources_by_type

_INDEX = "google_firestore_index"
_FIELD = "google_firestore_field"
# Where each kind of thing that holds something of people's says that it holds it.
_LOCATION_OF: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "google_artifact_registry_repository": lambda one: [one["location"]],
    "google_cloud_scheduler_job": lambda one: [one["region"]],
    "google_cloud_tasks_queue": lambda one: [one["location"]],
    "google_cloudfunctions2_function": lambda one: [one["location"]],
    "google_firestore_database": lambda one: [one["location_id"]],
    "google_pubsub_topic": lambda one: [
        region for policy in one["message_storage_policy"] for region in policy["allowed_persistence_regions"]
    ],
    "google_secret_manager_secret": lambda one: [
        replica["location"] for managed in one["replication"][0]["user_managed"] for replica in managed["replicas"]
    ],
    "google_storage_bucket": lambda one: [one["location"]],
}


def require_declared_indexes(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Require exactly the manifest's composite indexes, with their fields in order."""
    planned = {
        _shape(
            one["collection"],
            one["query_scope"],
            [(field["field_path"], field["order"] or field["array_config"]) for field in one["fields"]],
        )
        for one in select_resources_by_type(plan, _INDEX).values()
    }
    declared = {
        _shape(
            one["collection"],
            one["scope"],
            [(field["field"], field.get("order") or field.get("array")) for field in one["fields"]],
        )
        for one in manifest["firestore"]["indexes"].values()
    }
    yield from (f"{index}: is missing" for index in sorted(declared - planned))
    yield from (f"{index}: is declared by nobody" for index in sorted(planned - declared))


def require_declared_ttl_and_exemptions(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Require the manifest's TTL policies and index exemptions.

    A field with an expiry time has a TTL policy. Such, large and growing fields have no index of their own.
    """
    planned = {
        f"{one['collection']}.{one['field']}": bool(one["ttl_config"])
        for one in select_resources_by_type(plan, _FIELD).values()
        if one["index_config"] == [{"indexes": []}]
    }
    declared = {
        f"{one['collection']}.{one['field']}": kind == "ttl"
        for kind in ("ttl", "exempt")
        for one in manifest["firestore"][kind].values()
    }
    for field in sorted(planned.keys() | declared.keys()):
        if planned.get(field) != declared.get(field):
            yield f"{field}: expires: planned {planned.get(field)}, declared {declared.get(field)}"
    if len(planned) != len(select_resources_by_type(plan, _FIELD)):
        yield "a field is there twice, or with an index"


def require_released_rules(plan: Plan, _: Manifest) -> Iterator[str]:
    """Require that the rules of `firestore.rules`, and no others, are released for the database."""
    texts = [
        file["content"]
        for ruleset in select_resources_by_type(plan, "google_firebaserules_ruleset").values()
        for file in ruleset["source"][0]["files"]
    ]
    if texts != [(INFRA / "firestore.rules").read_text()]:
        yield "the rules are not those of firestore.rules"
    if index_resources_by_name(plan, "google_firebaserules_release").keys() != {"cloud.firestore"}:
        yield "the rules are not released"


def require_production_protection(plan: Plan, _: Manifest) -> Iterator[str]:
    """Require protection of stored data against deletion.

    Terraform cannot delete any database. In production nothing can delete the database, and backups are made daily.
    """
    database = index_resources_by_name(plan, "google_firestore_database").get("(default)", {})
    if database.get("deletion_policy") != "ABANDON":
        yield "the database would be deleted"
    if plan["variables"]["environment"]["value"] != "production":
        return
    kept = {
        "delete_protection_state": "DELETE_PROTECTION_ENABLED",
        "point_in_time_recovery_enablement": "POINT_IN_TIME_RECOVERY_ENABLED",
    }
    yield from (
        f"the database: {field} is {database.get(field)}" for field in kept if database.get(field) != kept[field]
    )
    backups = select_resources_by_type(plan, "google_firestore_backup_schedule").values()
    if not any(one["daily_recurrence"] for one in backups):
        yield "no backup is made each day"
    if _files(plan).get("deletion_policy") != "PREVENT":
        yield "the files would be deleted"
    for name, secret in index_resources_by_name(plan, "google_secret_manager_secret", "secret_id").items():
        if not secret["deletion_protection"] or not secret["version_destroy_ttl"]:
            yield f"{name}: is lost when it is deleted by mistake"


def require_single_region(plan: Plan, _: Manifest) -> Iterator[str]:
    """Require that documents, files, secrets, messages and jobs are stored in the chosen region only."""
    region = plan["variables"]["region"]["value"]
    for kind, places in _LOCATION_OF.items():
        for address, values in select_resources_by_type(plan, kind).items():
            if (found := places(values)) != [region]:
                yield f"{address}: is in {', '.join(found) or 'any region'}"


def require_private_files(plan: Plan, _: Manifest) -> Iterator[str]:
    """Require private files.

    A file can be read only by a signed URL. Our own pages can upload to a signed URL, with the headers that it names.
    """
    for name, bucket in index_resources_by_name(plan, "google_storage_bucket").items():
        if not bucket["uniform_bucket_level_access"]:
            yield f"{name}: single files may be opened to others"
        if not any(rule["action"][0]["type"] == "AbortIncompleteMultipartUpload" for rule in bucket["lifecycle_rule"]):
            yield f"{name}: keeps what was put by half"
        if name != _files(plan)["name"] and bucket["public_access_prevention"] != "enforced":
            yield f"{name}: might be opened to everybody"
    origins = plan["variables"]["cors_origins"]["value"]
    headers = ["content-type", "x-goog-if-generation-match", "if-none-match"]
    for rule in _files(plan)["cors"]:
        if rule["origin"] != origins or "PUT" not in rule["method"] or rule["response_header"] != headers:
            yield f"pages can't put files: {rule}"
    if bool(_files(plan)["cors"]) != bool(origins):
        yield "pages can't put files"
    readers = {
        (values["member"].split("@")[0], values["role"])
        for values in select_resources_by_type(plan, "google_storage_bucket_iam_member").values()
        if values["bucket"] == _files(plan)["name"]
    }
    if readers != {("serviceAccount:file-signer", "roles/storage.objectUser")}:
        yield f"the files are open to {sorted(readers)}"


def _files(plan: Plan) -> dict[str, Any]:
    return index_resources_by_name(plan, "google_storage_bucket")[f"{plan['variables']['project_id']['value']}-files"]


def _shape(collection: str, scope: str, fields: list[tuple[str, str]]) -> str:
    return f"{collection} ({scope}): {', '.join(f'{field} {how}' for field, how in fields)}"
