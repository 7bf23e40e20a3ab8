"""What infra/README.md says, table by table."""

import re

from infra.build.discovery import ROOT

FILE = ROOT / "infra" / "README.md"


def read_section(title: str) -> str:
    """The text below a heading."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", FILE.read_text(), re.MULTILINE | re.DOTALL)
    assert found, f"no section {title}"
    return found[1]


def list_command_blocks() -> list[str]:
    """The blocks of commands: what is indented and begins like a command."""
    return [block for block in FILE.read_text().split("\n\n") if re.match(r" {4,}[a-z.]", block)]


def read_table_rows(title: str) -> list[list[str]]:
    """The rows of the table below a heading, without its head."""
    lines = [line for line in read_section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
