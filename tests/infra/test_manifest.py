"""The manifest says what the cloud must give a function, and what is wrong with it is told by function and field."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from infra.build import access, discovery, manifest, manifest_check
from infra.build.discovery import BuildError, Function
from infra.build.manifest_schema import Manifest, compute_longest_gap
from shared.kernel.dates import JAKARTA
from shared.orders.ports import PaymentProvider, RefundProvider
from shared.runtime import settings
from shared.runtime.gateways import Gateways
from shared.runtime.logs import Log
from shared.runtime.settings import Settings
from tests.infra.deployed_archive import build_function_environment

Document = dict[str, Any]


@pytest.fixture(scope="module")
def functions() -> list[Function]:
    """Every function."""
    return discovery.collect_functions()


@pytest.fixture(scope="module")
def built(functions: list[Function]) -> Manifest:
    """The manifest of the source as it is."""
    return manifest.build_manifest(functions)


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    """The schema as it is committed."""
    return Draft202012Validator(json.loads(manifest.SCHEMA_FILE.read_text()))


def test_the_committed_manifest_is_in_order(schema: Draft202012Validator) -> None:
    """By the schema, and by what a schema cannot say."""
    document = json.loads(manifest.MANIFEST_FILE.read_text())

    assert [error.message for error in schema.iter_errors(document)] == []
    assert manifest_check.find_manifest_problems(document) == []


MISTAKES: list[tuple[str, str, Any]] = [
    ("get-order", "memory", "256"),
    ("get-order", "memory", None),
    ("get-order", "max_instances", 0),
    ("get-order", "timeout_seconds", 4_000),
    ("get-order", "audience", []),
    ("get-order", "exposure", "everyone"),
    ("get-order", "env", ["lower_case"]),
    ("get-order", "roles", ["editor"]),
    ("get-order", "firestore", "delete"),
    ("get-order", "ram", "256Mi"),
    ("get-order", "topic", "order-paid"),
    ("relay-outbox", "schedule", None),
    ("relay-outbox", "time_zone", None),
    ("relay-outbox", "deadline_seconds", None),
    ("relay-outbox", "retries", 9),
    ("settle-invoice", "queue", None),
    ("alert-when-payment-quarantined", "dead_letter", None),
    ("alert-when-payment-quarantined", "attempts", None),
    ("alert-when-payment-quarantined", "filter", None),
    ("alert-when-payment-quarantined", "filter", 300 * "a"),
    ("alert-when-payment-quarantined", "subscription", None),
    ("alert-when-payment-quarantined", "subscription", "Alert"),
    ("alert-when-payment-quarantined", "ack_deadline_seconds", 700),
]
"""A field of a function's, and what it must not be; None is that it is not there."""


@pytest.mark.parametrize(("name", "field", "value"), MISTAKES)
def test_a_mistake_is_told_by_function_and_field(
    name: str, field: str, value: Any, schema: Draft202012Validator
) -> None:
    """Both the check and the schema refuse it, and the check says where it is."""
    document: Document = json.loads(manifest.MANIFEST_FILE.read_text())
    entry = document["functions"][name]
    entry |= {field: value}
    if value is None:
        del entry[field]

    told = manifest_check.find_manifest_problems(document)

    assert [line for line in told if line.startswith(f"functions.{name}") and field in line]
    assert not schema.is_valid(document)


def _set(name: str, **fields: Any) -> Callable[[Document], None]:
    return lambda document: document["functions"][name].update(fields)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_set("get-order", exposure="internal"), "functions.get-order.exposure"),
        (_set("get-order", audience=["internal"]), "functions.get-order.audience"),
        (_set("get-order", audience=["admin"]), "functions.get-order.exposure"),
        (_set("get-dashboard", exposure="public"), "functions.get-dashboard.exposure"),
        (_set("relay-outbox", exposure="public"), "functions.relay-outbox.exposure"),
        (_set("get-order", scope=None), "functions.get-order.scope"),
        (_set("get-order", entry_point="get_orders"), "functions.get-order.entry_point"),
        (_set("get-order", domain="chat"), "functions.get-order.module"),
        (_set("get-order", secrets=["nobodys_key"]), "functions.get-order.secrets"),
        (_set("get-order", account="chats"), "functions.get-order.account"),
        (_set("get-order", buckets=["archive"]), "functions.get-order.buckets"),
        (_set("settle-invoice", queue="none"), "functions.settle-invoice.queue"),
        (_set("settle-invoice", publishes=["order-payed"]), "functions.settle-invoice.publishes"),
        (_set("relay-outbox", deadline_seconds=60), "functions.relay-outbox.deadline_seconds"),
        (lambda document: document["topics"]["order-paid"].update(consumers=[]), "topics.order-paid"),
        (lambda document: document["queues"]["mail"].update(tasks=[]), "queues.mail"),
        (lambda document: document["queues"]["mail"].update(attempts=0), "queues.mail.attempts"),
        (lambda document: document.pop("secrets"), "secrets"),
    ],
)
def test_what_does_not_fit_together_is_told(change: Callable[[Document], Any], told: str) -> None:
    """What each field may hold is one thing; that they agree with one another is another."""
    document: Document = json.loads(manifest.MANIFEST_FILE.read_text())

    change(document)

    assert told in [line.partition(": ")[0] for line in manifest_check.find_manifest_problems(document)]


def test_a_decorator_that_asks_too_much_is_named(functions: list[Function]) -> None:
    """Pub/Sub waits for 600 s at most, so a function that hears events must be done before."""
    [slow] = [one for one in functions if one.spec.name == "alert_when_message_reported"]
    slow = dataclasses.replace(slow, spec=dataclasses.replace(slow.spec, timeout=580))

    with pytest.raises(BuildError, match=r"functions\.alert-when-message-reported\.ack_deadline_seconds"):
        manifest.build_manifest([slow])


def test_each_runs_as_its_domain_and_payouts_as_themselves(built: Manifest) -> None:
    """Whoever can send money out has an account that nobody else has."""
    others = {entry.account for name, entry in built.functions.items() if name != "refund-order"}

    assert built.functions["refund-order"].account == "payouts"
    assert others == {entry.domain for entry in built.functions.values()}
    assert {*built.accounts} == others | {"payouts"}
    assert {RefundProvider} == access.MONEY_SENDING_PORTS
    assert not hasattr(PaymentProvider, "request_refund")


def test_who_only_reads_is_granted_no_more(built: Manifest) -> None:
    """What documents, files and roles a function is given follows from its method and its gateways."""
    functions = built.functions

    posts = {name: entry.firestore for name, entry in functions.items() if entry.method == "POST"}
    assert posts.pop("preview-notification") == "none"
    assert set(posts.values()) == {"write"}
    assert functions["get-order"].firestore == "read"
    assert functions["get-ticket-verification-key"].firestore == "none"
    assert functions["download-product"].buckets == ("files",)
    assert functions["get-order"].buckets == functions["get-order"].roles == ()
    assert functions["grant-role"].roles == ("roles/firebaseauth.admin",)
    assert functions["push-pairing"].roles == ("roles/firebasecloudmessaging.admin",)


def test_the_environment_is_enough_to_start(built: Manifest) -> None:
    """With the variables that a function lists, and its secrets, its settings are read; without one they are not."""
    for entry in built.functions.values():
        given = build_function_environment(entry)

        settings.read_settings(given)

        for name in ("ENVIRONMENT", "FUNCTION_URL", "GOOGLE_CLOUD_PROJECT"):
            with pytest.raises(settings.SettingsError, match=name):
                settings.read_settings({key: value for key, value in given.items() if key != name})


def test_every_setting_that_a_gateway_reads_is_listed(built: Manifest) -> None:
    """The list is read off the code; this watches the code read."""
    read: set[str] = set()

    class Watched(Settings):
        def __getattribute__(self, name: str) -> Any:
            if name in Settings.model_fields:
                read.add(name)
            return super().__getattribute__(name)

    told = {
        "environment": "staging",
        "google_cloud_project": "p",
        "function_url": "https://{name}.example",
        "xendit_secret_key": "k",
        "alias_key": "k",
    }
    watched = Watched.model_validate(told)
    gateways = Gateways(watched, Log(project="p"))
    listable = {name for entry in built.functions.values() for name in entry.env}
    for name in (
        "sign_in",
        "app_check",
        "accounts",
        "callers",
        "events",
        "tasks",
        "payments",
        "mail",
        "push",
        "storage",
    ):
        read.clear()

        getattr(gateways, name)

        assert {one for one in read if one.upper() in listable} <= access.compute_gateway_settings(name), name


def test_who_makes_tasks_knows_as_whom_and_where(built: Manifest) -> None:
    """A task carries the token of a caller, and lies in a region, whichever gateway was declared."""
    for name, entry in built.functions.items():
        if entry.enqueues:
            assert {"TASKS_CALLER", "REGION"} <= {*entry.env}, name


@pytest.mark.parametrize(
    ("cron", "seconds"),
    [
        ("* * * * *", 60),
        ("*/15 * * * *", 900),
        ("30 3 * * *", 86_400),
        ("0 9-17 * * *", 16 * 3_600),
        ("0 6 * * 1", 604_800),
    ],
)
def test_when_a_schedule_is_late(cron: str, seconds: int) -> None:
    """The longest that may lie between two of its runs, nights and weekends included."""
    gap = compute_longest_gap(cron, JAKARTA)

    assert gap == seconds


def test_events_and_schedules_are_given_time(built: Manifest) -> None:
    """Whoever calls waits longer than the function may run, and has somewhere to put what fails."""
    for entry in built.functions.values():
        if entry.kind == "event":
            assert (entry.ack_deadline_seconds or 0) > entry.timeout_seconds
        if entry.kind == "schedule":
            assert (entry.deadline_seconds or 0) > entry.timeout_seconds

    letters = [entry.dead_letter for entry in built.functions.values() if entry.kind == "event"]
    assert len(letters) == len({*letters} - {None})
