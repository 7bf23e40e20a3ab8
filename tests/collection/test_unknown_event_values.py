"""Events of a newer version are read although they hold values that this version does not know."""

from enum import Enum
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest

from infra.build.discovery import collect_events
from shared.contracts.events.pairing import PairingFailed
from shared.contracts.events.sessions import SessionEnded
from shared.kernel.schemas import Event
from tests.builders import NOON
from tests.collection.sample_documents import NEWER_VALUE


def has_choice(kind: Any) -> bool:
    """Return whether a type is a choice, or holds one at any depth."""
    if get_origin(kind) is Literal or (isinstance(kind, type) and issubclass(kind, Enum)):
        return True
    return any(has_choice(part) for part in get_args(kind))


CHOICES = [
    (event, name)
    for event in collect_events()
    for name, field in event.model_fields.items()
    if has_choice(field.annotation)
]


def test_choices_are_found() -> None:
    """The other tests look at something, at every depth of a type."""
    assert (PairingFailed, "reason") in CHOICES
    assert (SessionEnded, "joined") in CHOICES
    assert has_choice(Annotated[tuple[Literal["a"], ...] | None, "note"])
    assert not has_choice(tuple[str, ...])


@pytest.mark.parametrize(("event", "name"), CHOICES, ids=[f"{event.__name__}.{name}" for event, name in CHOICES])
def test_an_unknown_value_is_read(event: type[Event], name: str) -> None:
    """A field by itself accepts a newer value, alone or in a collection, and reads it as something known."""
    is_collection = get_origin(event.model_fields[name].annotation) is tuple
    sent = [NEWER_VALUE] if is_collection else NEWER_VALUE

    read = getattr(event.__pydantic_validator__.validate_assignment(event.model_construct(), name, sent), name)

    assert read in ((), None, "nobody")


def test_a_failed_call_of_an_unknown_reason_is_refunded_as_if_nobody_came() -> None:
    """The order of a failed call is to be refunded whatever the reason is."""
    sent = {
        "pairing_id": "call-1",
        "session_id": "call-1",
        "customer": "anon-1",
        "reason": NEWER_VALUE,
        "rerouted": False,
        "failed_at": NOON,
    }

    assert PairingFailed.model_validate(sent).reason == "nobody"
