"""What a decorator says of its function: the one source of the manifest, of OpenAPI and of the warm-up."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, cast

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from shared.contracts.files import Download
from shared.kernel.errors import Fault
from shared.kernel.schemas import to_kebab_case

Kind = Literal["http", "webhook", "event", "task", "schedule"]
Exposure = Literal["public", "control_center", "internal"]
HandlerFunction = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """One function, as the cloud needs to know it.

    A POST that may safely run twice sets `takes_idempotency_key=False`; no `Idempotency-Key` is claimed for it.
    """

    kind: Kind
    handler: HandlerFunction
    request_type: type[Any] | None
    response_type: Any
    who: tuple[str, ...]
    raises: tuple[type[Fault], ...]
    exposure: Exposure
    method: Literal["GET", "POST"] = "POST"
    scope: str | None = None
    takes_idempotency_key: bool = True
    preload: Callable[..., Coroutine[Any, Any, None]] | None = None
    sender: str | None = None
    schedule: str | None = None
    attempts: int = 1
    per_second: float = 0
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
        object.__setattr__(self, "name", self.handler.__name__)
        object.__setattr__(self, "cloud_name", to_kebab_case(self.name))

    @property
    def file_type(self) -> type[Download] | None:
        """The kind of file that it answers with, if it does."""
        return (
            self.response_type
            if isinstance(self.response_type, type) and issubclass(self.response_type, Download)
            else None
        )

    @property
    def domain(self) -> str:
        return self.handler.__module__.split(".")[-2]


class CloudFunction(Protocol):
    """What functions-framework serves, and the spec it was made from."""

    spec: Spec

    async def __call__(self, request: HttpRequest) -> Response: ...


def get_spec(handler: Callable[..., Any]) -> Spec:
    """The spec of a decorated function."""
    return cast(CloudFunction, handler).spec
