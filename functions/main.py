"""Loads the one function that this instance serves.

functions-framework asks this module for what `FUNCTION_TARGET` names; only that function's file is imported.
"""

import gc
import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_GC_THRESHOLDS = (10_000, 20, 20)


def __getattr__(name: str) -> Callable[..., Any]:
    """Load the function `name`, wherever its file is in this folder."""
    return load_for_instance(name) if os.environ.get("K_SERVICE") else _load_function(name)


def load_for_instance(name: str) -> Callable[..., Any]:
    """Load the function `name` as a real instance does, with all that its first request would have to wait for.

    That is the SDKs of its vendors, and the tables of phone numbers if its input has such a number.
    """
    gc.disable()
    try:
        function = _load_function(name)
        _import_sdks(function)
        _load_input_libraries()
    finally:
        gc.freeze()
        gc.set_threshold(*_GC_THRESHOLDS)
        gc.enable()
    return function


def _load_function(name: str) -> Callable[..., Any]:
    files = [] if name.startswith("_") else sorted(_HERE.glob(f"*/{name}.py"))
    if not files:
        raise AttributeError(f"there is no function {name}")
    module = importlib.import_module(f"functions.{files[0].parent.name}.{name}")
    function: Callable[..., Any] = getattr(module, name)
    return function


def _import_sdks(function: Callable[..., Any]) -> None:
    from shared.runtime.instance import current_runtime
    from shared.runtime.specs import get_spec

    current_runtime().gateways.import_sdks(get_spec(function).gateways)


def _load_input_libraries() -> None:
    # Only a function whose input has a phone number or an address has imported this module.
    inputs = sys.modules.get("shared.kernel.contact_inputs")
    if inputs is not None:
        inputs.load_libraries()
