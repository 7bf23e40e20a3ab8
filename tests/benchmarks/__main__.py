"""`python -m tests.benchmarks [name …]`: run the benchmarks named, or all, and print what they measured."""

import importlib
import sys

from tests.benchmarks.table import table

NAMES = (
    "signed_get",
    "flash_sale",
    "catalogue",
    "chat_latency",
    "chat_throughput",
    "chat_hot_room",
    "pairing",
    "unit_of_work",
    "cold_start",
    "memory",
)


def main(names: list[str]) -> int:
    """Run each; an unknown name is named."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    for name in names or NAMES:
        benchmark = importlib.import_module(f"tests.benchmarks.{name}")
        print(f"\n## {benchmark.TITLE}\n\n{benchmark.GOAL}\n", flush=True)
        print(table(benchmark.run()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
