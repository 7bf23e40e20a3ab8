"""Documents as they were read, and an instance's cache of decoded documents."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from google.protobuf.timestamp_pb2 import Timestamp

from shared.gateways.firestore import codec
from shared.kernel.document_versions import ReportUnknown, ignore_unknown, read_entity
from shared.kernel.schemas import Entity

EntityT = TypeVar("EntityT", bound=Entity)


@dataclass(slots=True)
class Snapshot:
    """Document as it was read; `data` is None if it does not exist. Snapshots are shared and must not be changed."""

    path: str
    data: dict[str, Any] | None
    update_time: Timestamp | None
    _entity: Any = field(default=None, init=False, repr=False, compare=False)

    def to_entity(self, model: type[EntityT], report: ReportUnknown = ignore_unknown) -> EntityT | None:
        """Return the document as `model`, or None where there is none.

        Args:
            model: Class of the entity. An `id` that the document does not hold is its name.
            report: Hears of each value that this version does not know.
        """
        data = self.data
        if data is None:
            return None
        if type(self._entity) is not model:
            if "id" in model.model_fields and "id" not in data:
                data = {"id": self.path.rpartition("/")[2], **data}
            self._entity = read_entity(model, data, report)
        entity: EntityT = self._entity
        return entity


class SnapshotDecoder:
    """Makes snapshots of Firestore's documents, and keeps the latest: a name and an update time are one version."""

    _MAX_CACHED = 256
    _MAX_CACHED_BYTES = 8 * 1024

    def __init__(self, root: str) -> None:
        self._root = len(root) + 1
        self._cache: dict[tuple[str, int, int], Snapshot] = {}

    def path_from_name(self, name: str) -> str:
        """Return the path of the document with the resource name `name`."""
        return name[self._root :]

    def decode_document(self, document: Any) -> Snapshot:
        """Decode a document; the same version of it is decoded only once while it is cached."""
        name, updated = document.name, document.update_time
        version = (name, updated.seconds, updated.nanos)
        snapshot = self._cache.pop(version, None)
        if snapshot is None:
            snapshot = Snapshot(self.path_from_name(name), codec.decode_fields(document.fields), updated)
            if document.ByteSize() > self._MAX_CACHED_BYTES:
                return snapshot
            if len(self._cache) >= self._MAX_CACHED:
                del self._cache[next(iter(self._cache))]
        self._cache[version] = snapshot
        return snapshot
