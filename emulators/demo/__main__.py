"""Run the demo: `make demo` starts a local cloud, runs every story and stops the cloud."""

import asyncio
import signal
import sys
import time
from types import FrameType
from typing import NoReturn

from emulators.cloud import CannotStart, LocalCloud
from emulators.demo.demo_context import DemoContext, open_context
from emulators.demo.pairing_context import PairingContext
from emulators.demo.step_reporter import StepReporter
from emulators.demo.stories import STORIES
from emulators.process import PartFailed
from emulators.settings import Ports, Settings

EVENT_ID = "tedx-bandung"


def main() -> int:
    """Run the demo. Return 0 if every step succeeded, else 1."""
    for asked_to_stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked_to_stop, _interrupt)
    reporter = StepReporter()
    began = time.monotonic()
    cloud = LocalCloud(
        ports=Ports.counted_from(0),
        # A folder of its own, because another local cloud may be running.
        local=Settings.from_environment().local / "demo",
        say=lambda line: reporter.print_part_ready(line.split()[0]),
    )
    try:
        reporter.out.write("Starting the local cloud:")
        with cloud:
            reporter.print_line(f"\nUp in {time.monotonic() - began:.1f} s.")
            return _run_demo(cloud, reporter, began)
    except KeyboardInterrupt:
        reporter.print_line("\nStopped.")
    except (CannotStart, PartFailed) as reason:
        reporter.print_line(f"\n{reason}")
    return 1


def _run_demo(cloud: LocalCloud, reporter: StepReporter, began: float) -> int:
    try:
        summary = asyncio.run(_run_stories(cloud, reporter))
    except Exception:  # noqa: BLE001 (the reporter has printed the error of the step)
        cloud.check_parts_alive()
        reporter.print_line(f"\nThe demo failed. The logs are in {cloud.settings.local / 'logs'}")
        return 1
    reporter.print_line(f"\n{summary}")
    reporter.print_line(f"{reporter.steps} steps passed in {time.monotonic() - began:.1f} s.")
    return 0


async def _run_stories(cloud: LocalCloud, reporter: StepReporter) -> str:
    async with open_context(PairingContext, cloud.settings, EVENT_ID) as on:
        await reporter.run_stories(STORIES, on)
        return await _summary(on)


async def _summary(on: DemoContext) -> str:
    lines = [f"{'':<12}  quota   sold   held   free        revenue"]
    for each in (await on.get_sales()).values():
        numbers = "   ".join(f"{each[name]:>4}" for name in ("quota", "sold", "held", "free"))
        lines.append(f"{each['name']:<12}   {numbers}   {each['revenue']['amount']:>12,}")
    return "\n".join(lines)


def _interrupt(_: int, __: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
