"""Tables of error texts, as they are stored."""

import tomllib
from pathlib import Path
from typing import Any

from infra.build.discovery import ROOT

TABLES = ROOT / "shared" / "notifications" / "error_texts"


def read_table(path: Path) -> dict[str, Any]:
    """Read one table of texts."""
    return tomllib.loads(path.read_text())


def read_tables(locale: str) -> dict[str, dict[str, Any]]:
    """Read all tables of error texts of a language, by name of the file."""
    return {path.stem: read_table(path) for path in sorted((TABLES / locale).glob("*.toml"))}


def flatten_table(table: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return the texts of a table and of the tables in it, by dotted name."""
    flat: dict[str, Any] = {}
    for name, value in table.items():
        flat |= flatten_table(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return flat
