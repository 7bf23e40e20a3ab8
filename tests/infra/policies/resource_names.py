"""Policy for the names of resources and their number."""

import re
from collections.abc import Iterator

from tests.infra.terraform_runner import Manifest, Plan, select_resources_by_type

_LOWER = r"[a-z][a-z0-9-]*[a-z0-9]"
NAME_LIMITS: dict[str, tuple[str, int, int, str]] = {
    "google_cloudfunctions2_function": ("name", 1, 63, _LOWER),
    "google_service_account": ("account_id", 6, 30, _LOWER),
    "google_storage_bucket": ("name", 3, 63, r"[a-z0-9][a-z0-9._-]*[a-z0-9]"),
    "google_pubsub_topic": ("name", 3, 255, r"(?!goog)[A-Za-z][\w.~+%-]*"),
    "google_pubsub_subscription": ("name", 3, 255, r"(?!goog)[A-Za-z][\w.~+%-]*"),
    "google_cloud_tasks_queue": ("name", 1, 100, r"[A-Za-z0-9-]*"),
    "google_cloud_scheduler_job": ("name", 1, 500, r"[\w-]*"),
    "google_secret_manager_secret": ("secret_id", 1, 255, r"[\w-]*"),
}
"""Field with the name, minimum length, maximum length and pattern, for each resource type."""
MAX_RESOURCES = {"google_service_account": 100, "google_firestore_index": 200, "google_firestore_field": 200}
"""Google's default quota of each resource type."""
_MAX_LABEL_LENGTH = 63


def require_valid_resource_names(plan: Plan, _: Manifest) -> Iterator[str]:
    """Require names of valid length and characters, addresses that are DNS labels, and quotas."""
    for kind, (key, shortest, longest, pattern) in NAME_LIMITS.items():
        planned = select_resources_by_type(plan, kind)
        if not planned:
            yield f"{kind}: there is none"
        for address, values in planned.items():
            name = values[key]
            if not shortest <= len(name) <= longest or not re.fullmatch(pattern, name):
                yield f"{address}: {name} is no name of {shortest} to {longest} characters"
    number = plan["variables"]["project_number"]["value"]
    for values in select_resources_by_type(plan, "google_cloudfunctions2_function").values():
        if len(label := f"{values['name']}-{number}") > _MAX_LABEL_LENGTH:
            yield f"{label}: is too long for an address"
    for kind, most in MAX_RESOURCES.items():
        if len(select_resources_by_type(plan, kind)) > most:
            yield f"{kind}: there are more than {most}"
