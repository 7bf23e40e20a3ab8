"""The examples of all cases, as `infra.build` reads them: `python -m tests.case_examples` writes them."""

import json
from typing import Any

from infra.build.examples import FUNCTION_EXAMPLES_FILE
from tests.cases import Example, load_cases


def render_examples() -> str:
    """Render the example of each function that has one."""
    examples = {name: _given(case.example) for name, case in load_cases().items() if case.example}
    return f"{json.dumps(examples, ensure_ascii=False, indent=1)}\n"


def _given(example: Example) -> dict[str, Any]:
    parts = {"request": example.request, "response": example.response}
    return {part: value for part, value in parts.items() if value is not None}


if __name__ == "__main__":
    FUNCTION_EXAMPLES_FILE.write_text(render_examples())
