"""Ours as a real instance has it: with emulators there is no K_SERVICE to say so."""

from collections.abc import Callable
from typing import Any

from functions.main import load_for_instance


def __getattr__(name: str) -> Callable[..., Any]:
    """The function *name*."""
    if name.startswith("_"):
        raise AttributeError(name)
    return load_for_instance(name)
