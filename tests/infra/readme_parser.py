"""Parser of infra/README.md: sections, tables, commands."""

import re

from infra.build.discovery import ROOT

FILE = ROOT / "infra" / "README.md"


def read_section(title: str) -> str:
    """Return the text below a heading."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", FILE.read_text(), re.MULTILINE | re.DOTALL)
    assert found, f"no section {title}"
    return found[1]


def list_command_blocks() -> list[str]:
    """List the blocks of commands: indented blocks that begin like a command."""
    return [block for block in FILE.read_text().split("\n\n") if re.match(r" {4,}[a-z.]", block)]


def read_table_rows(title: str) -> list[list[str]]:
    """Return the rows of the table below a heading, without the header."""
    lines = [line for line in read_section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
