"""Entry point of our functions for benchmarks, warmed as on a real instance.

The runtime recognises a real instance by K_SERVICE, which the emulators' environment lacks.
"""

from collections.abc import Callable
from typing import Any

from functions.main import load_for_instance


def __getattr__(name: str) -> Callable[..., Any]:
    """Return the function `name`."""
    if name.startswith("_"):
        raise AttributeError(name)
    return load_for_instance(name)
