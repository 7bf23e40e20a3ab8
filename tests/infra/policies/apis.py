"""Policy for the Google APIs that must be enabled."""

from collections.abc import Iterator

from tests.infra.terraform_runner import Manifest, Plan, index_resources_by_name, list_all_resources

API_BY_RESOURCE_PREFIX = {
    "google_artifact_registry_": "artifactregistry",
    "google_billing_": "billingbudgets",
    "google_cloud_run_": "run",
    "google_cloud_scheduler_": "cloudscheduler",
    "google_cloud_tasks_": "cloudtasks",
    "google_cloudfunctions2_": "cloudfunctions",
    "google_compute_": "compute",
    "google_firebase_": "firebase",
    "google_firebaserules_": "firebaserules",
    "google_firestore_": "firestore",
    "google_iam_": "iam",
    "google_iap_": "iap",
    "google_logging_": "logging",
    "google_monitoring_": "monitoring",
    "google_project_iam_": "cloudresourcemanager",
    "google_project_service": "serviceusage",
    "google_pubsub_": "pubsub",
    "google_secret_manager_": "secretmanager",
    "google_service_account": "iam",
    "google_storage_": "storage",
}
"""API that creates the resources of each type prefix."""
APIS_USED_BY_CODE = {"cloudbuild", "fcm", "iamcredentials", "identitytoolkit", "securetoken", "sts"}
"""APIs that create no resource: builds, pushes, sign-ins, tokens."""


def require_apis_enabled(plan: Plan, _: Manifest) -> Iterator[str]:
    """Require that every needed API is enabled, because an empty project has none."""
    on = {
        service.removesuffix(".googleapis.com")
        for service in index_resources_by_name(plan, "google_project_service", "service")
    }
    needed = dict.fromkeys(APIS_USED_BY_CODE, "a function or a pipeline")
    for kind in sorted({one["type"] for one in list_all_resources(plan)}):
        serving = [service for prefix, service in API_BY_RESOURCE_PREFIX.items() if kind.startswith(prefix)]
        if not serving:
            yield f"{kind}: which service makes it?"
        needed |= dict.fromkeys(serving, kind)
    yield from (f"{service}: is off, and {what} needs it" for service, what in needed.items() if service not in on)
