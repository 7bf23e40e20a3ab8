"""Specification of a function.

As its decorator declares it: the source of the manifest, of OpenAPI and of the warm-up.
"""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, cast

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from shared.contracts.files import Download
from shared.kernel.actors import AdminScope
from shared.kernel.errors import Fault
from shared.kernel.schemas import Model, to_kebab_case
from shared.runtime.options import Exposure, WebhookBody

Kind = Literal["http", "webhook", "event", "task", "schedule"]
HandlerFunction = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """Specification of a function for the cloud. `shared.runtime.options` documents the options."""

    kind: Kind
    handler: HandlerFunction
    request_type: type[Model] | None
    response_type: Any
    who: tuple[str, ...]
    raises: tuple[type[Fault], ...]
    exposure: Exposure
    method: Literal["GET", "POST"] = "POST"
    scope: str | None = None
    admin_scope: tuple[AdminScope, ...] = ()
    open_to_suspended: bool | Callable[[Any], bool] = False
    audited: bool = True
    takes_idempotency_key: bool = True
    needs_idempotency_key: bool = False
    preload: Callable[..., Coroutine[Any, Any, None]] | None = None
    sender: str | None = None
    body: WebhookBody = "object"
    page: str = ""
    schedule: str | None = None
    event_filter: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    attempts: int = 1
    per_second: float = 0
    ports: tuple[tuple[str, type], ...] = ()
    gateways: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    memory: str = "256Mi"
    timeout: int = 60
    min_instances: int = 0
    max_instances: int = 10
    concurrency: int = 80

    name: str = field(init=False)
    cloud_name: str = field(init=False)

    def __post_init__(self) -> None:
        if self.needs_idempotency_key and not self.takes_idempotency_key:
            raise TypeError(f"{self.handler.__name__} needs an Idempotency-Key that it does not take")
        object.__setattr__(self, "name", self.handler.__name__)
        object.__setattr__(self, "cloud_name", to_kebab_case(self.name))

    @property
    def file_type(self) -> type[Download] | None:
        """Class of the file that the function answers with; None for other functions."""
        return (
            self.response_type
            if isinstance(self.response_type, type) and issubclass(self.response_type, Download)
            else None
        )

    @property
    def domain(self) -> str:
        return self.handler.__module__.split(".")[-2]


class CloudFunction(Protocol):
    """Handler that functions-framework serves, with the specification it was made from."""

    spec: Spec

    async def __call__(self, request: HttpRequest) -> Response: ...


def get_spec(handler: Callable[..., Any]) -> Spec:
    """Get the specification of a decorated function."""
    return cast(CloudFunction, handler).spec
