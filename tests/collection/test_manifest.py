"""The manifest: what Terraform and the local cloud are told of each function."""

import json
import re
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from croniter import croniter

from infra.build import imports, indexes, manifest
from infra.build.discovery import ROOT, BuildError, Function
from infra.build.manifest_schema import Manifest
from shared.kernel.schemas import to_kebab_case
from shared.runtime.gateways import GATEWAY_SECRETS, WEBHOOK_SECRETS, Gateways, find_gateway


@pytest.fixture(scope="module")
def built(functions: list[Function]) -> Manifest:
    """The manifest of the source as it is."""
    return manifest.build_manifest(functions)


def test_names_fit_the_cloud(built: Manifest) -> None:
    """Names are short, in lower case with dashes, and say which function is loaded."""
    for name, entry in built.functions.items():
        assert len(name) <= 40
        assert name == to_kebab_case(entry.entry_point)
        assert (ROOT / f"{entry.module.replace('.', '/')}.py").is_file()


def test_schedules_are_times_in_jakarta(built: Manifest) -> None:
    """A schedule is a cron line in the business's zone, and only scheduled functions have one."""
    for entry in built.functions.values():
        assert (entry.schedule is not None) == (entry.kind == "schedule")
        if entry.schedule is not None:
            assert croniter.is_valid(entry.schedule)
            assert ZoneInfo(entry.time_zone or "") == ZoneInfo("Asia/Jakarta")


def test_events_and_tasks_say_where_they_come_from(built: Manifest) -> None:
    """An event function has its topic, a task its queue; both are there."""
    for entry in built.functions.values():
        assert (entry.topic in built.topics) == (entry.kind == "event")
        assert (entry.queue in built.queues) == (entry.kind == "task")


def test_internal_functions_are_for_machines_only(built: Manifest) -> None:
    """What Pub/Sub, Cloud Tasks and the scheduler call is called by nobody else."""
    for entry in built.functions.values():
        internal = entry.kind in ("event", "task", "schedule")
        assert (entry.exposure == "internal") == internal
        assert (entry.audience == ("internal",)) == internal


def test_what_admins_alone_may_call_is_off_the_front_door(built: Manifest) -> None:
    """A function for admins only is the control center's, wherever its domain is."""
    for entry in built.functions.values():
        if entry.audience == ("admin",):
            assert entry.exposure == "control_center"


def test_partners_need_a_scope(built: Manifest) -> None:
    """No function opens to a key merely because the key exists."""
    for name, entry in built.functions.items():
        assert (entry.scope is not None) == ("partner" in entry.audience), name


def test_gateways_exist(built: Manifest) -> None:
    """What a function declares is what an instance can warm."""
    declared = {gateway for entry in built.functions.values() for gateway in entry.gateways}

    assert {gateway for gateway in declared if not hasattr(Gateways, gateway)} == set()


def test_a_function_declares_the_gateways_that_it_uses(functions: list[Function]) -> None:
    """Gateways come through parameters alone; what is declared is warmed, and its secrets are there."""
    asked = {function.spec.name: {find_gateway(port) for _, port in function.spec.ports} for function in functions}
    around = {function.spec.name for function in functions if re.search(r"\bgateways\b", function.file.read_text())}

    undeclared = {function.spec.name: asked[function.spec.name] - {*function.spec.gateways} for function in functions}

    assert {name: gateways for name, gateways in undeclared.items() if gateways} == {}
    assert around == set()
    assert sum(map(len, asked.values())) > 20


def test_the_secrets_of_a_gateway_come_with_it(built: Manifest, functions: list[Function]) -> None:
    """Nobody has to remember them; of its sender a webhook is given only what proves the sender."""
    specs = {function.spec.cloud_name: function.spec for function in functions}
    for name, entry in built.functions.items():
        if entry.kind == "webhook":
            asked = [find_gateway(port) for _, port in specs[name].ports]
            given = {secret for gateway in asked for secret in GATEWAY_SECRETS.get(gateway, ())}
            assert set(entry.secrets) == {*WEBHOOK_SECRETS[specs[name].sender or ""], *given}
        else:
            assert set(entry.secrets) == {secret for name in entry.gateways for secret in GATEWAY_SECRETS.get(name, ())}


def test_money_waits_for_nobody(built: Manifest) -> None:
    """Nobody who has paid, or needs somebody now, waits for a cold start; every other instance is spared."""
    ready = {name for name, entry in built.functions.items() if entry.min_instances}

    assert ready == {"receive-xendit-invoice", "request-pairing", "accept-pairing"}


def test_a_queue_is_as_patient_as_its_most_patient_task(built: Manifest, functions: list[Function]) -> None:
    """And as slow as its slowest: the rate is what the vendor behind it bears."""
    for queue in built.queues.values():
        tasks = [one.spec for one in functions if one.spec.cloud_name in queue.tasks]

        assert queue.attempts == max(task.attempts for task in tasks)
        assert queue.per_second == min(task.per_second for task in tasks)


def test_what_a_function_may_send(built: Manifest) -> None:
    """Grants follow the code: who settles may publish, who reads may not, who relays sends everything."""
    settle, read, relay = (built.functions[name] for name in ("settle-invoice", "get-order", "relay-outbox"))

    assert {"order-paid", "payment-quarantined"} <= set(settle.publishes)
    assert "settlements" in settle.enqueues
    assert read.publishes == read.enqueues == ()
    assert set(relay.publishes) == built.topics.keys()
    assert set(relay.enqueues) == built.queues.keys()


def test_who_tells_people_may_use_each_channel(built: Manifest) -> None:
    """A channel's queue is granted to each function that decides how people are told."""
    for name in ("tell-buyer-when-refund-changed", "send-by-next-channel", "release-held-notices"):
        assert {"notice-push", "notice-mail", "sms", "whatsapp"} <= set(built.functions[name].enqueues)


def test_the_code_behind_a_function() -> None:
    """The closure follows imports inside functions, and leaves out what only the type checker reads."""
    reached = {source.file for source in imports.find_import_closure(ROOT / "functions" / "orders" / "get_order.py")}

    assert ROOT / "shared" / "orders" / "store.py" in reached
    assert ROOT / "shared" / "orders" / "__init__.py" in reached
    assert ROOT / "shared" / "gateways" / "firestore" / "unit_of_work.py" in reached
    assert ROOT / "shared" / "orders" / "actions.py" not in reached
    assert not [file for file in reached if ROOT / "infra" in file.parents]


def test_topics_and_queues_are_used_up(built: Manifest) -> None:
    """No function is named twice by one topic or queue, and each consumer exists."""
    for members in [*(topic.consumers for topic in built.topics.values()), *(q.tasks for q in built.queues.values())]:
        assert max(Counter(members).values(), default=1) == 1
        assert set(members) <= built.functions.keys()


def test_indexed_overrides_are_refused(tmp_path: Path) -> None:
    """What could not be carried over to Terraform is not silently lost."""
    file = tmp_path / "firestore.indexes.json"
    override = {"collectionGroup": "orders", "fieldPath": "buyer", "indexes": [{"order": "ASCENDING"}]}
    file.write_text(json.dumps({"indexes": [], "fieldOverrides": [override]}))

    with pytest.raises(BuildError):
        indexes.read_indexes(file)
