"""Values that cannot be changed: what an entity holds, which many requests may share."""

from collections.abc import Mapping
from typing import Annotated, Any, NoReturn, Self, TypeVar

from pydantic import AfterValidator

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")


class FrozenDict(dict[KeyT, ValueT]):
    """A dict that refuses to change. A dict underneath, so that serializers and the codec know how to write it."""

    def _refuse_change(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("A frozen mapping cannot be changed: build another one.")

    __setitem__ = __delitem__ = __ior__ = _refuse_change
    clear = pop = popitem = setdefault = update = _refuse_change

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)


class FrozenList(list[ValueT]):
    """A list that refuses to change: for JSON, where a tuple would not equal what was sent."""

    def _refuse_change(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("A frozen list cannot be changed: build another one.")

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse_change
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse_change

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (list(self),)


def freeze_value(value: Any) -> Any:
    """Return `value` with each dict, list and set in it replaced by its immutable kind, at every depth."""
    if isinstance(value, dict):
        return FrozenDict({key: freeze_value(item) for key, item in value.items()})
    if isinstance(value, list):
        return FrozenList(freeze_value(item) for item in value)
    if isinstance(value, tuple):
        return tuple(freeze_value(item) for item in value)
    if isinstance(value, set | frozenset):
        return frozenset(freeze_value(item) for item in value)
    return value


FrozenMap = Annotated[Mapping[KeyT, ValueT], AfterValidator(FrozenDict)]
"""A mapping in an entity: `FrozenMap[str, UserId]`. Its values must be immutable themselves."""

FrozenJson = Annotated[Mapping[str, Any], AfterValidator(freeze_value)]
"""JSON whose fields the entity does not know: immutable at every depth."""
