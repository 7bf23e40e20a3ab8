"""Numbers that an admin may change: a document a domain, read with its defaults, changed field by field."""

from dataclasses import dataclass
from typing import Any, Generic, Self, cast

from pydantic import BaseModel, ConfigDict, create_model, model_validator

from shared.kernel.document_versions import read_entity
from shared.kernel.frozen_values import FrozenJson, freeze_value
from shared.kernel.ids import Id
from shared.kernel.inputs import partial_input
from shared.kernel.ports import EntityT, Ref, UnitOfWork
from shared.kernel.schemas import Entity, Moment


@dataclass(frozen=True, slots=True)
class SettingsPart(Generic[EntityT]):
    """The settings of one domain, in the document `settings/{name}`.

    Attributes:
        name: Name of the part in requests and answers, and id of its document.
        about: Description of the settings, in one sentence.
        model: All settings of the part, each with its default.
        changes: Some of the settings, as an admin sends them.
    """

    name: str
    about: str
    model: type[EntityT]
    changes: type[EntityT]

    @property
    def ref(self) -> Ref[EntityT]:
        return Ref(f"settings/{self.name}", self.model)


def declare_settings(
    name: str, about: str, model: type[EntityT], *, checked: type[EntityT] | None = None
) -> SettingsPart[EntityT]:
    """Declare the settings of a domain.

    Args:
        name: Name of the part.
        about: Description of the settings, in one sentence.
        model: All settings of the part, each with its default.
        checked: A class below `model`, where a change is checked more strictly than what is stored.
    """
    base: type[Entity] = checked or model
    sentence = "Some of the settings; the others stay as they are."
    changes = create_model(
        f"{model.__name__}Input",
        __base__=base,
        __module__=model.__module__,
        __doc__=f"{sentence} {checked.__doc__}" if checked else sentence,
    )
    return SettingsPart(name, about, model, cast(type[EntityT], partial_input(changes)))


class SettingsChange(Entity):
    """Record of a change of settings: author, time, and the fields before and after. `part` is the document's id."""

    id: Id
    part: str
    before: FrozenJson
    after: FrozenJson
    by: str
    at: Moment


class _StoredSettings(Entity):
    """The document itself: what only a newer version knows stays in it."""

    model_config = ConfigDict(frozen=True, extra="allow")

    @model_validator(mode="after")
    def _freeze_fields(self) -> Self:
        object.__setattr__(self, "__pydantic_extra__", freeze_value(self.__pydantic_extra__))
        return self


def settings_change_ref(change_id: Id) -> Ref[SettingsChange]:
    """Build the reference of the record of a change."""
    return Ref(f"settings_changes/{change_id}", SettingsChange)


async def change_settings(
    uow: UnitOfWork, settings_ref: Ref[EntityT], changes: BaseModel | None, *, by: str, now: Moment
) -> EntityT | None:
    """Change the settings that `changes` names, keep all others, and save a record of the change.

    Returns:
        The settings after the change. None if `changes` is None; then nothing is read.
    """
    if changes is None:
        return None
    found = await uow.get(Ref(settings_ref.path, _StoredSettings))
    kept, said = found.model_dump() if found else {}, changes.model_dump(mode="json", exclude_unset=True)
    # Only what was ever said is kept, so that a better default reaches whoever never chose.
    before = _merged(settings_ref.model().model_dump(mode="json"), kept)
    after = _merged(before, said)
    fields = [name for name in said if after[name] != before.get(name)]
    if fields:
        uow.put(Ref(settings_ref.path, _StoredSettings), _StoredSettings.model_validate(_merged(kept, said)))
        change = SettingsChange(
            id=Id.new(uow.random_below),
            part=settings_ref.id,
            before={name: before.get(name) for name in fields},
            after={name: after[name] for name in fields},
            by=by,
            at=now,
        )
        uow.create(settings_change_ref(change.id), change)
    return read_entity(settings_ref.model, after)


def _merged(kept: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Merge `given` into `kept`, part by part where both hold a map."""
    merged = {
        name: _merged(kept[name], value) if isinstance(value, dict) and isinstance(kept.get(name), dict) else value
        for name, value in given.items()
    }
    return kept | merged
