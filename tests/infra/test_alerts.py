"""Alerts and the dashboard: every known failure is watched, and each alert says how to respond."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from infra.build.discovery import ROOT
from tests.infra import readme_parser
from tests.infra.terraform_runner import ENVIRONMENTS, Manifest, Plan, index_resources_by_name, select_resources_by_type

Planned = Callable[[str], Plan]
# By what a thing of each kind is told apart: an alert grouped by anything else would never fire.
LABELS = {
    "cloud_run_revision": {"service_name"},
    "cloud_scheduler_job": {"job_id"},
    "cloud_tasks_queue": {"queue_id"},
    "firestore.googleapis.com/Database": {"database_id"},
    "https_lb_rule": {"url_map_name"},
    "pubsub_subscription": {"subscription_id"},
    "uptime_url": {"host"},
}
DEMANDED = {
    "certificate",
    "dead-letter",
    "edge-down",
    "error-ratio",
    "firestore-reads",
    "firestore-reads-day",
    "firestore-writes",
    "firestore-writes-day",
    "job-failed",
    "job-late",
    "near-max",
    "outbox",
    "payment-quarantined",
    "queue-depth",
    "queue-failures",
    "slow",
    "stock-mismatch",
    "unacked",
    "undelivered",
}


@pytest.fixture(params=ENVIRONMENTS)
def watched(request: pytest.FixtureRequest, plan: Planned) -> Plan:
    """The plan of each environment."""
    return plan(request.param)


def policies(plan: Plan) -> dict[str, dict[str, Any]]:
    """Every alert, by its name."""
    return index_resources_by_name(plan, "google_monitoring_alert_policy", "display_name")


def query(policy: dict[str, Any]) -> str:
    """What a policy asks of what is measured; of those that count lines, nothing."""
    asked = [each["query"] for each in policy["conditions"][0]["condition_prometheus_query_language"]]
    return str(asked[0]) if asked else ""


def threshold(policy: dict[str, Any]) -> dict[str, Any]:
    """How often lines may be logged."""
    [condition] = policy["conditions"][0]["condition_threshold"]
    [aggregation] = condition["aggregations"]
    return {**condition, **aggregation}


@cache
def said() -> tuple[tuple[str, str], ...]:
    """Everything that functions say in the log beside their answers: how badly, and an example of the text."""
    found = []
    for folder in ("shared", "functions"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            calls = (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))
            found += [line for call in calls for line in _line(call)]
    return tuple(found)


def _line(call: ast.Call) -> Iterator[tuple[str, str]]:
    match call:
        case ast.Call(func=ast.Attribute(attr="alert"), args=[text, *_]):
            yield "ERROR", _example(text)
        case ast.Call(func=ast.Attribute(attr="write_line" | "log"), args=[ast.Constant(str(severity)), text, *_]):
            if not isinstance(text, ast.Name):
                yield severity, _example(text)
        case ast.Call(func=ast.Attribute(attr="write_crash")):
            yield "ERROR", "Traceback (most recent call last):\n  File …"


def _example(text: ast.expr) -> str:
    match text:
        case ast.Constant(str(words)):
            return words
        case ast.JoinedStr(values):
            return "".join(part.value if isinstance(part, ast.Constant) else "something" for part in values)  # type: ignore[misc]
    raise AssertionError(f"the test does not understand {ast.unparse(text)}")


def counts(metric: dict[str, Any], severity: str, message: str) -> bool:
    """Whether a log-based metric counts such a line of a function's."""
    wanted = metric["filter"]
    patterns = re.findall(r'(NOT )?jsonPayload\.message=~"([^"]*)"', wanted)
    return (
        'log_id("run.googleapis.com/stdout")' in wanted
        and f"severity={severity}" in wanted
        and all((re.search(pattern, message) is None) == bool(negated) for negated, pattern in patterns)
    )


def counted_by(plan: Plan, severity: str, message: str) -> list[str]:
    """The metrics that count such a line."""
    return [
        name
        for name, one in index_resources_by_name(plan, "google_logging_metric").items()
        if counts(one, severity, message)
    ]


def test_what_has_to_be_watched_is(watched: Plan) -> None:
    """Nothing of the list is missing."""
    assert policies(watched).keys() >= DEMANDED


def test_each_alert_says_what_the_readme_says(watched: Plan) -> None:
    """Whoever is woken reads the line that those who are awake can look up; urgent ones are the bold ones."""
    told = {
        row[0].strip("*`"): (row[0].startswith("**"), row[1], row[2]) for row in readme_parser.read_table_rows("Alerts")
    }

    said = {
        name: (policy["severity"] == "CRITICAL", one["subject"], one["content"])
        for name, policy in policies(watched).items()
        for one in policy["documentation"]
    }
    assert told == said


def test_the_dashboard_shows_what_is_watched(watched: Plan) -> None:
    """A chart for each alert, of the same numbers, with the same limit."""
    [dashboard] = select_resources_by_type(watched, "google_monitoring_dashboard").values()
    charts = {
        widget["title"].partition(":")[0]: (
            widget["xyChart"]["dataSets"][0]["timeSeriesQuery"],
            widget["xyChart"]["thresholds"][0]["value"],
        )
        for widget in json.loads(dashboard["dashboard_json"])["gridLayout"]["widgets"]
    }

    assert charts.keys() == policies(watched).keys()
    for name, policy in policies(watched).items():
        shown, limit = charts[name]
        if asked := query(policy):
            assert asked.startswith(f"({shown['prometheusQuery']}) "), name
            compared = asked.removeprefix(f"({shown['prometheusQuery']}) ").split()
            assert (compared[0] in "<>", float(compared[1])) == (True, limit), name
        else:
            condition = threshold(policy)
            assert shown["timeSeriesFilter"]["filter"] == condition["filter"], name
            assert shown["timeSeriesFilter"]["aggregation"]["groupByFields"] == condition["group_by_fields"], name
            assert (condition["comparison"], condition["threshold_value"]) == ("COMPARISON_GT", limit), name


def test_an_alert_is_grouped_by_what_it_watches(watched: Plan) -> None:
    """The label by which things are told apart is one that such things have."""
    for name, policy in policies(watched).items():
        asked = query(policy)
        if asked:
            [kind] = set(re.findall(r"monitored_resource='([^']*)'", asked))
            labels = {label for group in re.findall(r"by \(([^)]*)\)", asked) for label in group.split(", ")} - {"le"}
        else:
            condition = threshold(policy)
            [kind] = re.findall(r'resource\.type="([^"]*)"', condition["filter"])
            labels = {label.removeprefix("resource.label.") for label in condition["group_by_fields"]}
        assert labels <= LABELS[kind], name


def test_what_functions_say_is_counted_once(watched: Plan) -> None:
    """Every alarm in the code has its alert, and the general one hears what has none of its own."""
    for severity, message in said():
        if severity == "ERROR":
            assert len(counted_by(watched, severity, message)) == 1, message


def test_what_is_counted_is_said(watched: Plan) -> None:
    """No alert waits for words that no function says."""
    heard = {name for severity, message in said() for name in counted_by(watched, severity, message)}

    of_functions = {
        name
        for name, one in index_resources_by_name(watched, "google_logging_metric").items()
        if "cloud_run_revision" in one["filter"]
    }
    assert heard == of_functions


def test_a_new_alarm_is_heard(watched: Plan) -> None:
    """Whoever writes `ctx.alert` need not know of any of this; an answer of 5xx is no alarm, its ratio is."""
    assert counted_by(watched, "ERROR", "payroll: a statement does not add up") == ["other_alert"]
    assert counted_by(watched, "ERROR", "get-order 503") == []
    assert counted_by(watched, "INFO", "get-order 200") == []


def test_each_count_has_its_alert(watched: Plan) -> None:
    """A policy counts its own metric, over a window, and is over when nothing more is logged."""
    for name, policy in policies(watched).items():
        if not query(policy):
            condition = threshold(policy)
            metric = name.replace("-", "_")
            assert f'metric.type="logging.googleapis.com/user/{metric}"' in condition["filter"]
            assert metric in index_resources_by_name(watched, "google_logging_metric")
            assert condition["evaluation_missing_data"] == "EVALUATION_MISSING_DATA_INACTIVE"


def test_every_schedule_is_missed(watched: Plan, manifest: Manifest) -> None:
    """A job that does not succeed for clearly longer than its interval is named."""
    asked = query(policies(watched)["job-late"])

    waited = {
        name: int(seconds)
        for names, seconds in re.findall(r"\((label_replace.*?)\) unless on .*?\[(\d+)s\]", asked)
        for name in re.findall(r"'service_name', '([\w-]+)'", names)
    }
    schedules = {name: one["every_seconds"] for name, one in manifest["functions"].items() if one["kind"] == "schedule"}
    assert waited.keys() == schedules.keys()
    for name, every in schedules.items():
        # A query looks back 25 hours at most, so a job that runs less often would need another way.
        assert every < waited[name] <= 25 * 3600, name


def test_every_function_is_watched_for_its_own_limit(watched: Plan, manifest: Manifest) -> None:
    """Near its most instances is near *its* most, idle ones left out; one that may have one only is always there."""
    asked = query(policies(watched)["near-max"])
    groups = re.findall(r"state='active',service_name(=~|!~)'([^']*)'\}\) / (\d+)", asked)
    cap = watched["variables"]["most_instances"]["value"]

    for name, function in manifest["functions"].items():
        most = min(function["max_instances"], cap)
        compared = [int(limit) for how, names, limit in groups if (name in names.split("|")) == (how == "=~")]
        assert compared == ([most] if most > 1 else []), name


def test_dead_letters_are_told_from_what_waits(watched: Plan, manifest: Manifest) -> None:
    """What was given up is looked for where it lies, and only living subscriptions are asked for their oldest."""
    [dead] = set(re.findall(r"subscription_id=~'([^']*)'", query(policies(watched)["undelivered"])))
    [not_living] = set(re.findall(r"subscription_id!~'([^']*)'", query(policies(watched)["unacked"])))

    for name, function in manifest["functions"].items():
        if function["kind"] == "event":
            for pattern in (dead, not_living):
                assert re.fullmatch(pattern, function["dead_letter"])
                assert not re.fullmatch(pattern, name)


def test_somebody_is_told(watched: Plan) -> None:
    """Every alert has somebody to write to: the addresses that were given, and no others."""
    channels = select_resources_by_type(watched, "google_monitoring_notification_channel").values()

    assert {channel["labels"]["email_address"] for channel in channels} == set(
        watched["variables"]["alert_emails"]["value"]
    )
    for policy in policies(watched).values():
        assert len(policy.get("notification_channels") or ()) == len(channels)


def test_the_front_door_is_looked_at_from_outside(watched: Plan, manifest: Manifest) -> None:
    """By way of something that anybody may GET, with a certificate that holds."""
    [check] = select_resources_by_type(watched, "google_monitoring_uptime_check_config").values()

    [http] = check["http_check"]
    asked = manifest["functions"][http["path"].removeprefix("/")]
    assert (asked["method"], asked["exposure"], asked["firestore"]) == ("GET", "public", "none")
    assert "anyone" in asked["audience"]
    assert (http["use_ssl"], http["validate_ssl"]) == (True, True)
    assert check["monitored_resource"][0]["labels"]["host"] == watched["variables"]["domain"]["value"]


def test_the_bill_is_watched(watched: Plan) -> None:
    """At half, at four fifths, when the budget is spent, and when it will be."""
    [budget] = select_resources_by_type(watched, "google_billing_budget").values()

    thresholds = {(rule["threshold_percent"], rule["spend_basis"]) for rule in budget["threshold_rules"]}
    assert thresholds == {
        (0.5, "CURRENT_SPEND"),
        (0.8, "CURRENT_SPEND"),
        (1, "CURRENT_SPEND"),
        (1.2, "FORECASTED_SPEND"),
    }
    assert budget["amount"][0]["specified_amount"][0]["units"] == str(watched["variables"]["budget_amount"]["value"])


def test_nothing_that_went_wrong_is_left_out_of_the_log(watched: Plan) -> None:
    """Only Cloud Run's own lines of what went well are, since ours say the same."""
    exclusions = index_resources_by_name(watched, "google_logging_project_exclusion")

    production = watched["variables"]["environment"]["value"] == "production"
    assert ("requests-that-went-well" in exclusions) == production
    for exclusion in exclusions.values():
        assert 'log_id("run.googleapis.com/requests")' in exclusion["filter"]
        assert "httpRequest.status<400" in exclusion["filter"] or "UptimeChecks" in exclusion["filter"]
