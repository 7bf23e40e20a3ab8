"""Documents that two versions of the code share."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal

import pytest
from pydantic import TypeAdapter, ValidationError, computed_field

from shared.kernel.document_versions import dump_entity, fields_decided_by, read_entity, read_json_result
from shared.kernel.frozen_values import FrozenDict, FrozenMap
from shared.kernel.schemas import Entity, Moment, Request, View
from shared.kernel.stored_choices import Dropped, StoredEnum, UnknownAs
from tests.builders import NOON


class Status(StoredEnum):
    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Approval(StoredEnum):
    AUTOMATIC = "automatic"
    MANUAL = "manual"

    @classmethod
    def unknown_member(cls) -> "Approval":
        return cls.MANUAL


class Line(Entity):
    name: str
    status: Status = Status.OPEN


class Thing(Entity):
    removed_fields: ClassVar = {"old": date(2026, 11, 1)}

    id: str = "thing"
    status: Status = Status.OPEN
    approval: Approval = Approval.AUTOMATIC
    locale: Annotated[Literal["id", "en"], UnknownAs("id")] = "id"
    scopes: tuple[Annotated[Literal["read", "write"], UnknownAs(Dropped)], ...] = ()
    currency: Literal["IDR", "USD"] = "IDR"
    main: Line | None = None
    lines: tuple[Line, ...] = ()
    by_key: FrozenMap[str, Line] = FrozenDict()
    starts_at: Moment = NOON
    sender: str | None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ends_at(self) -> datetime | None:
        """When an open thing ends."""
        return self.starts_at + timedelta(hours=1) if self.status is Status.OPEN else None


class Reported(list[tuple[str, Any]]):
    """Collects what was reported."""

    def __call__(self, field: str, value: Any) -> None:
        self.append((field, value))


def read(data: dict[str, Any], reported: Reported | None = None) -> Thing:
    """Read a thing as it is stored."""
    return read_entity(Thing, {"sender": "ana", **data}, Reported() if reported is None else reported)


def a_line(name: str, **more: Any) -> dict[str, Any]:
    """Build a line as it is stored."""
    return {"name": name, "status": "open", **more}


def test_parts_carry_fields_of_a_newer_version() -> None:
    """Unknown fields of nested entities are written back, alone, in lists and in maps."""
    stored = {
        "main": a_line("main", colour={"red": [1]}),
        "lines": [a_line("a", n=1), a_line("b", n=2)],
        "by_key": {"👍": a_line("c", n=3)},
    }

    written = dump_entity(read(stored).having(status=Status.CLOSED))

    assert written["main"] == a_line("main", colour={"red": [1]})
    assert list(written["lines"]) == stored["lines"]
    assert written["by_key"] == stored["by_key"]


def test_elements_keep_what_is_theirs_wherever_they_go() -> None:
    """Reordered elements keep their own unknown fields, removed ones take theirs away, new ones have none."""
    first, second, third = read({"lines": [a_line("a", n=1), a_line("b", n=2), a_line("c", n=3)]}).lines

    written = dump_entity(Thing(sender=None, lines=(third, Line(name="new"), first.having(name="renamed"))))

    assert list(written["lines"]) == [a_line("c", n=3), a_line("new"), a_line("renamed", n=1)]
    assert second.carried_fields == {"n": 2}


def test_a_save_decides_its_own_fields_only() -> None:
    """Unknown top-level fields are carried by the entity, but not decided by its save; removed fields are deleted."""
    thing = read({"newer": 1, "old": 2})

    assert thing.carried_fields == {"newer": 1}
    assert dump_entity(thing).keys() == Thing.model_fields.keys() | {"ends_at"}
    assert set(fields_decided_by(thing)) == Thing.model_fields.keys() | {"ends_at", "old"}


def test_views_do_not_show_what_an_entity_carries() -> None:
    """What a view is made of are the entity's own fields."""

    class LineView(View):
        name: str
        status: Status

    (line,) = read({"lines": [a_line("a", secret=1)]}).lines

    assert LineView(**line.model_dump()) == LineView(name="a", status=Status.OPEN)
    assert "secret" not in line.model_dump_json()


def test_an_unknown_choice_is_read_safely_and_written_back() -> None:
    """Each choice has its own safe reading; what was read is written back as it was, nested ones too."""
    stored = {
        "status": "paused",
        "approval": "by_committee",
        "locale": "jv",
        "scopes": ["read", "refund", "write"],
        "lines": [a_line("a"), a_line("b", status="paused")],
    }
    reported = Reported()

    thing = read(stored, reported)

    assert (thing.status, thing.approval, thing.locale) == (Status.UNKNOWN, Approval.MANUAL, "id")
    assert thing.scopes == ("read", "write")
    assert [line.status for line in thing.lines] == [Status.OPEN, Status.UNKNOWN]
    assert reported == [
        ("Thing.status", "paused"),
        ("Thing.approval", "by_committee"),
        ("Thing.locale", "jv"),
        ("Thing.scopes", "refund"),
        ("Line.status", "paused"),
    ]
    written = dump_entity(thing.having(sender="budi", status=thing.status))
    assert {name: written[name] for name in ("status", "approval", "locale")} == {
        "status": "paused",
        "approval": "by_committee",
        "locale": "jv",
    }
    assert (list(written["scopes"]), written["lines"][1]["status"]) == (["read", "refund", "write"], "paused")


def test_a_choice_that_is_decided_replaces_the_unknown_one() -> None:
    """Whoever sets the field has it written, and the others stay as they were."""
    thing = read({"status": "paused", "locale": "jv", "lines": [a_line("a", status="paused", n=1)]})

    line = thing.lines[0].having(status=Status.CLOSED)
    written = dump_entity(thing.having(status=Status.OPEN, lines=(line,)))

    assert (written["status"], written["locale"]) == (Status.OPEN, "jv")
    assert list(written["lines"]) == [a_line("a", status="closed", n=1)]


def test_what_follows_from_an_unknown_choice_is_kept() -> None:
    """A computed field is kept as the newer version computed it, until the choice is decided."""
    thing = read({"status": "paused", "ends_at": NOON})

    kept, decided = thing.having(sender="budi"), thing.having(status=Status.OPEN)

    assert (thing.ends_at, dump_entity(kept)["ends_at"]) == (None, NOON)
    assert dump_entity(decided)["ends_at"] == NOON + timedelta(hours=1)


def test_a_missing_field_that_may_be_none_is_none() -> None:
    """Code must name a nullable field without default, but an older document need not have it."""
    reported = Reported()

    assert read_entity(Thing, {"id": "x"}, reported).sender is None
    assert reported == []


def test_a_choice_without_safe_reading_is_refused() -> None:
    """An amount in an unknown currency cannot be read as any amount."""
    with pytest.raises(ValidationError, match="currency"):
        read({"currency": "XAU"})


def test_a_request_cannot_name_the_unknown_member() -> None:
    """`UNKNOWN` is for documents: a request that sends it is refused, and its schema does not offer it."""

    class Asked(Request):
        status: Status

    with pytest.raises(ValidationError):
        Asked.model_validate_json('{"status": "unknown"}')

    assert Asked.model_json_schema()["$defs"]["Status"]["enum"] == ["open", "closed"]


def test_an_earlier_result_is_read_though_a_choice_was_unknown() -> None:
    """The result of a call is kept as JSON, where an unknown choice is its member's text."""
    adapter = TypeAdapter(tuple[Thing, int])
    thing = read({"status": "paused"})

    again, count = read_json_result(adapter, tuple[Thing, int], adapter.dump_json((thing, 3)).decode())

    assert (again.status, again.starts_at, count) == (Status.UNKNOWN, NOON, 3)
