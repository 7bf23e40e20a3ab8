"""Mistakes in a plan, each with the policy that must find it."""

from collections.abc import Callable
from typing import Any

from tests.infra.policies import Policy, apis, data, functions, grants, invokers, messaging, resource_names
from tests.infra.terraform_runner import Plan

PlanMutation = Callable[[Plan], None]


def change_value(address: str, path: str, value: Any) -> PlanMutation:
    """Change a value of the first resource whose address contains `address`.

    Args:
        address: Part of the resource's address.
        path: Path of the value, for example "service_config.0.timeout".
        value: The new value.
    """

    def slip(plan: Plan) -> None:
        place: Any = next(one["values"] for one in _all_resources(plan) if address in one["address"])
        *way, last = (int(step) if step.isdigit() else step for step in path.split("."))
        for step in way:
            place = place[step]
        assert place[last] != value
        place[last] = value

    return slip


def drop_resources(address: str) -> PlanMutation:
    """Drop every resource whose address contains `address`."""

    def slip(plan: Plan) -> None:
        assert any(address in one["address"] for one in _all_resources(plan))
        for module in _modules(plan):
            module["resources"] = [one for one in module.get("resources", ()) if address not in one["address"]]

    return slip


def add_resource(kind: str, **values: Any) -> PlanMutation:
    """Add a resource."""

    def slip(plan: Plan) -> None:
        one = {"address": f"{kind}.more", "mode": "managed", "type": kind, "values": values}
        plan["planned_values"]["root_module"]["resources"].append(one)

    return slip


def set_variable(variable: str, value: Any) -> PlanMutation:
    """Set a variable of the plan."""
    return lambda plan: plan["variables"].update({variable: {"value": value}})


def _modules(plan: Plan) -> list[dict[str, Any]]:
    root = plan["planned_values"]["root_module"]
    return [root, *root["child_modules"]]


def _all_resources(plan: Plan) -> list[dict[str, Any]]:
    return [one for module in _modules(plan) for one in module.get("resources", ())]


_FUNCTION = "google_cloudfunctions2_function.function"
_INVOKER = "google_cloud_run_v2_service_iam_member.invoker"
_JOB = "google_cloud_scheduler_job.schedule"
_PUSH = "google_pubsub_subscription.push"
_ENVIRONMENT = "service_config.0.environment_variables"
_STRANGER = "serviceAccount:somebody@elsewhere.example"

PLAN_MUTATIONS: dict[str, tuple[Policy, PlanMutation]] = {
    "a service that nobody turns on": (apis.require_apis_enabled, drop_resources('google_project_service.api["iap"]')),
    "a thing of a kind that nobody knows": (
        apis.require_apis_enabled,
        add_resource("google_spanner_instance", name="more"),
    ),
    "an internal function open to the internet": (
        invokers.require_public_access_by_load_balancer_only,
        change_value(f'["answer-crisis"].{_FUNCTION}', "service_config.0.ingress_settings", "ALLOW_ALL"),
    ),
    "files open to everybody": (
        invokers.require_public_access_by_load_balancer_only,
        add_resource(
            "google_storage_bucket_iam_member", bucket="files", role="roles/storage.objectViewer", member="allUsers"
        ),
    ),
    "public files that may be listed": (
        invokers.require_public_access_by_load_balancer_only,
        change_value("google_storage_managed_folder_iam_member.public", "role", "roles/storage.objectViewer"),
    ),
    "a function that nothing may call": (invokers.require_declared_invokers_only, drop_resources(_INVOKER)),
    "a function that another account may call, too": (
        invokers.require_declared_invokers_only,
        add_resource(
            "google_cloud_run_v2_service_iam_member", name="answer-crisis", role="roles/run.invoker", member=_STRANGER
        ),
    ),
    "Pub/Sub without the right to make tokens": (
        invokers.require_tokens_of_caller_accounts,
        drop_resources('google_service_account_iam_member.agent["pubsub"]'),
    ),
    "no limit to instances": (
        functions.require_resource_limits,
        change_value(_FUNCTION, "service_config.0.max_instance_count", None),
    ),
    "another memory than declared": (
        functions.require_resource_limits,
        change_value(_FUNCTION, "service_config.0.available_memory", "8Gi"),
    ),
    "the default account": (
        functions.require_domain_accounts,
        change_value(_FUNCTION, "service_config.0.service_account_email", "1-compute@developer.gserviceaccount.com"),
    ),
    "an emulator in the cloud": (
        functions.require_valid_environment,
        change_value(_FUNCTION, f"{_ENVIRONMENT}", {"FIREBASE_AUTH_EMULATOR_HOST": "localhost:9099"}),
    ),
    "tasks in another account's name": (
        functions.require_valid_environment,
        change_value(f'["answer-crisis"].{_FUNCTION}', f"{_ENVIRONMENT}.TASKS_CALLER", "a@callers.example"),
    ),
    "async functions served as if they were not": (
        functions.require_valid_environment,
        change_value(_FUNCTION, f"{_ENVIRONMENT}.FUNCTION_USE_ASGI", ""),
    ),
    "an archive whose name says nothing of what it holds": (
        functions.require_hashed_archives,
        change_value("google_storage_bucket_object.archive", "name", "functions/latest.zip"),
    ),
    "a secret for a domain that does not use it": (
        grants.require_declared_secret_access,
        add_resource(
            "google_secret_manager_secret_iam_member",
            secret_id="xendit_secret_key",
            role="roles/secretmanager.secretAccessor",
            member=_STRANGER,
        ),
    ),
    "a secret that is not made": (
        grants.require_declared_secret_access,
        drop_resources('google_secret_manager_secret.secret["xendit_callback_token"]'),
    ),
    "a secret's value in the state": (
        grants.require_declared_secret_access,
        add_resource("google_secret_manager_secret_version", secret="xendit_secret_key"),
    ),
    "an event that may not be published": (
        grants.require_declared_publishers,
        drop_resources('google_pubsub_topic_iam_member.publisher["orders/order-paid"]'),
    ),
    "a domain that may not lend tasks a name": (
        grants.require_declared_publishers,
        drop_resources('google_service_account_iam_member.tasks_caller["orders"]'),
    ),
    "an editor of everything": (
        grants.require_declared_project_roles,
        add_resource("google_project_iam_member", role="roles/editor", member=_STRANGER, condition=[]),
    ),
    "documents for a stranger": (
        grants.require_declared_project_roles,
        add_resource("google_project_iam_member", role="roles/datastore.user", member=_STRANGER, condition=[]),
    ),
    "a grant that takes all others away": (
        grants.require_declared_project_roles,
        add_resource("google_storage_bucket_iam_binding", bucket="files", role="roles/storage.objectUser", members=[]),
    ),
    "an account that a stranger may use": (
        grants.require_declared_impersonation,
        add_resource(
            "google_service_account_iam_member",
            service_account_id="domain-orders",
            role="roles/iam.serviceAccountTokenCreator",
            member=_STRANGER,
        ),
    ),
    "documents of any database": (
        grants.require_declared_project_roles,
        change_value("google_project_iam_member.documents", "condition", []),
    ),
    "a dead letter that nobody keeps": (
        messaging.require_dead_letter_topics,
        drop_resources("google_pubsub_subscription.dead_letter"),
    ),
    "a dead letter that Pub/Sub may not put": (
        messaging.require_dead_letter_topics,
        drop_resources("google_pubsub_topic_iam_member.dead_letter"),
    ),
    "a subscription that ends by itself": (
        messaging.require_dead_letter_topics,
        change_value(_PUSH, "expiration_policy", []),
    ),
    "a subscription without a token": (
        messaging.require_dead_letter_topics,
        change_value(_PUSH, "push_config.0.oidc_token", []),
    ),
    "a subscription with another filter than declared": (
        messaging.require_dead_letter_topics,
        change_value(_PUSH, "filter", "attributes:items_subscription"),
    ),
    "a dead letter that wakes nobody": (
        messaging.require_dead_letter_alerts,
        drop_resources('google_monitoring_alert_policy.asked["undelivered"]'),
    ),
    "a deadline before the function's own": (
        messaging.require_schedule_zone_and_deadline,
        change_value(_JOB, "attempt_deadline", "30s"),
    ),
    "a schedule without its job": (messaging.require_schedule_zone_and_deadline, drop_resources(_JOB)),
    "a queue faster than its vendor": (
        messaging.require_declared_queue_limits,
        change_value('google_cloud_tasks_queue.queue["mail"]', "rate_limits.0.max_dispatches_per_second", 500),
    ),
    "an index in another order": (
        data.require_declared_indexes,
        change_value("google_firestore_index.index", "fields.0.field_path", "something_else"),
    ),
    "documents that stay for ever": (
        data.require_declared_ttl_and_exemptions,
        change_value("google_firestore_field.ttl", "ttl_config", []),
    ),
    "rules that let everybody read": (
        data.require_released_rules,
        change_value("google_firebaserules_ruleset", "source.0.files.0.content", "allow read;"),
    ),
    "a database that goes with its project": (
        data.require_production_protection,
        change_value("google_firestore_database", "deletion_policy", "DELETE"),
    ),
    "production as careless as staging": (
        data.require_production_protection,
        set_variable("environment", "production"),
    ),
    "events that are kept anywhere": (
        data.require_single_region,
        change_value("google_pubsub_topic.event", "message_storage_policy", []),
    ),
    "a secret that is copied to where it need not be": (
        data.require_single_region,
        change_value(
            "google_secret_manager_secret.secret",
            "replication.0.user_managed.0.replicas",
            [{"location": "asia-southeast2"}, {"location": "europe-west1"}],
        ),
    ),
    "documents in another country": (
        data.require_single_region,
        change_value("google_firestore_database", "location_id", "nam5"),
    ),
    "files that each function reads": (
        data.require_private_files,
        add_resource(
            "google_storage_bucket_iam_member",
            bucket="temani-staging-files",
            role="roles/storage.objectUser",
            member=_STRANGER,
        ),
    ),
    "pages that may not put files": (
        data.require_private_files,
        change_value("google_storage_bucket.files", "cors.0.response_header", ["content-type"]),
    ),
    "an account with too long a name": (
        resource_names.require_valid_resource_names,
        change_value("google_service_account.domain", "account_id", "domain-of-people-who-have-much-to-say"),
    ),
    "an address too long for DNS": (
        resource_names.require_valid_resource_names,
        change_value(_FUNCTION, "name", "find-another-expert-when-the-first-one-does-not-answer"),
    ),
}
"""For each mistake, the policy that finds it and the change of the plan."""
