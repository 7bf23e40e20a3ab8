"""Loads the one function that this instance serves.

functions-framework asks this module for what `FUNCTION_TARGET` names; only that function's file is imported.
"""

import importlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def __getattr__(name: str) -> Callable[..., Any]:
    """The function *name*, wherever below this folder its file is."""
    files = [] if name.startswith("_") else sorted(_HERE.glob(f"*/{name}.py"))
    if not files:
        raise AttributeError(f"no function is called {name}")
    module = importlib.import_module(f"functions.{files[0].parent.name}.{name}")
    function: Callable[..., Any] = getattr(module, name)
    if os.environ.get("K_SERVICE"):
        _warm(function)
    return function


def _warm(function: Callable[..., Any]) -> None:
    """On a real instance: import the vendors that the function declares, before its first request waits for them."""
    from shared.runtime.context import runtime
    from shared.runtime.specs import spec_of

    runtime().gateways.warm(spec_of(function).gateways)
