"""Tolerant reading of values that a newer version may have added, so that no event fails for an unknown word."""

from enum import EnumType
from typing import Any, get_args

from pydantic import BeforeValidator


def keep_known(known: Any) -> BeforeValidator:
    """Return the validator of a collection that leaves out what is not among the literals of `known`."""
    return BeforeValidator(lambda values: tuple(value for value in values if value in get_args(known)))


def known_or_none(known: Any) -> BeforeValidator:
    """Return the validator that reads what is not among the literals or members of `known` as None: not told."""
    choices = tuple(known) if isinstance(known, EnumType) else get_args(known)
    return BeforeValidator(lambda value: value if value in choices else None)


def known_or(known: Any, instead: str) -> BeforeValidator:
    """Return the validator that reads a text which is not among the literals of `known` as `instead`."""
    return BeforeValidator(lambda value: value if value in get_args(known) else instead)
