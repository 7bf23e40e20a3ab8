"""Check the Terraform code without a plan: `python -m tests.infra`, a part of `make check`."""

import sys
import tempfile
from pathlib import Path

from tests.infra.sample_manifest import sample_manifest
from tests.infra.terraform_runner import (
    TerraformFailed,
    TerraformUnavailable,
    copy_infra,
    find_terraform,
    read_manifest,
)


def main() -> int:
    """Format, validity and Terraform's own tests; 1 when something is found, 0 when it can't be looked for."""
    with tempfile.TemporaryDirectory() as place:
        try:
            find_terraform().check(copy_infra(Path(place), sample_manifest(read_manifest())))
        except TerraformUnavailable as why:
            print(f"skipped: {why}")
        except TerraformFailed as findings:
            print(findings, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
