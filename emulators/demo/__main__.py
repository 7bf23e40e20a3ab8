"""`make demo`: starts the local cloud, tells the whole story against it, and stops it again."""

import asyncio
import signal
import sys
import time
from types import FrameType
from typing import NoReturn

from emulators.cloud import CannotStart, LocalCloud
from emulators.demo import story
from emulators.demo.stage import Stage, stage
from emulators.demo.telling import Teller
from emulators.process import PartFailed
from emulators.settings import Ports, Settings

EVENT = "tedx-bandung"


def main() -> int:
    """Tell the story; 0 when it went as it should."""
    for asked_to_stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked_to_stop, _interrupt)
    teller = Teller()
    began = time.monotonic()
    cloud = LocalCloud(
        ports=Ports.counted_from(0),
        # Beside the folder of a local cloud that may be running.
        local=Settings.from_environment().local / "demo",
        say=lambda line: teller.part_ready(line.split()[0]),
    )
    try:
        teller.out.write("Starting the local cloud:")
        with cloud:
            teller.say(f"\nUp in {time.monotonic() - began:.1f} s.")
            return _tell(cloud, teller, began)
    except KeyboardInterrupt:
        teller.say("\nStopped.")
    except (CannotStart, PartFailed) as reason:
        teller.say(f"\n{reason}")
    return 1


def _tell(cloud: LocalCloud, teller: Teller, began: float) -> int:
    try:
        summary = asyncio.run(_story(cloud, teller))
    except Exception:  # noqa: BLE001 (whatever a step raised, the teller has said it)
        cloud.check()
        teller.say(f"\nThe story broke off. The logs are in {cloud.settings.local / 'logs'}")
        return 1
    teller.say(f"\n{summary}")
    teller.say(f"{teller.steps} steps, all as they should be, in {time.monotonic() - began:.1f} s.")
    return 0


async def _story(cloud: LocalCloud, teller: Teller) -> str:
    async with stage(cloud.settings, EVENT) as on:
        await story.tell(teller, on)
        return await _summary(on)


async def _summary(on: Stage) -> str:
    lines = [f"{'':<12}  quota   sold   held   free        revenue"]
    for each in (await on.sales()).values():
        numbers = "   ".join(f"{each[name]:>4}" for name in ("quota", "sold", "held", "free"))
        lines.append(f"{each['name']:<12}   {numbers}   {each['revenue']['amount']:>12,}")
    return "\n".join(lines)


def _interrupt(_: int, __: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
