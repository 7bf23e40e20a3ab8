"""What a decorator says of its function: the one source of the manifest, of OpenAPI and of the warm-up."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, cast

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from shared.kernel.errors import Fault
from shared.kernel.files import Download
from shared.kernel.schemas import dashed

Kind = Literal["http", "webhook", "event", "task", "schedule"]
Exposure = Literal["public", "control_center", "internal"]
Story = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """One function, as the cloud needs to know it.

    A POST that is the same when it is done twice need not be `keyed`: no `Idempotency-Key` is claimed for it.
    """

    kind: Kind
    story: Story
    takes: type[Any] | None
    gives: Any
    who: tuple[str, ...]
    raises: tuple[type[Fault], ...]
    exposure: Exposure
    method: Literal["GET", "POST"] = "POST"
    scope: str | None = None
    keyed: bool = True
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
        object.__setattr__(self, "name", self.story.__name__)
        object.__setattr__(self, "cloud_name", dashed(self.name))

    @property
    def file(self) -> type[Download] | None:
        """The kind of file that it answers with, if it does."""
        return self.gives if isinstance(self.gives, type) and issubclass(self.gives, Download) else None

    @property
    def domain(self) -> str:
        return self.story.__module__.split(".")[-2]


class Handler(Protocol):
    """What functions-framework serves, and the spec it was made from."""

    spec: Spec

    async def __call__(self, request: HttpRequest) -> Response: ...


def spec_of(handler: Callable[..., Any]) -> Spec:
    """The spec of a decorated function."""
    return cast(Handler, handler).spec
