"""Scale of proofs: `make prove` tries more examples than `make test`."""

import os

EXAMPLES_FACTOR_VARIABLE = "TEMANI_EXAMPLES_FACTOR"
"""Environment variable that multiplies the number of examples; 1 when it is not set."""

APPLY_ALL_VARIABLE = "TEMANI_APPLY_ALL_FUNCTIONS"
"""Environment variable with which Terraform's simulated apply creates every function, not one of each shape."""


def is_every_function_applied() -> bool:
    """Return whether Terraform's simulated apply creates every function, as in `make prove`."""
    return APPLY_ALL_VARIABLE in os.environ


def scale_examples(count: int) -> int:
    """Return the number of examples to try: `count`, or a multiple of it in `make prove`."""
    return count * int(os.environ.get(EXAMPLES_FACTOR_VARIABLE, "1"))
