"""Check the Terraform code without a plan: `python -m tests.infra`, a part of `make check`."""

import sys
import tempfile
from pathlib import Path

from tests.infra.plan import Failed, Unavailable, copied, found, manifest_of
from tests.infra.sample import sample


def main() -> int:
    """Format, validity and Terraform's own tests; 1 when something is found, 0 when it can't be looked for."""
    with tempfile.TemporaryDirectory() as place:
        try:
            found().check(copied(Path(place), sample(manifest_of())))
        except Unavailable as why:
            print(f"skipped: {why}")
        except Failed as findings:
            print(findings, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
