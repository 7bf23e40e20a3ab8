"""The five kinds of trigger: `http`, `webhook`, `on`, `task`, `schedule`. Each makes a cloud function of a story."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal, TypeVar, get_type_hints

from pydantic import BaseModel
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from shared.kernel.errors import Fault
from shared.kernel.schemas import Event, Job
from shared.runtime.gateways import GATEWAY_SECRETS, WEBHOOK_SECRETS
from shared.runtime.pipelines import ServeRequest, serve_event, serve_http, serve_schedule, serve_task, serve_webhook
from shared.runtime.specs import Exposure, HandlerFunction, Spec

HandlerT = TypeVar("HandlerT", bound=Callable[..., Awaitable[Any]])
Endpoint = Callable[[HttpRequest], Awaitable[Response]]
Decorator = Callable[[HandlerFunction], Endpoint]

_BASE_GATEWAYS = ("documents",)
_OUTBOX_GATEWAYS = ("events", "tasks")


def _build_endpoint(spec: Spec, serve: ServeRequest) -> Endpoint:
    async def handler(request: HttpRequest) -> Response:
        return await serve(spec, request)

    handler.__name__ = handler.__qualname__ = spec.name
    handler.__module__ = spec.handler.__module__
    handler.__doc__ = spec.handler.__doc__
    handler.spec = spec  # type: ignore[attr-defined]
    return handler


def _request_and_response_types(story: HandlerFunction) -> tuple[Any, Any]:
    hints = get_type_hints(story, include_extras=True)
    gives = hints.pop("return")
    takes = next((hint for name, hint in hints.items() if name != "ctx"), None)
    return takes, gives


class _Http:
    """`http.get` reads (the query is the request), `http.post` changes (a JSON body is)."""

    def get(self, *, who: str | tuple[str, ...], raises: tuple[type[Fault], ...] = (), **options: Any) -> Decorator:
        """A function that reads and never changes; with `documents=False` not even documents."""
        return self._decorator("GET", who, raises, options)

    def post(self, *, who: str | tuple[str, ...], raises: tuple[type[Fault], ...] = (), **options: Any) -> Decorator:
        """Declare a function that changes something; it takes an `Idempotency-Key` unless told otherwise.

        `preload(uow, body)` reads ahead what the first commit will need, together with the caller's key.
        """
        return self._decorator("POST", who, raises, options)

    def _decorator(
        self,
        method: Literal["GET", "POST"],
        who: str | tuple[str, ...],
        raises: tuple[type[Fault], ...],
        options: Any,
    ) -> Decorator:
        audience = (who,) if isinstance(who, str) else who
        exposure: Exposure = options.pop("exposure", "control_center" if audience == ("admin",) else "public")
        gateways = options.pop("gateways", ())
        base = _BASE_GATEWAYS if options.pop("documents", True) else ()
        identity = ("sign_in",) if set(audience) & {"customer", "expert", "admin"} else ()

        def decorate(story: HandlerFunction) -> Endpoint:
            takes, gives = _request_and_response_types(story)
            spec = Spec(
                kind="http",
                handler=story,
                request_type=takes,
                response_type=gives,
                who=audience,
                raises=raises,
                exposure=exposure,
                method=method,
                gateways=_without_duplicates(base, identity, gateways),
                secrets=_secrets((*identity, *gateways)),
                **options,
            )
            return _build_endpoint(spec, serve_http)

        return decorate


http = _Http()


def webhook(*, sender: str, **options: Any) -> Decorator:
    """Calls of a vendor. `sender` names the gateway that checks them and turns their words into ours."""

    def decorate(story: HandlerFunction) -> Endpoint:
        takes, gives = _request_and_response_types(story)
        spec = Spec(
            kind="webhook",
            handler=story,
            request_type=takes,
            response_type=gives,
            who=("sender",),
            raises=(),
            exposure="public",
            sender=sender,
            gateways=_without_duplicates(_BASE_GATEWAYS, (sender,), ("tasks",)),
            secrets=WEBHOOK_SECRETS[sender],
            **options,
        )
        return _build_endpoint(spec, serve_webhook)

    return decorate


def on(event: type[Event], **options: Any) -> Decorator:
    """What follows from *event*. Several functions may hear one event."""
    return _internal_trigger("event", event, serve_event, options)


def task(job: type[Job], *, attempts: int = 8, per_second: float = 10, **options: Any) -> Decorator:
    """Does *job*, with retries; what still fails after the last attempt becomes a dead letter."""
    return _internal_trigger("task", job, serve_task, options | {"attempts": attempts, "per_second": per_second})


def schedule(cron: str, **options: Any) -> Decorator:
    """Runs when the clock says so (Asia/Jakarta). The story is told when it was due, and gives a `Tally`."""
    # One run at a time is enough, and two would do the same.
    alone = {"max_instances": 1, "concurrency": 1}
    return _internal_trigger("schedule", None, serve_schedule, alone | options | {"schedule": cron})


def _internal_trigger(
    kind: Any, takes: type[BaseModel] | None, serve: ServeRequest, options: dict[str, Any]
) -> Decorator:
    gateways = options.pop("gateways", ())

    def decorate(story: HandlerFunction) -> Endpoint:
        hinted, gives = _request_and_response_types(story)
        if takes is not None and hinted is not takes:
            raise TypeError(f"{story.__name__} takes {hinted.__name__}, but is triggered by {takes.__name__}")
        spec = Spec(
            kind=kind,
            handler=story,
            request_type=hinted,
            response_type=gives,
            who=("internal",),
            raises=(),
            exposure="internal",
            gateways=_without_duplicates(_BASE_GATEWAYS, ("callers",), _OUTBOX_GATEWAYS, gateways),
            secrets=_secrets(gateways),
            **options,
        )
        return _build_endpoint(spec, serve)

    return decorate


def _secrets(gateways: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(secret for name in gateways for secret in GATEWAY_SECRETS.get(name, ()))


def _without_duplicates(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))
