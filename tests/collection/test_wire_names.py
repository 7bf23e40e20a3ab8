"""The words that hold the parts together: error codes, jobs, events, whole money."""

import ast
import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import shared
from infra.build import discovery
from infra.build.discovery import ROOT, Function
from shared.kernel.errors import Fault
from shared.kernel.schemas import to_kebab_case
from shared.runtime.error_responses import Bug

ANNOUNCED = {"TicketsIssued"}
"""Events that nobody here hears yet: they are told to whoever will, and their topics exist."""

MONEY = [
    file
    for place in (
        "shared/orders",
        "shared/finance",
        "shared/kernel/money.py",
        "shared/workflows/fulfilment",
        "shared/workflows/refunds.py",
        "shared/workflows/settlement.py",
    )
    for file in ([ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py")))
]


def faults(base: type[Fault] = Fault) -> Iterator[type[Fault]]:
    """Every class below *base*."""
    for found in base.__subclasses__():
        yield found
        yield from faults(found)


@pytest.fixture(scope="module")
def errors() -> set[type[Fault]]:
    """Every error class of the project."""
    for module in pkgutil.walk_packages(shared.__path__, "shared."):
        importlib.import_module(module.name)
    return {fault for fault in faults() if fault.__module__.startswith("shared.")}


def test_every_error_has_a_code_of_its_own(errors: set[type[Fault]]) -> None:
    """A code is a promise to callers: unique, and not inherited by accident. A bug is the plain internal error."""
    codes = Counter(vars(error)["code"] for error in errors | {Fault} if "code" in vars(error))

    assert [code for code, count in codes.items() if count > 1] == []
    assert {error.__qualname__ for error in errors if "code" not in vars(error)} == {Bug.__qualname__}


def test_codes_are_words_in_snake_case(errors: set[type[Fault]]) -> None:
    """Codes are written one way."""
    assert [error.code for error in errors if not re.fullmatch(r"[a-z]+(_[a-z]+)*", error.code)] == []


def test_every_job_has_its_function(functions: list[Function]) -> None:
    """`SettleInvoice` is done by `settle_invoice` and by nothing else: jobs are addressed by their name."""
    tasks = {one.spec.request_type: one.spec.cloud_name for one in functions if one.spec.kind == "task"}

    assert len(tasks) == len([one for one in functions if one.spec.kind == "task"])
    assert {job: to_kebab_case(job.__name__) for job in discovery.collect_jobs()} == tasks


def test_every_event_is_heard(functions: list[Function]) -> None:
    """An event has a consumer, or is listed as announced (and then really has none)."""
    heard = {one.spec.request_type for one in functions if one.spec.kind == "event"}

    assert {event.__name__ for event in discovery.collect_events() if event not in heard} == ANNOUNCED


def test_event_functions_say_what_follows_when(functions: list[Function]) -> None:
    """`issue_tickets_when_order_paid` hears `OrderPaid`."""
    for one in functions:
        if one.spec.kind == "event" and one.spec.request_type:
            words = to_kebab_case(one.spec.request_type.__name__).replace("-", "_")
            assert one.spec.name.endswith(f"_when_{words}")


@pytest.mark.parametrize("file", MONEY, ids=lambda file: str(file.relative_to(ROOT)))
def test_money_is_whole(file: Path) -> None:
    """Where money is counted there is no float: no `float`, no fraction, no `/`."""
    inexact = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(file.read_text()))
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div))
    ]

    assert inexact == []
