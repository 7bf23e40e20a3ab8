"""Mistakes that somebody might make: each is found by the policy that stands beside it."""

from collections.abc import Callable
from typing import Any

from tests.infra.plan import Plan
from tests.infra.policies import Policy, apis, callers, data, functions, grants, messaging, names

Slip = Callable[[Plan], None]


def changed(address: str, path: str, value: Any) -> Slip:
    """Give the first resource whose address holds *address* another *value* at *path* ("service_config.0.timeout")."""

    def slip(plan: Plan) -> None:
        place: Any = next(one["values"] for one in _all(plan) if address in one["address"])
        *way, last = (int(step) if step.isdigit() else step for step in path.split("."))
        for step in way:
            place = place[step]
        assert place[last] != value
        place[last] = value

    return slip


def dropped(address: str) -> Slip:
    """Leave out every resource whose address holds *address*."""

    def slip(plan: Plan) -> None:
        assert any(address in one["address"] for one in _all(plan))
        for module in _modules(plan):
            module["resources"] = [one for one in module.get("resources", ()) if address not in one["address"]]

    return slip


def added(kind: str, **values: Any) -> Slip:
    """Make one thing more."""

    def slip(plan: Plan) -> None:
        one = {"address": f"{kind}.more", "mode": "managed", "type": kind, "values": values}
        plan["planned_values"]["root_module"]["resources"].append(one)

    return slip


def filled_in(variable: str, value: Any) -> Slip:
    """Believe to be elsewhere."""
    return lambda plan: plan["variables"].update({variable: {"value": value}})


def _modules(plan: Plan) -> list[dict[str, Any]]:
    root = plan["planned_values"]["root_module"]
    return [root, *root["child_modules"]]


def _all(plan: Plan) -> list[dict[str, Any]]:
    return [one for module in _modules(plan) for one in module.get("resources", ())]


_FUNCTION = "google_cloudfunctions2_function.function"
_INVOKER = "google_cloud_run_v2_service_iam_member.invoker"
_JOB = "google_cloud_scheduler_job.schedule"
_PUSH = "google_pubsub_subscription.push"
_ENVIRONMENT = "service_config.0.environment_variables"
_STRANGER = "serviceAccount:somebody@elsewhere.example"

MISTAKES: dict[str, tuple[Policy, Slip]] = {
    "a service that nobody turns on": (apis.are_on, dropped('google_project_service.api["iap"]')),
    "a thing of a kind that nobody knows": (apis.are_on, added("google_spanner_instance", name="more")),
    "an internal function open to the internet": (
        callers.strangers_come_in_by_the_front_door_only,
        changed(f'["answer-crisis"].{_FUNCTION}', "service_config.0.ingress_settings", "ALLOW_ALL"),
    ),
    "files open to everybody": (
        callers.strangers_come_in_by_the_front_door_only,
        added("google_storage_bucket_iam_member", bucket="files", role="roles/storage.objectViewer", member="allUsers"),
    ),
    "public files that may be listed": (
        callers.strangers_come_in_by_the_front_door_only,
        changed("google_storage_managed_folder_iam_member.public", "role", "roles/storage.objectViewer"),
    ),
    "a function that nothing may call": (callers.each_function_has_its_callers_and_no_other, dropped(_INVOKER)),
    "a function that another account may call, too": (
        callers.each_function_has_its_callers_and_no_other,
        added(
            "google_cloud_run_v2_service_iam_member", name="answer-crisis", role="roles/run.invoker", member=_STRANGER
        ),
    ),
    "Pub/Sub without the right to make tokens": (
        callers.machines_show_whom_they_are,
        dropped('google_service_account_iam_member.agent["pubsub"]'),
    ),
    "no limit to instances": (functions.are_bounded, changed(_FUNCTION, "service_config.0.max_instance_count", None)),
    "another memory than declared": (
        functions.are_bounded,
        changed(_FUNCTION, "service_config.0.available_memory", "8Gi"),
    ),
    "the default account": (
        functions.run_as_their_own_account,
        changed(_FUNCTION, "service_config.0.service_account_email", "1-compute@developer.gserviceaccount.com"),
    ),
    "an emulator in the cloud": (
        functions.can_read_their_settings,
        changed(_FUNCTION, f"{_ENVIRONMENT}", {"FIREBASE_AUTH_EMULATOR_HOST": "localhost:9099"}),
    ),
    "tasks in another account's name": (
        functions.can_read_their_settings,
        changed(f'["answer-crisis"].{_FUNCTION}', f"{_ENVIRONMENT}.TASKS_CALLER", "a@callers.example"),
    ),
    "async functions served as if they were not": (
        functions.can_read_their_settings,
        changed(_FUNCTION, f"{_ENVIRONMENT}.FUNCTION_USE_ASGI", ""),
    ),
    "an archive whose name says nothing of what it holds": (
        functions.are_built_from_their_archives,
        changed("google_storage_bucket_object.archive", "name", "functions/latest.zip"),
    ),
    "a secret for a domain that does not use it": (
        grants.secrets_are_given_where_declared,
        added(
            "google_secret_manager_secret_iam_member",
            secret_id="xendit_secret_key",
            role="roles/secretmanager.secretAccessor",
            member=_STRANGER,
        ),
    ),
    "a secret that is not made": (
        grants.secrets_are_given_where_declared,
        dropped('google_secret_manager_secret.secret["xendit_callback_token"]'),
    ),
    "a secret's value in the state": (
        grants.secrets_are_given_where_declared,
        added("google_secret_manager_secret_version", secret="xendit_secret_key"),
    ),
    "an event that may not be published": (
        grants.messages_are_sent_where_declared,
        dropped('google_pubsub_topic_iam_member.publisher["orders/order-paid"]'),
    ),
    "a domain that may not lend tasks a name": (
        grants.messages_are_sent_where_declared,
        dropped('google_service_account_iam_member.tasks_caller["orders"]'),
    ),
    "an editor of everything": (
        grants.projects_are_nobodys_but_for_what_is_declared,
        added("google_project_iam_member", role="roles/editor", member=_STRANGER, condition=[]),
    ),
    "documents for a stranger": (
        grants.projects_are_nobodys_but_for_what_is_declared,
        added("google_project_iam_member", role="roles/datastore.user", member=_STRANGER, condition=[]),
    ),
    "a grant that takes all others away": (
        grants.projects_are_nobodys_but_for_what_is_declared,
        added("google_storage_bucket_iam_binding", bucket="files", role="roles/storage.objectUser", members=[]),
    ),
    "an account that a stranger may use": (
        grants.accounts_are_lent_to_nobody_else,
        added(
            "google_service_account_iam_member",
            service_account_id="domain-orders",
            role="roles/iam.serviceAccountTokenCreator",
            member=_STRANGER,
        ),
    ),
    "documents of any database": (
        grants.projects_are_nobodys_but_for_what_is_declared,
        changed("google_project_iam_member.documents", "condition", []),
    ),
    "a dead letter that nobody keeps": (
        messaging.subscriptions_have_a_dead_letter,
        dropped("google_pubsub_subscription.dead_letter"),
    ),
    "a dead letter that Pub/Sub may not put": (
        messaging.subscriptions_have_a_dead_letter,
        dropped("google_pubsub_topic_iam_member.dead_letter"),
    ),
    "a subscription that ends by itself": (
        messaging.subscriptions_have_a_dead_letter,
        changed(_PUSH, "expiration_policy", []),
    ),
    "a subscription without a token": (
        messaging.subscriptions_have_a_dead_letter,
        changed(_PUSH, "push_config.0.oidc_token", []),
    ),
    "a dead letter that wakes nobody": (
        messaging.dead_letters_wake_somebody,
        dropped('google_monitoring_alert_policy.asked["undelivered"]'),
    ),
    "a deadline before the function's own": (
        messaging.schedules_have_a_zone_and_a_deadline,
        changed(_JOB, "attempt_deadline", "30s"),
    ),
    "a schedule without its job": (messaging.schedules_have_a_zone_and_a_deadline, dropped(_JOB)),
    "a queue faster than its vendor": (
        messaging.queues_keep_to_their_limits,
        changed('google_cloud_tasks_queue.queue["mail"]', "rate_limits.0.max_dispatches_per_second", 500),
    ),
    "an index in another order": (
        data.every_index_is_there,
        changed("google_firestore_index.index", "fields.0.field_path", "something_else"),
    ),
    "documents that stay for ever": (
        data.documents_expire_and_stay_unindexed_as_declared,
        changed("google_firestore_field.ttl", "ttl_config", []),
    ),
    "rules that let everybody read": (
        data.rules_are_released,
        changed("google_firebaserules_ruleset", "source.0.files.0.content", "allow read;"),
    ),
    "a database that goes with its project": (
        data.production_is_kept,
        changed("google_firestore_database", "deletion_policy", "DELETE"),
    ),
    "production as careless as staging": (data.production_is_kept, filled_in("environment", "production")),
    "events that are kept anywhere": (
        data.what_is_kept_stays_in_one_region,
        changed("google_pubsub_topic.event", "message_storage_policy", []),
    ),
    "a secret that is copied to where it need not be": (
        data.what_is_kept_stays_in_one_region,
        changed(
            "google_secret_manager_secret.secret",
            "replication.0.user_managed.0.replicas",
            [{"location": "asia-southeast2"}, {"location": "europe-west1"}],
        ),
    ),
    "documents in another country": (
        data.what_is_kept_stays_in_one_region,
        changed("google_firestore_database", "location_id", "nam5"),
    ),
    "files that each function reads": (
        data.files_are_for_nobody,
        added(
            "google_storage_bucket_iam_member",
            bucket="temani-staging-files",
            role="roles/storage.objectUser",
            member=_STRANGER,
        ),
    ),
    "pages that may not put files": (
        data.files_are_for_nobody,
        changed("google_storage_bucket.files", "cors.0.response_header", ["content-type"]),
    ),
    "an account with too long a name": (
        names.fit_the_cloud,
        changed("google_service_account.domain", "account_id", "domain-of-people-who-have-much-to-say"),
    ),
    "an address too long for DNS": (
        names.fit_the_cloud,
        changed(_FUNCTION, "name", "find-another-expert-when-the-first-one-does-not-answer"),
    ),
}
"""What is done to the plan, and which policy finds it."""
