"""Outbox: events for Pub/Sub and jobs for Cloud Tasks, stored as documents until they are sent or done."""

from datetime import datetime, timedelta
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field

from shared.kernel.frozen_values import FrozenDict, FrozenJson, FrozenMap
from shared.kernel.ports import Query, Ref
from shared.kernel.schemas import Entity, Event, Job, Moment
from shared.kernel.stored_choices import UnknownAs, Unreadable

# Between a commit and its publication lie milliseconds; half a minute later somebody must have died.
_EVENT_GRACE = timedelta(seconds=30)
# Cloud Tasks may be minutes late without having lost anything; a second delivery is harmless, only not free.
_JOB_GRACE = timedelta(minutes=2)
# By then every consumer has done an event, unless it fails or Pub/Sub has lost the message.
_CONSUMPTION_GRACE = timedelta(minutes=5)
# Cloud Tasks takes at most 30 days.
MAX_TASK_DELAY = timedelta(days=29)


class OutboxEntry(Entity):
    """An event to publish, or a job to enqueue.

    Attributes:
        id: Name of the entry. A job that is scheduled under a key replaces the entry of the same class and key.
        generation: Random text, new each time that a job is scheduled under its key; empty where `id` is new itself.
        attributes: Facts of an event, by which subscriptions filter. Empty in entries of older versions.
        relay_at: Time from which the sweep looks at the entry: sends it (again), or finds it done.
        published_at: Time at which Pub/Sub took an event; None before, and for jobs.
        fleeting: True if the entry is not stored, and so may be lost.
    """

    id: str
    generation: str = ""
    kind: Annotated[Literal["event", "job"], UnknownAs(Unreadable)]
    type: str
    payload: FrozenJson
    attributes: FrozenMap[str, str] = Field(default_factory=FrozenDict)
    queue: str | None = None
    due_at: Moment
    precise: bool = True
    relay_at: Moment
    relays: int = 0
    published_at: Moment | None = None
    fleeting: bool = False
    request_id: str
    created_at: Moment

    def is_sent_by_sweep_only(self, now: datetime) -> bool:
        """Return whether the entry is sent by the sweep alone, at `relay_at`."""
        return self.kind == "job" and (not self.precise or self.due_at - now > MAX_TASK_DELAY)

    @property
    def delivery(self) -> "Delivery":
        """The name and generation by which a task refers to this entry."""
        return Delivery(self.id, self.generation)


def with_publication(entry: OutboxEntry, *, now: datetime) -> OutboxEntry:
    """Return the entry of an event that Pub/Sub has taken. The sweep looks five minutes later who has done it."""
    return entry.having(published_at=now, relay_at=max(entry.relay_at, now + _CONSUMPTION_GRACE))


class Delivery(NamedTuple):
    """Reference to one scheduling of a job, as the task's header carries it."""

    entry_id: str
    generation: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse the value of the header."""
        entry_id, _, generation = text.partition("/")
        return cls(entry_id, generation)

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.generation}"


def entry_from_event(event: Event, *, id: str, request_id: str, now: datetime) -> OutboxEntry:
    """Build the entry that announces `event`."""
    return OutboxEntry(
        id=id,
        kind="event",
        type=type(event).__name__,
        payload=event.model_dump(mode="json"),
        attributes=compute_event_attributes(event),
        due_at=now,
        relay_at=now + _EVENT_GRACE,
        request_id=request_id,
        created_at=now,
    )


def compute_event_attributes(event: Event) -> dict[str, str]:
    """Return the facts of `event` as attributes of its message, by which subscriptions filter.

    A fact of one value is an attribute (`kind`: `pairing`). Of a collection, each member is an attribute of its own
    (`items_ticket`: `1`), because a filter can't look into a value; all of them together are told too (`items`:
    `ticket,product`). A fact that is None or empty is not known, and has no attribute: see `EventFilter`.
    """
    attributes: dict[str, str] = {}
    for fact in event.facts:
        value = getattr(event, fact)
        if isinstance(value, tuple) and value:
            attributes[fact] = ",".join(compute_attribute_text(member) for member in value)
            attributes |= {compute_member_attribute(fact, member): "1" for member in value}
        elif not isinstance(value, tuple) and value is not None:
            attributes[fact] = compute_attribute_text(value)
    return attributes


def compute_member_attribute(fact: str, member: str | bool) -> str:
    """Return the name of the attribute that says that a collection has `member`."""
    return f"{fact}_{compute_attribute_text(member)}"


def compute_attribute_text(value: str | bool) -> str:
    """Return a fact's value as the text of an attribute."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def entry_from_job(
    job: Job, *, id: str, at: datetime, precise: bool, request_id: str, now: datetime, generation: str = ""
) -> OutboxEntry:
    """Build the entry that has `job` done at `at`."""
    far = at - now > MAX_TASK_DELAY
    return OutboxEntry(
        id=id,
        generation=generation,
        kind="job",
        type=type(job).__name__,
        payload=job.model_dump(mode="json"),
        queue=job.queue,
        due_at=at,
        precise=precise,
        relay_at=at - timedelta(days=1) if far else at + _JOB_GRACE if precise else at,
        request_id=request_id,
        created_at=now,
    )


def fleeting_entry_from_job(job: Job, *, id: str, at: datetime, request_id: str) -> OutboxEntry:
    """Build the entry of a job that may be lost, and is done once however often `id` is scheduled."""
    # Whenever it is asked for, it is the same: so is the name of its task, and a second one is not made.
    entry = entry_from_job(job, id=id, at=at, precise=True, request_id=request_id, now=at)
    return entry.having(fleeting=True)


def job_entry_id(job: type[Job], key: str) -> str:
    """Compute the id of the entry of the job scheduled under `key`.

    The first dot ends the class name, which contains none; so no two pairs of class and key have one id.
    """
    if "/" in key:
        raise ValueError(f"{key!r} is not a valid job key: it contains a slash, which separates parts of a path")
    return f"{job.__name__}.{key}"


def entry_ref(id: str) -> Ref[OutboxEntry]:
    """Build the reference of an entry."""
    return Ref(f"outbox/{id}", OutboxEntry)


def overdue_entries_query(now: datetime, *, limit: int) -> Query[OutboxEntry]:
    """Build the query for entries that should have been sent."""
    return Query("outbox", OutboxEntry).matching("relay_at", "<=", now).order_by("relay_at").first(limit)
