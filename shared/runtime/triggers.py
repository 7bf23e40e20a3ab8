"""Triggers `http`, `webhook`, `on`, `task` and `schedule`: each decorator makes a cloud function of a handler.

A handler takes what has arrived (if anything), the context, and any ports that it needs, asked for by type:
`async def open_invoice(job: OpenInvoice, ctx: Context, payments: PaymentProvider) -> None`.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Concatenate, Literal, NamedTuple, ParamSpec, Protocol, TypeVar, Unpack, get_type_hints, overload

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from shared.contracts.events.filters import EventFilter
from shared.contracts.files import Download
from shared.kernel.actors import AdminScope
from shared.kernel.errors import Fault
from shared.kernel.ports import WebhookSender
from shared.kernel.schemas import Event, Job, Model, Request, View
from shared.runtime.context import Context
from shared.runtime.gateways import GATEWAY_SECRETS, WEBHOOK_SECRETS, find_gateway
from shared.runtime.options import (
    EventOptions,
    Exposure,
    HttpGetOptions,
    HttpPostOptions,
    ScheduleOptions,
    TaskOptions,
    WebhookOptions,
    check_options,
)
from shared.runtime.pipelines import ServeRequest, serve_event, serve_http, serve_schedule, serve_task, serve_webhook
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.specs import HandlerFunction, Kind, Spec
from shared.runtime.task_retries import compute_attempts

P = ParamSpec("P")
RequestT = TypeVar("RequestT", bound=Request)
NoticeT = TypeVar("NoticeT", bound=Model)
EventT = TypeVar("EventT", bound=Event)
JobT = TypeVar("JobT", bound=Job)

Endpoint = Callable[[HttpRequest], Awaitable[Response]]
HttpAnswer = View | Download | None

_BASE_GATEWAYS = ("documents",)
_OUTBOX_GATEWAYS = ("events", "tasks")


class HttpDecorator(Protocol):
    """Makes a cloud function of a handler that takes a request, or none."""

    @overload
    def __call__(self, handler: Callable[Concatenate[RequestT, Context, P], Awaitable[HttpAnswer]], /) -> Endpoint: ...

    @overload
    def __call__(self, handler: Callable[Concatenate[Context, P], Awaitable[HttpAnswer]], /) -> Endpoint: ...


class _Signature(NamedTuple):
    """Types of a handler: of the request (None without one), of the response, and of the ports by parameter."""

    request: Any
    response: Any
    ports: tuple[tuple[str, type], ...]

    @property
    def gateways(self) -> tuple[str, ...]:
        return tuple(find_gateway(port) for _, port in self.ports)


def _read_signature(handler: HandlerFunction) -> _Signature:
    hints = get_type_hints(handler, include_extras=True)
    response = hints.pop("return")
    names = list(hints)
    if names[0] == "ctx":
        return _Signature(None, response, tuple((name, hints[name]) for name in names[1:]))
    if names[1] != "ctx":
        raise TypeError(
            f"{handler.__name__} has the parameters {names}; `ctx` must be the first, or the second after the request"
        )
    return _Signature(hints[names[0]], response, tuple((name, hints[name]) for name in names[2:]))


def _build_endpoint(spec: Spec, serve: ServeRequest) -> Endpoint:
    async def endpoint(request: HttpRequest) -> Response:
        return await serve(spec, request)

    endpoint.__name__ = endpoint.__qualname__ = spec.name
    endpoint.__module__ = spec.handler.__module__
    endpoint.__doc__ = spec.handler.__doc__
    endpoint.spec = spec  # type: ignore[attr-defined]
    return endpoint


class _Http:
    """`http.get` reads (the query is the request), `http.post` changes (a JSON body is)."""

    def get(
        self, *, who: str | tuple[str, ...], raises: tuple[type[Fault], ...] = (), **options: Unpack[HttpGetOptions]
    ) -> HttpDecorator:
        """Declare a function that reads and never changes documents.

        Args:
            who: Roles that may call, such as `customer`; `anyone` needs no sign-in.
            raises: Errors that the function may answer with, for the API's documentation.
            options: See `HttpGetOptions`.
        """
        check_options(options, HttpGetOptions)
        return _build_http_decorator("GET", who, raises, options)

    def post(
        self, *, who: str | tuple[str, ...], raises: tuple[type[Fault], ...] = (), **options: Unpack[HttpPostOptions]
    ) -> HttpDecorator:
        """Declare a function that changes documents.

        Args:
            who: Roles that may call, such as `customer`; `anyone` needs no sign-in.
            raises: Errors that the function may answer with, for the API's documentation.
            options: See `HttpPostOptions`.
        """
        check_options(options, HttpPostOptions)
        return _build_http_decorator("POST", who, raises, options)


http = _Http()


def _build_http_decorator(
    method: Literal["GET", "POST"],
    who: str | tuple[str, ...],
    raises: tuple[type[Fault], ...],
    declared: Mapping[str, Any],
) -> HttpDecorator:
    options = dict(declared)
    audience = (who,) if isinstance(who, str) else who
    exposure: Exposure = options.pop("exposure", "control_center" if audience == ("admin",) else "public")
    dispatches: tuple[str, ...] = options.pop("dispatches", ())
    scope: AdminScope | tuple[AdminScope, ...] = options.pop("admin_scope", ())
    options["admin_scope"] = (scope,) if isinstance(scope, str) else scope
    base = _BASE_GATEWAYS if options.pop("documents", True) else ()
    identity: tuple[str, ...] = ("sign_in",) if set(audience) & {"customer", "expert", "admin"} else ()
    if set(audience) & {"customer", "expert"} and "anyone" not in audience:
        identity = (*identity, "app_check")

    def decorate(handler: HandlerFunction) -> Endpoint:
        signature = _read_signature(handler)
        spec = Spec(
            kind="http",
            handler=handler,
            request_type=signature.request,
            response_type=signature.response,
            who=audience,
            raises=raises,
            exposure=exposure,
            method=method,
            ports=signature.ports,
            gateways=_without_duplicates(base, identity, signature.gateways, dispatches),
            secrets=_list_secrets(identity, signature.gateways),
            **options,
        )
        return _build_endpoint(spec, serve_http)

    return decorate


def webhook(
    *, sender: type[WebhookSender], **options: Unpack[WebhookOptions]
) -> Callable[[Callable[Concatenate[NoticeT, Context, P], Awaitable[None]]], Endpoint]:
    """Declare a function that a vendor calls.

    Args:
        sender: Port that verifies a callback and translates it into the model that the handler takes.
        options: See `WebhookOptions`.
    """
    check_options(options, WebhookOptions)
    gateway = find_gateway(sender)

    def decorate(handler: HandlerFunction) -> Endpoint:
        signature = _read_signature(handler)
        spec = Spec(
            kind="webhook",
            handler=handler,
            request_type=signature.request,
            response_type=signature.response,
            who=("sender",),
            raises=(),
            exposure="public",
            sender=gateway,
            ports=signature.ports,
            gateways=_without_duplicates(_BASE_GATEWAYS, (gateway,), ("tasks",), signature.gateways),
            secrets=tuple(dict.fromkeys((*WEBHOOK_SECRETS[gateway], *_list_secrets(signature.gateways)))),
            **options,
        )
        return _build_endpoint(spec, serve_webhook)

    return decorate


def on(
    event: type[EventT], **options: Unpack[EventOptions]
) -> Callable[[Callable[Concatenate[EventT, Context, P], Awaitable[None]]], Endpoint]:
    """Declare a function that handles `event`. Several functions may handle one event.

    Args:
        event: Event that the handler takes.
        options: See `EventOptions`. Facts among them become the filter of the function's subscription.
    """
    check_options(options, EventOptions)
    facts = {name: value for name, value in options.items() if name in EventFilter.__annotations__}
    wanted = tuple((name, value if isinstance(value, tuple) else (value,)) for name, value in facts.items())
    others = {name: value for name, value in options.items() if name not in facts}
    return _build_internal_decorator("event", event, serve_event, others | {"event_filter": wanted})


def task(
    job: type[JobT], **options: Unpack[TaskOptions]
) -> Callable[[Callable[Concatenate[JobT, Context, P], Awaitable[None]]], Endpoint]:
    """Declare a function that does `job`, with retries; after the last attempt the job becomes a dead letter.

    Args:
        job: Job that the handler takes.
        options: See `TaskOptions`.
    """
    check_options(options, TaskOptions)
    given: dict[str, Any] = {"attempts": 8, "per_second": 10, **options}
    hours = given.pop("retry_hours", None)
    if hours is not None:
        if "attempts" in options:
            raise TypeError("a task has either attempts or retry_hours")
        given["attempts"] = compute_attempts(timedelta(hours=hours))
    return _build_internal_decorator("task", job, serve_task, given)


def schedule(
    cron: str, **options: Unpack[ScheduleOptions]
) -> Callable[[Callable[Concatenate[ScheduledRun, Context, P], Awaitable[RunSummary]]], Endpoint]:
    """Declare a function that runs at times; the handler is told when the run was due.

    Args:
        cron: Times in cron's five fields, in Asia/Jakarta.
        options: See `ScheduleOptions`.
    """
    check_options(options, ScheduleOptions)
    # One run at a time is enough, and two would do the same.
    alone = {"max_instances": 1, "concurrency": 1}
    return _build_internal_decorator("schedule", ScheduledRun, serve_schedule, alone | options | {"schedule": cron})


def _build_internal_decorator(
    kind: Kind, takes: type[Model], serve: ServeRequest, options: Mapping[str, Any]
) -> Callable[[HandlerFunction], Endpoint]:
    def decorate(handler: HandlerFunction) -> Endpoint:
        signature = _read_signature(handler)
        if signature.request is not takes:
            raise TypeError(
                f"{handler.__name__} has the request type {signature.request}, but its trigger sends {takes.__name__}"
            )
        spec = Spec(
            kind=kind,
            handler=handler,
            request_type=signature.request,
            response_type=signature.response,
            who=("internal",),
            raises=(),
            exposure="internal",
            ports=signature.ports,
            gateways=_without_duplicates(_BASE_GATEWAYS, ("callers",), _OUTBOX_GATEWAYS, signature.gateways),
            secrets=_list_secrets(signature.gateways),
            **options,
        )
        return _build_endpoint(spec, serve)

    return decorate


def _list_secrets(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(secret for name in _without_duplicates(*groups) for secret in GATEWAY_SECRETS.get(name, ()))


def _without_duplicates(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))
