"""Loads the one function that this instance serves.

functions-framework asks this module for what `FUNCTION_TARGET` names; only that function's file is imported.
"""

import gc
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
    if not os.environ.get("K_SERVICE"):
        return _loaded(files[0])
    # A real instance keeps all of this for its whole life: the garbage collector need not look through it, which takes
    # a sixth of a cold start, nor ever again.
    gc.disable()
    try:
        function = _loaded(files[0])
        _warm(function)
    finally:
        gc.freeze()
        gc.enable()
    return function


def _loaded(file: Path) -> Callable[..., Any]:
    function: Callable[..., Any] = getattr(
        importlib.import_module(f"functions.{file.parent.name}.{file.stem}"), file.stem
    )
    return function


def _warm(function: Callable[..., Any]) -> None:
    """Import the vendors that the function declares, before its first request waits for them."""
    from shared.runtime.context import runtime
    from shared.runtime.specs import spec_of

    runtime().gateways.warm(spec_of(function).gateways)
