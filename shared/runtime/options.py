"""Options of the decorators, each with its unit, range and default."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Literal, TypedDict

from shared.contracts.events.filters import EventFilter
from shared.kernel.actors import AdminScope

Exposure = Literal["public", "control_center", "internal"]
Memory = Literal["256Mi", "512Mi", "1Gi", "2Gi"]
OutboxGateway = Literal["events", "tasks"]
HttpBody = Literal["object", "form"]
WebhookBody = Literal["object", "array", "form"]


class InstanceOptions(TypedDict, total=False):
    """Options of every trigger: the instances that Cloud Run starts for the function."""

    memory: Memory
    """Memory of an instance. Default: `256Mi`."""

    timeout: int
    """Seconds after which a request is ended, from 1 to 1,800. Default: 60."""

    min_instances: int
    """Instances that are kept running, from 0; each costs money all day. Default: 0."""

    max_instances: int
    """Most instances at a time, from 1. Default: 10; a schedule: 1."""

    concurrency: int
    """Most requests at a time in one instance, from 1 to 1,000. Default: 80; a schedule: 1."""


class HttpGetOptions(InstanceOptions, total=False):
    """Options of `http.get`."""

    exposure: Exposure
    """Front door of the function. Default: `control_center` for admins alone, else `public`."""

    scope: str
    """Scope that a partner's key needs, such as `tickets.read`. Default: none; required when partners may call."""

    admin_scope: AdminScope | tuple[AdminScope, ...]
    """Scope that an admin needs, or scopes of which one is enough. Required for a function for admins alone.

    Default: none.
    """

    open_to_suspended: bool | Callable[[Any], bool]
    """True if suspended people may call: for the own account, and for what they need to appeal.

    A callable is asked with the request, such as whether the request concerns a support room. Default: False.
    """

    documents: bool
    """True if the function uses Firestore. Default: True."""

    dispatches: tuple[OutboxGateway, ...]
    """Outbox gateways whose SDK is imported while an instance starts, so that the first request need not wait.

    Default: none, and the SDK is imported by the first request that emits or schedules.
    """


class HttpPostOptions(HttpGetOptions, total=False):
    """Options of `http.post`."""

    takes_idempotency_key: bool
    """True if an `Idempotency-Key` is claimed. False for a function that may safely run twice. Default: True."""

    needs_idempotency_key: bool
    """True if a call without an `Idempotency-Key` is refused. Default: False.

    For a function that moves money or grants value, and whose second call would have a second effect.
    """

    preload: Callable[..., Coroutine[Any, Any, None]]
    """`preload(uow, body, actor)` reads what the first commit needs, together with the caller's account.

    `actor` is None while the key of a partner who has called before is still being checked. Default: none.
    """

    audited: bool
    """True if a call by an admin leaves an audit record. Default: True.

    False for what an admin does as any other person does, such as marking a room as read.
    """

    body: HttpBody
    """Form of the body: a JSON `object`, or the fields of a `form`, of which some may stand in the address instead.

    Default: `object`.
    """

    page: str
    """Cloud name of a function that shows a page: a browser that opens the address of this function is sent there.

    Default: none, and a GET is refused.
    """


class WebhookOptions(InstanceOptions, total=False):
    """Options of `webhook`."""

    body: WebhookBody
    """Form of the sender's body: a JSON `object`, a JSON `array`, or the fields of a `form`. Default: `object`."""


class EventOptions(InstanceOptions, EventFilter, total=False):
    """Options of `on`: those of an instance, and the facts that the event must carry."""


class TaskOptions(InstanceOptions, total=False):
    """Options of `task`."""

    attempts: int
    """Deliveries before the job becomes a dead letter, from 1 to 200. Default: 8, within some 10 minutes."""

    retry_hours: int
    """Hours for which the job is tried again before it becomes a dead letter, from 1 to 24. Instead of `attempts`."""

    per_second: float
    """Most deliveries per second, above 0 and at most 500: what the vendor behind the job bears. Default: 10."""


class ScheduleOptions(InstanceOptions, total=False):
    """Options of `schedule`."""


def check_options(options: Mapping[str, Any], declared: type) -> None:
    """Check that every option is declared by the TypedDict `declared`.

    Raises:
        TypeError: An option is unknown; the message lists the known ones.
    """
    known = declared.__annotations__
    if unknown := options.keys() - known.keys():
        raise TypeError(f"unknown options {sorted(unknown)}; {declared.__name__} has {sorted(known)}")
