"""Python values to Firestore's and back, for every type that Firestore has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from google.cloud.firestore_v1.types import document as _document
from google.protobuf.struct_pb2 import NULL_VALUE
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.latlng_pb2 import LatLng

Value: Any = _document.Value.pb()


@dataclass(frozen=True, slots=True)
class GeoPoint:
    """Degrees north and east."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class DocumentName:
    """A reference to another document, by its full resource name."""

    name: str


@dataclass(frozen=True, slots=True)
class Vector:
    """An embedding, as Firestore's vector search keeps it."""

    values: tuple[float, ...]


def encode_value(value: Any) -> Any:
    """Encode a Python value as a `Value` message."""
    message = Value()
    _encode_into(message, value)
    return message


def encode_fields(target: Any, fields: Mapping[str, Any]) -> None:
    """Encode `fields` into `target`, the `fields` map of a document or of a map value."""
    for name, value in fields.items():
        _encode_into(target[name], value)


def _encode_into(message: Any, value: Any) -> None:
    kind = type(value)
    write = _ENCODERS.get(kind) or _ENCODERS.setdefault(kind, _base_class_encoder(kind))
    write(message, value)


def _base_class_encoder(kind: type) -> Any:
    """Find the encoder of a subclass, once for each class: an id is a text, an enum member is its value."""
    if issubclass(kind, Enum):
        return lambda message, value: _encode_into(message, value.value)
    found = next((_ENCODERS[base] for base in kind.__mro__ if base in _ENCODERS), None)
    if found is None:
        raise TypeError(f"Firestore has no type for {kind.__name__}")
    return found


def _field_setter(name: str) -> Any:
    return lambda message, value: setattr(message, name, value)


def _encode_map(message: Any, value: Mapping[str, Any]) -> None:
    message.map_value.SetInParent()
    encode_fields(message.map_value.fields, value)


def _encode_array(message: Any, value: Iterable[Any]) -> None:
    message.array_value.SetInParent()
    for item in value:
        _encode_into(message.array_value.values.add(), item)


def _encode_vector(message: Any, value: "Vector") -> None:
    # A vector is a map with this marker: https://cloud.google.com/firestore/docs/reference/rpc/google.firestore.v1
    encode_fields(message.map_value.fields, {"__type__": "__vector__", "value": list(value.values)})


_ENCODERS: dict[type, Any] = {
    type(None): lambda message, _: setattr(message, "null_value", NULL_VALUE),
    str: _field_setter("string_value"),
    bool: _field_setter("boolean_value"),
    int: _field_setter("integer_value"),
    float: _field_setter("double_value"),
    bytes: _field_setter("bytes_value"),
    datetime: lambda message, value: message.timestamp_value.CopyFrom(timestamp_from_datetime(value)),
    dict: _encode_map,
    list: _encode_array,
    tuple: _encode_array,
    set: _encode_array,
    frozenset: _encode_array,
    GeoPoint: lambda message, value: message.geo_point_value.CopyFrom(
        LatLng(latitude=value.latitude, longitude=value.longitude)
    ),
    DocumentName: lambda message, value: setattr(message, "reference_value", value.name),
    Vector: _encode_vector,
}


def decode_value(message: Any) -> Any:
    """Decode a `Value` message to a Python value."""
    # Most values are texts, and to ask for the text costs less than to ask for the kind.
    return message.string_value or _DECODERS[message.WhichOneof("value_type")](message)


def decode_fields(fields: Any) -> dict[str, Any]:
    """Decode the fields of a document or a map to a dict."""
    # A protobuf map has no items() of its own, and the one that it inherits is slow. What is said of a value's kind in
    # `decode` is said again here, since a call for each value would take as long as the rest.
    decoded: dict[str, Any] = {}
    for name in fields:
        value = fields[name]
        if text := value.string_value:
            decoded[name] = text
        else:
            kind = value.WhichOneof("value_type")
            decoded[name] = None if kind == "null_value" else _DECODERS[kind](value)
    return decoded


def _decode_map(message: Any) -> Any:
    fields = decode_fields(message.map_value.fields)
    return Vector(tuple(fields["value"])) if fields.get("__type__") == "__vector__" else fields


_DECODERS: dict[str | None, Any] = {
    None: lambda m: None,
    "null_value": lambda m: None,
    "boolean_value": lambda m: m.boolean_value,
    "integer_value": lambda m: m.integer_value,
    "double_value": lambda m: m.double_value,
    "timestamp_value": lambda m: datetime_from_timestamp(m.timestamp_value),
    "string_value": lambda m: m.string_value,
    "bytes_value": lambda m: m.bytes_value,
    "reference_value": lambda m: DocumentName(m.reference_value),
    "geo_point_value": lambda m: GeoPoint(m.geo_point_value.latitude, m.geo_point_value.longitude),
    "array_value": lambda m: [decode_value(item) for item in m.array_value.values],
    "map_value": _decode_map,
}


def timestamp_from_datetime(value: datetime) -> Timestamp:
    """Convert an aware datetime to a protobuf timestamp, to the microsecond that Firestore keeps."""
    if value.tzinfo is None:
        raise TypeError("a datetime has no time zone")
    delta = value - _EPOCH
    return Timestamp(seconds=delta.days * 86_400 + delta.seconds, nanos=delta.microseconds * 1_000)


def datetime_from_timestamp(value: Timestamp) -> datetime:
    """Convert a protobuf timestamp to an aware datetime in UTC."""
    return _EPOCH + timedelta(0, value.seconds, value.nanos // 1_000)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
