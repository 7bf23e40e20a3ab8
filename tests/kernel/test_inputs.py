"""Requests that repeat a stored model."""

from typing import Annotated, Any

import pytest
from pydantic import Field, ValidationError

from shared.kernel.inputs import partial_input, strict_input
from shared.kernel.schemas import Entity


class Wheel(Entity):
    """A wheel."""

    size: Annotated[int, Field(ge=1)] = Field(default=20, description="Inches.")


class Bicycle(Entity):
    """A bicycle, as it is stored."""

    front: Wheel
    rear: Wheel = Wheel(size=28)
    spare: Wheel | None = None
    others: Annotated[tuple[Wheel, ...], Field(max_length=2)] = ()
    named: dict[str, Wheel] = Field(default_factory=dict, description="By name.")
    gears: int = 1


@strict_input
class BicycleInput(Bicycle):
    """A bicycle, as it is sent."""


@partial_input
class BicycleChanges(Bicycle):
    """Some of a bicycle."""

    front: Wheel = Wheel()


GIVEN: dict[str, Any] = {
    "front": {"size": 26},
    "spare": {"size": 24},
    "others": [{"size": 12}],
    "named": {"old": {"size": 10}},
}


def test_an_input_takes_what_the_model_takes() -> None:
    """A strict request has the fields, values and defaults of its model, and stays one of its kind."""
    sent = BicycleInput.model_validate(GIVEN)

    assert isinstance(sent, Bicycle)
    assert sent.model_dump() == Bicycle.model_validate(GIVEN).model_dump()
    assert (BicycleInput.__name__, BicycleInput.__module__) == ("BicycleInput", __name__)


@pytest.mark.parametrize("model", [BicycleInput, BicycleChanges])
@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"bell": True}, ("bell",)),
        ({"front": {"size": 1, "spokes": 2}}, ("front", "spokes")),
        ({"rear": {"spokes": 2}}, ("rear", "spokes")),
        ({"spare": {"spokes": 2}}, ("spare", "spokes")),
        ({"others": [{}, {"spokes": 2}]}, ("others", 1, "spokes")),
        ({"named": {"old": {"spokes": 2}}}, ("named", "old", "spokes")),
    ],
)
def test_an_input_refuses_unknown_fields_at_every_depth(
    model: type[Bicycle], wrong: dict[str, Any], place: tuple[str | int, ...]
) -> None:
    """What the stored model would pass over is refused where it is sent, by name."""
    Bicycle.model_validate(GIVEN | wrong)

    with pytest.raises(ValidationError) as refused:
        model.model_validate(GIVEN | wrong)

    assert [(error["type"], error["loc"]) for error in refused.value.errors()] == [("extra_forbidden", place)]


@pytest.mark.parametrize("wrong", [{"others": [{}, {}, {}]}, {"front": {"size": 0}}, {"named": {"old": {"size": 0}}}])
def test_an_input_keeps_the_limits_of_its_model(wrong: dict[str, Any]) -> None:
    """Limits of fields hold, also where an entity in the field was replaced."""
    for model in (Bicycle, BicycleInput, BicycleChanges):
        with pytest.raises(ValidationError):
            model.model_validate(GIVEN | wrong)


def test_an_input_is_described_as_its_model() -> None:
    """Nested entities have names of their own, and descriptions stay."""
    schema = BicycleInput.model_json_schema()

    assert set(schema["$defs"]) == {"WheelInput"}
    assert schema["$defs"]["WheelInput"]["properties"]["size"]["description"] == "Inches."
    assert schema["properties"]["named"]["description"] == "By name."
    assert (schema["required"], schema["properties"]["gears"]["default"]) == (["front"], 1)


def test_a_partial_update_says_only_what_it_was_given() -> None:
    """Nothing is required, no default is described, and only given fields count as given."""
    sent = BicycleChanges.model_validate({"rear": {}, "others": [{"size": 12}]})

    assert sent.model_dump(exclude_unset=True) == {"rear": {}, "others": ({"size": 12},)}
    schema = BicycleChanges.model_json_schema()
    assert "required" not in schema
    assert not [one for one in (schema, schema["$defs"]["WheelInput"]) if "default" in str(one["properties"])]
