"""Run the local cloud until Ctrl-C: `python -m emulators`."""

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from emulators.cloud import CannotStart, LocalCloud
from emulators.file_watch import FileWatch
from emulators.process import PartFailed
from emulators.settings import Ports, Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the local cloud, print its addresses and run it until a signal. Return the exit status."""
    asked = _parser().parse_args(arguments)
    cloud = _cloud(asked)
    for asked_to_stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked_to_stop, _interrupt)
    began = time.monotonic()
    try:
        print(f"Starting the local cloud of {cloud.settings.project}", flush=True)
        with cloud:
            print(_addresses(cloud.settings, time.monotonic() - began), flush=True)
            watch = FileWatch(cloud.settings.root)
            cloud.wait_for_part_end(lambda: _reload(cloud, watch) if asked.reload else None)
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        return 0
    except (CannotStart, PartFailed) as reason:
        print(f"\n{reason}", file=sys.stderr, flush=True)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m emulators", description=__doc__)
    parser.add_argument(
        "--without-scheduler",
        action="store_true",
        help="run schedules only when asked to, over the control server",
    )
    parser.add_argument(
        "--ports-from",
        type=int,
        metavar="BASE",
        help="consecutive ports from BASE on; 0 takes any that are free",
    )
    parser.add_argument(
        "--reload",
        action="store_true",
        help="restart the functions when a file of functions/ or shared/ changes",
    )
    return parser


def _cloud(asked: argparse.Namespace) -> LocalCloud:
    ports = None if asked.ports_from is None else Ports.counted_from(asked.ports_from)
    root = Settings.from_environment().root
    local = root / ".local" / f"from-{ports.functions}" if ports else None
    return LocalCloud(ports=ports, local=local, scheduler=not asked.without_scheduler, say=_say)


def _say(line: str) -> None:
    print(line, flush=True)


def _reload(cloud: LocalCloud, watch: FileWatch) -> None:
    if changed := watch.find_changed():
        print(f"  {changed} changed: restarting the functions", flush=True)
        cloud.restart_functions()


def _addresses(settings: Settings, seconds: float) -> str:
    return f"""
Up in {seconds:.1f} s. Ctrl-C stops it.
  Overview         {settings.base_url("control")}/
  Two phones       {settings.base_url("control")}/console
  Four phones      {settings.base_url("control")}/console/pairing
  API reference    {settings.base_url("control")}/docs
  Functions        {settings.function_url("<function-name>")}
  Checkout, inbox  {settings.base_url("providers")}/
  Logs             {settings.local / "logs"}"""


def _interrupt(_: int, __: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
