"""One typical call of each function, a file a domain."""

import importlib
import pkgutil

from tests.benchmarks.scenarios.registry import SCENARIOS

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["SCENARIOS"]
