"""Markdown tables."""

from collections.abc import Mapping, Sequence


def render_table(rows: Sequence[Mapping[str, object]]) -> str:
    """Render rows with the same columns as a Markdown table; numbers are aligned to the right."""
    columns = list(rows[0])
    cells = [[_text(row[column]) for column in columns] for row in rows]
    widths = [max(len(column), *(len(row[n]) for row in cells)) for n, column in enumerate(columns)]
    right = [not isinstance(rows[0][column], str) for column in columns]
    lines = [_line(columns, widths, right), _rule(widths, right), *(_line(row, widths, right) for row in cells)]
    return "\n".join(lines)


def _text(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = [
        cell.rjust(width) if to_right else cell.ljust(width)
        for cell, width, to_right in zip(cells, widths, right, strict=True)
    ]
    return f"| {' | '.join(padded)} |"


def _rule(widths: Sequence[int], right: Sequence[bool]) -> str:
    return (
        "|"
        + "|".join(
            "-" * (width + 1) + (":" if to_right else "-") for width, to_right in zip(widths, right, strict=True)
        )
        + "|"
    )
