"""Values that cannot be changed."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import TypeAdapter

from shared.kernel.frozen_values import FrozenDict, FrozenJson, FrozenList, FrozenMap, freeze_value


def _set_item(value: Any) -> None:
    value["a"] = 2


def _delete_item(value: Any) -> None:
    del value["a"]


def _merge_in_place(value: Any) -> None:
    value |= {"b": 2}


@pytest.mark.parametrize(
    "change",
    [
        _set_item,
        _delete_item,
        _merge_in_place,
        lambda value: value.update(b=2),
        lambda value: value.setdefault("b", 2),
        lambda value: value.pop("a"),
        lambda value: value.popitem(),
        lambda value: value.clear(),
    ],
)
def test_a_frozen_mapping_refuses_every_change(change: Callable[[Any], object]) -> None:
    """Whatever would change the mapping raises, and the mapping stays as it was."""
    value = FrozenDict({"a": 1})

    with pytest.raises(TypeError, match="cannot be changed"):
        change(value)

    assert value == {"a": 1}


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.append(1),
        lambda value: value.extend([1]),
        lambda value: value.insert(0, 1),
        lambda value: value.remove(2),
        lambda value: value.pop(),
        lambda value: value.sort(),
        lambda value: value.reverse(),
        lambda value: value.clear(),
        lambda value: value.__setitem__(0, 1),
        lambda value: value.__delitem__(0),
        lambda value: value.__iadd__([1]),
        lambda value: value.__imul__(2),
    ],
)
def test_a_frozen_list_refuses_every_change(change: Callable[[Any], object]) -> None:
    """Whatever would change the list raises, and the list stays as it was."""
    value = FrozenList([3, 2])

    with pytest.raises(TypeError, match="cannot be changed"):
        change(value)

    assert value == [3, 2]


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda value: value.__reduce__()[0](*value.__reduce__()[1])]
)
def test_a_copy_of_a_frozen_mapping_is_frozen(copied: Callable[[Any], Any]) -> None:
    """Copies are equal and of the same kind."""
    mapping, items = FrozenDict({"a": (1, 2)}), FrozenList([1])

    same = copied(mapping), copied(items)

    assert same == (mapping, items)
    assert [type(one) for one in same] == [FrozenDict, FrozenList]


def test_freezing_reaches_every_depth() -> None:
    """Dicts, lists and sets are replaced wherever they stand; the given value is left alone."""
    given = {"a": [{"b": [1]}], "c": {1}, "d": None}

    frozen = freeze_value(given)

    assert frozen == given
    kinds = [type(frozen), type(frozen["a"]), type(frozen["a"][0]), type(frozen["c"])]
    assert kinds == [FrozenDict, FrozenList, FrozenDict, frozenset]
    assert given == {"a": [{"b": [1]}], "c": {1}, "d": None}


@pytest.mark.parametrize("kind", [FrozenMap[str, int], FrozenJson])
def test_a_field_is_frozen_and_written_as_any_mapping(kind: Any) -> None:
    """Validation freezes, and JSON does not show the difference."""
    adapter = TypeAdapter[Any](kind)

    value = adapter.validate_python({"a": 1})

    assert type(value) is FrozenDict
    assert (adapter.dump_json(value), json.dumps(value)) == (b'{"a":1}', '{"a": 1}')
    assert adapter.dump_python(value) == {"a": 1}
