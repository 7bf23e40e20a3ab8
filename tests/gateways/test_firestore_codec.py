"""The codec keeps the same contract as the official SDK: what either writes, both read alike."""

import math
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any

import pytest
from google.cloud.firestore import AsyncClient
from google.cloud.firestore_v1._helpers import GeoPoint as SdkGeoPoint
from google.cloud.firestore_v1.vector import Vector as SdkVector
from hypothesis import given
from hypothesis import strategies as st

from shared.gateways.firestore import client, codec, document_writes
from shared.gateways.firestore.client import Firestore
from shared.kernel.ids import OrderId

pytestmark = pytest.mark.emulator

VALUES: dict[str, Any] = {
    "null": None,
    "true": True,
    "false": False,
    "zero": 0,
    "negative": -1,
    "largest": 2**63 - 1,
    "smallest": -(2**63),
    "float": 0.1,
    "whole_float": 150_000.0,
    "infinity": math.inf,
    "minus_infinity": -math.inf,
    "tiny": 5e-324,
    "empty": "",
    "text": "Sari Wulandari",
    "unicode": "🌺 ñandú ꦗꦮ \u0000 e\u0301",
    "bytes": b"\x00\xff\x80",
    "no_bytes": b"",
    "microsecond": datetime(2026, 11, 26, 5, 0, 0, 123_457, tzinfo=UTC),
    "last_microsecond": datetime(2026, 11, 26, 5, 0, 0, 999_999, tzinfo=UTC),
    "before_the_epoch": datetime(1945, 8, 17, 3, 0, 0, 1, tzinfo=UTC),
    "first": datetime(1, 1, 1, tzinfo=UTC),
    "last": datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    "map": {"a": {"b": {"c": [1, {"d": None}]}}, "with space": 1, "dotted.name": 2, "ünï": 3},
    "empty_map": {},
    "array": [1, "two", 3.0, None, True, {"four": 4}, b"5"],
    "empty_array": [],
}


async def write(db: Firestore, path: str, fields: dict[str, Any]) -> None:
    """Write as our gateway does."""
    await db.commit([document_writes.update_write(db.resource_name(path), fields)])


async def read(db: Firestore, path: str) -> Any:
    """Read as our gateway does."""
    return (await db.batch_get([path]))[path].data


async def read_by_sdk(sdk: AsyncClient, path: str) -> Any:
    """Read as the SDK does."""
    return (await sdk.document(path).get()).to_dict()


@pytest.mark.parametrize("name", VALUES)
async def test_both_read_what_either_writes(documents: Firestore, sdk: AsyncClient, name: str) -> None:
    """
    A value of each type, written by us or by the SDK, is the same value to both, and of the same type.
    """
    value = VALUES[name]

    await write(documents, "c/ours", {"v": value})
    await sdk.document("c/theirs").set({"v": value})

    for path in ("c/ours", "c/theirs"):
        by_sdk = (await read_by_sdk(sdk, path))["v"]
        by_us = (await read(documents, path))["v"]
        assert by_sdk == by_us == value
        assert type(by_us) is type(value)


async def test_not_a_number(documents: Firestore, sdk: AsyncClient) -> None:
    """
    NaN is a number of ours too.
    """
    await write(documents, "c/ours", {"v": math.nan})
    await sdk.document("c/theirs").set({"v": math.nan})

    for path in ("c/ours", "c/theirs"):
        assert math.isnan((await read_by_sdk(sdk, path))["v"])
        assert math.isnan((await read(documents, path))["v"])


async def test_places_references_and_vectors(documents: Firestore, sdk: AsyncClient) -> None:
    """
    The types that Python has no word for have one here and one in the SDK.
    """
    place, reference, vector = (
        codec.GeoPoint(-6.9, 107.6),
        codec.DocumentName(documents.resource_name("c/x")),
        (0.5, -1.0),
    )
    ours = {"place": place, "reference": reference, "vector": codec.Vector(vector), "inside": [place, {"r": reference}]}
    there, pointer = SdkGeoPoint(-6.9, 107.6), sdk.document("c/x")
    theirs = {"place": there, "reference": pointer, "vector": SdkVector(vector), "inside": [there, {"r": pointer}]}

    await write(documents, "c/ours", ours)
    await sdk.document("c/theirs").set(theirs)

    for path in ("c/ours", "c/theirs"):
        assert await read(documents, path) == ours
        assert await read_by_sdk(sdk, path) == theirs


async def test_a_time_in_another_zone_is_the_same_moment(documents: Firestore, sdk: AsyncClient) -> None:
    """
    Zones are for people: what is kept is the moment, in UTC.
    """
    moment = datetime(2026, 11, 26, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=7)))

    await write(documents, "c/ours", {"v": moment})

    by_us = (await read(documents, "c/ours"))["v"]
    assert by_us == moment == (await read_by_sdk(sdk, "c/ours"))["v"]
    assert by_us.tzinfo is UTC


async def test_what_is_like_a_type_is_written_as_it(documents: Firestore) -> None:
    """
    An id is a text, a member of an enumeration is its value, a tuple or set is an array.
    """

    class Colour(StrEnum):
        RED = "red"

    class Size(IntEnum):
        BIG = 3

    fields = {"id": OrderId("BE-20261126-ACD346"), "red": Colour.RED, "big": Size.BIG, "tuple": (1, 2), "set": {1}}
    await write(documents, "c/ours", fields)

    found = await read(documents, "c/ours")
    assert found == {"id": "BE-20261126-ACD346", "red": "red", "big": 3, "tuple": [1, 2], "set": [1]}
    assert [type(found["id"]), type(found["red"]), type(found["big"])] == [str, str, int]


@pytest.mark.parametrize(
    "value",
    [datetime(2026, 11, 26), date(2026, 11, 26), Decimal("1.5"), object(), 1j, 2**63],  # noqa: DTZ001 (the point)
)
def test_what_firestore_has_no_type_for(value: Any) -> None:
    """
    A time without a zone, a fraction that is no float or a number too large is refused before it is sent.
    """
    with pytest.raises((TypeError, ValueError)):
        codec.encode_value(value)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary()
    | st.datetimes(timezones=st.just(UTC)),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from("abcdef"), values))
def test_nothing_changes_on_the_way(fields: dict[str, Any]) -> None:
    """
    Any nest of values comes back as it went in.
    """
    document = client.Document()

    codec.encode_fields(document.fields, fields)

    assert codec.decode_fields(client.Document.FromString(document.SerializeToString()).fields) == fields
