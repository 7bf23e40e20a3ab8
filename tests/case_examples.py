"""Examples of all cases, as `infra.build` reads them: `python -m tests.case_examples` writes them."""

import json
from collections.abc import Iterable
from typing import Any

from infra.build.examples import FUNCTION_EXAMPLES_FILE
from tests.cases import Case, Example, load_cases


def render_examples() -> str:
    """Render the example of each function that has one."""
    return f"{json.dumps(list_examples(load_cases().values()), ensure_ascii=False, indent=1)}\n"


def list_examples(cases: Iterable[Case]) -> dict[str, dict[str, Any]]:
    """List the examples of `cases` by function name."""
    return {case.name: _given(case.example) for case in cases if case.example}


def _given(example: Example) -> dict[str, Any]:
    parts = {"request": example.request, "response": example.response}
    return {part: value for part, value in parts.items() if value is not None}


if __name__ == "__main__":
    FUNCTION_EXAMPLES_FILE.write_text(render_examples())
