"""Helpers of tests stand in modules of their own, so that no test file needs another one."""

import re

from infra.build.discovery import ROOT

_IMPORT = re.compile(
    r"\bfrom tests[\w.]*\.test_\w+ import|\bimport tests[\w.]*\.test_\w+|\bfrom tests[\w.]* import .*\btest_\w+"
)


def test_no_module_imports_a_test_module() -> None:
    """What several tests need stands in `builders.py`, `steps.py` or another module that has no tests."""
    importing = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for folder in ("tests", "emulators", "infra")
        for file in sorted((ROOT / folder).rglob("*.py"))
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if _IMPORT.search(line)
    ]

    assert importing == []
