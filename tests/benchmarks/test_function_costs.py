"""Costs and queries of each function, compared with the recordings."""

import secrets
from collections.abc import Callable

import pytest

from functions.tickets.list_ticket_types import list_ticket_types
from infra.build.discovery import collect_functions
from infra.build.indexes import INDEXES_FILE
from infra.build.required_indexes import render_indexes
from shared.gateways.firestore.client import DatabaseAddress, Firestore
from tests.benchmarks import cost
from tests.benchmarks.cost import RecordingFirestore
from tests.benchmarks.recordings import list_queries, load_recordings, save_recordings
from tests.builders import EVENT, FRONT_END
from tests.cases import load_cases
from tests.world import World


def test_every_function_has_a_case() -> None:
    """
    Adding a function includes a typical call of the function.
    """
    assert {function.spec.name for function in collect_functions()} == set(load_cases())


def test_named_functions_are_measured_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A name may carry its domain, as in `make new`; a name of no function is refused.
    """
    names = cost.find_named_functions(["orders/get_order", "pay_order", "--all"])
    monkeypatch.delenv(cost.MEASURE_ALL_VARIABLE, raising=False)
    monkeypatch.setenv("TEMANI_NAMED_COSTS", " ".join(names))

    assert cost.choose_functions({}) == ["get_order", "pay_order"]
    with pytest.raises(ValueError, match="list_no_orders"):
        cost.find_named_functions(["orders/list_no_orders"])


@pytest.fixture
def new_recording_world(new_world: Callable[[Firestore], World], firestore_emulator: str) -> Callable[[], World]:
    """Makes worlds whose database notes each query put to it."""

    def make() -> World:
        return new_world(
            RecordingFirestore.open(DatabaseAddress(f"test-{secrets.token_hex(6)}", emulator=firestore_emulator))
        )

    return make


@pytest.mark.emulator
@pytest.mark.slow
async def test_the_recording_of_each_function_is_true(
    new_recording_world: Callable[[], World], capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Each case whose code has changed is run anew; a difference is a mistake or is committed with what makes it.

    `make prove` runs every case, so that a digest which overlooks something is found.
    """
    cases, committed = load_cases(), load_recordings()
    names = cost.choose_functions(committed)
    run = {name: await cost.record_case(cases[name], new_recording_world) for name in names}

    if cost.is_writing():
        known = {name: one for name, one in (committed | run).items() if name in cases}
        committed = {name: one.with_digest() if name in run else one for name, one in known.items()}
        save_recordings(committed.values())
        cost.FILE.write_text(cost.render_page(committed.values()))
        INDEXES_FILE.write_text(render_indexes(list_queries(committed.values())))
        with capsys.disabled():
            print(f"\nrecorded {len(run)} of {len(cases)} cases")

    differences = {name: run[name].list_differences(committed.get(name)) for name in names}
    assert {name: found for name, found in differences.items() if found} == {}, (
        "now, and as committed; if this is meant, refresh with `make generate`"
    )


def test_what_is_committed_follows_from_the_recordings() -> None:
    """
    The cost table and the indexes are those of the recordings, and nothing is recorded of functions that are gone.
    """
    recordings = load_recordings()

    assert recordings.keys() <= load_cases().keys(), "refresh with `make generate`"
    assert cost.FILE.read_text() == cost.render_page(recordings.values()), "refresh with `make generate`"
    assert INDEXES_FILE.read_text() == render_indexes(list_queries(recordings.values())), "refresh with `make generate`"


@pytest.mark.emulator
async def test_an_order_takes_two_round_trips_before_xendit_and_one_after(new_world: Callable[[], World]) -> None:
    """
    Key, event, type and free seats are read at the same time; then one commit, Xendit, and one commit.
    """
    world = new_world()
    call = await load_cases()["create_ticket_order"].arrange(world)
    # An instance reads ahead for keys that it has seen.
    await world.call(list_ticket_types, {"event_id": EVENT}, as_=FRONT_END)
    before = world.documents.meter.round_trips

    await call()

    assert world.documents.meter.round_trips - before == 3
