"""Ours as a real instance has it: with emulators there is no K_SERVICE to say so."""

from collections.abc import Callable
from typing import Any

from functions.main import instance_of


def __getattr__(name: str) -> Callable[..., Any]:
    """The function *name*."""
    if name.startswith("_"):
        raise AttributeError(name)
    return instance_of(name)
