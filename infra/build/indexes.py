"""Firestore configuration beside the rules: composite indexes, TTL policies, index exemptions."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from infra.build.discovery import ROOT, BuildError

INDEXES_FILE = ROOT / "infra" / "firestore.indexes.json"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class IndexField(_Part):
    """Sorted by, or, when `array` says so, searched for one of the values in it."""

    field: str
    order: Literal["ASCENDING", "DESCENDING"] | None = None
    array: Literal["CONTAINS"] | None = None


class Index(_Part):
    """A composite index."""

    collection: str
    scope: Literal["COLLECTION", "COLLECTION_GROUP"]
    fields: tuple[IndexField, ...]

    @property
    def name(self) -> str:
        """Return a name that does not depend on other indexes."""
        fields = (f"{one.field}-desc" if one.order == "DESCENDING" else one.field for one in self.fields)
        return "-".join((self.collection, *fields))


class FieldOverride(_Part):
    """A field that is not indexed by itself."""

    collection: str
    field: str

    @property
    def name(self) -> str:
        return f"{self.collection}-{self.field}"


class FirestoreIndexes(_Part):
    """`ttl`: when documents go. `exempt`: fields that no query asks for, and that are large or ever growing."""

    indexes: dict[str, Index]
    ttl: dict[str, FieldOverride]
    exempt: dict[str, FieldOverride]


def read_indexes(file: Path = INDEXES_FILE) -> FirestoreIndexes:
    """Read the configuration from a file in the format of `firebase deploy --only firestore:indexes`."""
    given = json.loads(file.read_text())
    overrides: list[dict[str, Any]] = given["fieldOverrides"]
    if any(one["indexes"] for one in overrides):
        raise BuildError(f"{file.name}: only overrides without any index are carried over to Terraform")
    return FirestoreIndexes(
        indexes=_named(file, (_index(one) for one in given["indexes"])),
        ttl=_named(file, (_override(one) for one in overrides if one.get("ttl"))),
        exempt=_named(file, (_override(one) for one in overrides if not one.get("ttl"))),
    )


def _index(given: dict[str, Any]) -> Index:
    return Index(
        collection=given["collectionGroup"],
        scope=given["queryScope"],
        fields=tuple(
            IndexField(field=field["fieldPath"], order=field.get("order"), array=field.get("arrayConfig"))
            for field in given["fields"]
        ),
    )


def _override(given: dict[str, Any]) -> FieldOverride:
    return FieldOverride(collection=given["collectionGroup"], field=given["fieldPath"])


def _named(file: Path, parts: Iterable[Any]) -> dict[str, Any]:
    given = list(parts)
    twice = [name for name, count in Counter(part.name for part in given).items() if count > 1]
    if twice:
        raise BuildError(f"{file.name}: twice the same: {', '.join(twice)}")
    return {part.name: part for part in given}
