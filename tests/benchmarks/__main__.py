"""`python -m tests.benchmarks [name …]`: run the named benchmarks, or all, and print their results."""

import importlib
import sys

from tests.benchmarks.markdown_table import render_table

BENCHMARKS = (
    "authenticated_get",
    "flash_sale",
    "catalogue_reads",
    "chat_latency",
    "chat_throughput",
    "chat_hot_room",
    "pairing_latency",
    "session_latency",
    "notification_latency",
    "unit_of_work",
    "cold_start",
    "instance_memory",
)


def run_benchmarks(names: list[str]) -> int:
    """Run the named benchmarks, or all; return 2 if a name is unknown."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        benchmark = importlib.import_module(f"tests.benchmarks.{name}")
        print(f"\n## {benchmark.TITLE}\n\n{benchmark.GOAL}\n", flush=True)
        print(render_table(benchmark.run_benchmark()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(run_benchmarks(sys.argv[1:]))
