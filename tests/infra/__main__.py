"""Check the Terraform code without a plan: `python -m tests.infra`, a part of `make check`."""

import sys
import tempfile
from pathlib import Path

from tests.infra.sample_manifest import build_sample_manifest
from tests.infra.terraform_runner import (
    TerraformFailed,
    TerraformUnavailable,
    copy_infra,
    find_terraform,
    read_manifest,
)


def main() -> int:
    """Check the format and validity of the Terraform code, and run its own tests.

    Return 1 if a check fails, 0 if all pass or Terraform is unavailable.
    """
    with tempfile.TemporaryDirectory() as place:
        try:
            find_terraform().check(copy_infra(Path(place), build_sample_manifest(read_manifest())))
        except TerraformUnavailable as why:
            print(f"skipped: {why}")
        except TerraformFailed as findings:
            print(findings, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
