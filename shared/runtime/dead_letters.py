"""Dead letters: what could not be done and will not be tried again, kept with the reason until a person replays it."""

import hashlib

from shared.kernel import outbox
from shared.kernel.errors import Fault
from shared.kernel.ports import Query, Ref, UnitOfWork
from shared.kernel.schemas import Entity, Moment
from shared.runtime.context import Context
from shared.runtime.idempotency import Duplicate
from shared.runtime.requests import IncomingRequest
from shared.runtime.specs import Spec

_OUTBOX_HEADER = "x-temani-outbox"
_RETRIES_HEADER = "x-cloudtasks-taskretrycount"


class DeadLetter(Entity):
    """`entry` is the outbox entry of a job, so that it can be sent again; `body` what a sender or Pub/Sub sent."""

    id: str
    function: str
    kind: str
    code: str
    detail: str
    request_id: str
    entry: outbox.OutboxEntry | None = None
    body: str | None = None
    at: Moment


def dead_letter_ref(id: str) -> Ref[DeadLetter]:
    """Build the reference of a dead letter."""
    return Ref(f"dead_letters/{id}", DeadLetter)


def dead_letters_query() -> Query[DeadLetter]:
    """Build the query for all dead letters, the newest first."""
    return Query("dead_letters", DeadLetter).order_by("at", "desc")


def find_delivery(request: IncomingRequest) -> outbox.Delivery | None:
    """Find the outbox entry of the job that this request delivers."""
    text = request.headers.get(_OUTBOX_HEADER)
    return outbox.Delivery.parse(text) if text else None


def is_last_attempt(request: IncomingRequest, attempts: int) -> bool:
    """Return whether Cloud Tasks will forget the task after this answer."""
    retries = request.headers.get(_RETRIES_HEADER, "")
    return retries.isdigit() and int(retries) + 1 >= attempts


async def save_dead_letter(ctx: Context, spec: Spec, request: IncomingRequest, fault: Fault) -> bool:
    """Save the dead letter, and alert a person; False if saving failed, so that the sender must try again."""
    from shared.notifications.error_texts.renderer import render_error_texts

    body = ctx.raw_body.decode(errors="replace")
    # The same letter twice is one letter.
    delivery = find_delivery(request)
    key = delivery.entry_id if delivery else hashlib.sha256(body.encode()).hexdigest()[:32]
    letter = DeadLetter(
        id=f"{spec.cloud_name}.{key}",
        function=spec.cloud_name,
        kind=spec.kind,
        code=fault.code,
        # Operators read English.
        detail=render_error_texts(fault, "en").detail,
        request_id=ctx.request_id,
        # A sender's body may name people; Pub/Sub's and tasks' hold ids.
        body=None if spec.kind == "webhook" else body,
        at=ctx.now,
    )
    try:
        await ctx.commit(_put_dead_letter, letter, delivery)
    except Duplicate:
        # An earlier delivery has left the letter.
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is, the letter is not kept)
        ctx.log_crash(error)
        return False
    ctx.alert(f"dead letter: {spec.cloud_name} {fault.code}", dead_letter=letter.id)
    return True


async def _put_dead_letter(uow: UnitOfWork, letter: DeadLetter, delivery: outbox.Delivery | None) -> None:
    if delivery is not None:
        ref = outbox.entry_ref(delivery.entry_id)
        found = await uow.get(ref)
        if found is not None and found.generation != delivery.generation:
            # The job was scheduled anew: the task of the new scheduling does the work.
            raise Duplicate
        uow.delete(ref)
        letter = letter.having(entry=found)
    uow.put(dead_letter_ref(letter.id), letter)
