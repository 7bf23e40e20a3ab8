"""A fan-out to many followers, whose process is killed in the middle. Run `python -m tests.large_fan_out 40000`.

The followers are told by a process of its own, as on one instance. At half of them it gets SIGKILL, and another process
goes on. Afterwards the documents say whether anybody was missed or told twice. The numbers are printed.
"""

import argparse
import asyncio
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

from shared.contracts.follows import FollowedTarget, TargetKind
from shared.gateways.firestore.client import Firestore
from shared.gateways.firestore.unit_of_work import FirestoreReader, FirestoreUnitOfWork
from shared.identity import store as identity
from shared.kernel.ids import Id, PartnerId, UserId
from shared.kernel.ports import Query
from shared.notifications import fan_out_store, follow_store
from shared.notifications.fan_out_models import Audience, AudienceKind, FanOut, FanOutState, NoticeContent
from shared.notifications.follow_models import Follower, FollowTarget, compute_follower_id
from shared.notifications.inbox_models import InboxState, Notification
from shared.workflows import fan_outs
from tests.benchmarks import setup
from tests.bookings.steps import a_user
from tests.notifications.fan_out_steps import TEXTS

FAN_OUT = Id("large-fan-out")
TARGET = FollowedTarget(kind=TargetKind.GROUP, id=Id("ukm-ekspor"))
_SEEDED_AT_ONCE = 2_000


async def seed_followers(db: Firestore, count: int) -> None:
    """Store registered followers, the target that they follow, and the fan-out before its first page."""
    for start in range(0, count, _SEEDED_AT_ONCE):
        documents: list[tuple[Any, Any]] = []
        for number in range(start, min(count, start + _SEEDED_AT_ONCE)):
            uid = UserId(f"uid-{number:06}")
            follower = Follower(
                id=compute_follower_id(TARGET.key, uid),
                user_id=uid,
                target=TARGET.key,
                kind=TARGET.kind,
                target_id=TARGET.id,
                followed_at=setup.NOW,
                changed_at=setup.NOW,
            )
            documents += [(identity.user_ref(uid), a_user(uid)), (follow_store.follower_ref(TARGET.key, uid), follower)]
        await setup.put_documents(db, documents)
    target = FollowTarget(
        kind=TARGET.kind,
        target_id=TARGET.id,
        partner_id=PartnerId("front-end"),
        name="UKM Ekspor",
        is_open=True,
        changed_at=setup.NOW,
    )
    run = FanOut(
        id=FAN_OUT,
        audience=Audience(kind=AudienceKind.FOLLOWERS, target=TARGET),
        content=NoticeContent(template="system.announcement", values=TEXTS),
        started_by="admin:proof",
        started_at=setup.NOW,
    )
    await setup.put_documents(
        db, [(follow_store.follow_target_ref(TARGET.key), target), (fan_out_store.fan_out_ref(FAN_OUT), run)]
    )


async def tell_followers(environment: Mapping[str, str]) -> None:
    """Tell followers step by step until none is left, and print the peak of the memory in MiB."""
    async with setup.open_database(dict(environment)) as db:
        while (run := await fan_out_store.get_fan_out(FirestoreReader(db), FAN_OUT)).state is FanOutState.RUNNING:
            is_open = True
            while is_open:
                unit = FirestoreUnitOfWork(db, request_id="req_proof", now=setup.NOW, instance_cache={})
                is_open = await fan_outs.tell_step(
                    unit, FAN_OUT, run.page, size=fan_outs.PEOPLE_PER_STEP, now=setup.NOW
                )
                await db.commit(unit.build_writes())
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def start_worker(environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start a process that tells the followers."""
    command = [sys.executable, "-m", "tests.large_fan_out", "--worker"]
    given = os.environ | {"TEMANI_PROOF_CLOUD": json.dumps(dict(environment))}
    return subprocess.Popen(command, env=given, stdout=subprocess.PIPE, text=True)


async def run_until_killed(environment: Mapping[str, str], db: Firestore, count: int) -> int:
    """Let a process tell the followers, kill it at half of them, and return how many it has told."""
    worker = start_worker(environment)
    reader = FirestoreReader(db)
    while (run := await fan_out_store.get_fan_out(reader, FAN_OUT)).people < count // 2:
        if worker.poll() is not None:
            raise RuntimeError("the process ended before it was killed")
        await asyncio.sleep(0.05)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    return run.people


async def count_results(db: Firestore) -> dict[str, int]:
    """Count the notifications, and the people whose inbox has had exactly one."""
    reader = FirestoreReader(db)
    return {
        "notifications": await reader.count(Query("notifications", Notification, group=True)),
        "people told once": await reader.count(Query("notification_states", InboxState).matching("seq", "==", 1)),
        "inboxes": await reader.count(Query("notification_states", InboxState)),
    }


async def prove_fan_out(environment: Mapping[str, str], count: int) -> dict[str, float]:
    """Tell `count` followers with a kill in the middle, and return the numbers.

    Raises:
        RuntimeError: Somebody was missed or told twice.
    """
    async with setup.open_database(dict(environment)) as db:
        began = time.monotonic()
        await seed_followers(db, count)
        seeded = time.monotonic()
        killed_at = await run_until_killed(environment, db, count)
        worker = start_worker(environment)
        memory, _ = await asyncio.to_thread(worker.communicate)
        ended = time.monotonic()
        results = await count_results(db)
        run = await fan_out_store.get_fan_out(FirestoreReader(db), FAN_OUT)
    if {*results.values(), run.people, run.told} != {count} or run.state is not FanOutState.DONE:
        raise RuntimeError(f"not everybody was told once: {results}, {run.people}, {run.told}, {run.state}")
    return {
        "followers": count,
        "killed at": killed_at,
        "seconds to store them": round(seeded - began),
        "seconds to tell them": round(ended - seeded),
        "followers a second": round(count / (ended - seeded)),
        "MiB of the second process": int(memory),
    }


def run_program() -> None:
    """Read what is asked for, and do it."""
    parser = argparse.ArgumentParser(prog="python -m tests.large_fan_out", description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=40_000, help="number of followers")
    parser.add_argument("--worker", action="store_true", help="tell the followers of a running proof")
    given = parser.parse_args()
    if given.worker:
        asyncio.run(tell_followers(json.loads(os.environ["TEMANI_PROOF_CLOUD"])))
        return
    with setup.run_cloud("firestore") as environment:
        for name, number in asyncio.run(prove_fan_out(environment, given.count)).items():
            print(f"{name}: {number:,}")


if __name__ == "__main__":
    run_program()
