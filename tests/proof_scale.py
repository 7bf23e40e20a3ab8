"""The scale of proofs: `make prove` tries more of what `make test` tries."""

import os

EXAMPLES_FACTOR_VARIABLE = "TEMANI_EXAMPLES_FACTOR"
"""The variable that says by how many times as many examples are tried."""


def scale_examples(count: int) -> int:
    """Return how many examples to try: *count*, or more in `make prove`."""
    return count * int(os.environ.get(EXAMPLES_FACTOR_VARIABLE, "1"))
