"""What a month costs: counted calls, times what is assumed."""

from collections.abc import Callable

import pytest
from pydantic import ValidationError

from infra.build import month
from infra.build.collect import BuildError
from infra.build.month import Cost, Function, Habit, Inputs, Price
from tests.infra.plan import Plan, named, resources

READS = Function(kind="http", public=True, every_seconds=None)
HOURLY = Function(kind="schedule", public=False, every_seconds=3600)


@pytest.fixture
def given() -> Inputs:
    """What is assumed, with one habit only: a call of `get_order` ten times a month."""
    habit = Habit(name="looks", why="a test", times=5, calls={"get_order": 2}, heard=3)
    return month.inputs().model_copy(update={"habits": (habit,)})


def test_the_cost_table_is_read_whole() -> None:
    """Every function that was counted is there, with its reads and writes."""
    text = month.COST.read_text()

    costs = month.costs(text)

    assert len(costs) == text.count("\n| ") - 1
    assert costs["get_order"] == Cost(reads=1, writes=0)
    assert costs["accept_pairing"].writes > 1


def test_calls_are_multiplied(given: Inputs) -> None:
    """People × times × calls, and what their listeners hear on top."""
    cost = {"get_order": Cost(reads=4, writes=1)}

    result = month.month(1000, given, cost, {"get_order": READS})

    assert result.calls == 10_000
    assert result.reads == 40_000 + 15_000
    assert result.writes == 10_000


def test_schedules_run_whether_anybody_comes_or_not(given: Inputs) -> None:
    """A job runs by the clock, for a thousand people as for ten million."""
    cost = {"get_order": Cost(reads=0, writes=0), "sweep": Cost(reads=1, writes=2)}

    few, many = (
        month.month(people, given, cost, {"get_order": READS, "sweep": HOURLY}) for people in (1000, 10_000_000)
    )

    runs = month.DAYS * 24
    assert few.writes == many.writes == pytest.approx(2 * runs)
    assert few.calls == pytest.approx(10_000 + runs)


def test_what_is_free_is_free() -> None:
    """Only what goes beyond it is charged, and never less than nothing."""
    price = Price(usd=0.5, per=100, free=1000)

    assert [price.of(amount) for amount in (0, 1000, 1200)] == [0, 0, 1]


def test_each_price_is_in_the_bill(given: Inputs) -> None:
    """What grows dearer makes the month dearer: no input is looked at by nobody."""
    cost, known = month.costs(month.COST.read_text()), month.functions(month.MANIFEST.read_text())
    whole = month.inputs()
    before = month.month(10_000_000, whole, cost, known).total

    for name, price in whole.prices.items():
        dearer = whole.prices | {name: price.model_copy(update={"usd": price.usd * 2})}
        after = month.month(10_000_000, whole.model_copy(update={"prices": dearer}), cost, known).total
        assert after > before, name


def test_a_call_of_nothing_is_refused(given: Inputs) -> None:
    """A function that was renamed is named, not forgotten."""
    with pytest.raises(BuildError) as error:
        month.month(1000, given, {}, {})

    assert "get-order" in str(error.value)


def test_an_assumption_has_a_reason() -> None:
    """Nobody has to guess where a number comes from."""
    with pytest.raises(ValidationError):
        Habit(name="looks", why="", times=1, calls={})


def test_what_can_be_counted_is_not_assumed(plan: Callable[[str], Plan]) -> None:
    """What is paid for whether anybody comes or not is production's: rules, alerts, instances that wait."""
    planned = plan("production")
    policy = named(planned, "google_compute_security_policy")["edge"]
    services = [one["service_config"][0] for one in resources(planned, "google_cloudfunctions2_function").values()]

    assumed = month.inputs().assumed

    assert assumed.firewall_rules == len(policy["rule"])
    assert assumed.alert_conditions == len(resources(planned, "google_monitoring_alert_policy"))
    assert assumed.instances_ready == sum(service["min_instance_count"] or 0 for service in services)
