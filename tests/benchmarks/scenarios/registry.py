"""How a typical call of each function is told: what is there before it, and the call whose cost is counted."""

from collections.abc import Awaitable, Callable
from typing import Any

import functions.main
from tests.world import Answer, Person, World

MeasuredCall = Callable[[], Awaitable[Answer]]
Scenario = Callable[[World], Awaitable[MeasuredCall]]

SCENARIOS: dict[str, Scenario] = {}


def register_scenario(name: str) -> Callable[[Scenario], Scenario]:
    """Makes the world ready and gives back the call that is measured."""

    def keep(prepare: Scenario) -> Scenario:
        SCENARIOS[name] = prepare
        return prepare

    return keep


def call_function(world: World, name: str, body: Any, person: Person) -> MeasuredCall:
    """The call of a person or a partner."""
    return lambda: world.call(getattr(functions.main, name), body, as_=person)


def push_event(world: World, name: str, event: str, **payload: Any) -> MeasuredCall:
    """The push of an event."""
    return lambda: world.call.push_event(getattr(functions.main, name), event, payload, id="e-1")


async def deliver_job(world: World, name: str, job: str) -> MeasuredCall:
    """The delivery of the job of this type that is due first."""
    fleeting = [entry for entry in world.sent.entries if entry.type == job and entry.fleeting]
    entry = min(fleeting or await world.list_outbox_entries(job), key=lambda one: one.due_at)
    id = None if entry.fleeting else entry.id
    return lambda: world.call.deliver_task(getattr(functions.main, name), entry.payload, entry=id)


def run_schedule(world: World, name: str) -> MeasuredCall:
    """The run of a schedule that is due."""
    return lambda: world.call.run_schedule(getattr(functions.main, name), due_at=world.now)
