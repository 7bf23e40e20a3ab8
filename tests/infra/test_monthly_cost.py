"""Monthly cost: counted calls times the assumed usage."""

from collections.abc import Callable

import pytest
from pydantic import ValidationError

from infra.build import monthly_cost
from infra.build.discovery import BuildError
from infra.build.monthly_cost import BilledFunction, CallCost, Inputs, Price, UsageHabit
from tests.infra.terraform_runner import Plan, index_resources_by_name, select_resources_by_type

READS = BilledFunction(kind="http", public=True, every_seconds=None)
HOURLY = BilledFunction(kind="schedule", public=False, every_seconds=3600)


@pytest.fixture
def given() -> Inputs:
    """What is assumed, with one habit only: a call of `get_order` ten times a month."""
    habit = UsageHabit(name="looks", why="a test", times=5, calls={"get_order": 2}, heard=3)
    return monthly_cost.read_inputs().model_copy(update={"habits": (habit,)})


def test_the_cost_table_is_read_whole() -> None:
    """Every function that was counted is there, with its reads and writes."""
    text = monthly_cost.COST_FILE.read_text()

    costs = monthly_cost.parse_cost_table(text)

    assert len(costs) == text.count("\n| ") - 1
    assert costs["get_order"] == CallCost(reads=2, writes=0)
    assert costs["accept_pairing"].writes > 1


def test_calls_are_multiplied(given: Inputs) -> None:
    """People × times × calls, and what their listeners hear on top."""
    cost = {"get_order": CallCost(reads=4, writes=1)}

    result = monthly_cost.compute_month(1000, given, cost, {"get_order": READS})

    assert result.calls == 10_000
    assert result.reads == 40_000 + 15_000
    assert result.writes == 10_000


def test_schedules_run_whether_anybody_comes_or_not(given: Inputs) -> None:
    """A job runs by the clock, for a thousand people as for ten million."""
    cost = {"get_order": CallCost(reads=0, writes=0), "sweep": CallCost(reads=1, writes=2)}

    few, many = (
        monthly_cost.compute_month(people, given, cost, {"get_order": READS, "sweep": HOURLY})
        for people in (1000, 10_000_000)
    )

    runs = monthly_cost.DAYS_PER_MONTH * 24
    assert few.writes == many.writes == pytest.approx(2 * runs)
    assert few.calls == pytest.approx(10_000 + runs)


def test_what_is_free_is_free() -> None:
    """Only what goes beyond it is charged, and never less than nothing."""
    price = Price(usd=0.5, per=100, free=1000)

    assert [price.compute_cost(amount) for amount in (0, 1000, 1200)] == [0, 0, 1]


def test_each_price_is_in_the_bill(given: Inputs) -> None:
    """What grows dearer makes the month dearer: no input is looked at by nobody."""
    cost, known = (
        monthly_cost.parse_cost_table(monthly_cost.COST_FILE.read_text()),
        monthly_cost.parse_manifest(monthly_cost.MANIFEST_FILE.read_text()),
    )
    whole = monthly_cost.read_inputs()
    before = monthly_cost.compute_month(10_000_000, whole, cost, known).total

    for name, price in whole.prices.items():
        dearer = whole.prices | {name: price.model_copy(update={"usd": price.usd * 2})}
        after = monthly_cost.compute_month(10_000_000, whole.model_copy(update={"prices": dearer}), cost, known).total
        assert after > before, name


def test_a_call_of_nothing_is_refused(given: Inputs) -> None:
    """A function that was renamed is named, not forgotten."""
    with pytest.raises(BuildError) as error:
        monthly_cost.compute_month(1000, given, {}, {})

    assert "get-order" in str(error.value)


def test_an_assumption_has_a_reason() -> None:
    """Nobody has to guess where a number comes from."""
    with pytest.raises(ValidationError):
        UsageHabit(name="looks", why="", times=1, calls={})


def test_what_can_be_counted_is_not_assumed(plan: Callable[[str], Plan]) -> None:
    """What is paid for whether anybody comes or not is production's: rules, alerts, instances that wait."""
    planned = plan("production")
    policy = index_resources_by_name(planned, "google_compute_security_policy")["edge"]
    services = [
        one["service_config"][0]
        for one in select_resources_by_type(planned, "google_cloudfunctions2_function").values()
    ]

    assumed = monthly_cost.read_inputs().assumed

    assert assumed.firewall_rules == len(policy["rule"])
    assert assumed.alert_conditions == len(select_resources_by_type(planned, "google_monitoring_alert_policy"))
    assert assumed.instances_ready == sum(service["min_instance_count"] or 0 for service in services)
