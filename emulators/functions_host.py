"""Functions host: one process that serves every function at `/<function-name>`."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import uvicorn
from functions_framework import aio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from emulators.manifest import Manifest
from emulators.moved_clock import MovedClock
from emulators.settings import HOST, Settings
from shared.runtime.instance import current_runtime

log = logging.getLogger("emulators.functions_host")
create_asgi_app: Callable[..., ASGIApp] = aio.create_asgi_app


class FunctionsHost:
    """ASGI application that forwards `/<function-name>/…` to that function's functions-framework app."""

    def __init__(self, manifest: Manifest, source: Path) -> None:
        self._manifest = manifest
        self._source = source
        self._apps: dict[str, ASGIApp] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward a request to the function that the path names. The function receives the rest of the path."""
        path: str = scope["path"]
        name, _, rest = path.removeprefix(scope.get("root_path", "")).lstrip("/").partition("/")
        if name not in self._manifest.functions:
            await _unknown_function_response(name)(scope, receive, send)
            return
        inner = "/" + rest
        await self.load_app(name)({**scope, "path": inner, "raw_path": inner.encode(), "root_path": ""}, receive, send)

    def load_app(self, name: str) -> ASGIApp:
        """Return the app of one function, and load it at the first call."""
        if name not in self._apps:
            target = self._manifest.functions[name].entry_point
            self._apps[name] = create_asgi_app(target=target, source=str(self._source), signature_type="http")
        return self._apps[name]

    async def load_all(self) -> None:
        """Load every function in turn, so that no first caller waits for imports."""
        for name in self._manifest.functions:
            try:
                self.load_app(name)
            # A function that fails to import must not stop the others; calls to it raise the error again.
            except Exception:
                log.exception("%s could not be loaded", name)
            await asyncio.sleep(0)

    @property
    def loaded_count(self) -> int:
        """Return the number of functions that have been loaded."""
        return len(self._apps)


def create_application(manifest: Manifest, source: Path) -> Starlette:
    """Create the application that serves every function in `manifest` from the file `source`."""
    functions = FunctionsHost(manifest, source)

    @contextlib.asynccontextmanager
    async def loading(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(functions.load_all())
        yield
        task.cancel()

    async def health(_: Request) -> JSONResponse:
        return JSONResponse({"functions": len(manifest.functions), "loaded": functions.loaded_count})

    return Starlette(routes=[Route("/healthz", health), Mount("/", functions)], lifespan=loading)


def _unknown_function_response(name: str) -> Response:
    body = {
        "type": "about:blank",
        "title": "There is no such function.",
        "status": 404,
        "code": "function_not_found",
        "function": name,
    }
    return JSONResponse(body, status_code=404, media_type="application/problem+json")


def _use_clock(clock: MovedClock) -> None:
    """Let the functions of this process take the time from `clock`."""
    # The environment of the functions must be complete before their runtime is built.
    current_runtime().clock = clock.now


def main() -> None:
    """Run the functions host until a signal stops it."""
    settings = Settings.from_environment()
    for variable, value in settings.environment.items():
        os.environ.setdefault(variable, value)
    sys.path.insert(0, str(settings.root))
    _use_clock(MovedClock(settings.local))
    app = create_application(Manifest.load(settings.manifest_file), settings.root / "functions" / "main.py")
    uvicorn.run(app, host=HOST, port=settings.ports.functions, access_log=False, log_level="warning")


if __name__ == "__main__":
    main()
