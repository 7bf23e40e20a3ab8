"""Write the generated files, or say which of them are stale: `python -m infra.build [--check]`."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.build import collect, manifest, openapi


def generated() -> dict[Path, str]:
    """Every generated file, as it should be."""
    functions = collect.functions()
    return {manifest.FILE: manifest.text(functions), openapi.FILE: openapi.text(functions)}


def stale(texts: dict[Path, str]) -> list[Path]:
    """The files that do not hold these texts."""
    return [file for file, text in texts.items() if not file.exists() or file.read_text() != text]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check; 1 when something is stale or does not fit together."""
    parser = argparse.ArgumentParser(prog="python -m infra.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file is stale")
    check = parser.parse_args(arguments).check
    try:
        texts = generated()
    except collect.BuildError as error:
        print(error, file=sys.stderr)
        return 1
    outdated = stale(texts)
    for file in outdated:
        name = file.relative_to(collect.ROOT)
        if check:
            print(f"{name} is stale: refresh it with `make generate`", file=sys.stderr)
        else:
            file.write_text(texts[file])
            print(f"wrote {name}")
    return int(check and bool(outdated))


if __name__ == "__main__":
    # What is generated is a matter of the source alone, on every machine the same.
    os.environ.clear()
    sys.exit(main())
