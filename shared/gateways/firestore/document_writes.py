"""Writes of a commit, each built for one document."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from google.cloud.firestore_v1.types import common as _common
from google.cloud.firestore_v1.types import write as _write
from google.protobuf.timestamp_pb2 import Timestamp

from shared.gateways.firestore import codec

Write: Any = _write.Write.pb()
_DocumentMask: Any = _common.DocumentMask.pb()
_PLAIN_NAME = re.compile("[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def update_write(name: str, fields: Mapping[str, Any]) -> Any:
    """Build the write that sets the document `name` to exactly `fields`."""
    write = Write()
    write.update.name = name
    codec.encode_fields(write.update.fields, fields)
    return write


def merge_write(name: str, fields: Mapping[str, Any], decided: tuple[str, ...]) -> Any:
    """Build a write of the top-level fields `decided`; the document's other fields stay as they are.

    A decided field that is not among `fields` is deleted; a field that is not decided is not written. A map is
    replaced as a whole.
    """
    write = Write()
    write.update.name = name
    names, mask = _document_mask(decided)
    if not fields.keys() <= names:
        fields = {field: value for field, value in fields.items() if field in names}
    codec.encode_fields(write.update.fields, fields)
    write.update_mask.CopyFrom(mask)
    return write


@lru_cache(maxsize=512)
def _document_mask(names: tuple[str, ...]) -> tuple[frozenset[str], Any]:
    return frozenset(names), _DocumentMask(field_paths=[quote_field_name(name) for name in names])


def quote_field_name(name: str) -> str:
    """Return a field's name as one step of a field path: quoted, unless it is a plain identifier.

    Source: https://firebase.google.com/docs/firestore/reference/rest/Shared.Types/DocumentMask
    """
    if _PLAIN_NAME.fullmatch(name):
        return name
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def delete_write(name: str) -> Any:
    """Build the write that deletes the document `name`."""
    return Write(delete=name)


def verify_write(name: str, update_time: Timestamp | None) -> Any:
    """Build a write that changes nothing and fails if the document has changed (or exists, if it was absent)."""
    if update_time is None:
        write = delete_write(name)
        write.current_document.exists = False
        return write
    write = Write()
    write.update.name = name
    write.update_mask.SetInParent()
    write.current_document.update_time.CopyFrom(update_time)
    return write


def increment_write(name: str, field_name: str, by: int) -> Any:
    """Build a write that adds to a number without reading it."""
    write = Write()
    write.transform.document = name
    transform = write.transform.field_transforms.add()
    transform.field_path = field_name
    transform.increment.integer_value = by
    return write
