"""Sample functions of each kind, for tests of the runtime."""

from typing import Annotated, Any, ClassVar

import httpx
from pydantic import Field
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from shared.kernel.ports import Ref, UnitOfWork
from shared.kernel.schemas import Entity, Event, Job, Request, View
from shared.runtime.pipelines import RUNTIME_SCOPE_KEY
from shared.runtime.specs import Spec, get_spec
from tests.world import FunctionCaller, World


class Count(Entity):
    """Document that counts the rings of a bell."""

    n: int = 0


class Rung(Event):
    """Event: a bell has rung."""

    bell: str = "b"


class Ring(Job):
    """Job: ring a bell."""

    queue: ClassVar[str] = "bells"
    bell: str = "b"


class RingBell(Request):
    """Request to ring a bell several times."""

    bell: str = "b"
    times: Annotated[int, Field(ge=0, le=100)] = 1


class Bell(View):
    """View of a bell: the number of its rings."""

    n: int


def counter_ref(name: str = "b") -> Ref[Count]:
    """Return the reference of a bell's counter."""
    return Ref(f"counters/{name}", Count)


async def increment_counter(uow: UnitOfWork, name: str = "b", by: int = 1) -> int:
    """Read a bell's counter, and store the incremented value."""
    found = await uow.get(counter_ref(name))
    now = (found.n if found else 0) + by
    uow.put(counter_ref(name), Count(n=now))
    return now


async def increment_and_emit(uow: UnitOfWork, name: str = "b") -> int:
    """Increment a bell's counter, and emit an event."""
    uow.emit(Rung(bell=name))
    return await increment_counter(uow, name)


class SampleFunctionCaller(FunctionCaller):
    """Caller of functions that are in no file of `functions/`."""

    def _client(self, spec: Spec) -> httpx.AsyncClient:
        if spec.name not in self._clients:
            raise LookupError(f"{spec.name} has not been set up")
        return self._clients[spec.name]

    def serve_handlers(self, *handlers: Any) -> None:
        """Serve `handlers` from now on."""
        for handler in handlers:
            transport = httpx.ASGITransport(app=self._app(handler), raise_app_exceptions=False)
            self._clients[get_spec(handler).name] = httpx.AsyncClient(
                transport=transport, base_url="http://functions.test"
            )

    def _app(self, handler: Any) -> ASGIApp:
        async def endpoint(request: HttpRequest) -> Response:
            response: Response = await handler(request)
            return response

        app = Starlette(routes=[Route("/", endpoint, methods=["GET", "HEAD", "POST", "PUT", "DELETE"])])

        async def with_runtime(scope: Any, receive: Any, send: Any) -> None:
            scope[RUNTIME_SCOPE_KEY] = self._runtime
            await app(scope, receive, send)

        return with_runtime


async def load_count(world: World, name: str = "b") -> int:
    """Load the number of a bell's rings."""
    found = await world.get(counter_ref(name))
    return found.n if found else 0
