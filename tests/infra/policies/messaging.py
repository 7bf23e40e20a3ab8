"""Policies for events, schedules and queues: nothing sent is lost without an alert."""

import re
from collections.abc import Iterator
from typing import Any

from tests.infra.terraform_runner import Manifest, Plan, index_resources_by_name, select_resources_by_type

_SUBSCRIPTION = "google_pubsub_subscription"
_ZONE = "Asia/Jakarta"
_NO_EXPIRY = [{"ttl": ""}]


def require_dead_letter_topics(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Require a push subscription with retries and a dead letter topic for each function of an event.

    The dead letter topic has a pull subscription.
    """
    subscriptions = index_resources_by_name(plan, _SUBSCRIPTION)
    for name, function in manifest["functions"].items():
        if function["kind"] != "event":
            continue
        subscription = subscriptions.get(function["subscription"])
        if subscription is None or subscription["topic"] != function["topic"]:
            yield f"{name}: does not hear {function['topic']}"
            continue
        if (subscription.get("filter") or "") != function["filter"]:
            yield f"{name}: its filter is {subscription.get('filter')}, not {function['filter']}"
        yield from (f"{name}: {finding}" for finding in _retry_policy_problems(subscription, function))
        yield from (f"{name}: {finding}" for finding in _called(plan, name, subscription["push_config"][0], "pubsub"))
    for name, subscription in subscriptions.items():
        if subscription["expiration_policy"] != _NO_EXPIRY:
            yield f"{name}: would be deleted after a quiet month"
        if subscription["push_config"]:
            yield from (f"{name}: {finding}" for finding in _dead_letter(plan, name, subscription))


def require_dead_letter_alerts(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Require an alert on the messages in each dead letter subscription."""
    watched = [
        pattern
        for policy in select_resources_by_type(plan, "google_monitoring_alert_policy").values()
        for condition in policy["conditions"]
        for asked in condition.get("condition_prometheus_query_language", ())
        if "subscription_num_undelivered_messages" in asked["query"] and "> 0" in asked["query"]
        for pattern in re.findall(r"subscription_id=~'([^']*)'", asked["query"])
    ]
    for name, function in manifest["functions"].items():
        letter = function.get("dead_letter", "")
        if function["kind"] == "event" and not any(re.fullmatch(pattern, letter) for pattern in watched):
            yield f"{name}: no alert watches {letter}"


def require_schedule_zone_and_deadline(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Require that every scheduler job runs at the manifest's times in Jakarta.

    Its deadline is longer than the function's timeout, and it retries.
    """
    jobs = index_resources_by_name(plan, "google_cloud_scheduler_job")
    scheduled = {name for name, function in manifest["functions"].items() if function["kind"] == "schedule"}
    yield from (f"{name}: no job calls it" for name in scheduled - jobs.keys())
    for name, job in jobs.items():
        function = manifest["functions"].get(name)
        if function is None:
            yield f"{name}: calls nothing"
            continue
        if job["time_zone"] != _ZONE:
            yield f"{name}: its zone is {job['time_zone']}"
        if job["schedule"] != function.get("schedule"):
            yield f"{name}: runs at {job['schedule']}, not at {function.get('schedule')}"
        deadline = int(str(job.get("attempt_deadline") or "0s").removesuffix("s"))
        if not min(function["timeout_seconds"] + 1, 1800) <= deadline <= 1800:
            yield f"{name}: waits {deadline} s for a function that may run {function['timeout_seconds']} s"
        if not any(1 <= (retry.get("retry_count") or 0) <= 5 for retry in job["retry_config"]):
            yield f"{name}: does not try again"
        target = job["http_target"][0]
        yield from (f"{name}: {finding}" for finding in _called(plan, name, target, "scheduler"))


def require_declared_queue_limits(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """Require the manifest's rate and retries for each queue."""
    queues = index_resources_by_name(plan, "google_cloud_tasks_queue")
    if queues.keys() != manifest["queues"].keys():
        yield f"these queues are planned or declared only: {sorted(queues.keys() ^ manifest['queues'].keys())}"
    for name, wanted in manifest["queues"].items():
        limits, retry = (queues.get(name, {}).get(part, [{}])[0] for part in ("rate_limits", "retry_config"))
        planned = (
            limits.get("max_dispatches_per_second"),
            limits.get("max_concurrent_dispatches"),
            retry.get("max_attempts"),
            retry.get("min_backoff"),
            retry.get("max_backoff"),
        )
        declared = (
            wanted["per_second"],
            wanted["concurrent"],
            wanted["attempts"],
            f"{wanted['min_backoff_seconds']}s",
            f"{wanted['max_backoff_seconds']}s",
        )
        if planned != declared:
            yield f"{name}: is planned with {planned}, and declares {declared}"


def _retry_policy_problems(subscription: dict[str, Any], function: dict[str, Any]) -> Iterator[str]:
    wait = subscription.get("ack_deadline_seconds") or 0
    if not function["timeout_seconds"] < wait <= 600:
        yield f"Pub/Sub waits {wait} s for a function that may run {function['timeout_seconds']} s"
    declared = {
        "minimum_backoff": f"{function['min_backoff_seconds']}s",
        "maximum_backoff": f"{function['max_backoff_seconds']}s",
    }
    if subscription["retry_policy"] != [declared]:
        yield f"its backoff is {subscription['retry_policy']}"


def _dead_letter(plan: Plan, name: str, subscription: dict[str, Any]) -> Iterator[str]:
    policies = subscription["dead_letter_policy"]
    if not policies:
        yield "has no dead letter"
        return
    topic = policies[0]["dead_letter_topic"].rpartition("/")[2]
    if topic not in index_resources_by_name(plan, "google_pubsub_topic"):
        yield f"its dead letter's topic {topic} is not made"
    if not 5 <= (policies[0]["max_delivery_attempts"] or 0) <= 100:
        yield f"is tried {policies[0]['max_delivery_attempts']} times"
    keepers = [
        one
        for one in select_resources_by_type(plan, _SUBSCRIPTION).values()
        if one["topic"] == topic and not one["push_config"]
    ]
    if not keepers:
        yield f"nobody keeps what is said to {topic}"
    agent = (
        f"serviceAccount:service-{plan['variables']['project_number']['value']}@gcp-sa-pubsub.iam.gserviceaccount.com"
    )
    rights = {
        "it may not put dead letters": ("google_pubsub_topic_iam_member", "topic", topic, "roles/pubsub.publisher"),
        "it may not take them away": (
            "google_pubsub_subscription_iam_member",
            "subscription",
            name,
            "roles/pubsub.subscriber",
        ),
    }
    for finding, (kind, key, what, role) in rights.items():
        if not any(
            (one[key], one["role"], one["member"]) == (what, role, agent)
            for one in select_resources_by_type(plan, kind).values()
        ):
            yield f"Pub/Sub: {finding}"


def _called(plan: Plan, name: str, target: dict[str, Any], caller: str) -> Iterator[str]:
    """Find problems of a push target: its URL, its token's audience, the account that calls."""
    project, number, region = (plan["variables"][key]["value"] for key in ("project_id", "project_number", "region"))
    url = f"https://{name}-{number}.{region}.run.app"
    if target.get("push_endpoint", target.get("uri")) != url:
        yield f"is called at {target.get('push_endpoint', target.get('uri'))}"
    token = {"audience": url, "service_account_email": f"caller-{caller}@{project}.iam.gserviceaccount.com"}
    if target["oidc_token"] != [token]:
        yield f"is called with the token {target['oidc_token']}"
