"""Cache of decoded documents: each version of a document is decoded once."""

from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from shared.gateways.firestore import codec
from shared.gateways.firestore.client import Document
from shared.gateways.firestore.snapshots import SnapshotDecoder
from shared.kernel.frozen_values import FrozenJson, FrozenMap
from shared.kernel.schemas import Entity

ROOT = "projects/p/databases/(default)/documents"


class Fruit(Entity):
    id: str
    colour: str


def a_document(name: str = "apple", colour: str = "red", *, updated: int = 1, nanos: int = 0) -> Any:
    """A document as Firestore sends it."""
    document = Document(name=f"{ROOT}/fruits/{name}", update_time=Timestamp(seconds=updated, nanos=nanos))
    codec.encode_fields(document.fields, {"colour": colour})
    return document


def test_a_version_is_decoded_once() -> None:
    """
    The same version is the same snapshot, and the same entity.
    """
    decoder = SnapshotDecoder(ROOT)

    first, again = decoder.decode_document(a_document()), decoder.decode_document(a_document())

    assert first is again
    assert first.to_entity(Fruit) is again.to_entity(Fruit)
    assert first.to_entity(Fruit) == Fruit(id="apple", colour="red")


def test_another_version_is_another() -> None:
    """
    A nanosecond makes a difference, and so does the name.
    """
    decoder = SnapshotDecoder(ROOT)
    decoder.decode_document(a_document())

    moved = decoder.decode_document(a_document(colour="green", nanos=1))
    other = decoder.decode_document(a_document("pear", "yellow"))

    assert moved.to_entity(Fruit) == Fruit(id="apple", colour="green")
    assert other.to_entity(Fruit) == Fruit(id="pear", colour="yellow")


def test_another_model_is_another_entity() -> None:
    """
    What was read as one thing can be read as another.
    """

    class Colour(Entity):
        colour: str

    snapshot = SnapshotDecoder(ROOT).decode_document(a_document())

    assert snapshot.to_entity(Fruit) == Fruit(id="apple", colour="red")
    assert snapshot.to_entity(Colour) == Colour(colour="red")


def test_memory_is_bounded() -> None:
    """
    Only the latest are kept, those that are asked for among them; large ones never.
    """
    decoder = SnapshotDecoder(ROOT)
    hot, large = decoder.decode_document(a_document("hot")), decoder.decode_document(a_document("large", "r" * 9_000))

    for number in range(1_000):
        decoder.decode_document(a_document(f"fruit-{number}"))
        decoder.decode_document(a_document("hot"))

    assert len(decoder._cache) == 256
    assert decoder.decode_document(a_document("hot")) is hot
    assert decoder.decode_document(a_document("large", "r" * 9_000)) is not large


def test_a_request_cannot_change_what_another_one_reads() -> None:
    """
    Two requests share a decoded document: none of its parts can be changed without a commit.
    """

    class Message(Entity):
        reactions: FrozenMap[str, tuple[str, ...]]
        payload: FrozenJson

    document = Document(name=f"{ROOT}/messages/m", update_time=Timestamp(seconds=1))
    codec.encode_fields(document.fields, {"reactions": {"👍": ["ana"]}, "payload": {"list": [{"a": 1}]}})
    decoder = SnapshotDecoder(ROOT)
    mine: Any = decoder.decode_document(document).to_entity(Message)

    with pytest.raises(TypeError):
        mine.reactions["🎉"] = ("budi",)
    with pytest.raises(TypeError):
        mine.payload["list"][0]["a"] = 2

    assert decoder.decode_document(document).to_entity(Message) == Message(
        reactions={"👍": ("ana",)}, payload={"list": [{"a": 1}]}
    )
