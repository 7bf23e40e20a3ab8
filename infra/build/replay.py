"""Send dead letters again, once what was in their way is mended: `python -m infra.build.replay PROJECT DEAD_LETTER …`.

Needs a person's credentials (`gcloud auth application-default login`). What this puts into the outbox is sent within
the minute; other functions that have heard an event before do nothing.
"""

import argparse
import asyncio
import base64
import json
import os
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from shared.gateways.firestore.client import DatabaseAddress, Firestore, PreconditionFailed
from shared.gateways.firestore.unit_of_work import FirestoreUnitOfWork
from shared.kernel import outbox
from shared.kernel.errors import OutcomeUnknown, Unavailable
from shared.kernel.ports import UnitOfWork
from shared.runtime import clock, dead_letters, idempotency
from shared.runtime.dead_letters import DeadLetter

# For a day less than anybody knows what they have heard.
_MAX_AGE = idempotency.IDEMPOTENCY_RETENTION - timedelta(days=1)


class NothingToSend(Exception):
    """The dead letter cannot be replayed by this command; the text says what to do instead."""


async def requeue_dead_letter(uow: UnitOfWork, id: str, *, now: datetime) -> outbox.OutboxEntry:
    """Store the dead letter's entry in the outbox again, and delete the dead letter.

    Raises:
        NothingToSend: There is no such dead letter, or it cannot be sent again.
    """
    letter = await uow.get(dead_letters.dead_letter_ref(id))
    if letter is None:
        raise NothingToSend(f"{id}: there is no such dead letter")
    if letter.entry is None and now - letter.at > _MAX_AGE:
        raise NothingToSend(f"{id}: it is so old that others who have heard of it would do it again")
    entry = letter.entry or _event_entry_from_letter(letter, now)
    if await uow.get(outbox.entry_ref(entry.id)) is not None:
        raise NothingToSend(f"{id}: {entry.id} waits in the outbox already")
    # As if made now: of what has waited for long somebody would be woken, and the name that a task has had stays taken.
    again = entry.having(relays=0, due_at=now, relay_at=now, created_at=now)
    uow.put(outbox.entry_ref(again.id), again)
    if letter.entry is None:
        # The function may have claimed the event together with its letter.
        uow.delete(idempotency.key_for_event(entry.id, function=letter.function.replace("-", "_")).ref)
    uow.delete(dead_letters.dead_letter_ref(id))
    return again


def _event_entry_from_letter(letter: DeadLetter, now: datetime) -> outbox.OutboxEntry:
    """Build the outbox entry of an event from the body that Pub/Sub pushed."""
    if letter.kind == "webhook":
        raise NothingToSend(f"{letter.id}: what a sender says of people is not kept; let the sender send it again")
    if letter.kind != "event" or letter.body is None:
        raise NothingToSend(f"{letter.id}: nothing is left of it, and nobody waits for it")
    try:
        message: dict[str, Any] = json.loads(letter.body)["message"]
        attributes: dict[str, str] = message["attributes"]
        return outbox.OutboxEntry(
            id=attributes["id"],
            kind="event",
            type=attributes["type"],
            payload=json.loads(base64.b64decode(message["data"])),
            attributes={key: text for key, text in attributes.items() if key not in ("id", "type", "request_id")},
            due_at=now,
            relay_at=now,
            request_id=letter.request_id,
            created_at=now,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NothingToSend(f"{letter.id}: its body can't be read ({error!r})") from error


async def replay_dead_letters(address: DatabaseAddress, ids: Sequence[str]) -> int:
    """Requeue the dead letters, and print the result of each; return 1 if one could not be requeued."""
    failed = 0
    db = Firestore.open(address)
    try:
        for id in ids:
            now = clock.utc_now()
            unit = FirestoreUnitOfWork(db, request_id="replay", now=now, instance_cache={})
            try:
                entry = await requeue_dead_letter(unit, id, now=now)
                await db.commit(unit.build_writes())
                print(f"{id}: {entry.type} {entry.id} is in the outbox")
            except NothingToSend as reason:
                print(reason, file=sys.stderr)
                failed = 1
            except (PreconditionFailed, Unavailable, OutcomeUnknown, ValidationError) as error:
                print(f"{id}: not now, or not by us alone: {error!r}", file=sys.stderr)
                failed = 1
    finally:
        await db.close()
    return failed


def main(arguments: Sequence[str] | None = None) -> int:
    """Read what is asked for, and do it."""
    parser = argparse.ArgumentParser(
        prog="python -m infra.build.replay", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("project", metavar="PROJECT", help="the Google Cloud project")
    parser.add_argument("letters", metavar="DEAD_LETTER", nargs="+", help="the id that the alert's log line names")
    given = parser.parse_args(arguments)
    address = DatabaseAddress(given.project, emulator=os.environ.get("FIRESTORE_EMULATOR_HOST"))
    return asyncio.run(replay_dead_letters(address, given.letters))


if __name__ == "__main__":
    sys.exit(main())
