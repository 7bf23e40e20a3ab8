"""Write what is derived from the functions, or say what of it is stale; or pack each function's archive.

python -m infra.build [--check]
python -m infra.build archives [--out DIR] [FUNCTION …]
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.build import archives, consumers, discovery, manifest, openapi, whatsapp_page
from shared.runtime.event_consumption import CONSUMERS_FILE


def render_generated_files() -> dict[Path, str]:
    """Render the text of every generated file, by its path."""
    functions = discovery.collect_functions()
    return {
        manifest.MANIFEST_FILE: manifest.render_manifest(functions),
        manifest.SCHEMA_FILE: manifest.render_manifest_schema(),
        openapi.OPENAPI_FILE: openapi.render_openapi(functions),
        CONSUMERS_FILE: consumers.render_consumers(functions),
        whatsapp_page.PAGE_FILE: whatsapp_page.render_page(),
    }


def find_stale_files(texts: dict[Path, str]) -> list[Path]:
    """List the files whose content differs from the given texts."""
    return [file for file, text in texts.items() if not file.exists() or file.read_text() != text]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write, check or pack; 1 when something is stale or does not fit together."""
    given = _parser().parse_args(arguments)
    try:
        return _pack(given.out, given.functions) if given.what == "archives" else _generate(check=given.check)
    except discovery.BuildError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.build", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file is stale")
    pack = parser.add_subparsers(dest="what").add_parser(
        "archives", help="pack what is shipped, one archive a function"
    )
    pack.add_argument("--out", type=Path, default=archives.OUTPUT_FOLDER, metavar="DIR", help="where to (infra/.build)")
    pack.add_argument("functions", nargs="*", metavar="FUNCTION", help="only these, by their names in the cloud")
    return parser


def _generate(*, check: bool) -> int:
    texts = render_generated_files()
    outdated = find_stale_files(texts)
    for file in outdated:
        name = file.relative_to(discovery.ROOT)
        if check:
            print(f"{name} is stale: refresh it with `make generate`", file=sys.stderr)
        else:
            file.write_text(texts[file])
            print(f"wrote {name}")
    return int(check and bool(outdated))


def _pack(folder: Path, names: Sequence[str]) -> int:
    made = archives.write_archives(discovery.collect_functions(), folder, names)
    size = sum(len(archive.data) for archive in made)
    print(f"packed {len(made)} functions, {size / 1e6:.1f} MB, into {folder}")
    return 0


if __name__ == "__main__":
    # What is generated is a matter of the source alone, on every machine the same.
    os.environ.clear()
    sys.exit(main())
