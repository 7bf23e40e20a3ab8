"""The control server: identity, Pub/Sub's pushes, Cloud Tasks, Scheduler, API reference and overview."""

import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import uvicorn
import yaml
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from emulators import console, pages, pubsub
from emulators.calls import NOT_REACHED, InternalCalls
from emulators.identity import Identity
from emulators.manifest import Manifest
from emulators.people import ROLES, People
from emulators.pushes import Push, Pushes
from emulators.scheduler import Scheduler, describe, over_http
from emulators.settings import HOST, Settings
from emulators.tasks.delivery import Delivery
from emulators.tasks.service import CloudTasks, serve
from emulators.tasks.views import finished_as_json, waiting_as_json

# Answers travel on as they are, without what only held between two programs.
HOP_HEADERS = {"connection", "content-encoding", "content-length", "host", "transfer-encoding"}


class Control:
    """What the control server answers with."""

    def __init__(self, settings: Settings, manifest: Manifest, client: httpx.AsyncClient) -> None:
        self.settings = settings
        self.manifest = manifest
        self.identity = Identity()
        self.calls = InternalCalls(client, self.identity, settings)
        schedules = manifest.of_kind("schedule")
        self.scheduler = Scheduler(schedules, over_http(self.calls, schedules))
        self.tasks = CloudTasks(manifest.queues, Delivery(client, self.identity))
        self.pushes = Pushes(self.calls, self._bury)
        self.people = People(client, settings)
        self._client = client

    async def health(self, _: Request) -> Response:
        """Say that the server is up."""
        return JSONResponse({"status": "ok"})

    async def overview(self, _: Request) -> Response:
        """Show every part, function, schedule and queue."""
        jobs = self.scheduler.status()
        return HTMLResponse(pages.overview(self.settings, self.manifest, jobs, self.tasks.queues))

    async def certs(self, _: Request) -> Response:
        """Return the keys that verify identity tokens."""
        return JSONResponse(self.identity.key_set(), headers={"Cache-Control": "public, max-age=300"})

    async def token(self, request: Request) -> Response:
        """Return a token with which a person may call an internal function by hand."""
        function = request.path_params["function"]
        if function not in self.manifest.functions:
            return unknown(function)
        email = request.query_params.get("email", self.settings.caller)
        token = self.identity.token(self.settings.function_url(function), email)
        return JSONResponse({"token": token, "email": email})

    async def person(self, request: Request) -> Response:
        """Sign somebody of this role in, or make a key for a front-end, to try the functions with.

        `name` tells people apart; with `phone=verified` they sign in by phone, as experts always do.
        """
        role = request.path_params["role"]
        try:
            if role == "partner":
                return JSONResponse(await self.people.partner_key())
            if role in ROLES:
                asked = request.query_params
                verified = asked.get("phone") == "verified"
                return JSONResponse(await self.people.signed_in(role, name=asked.get("name", role), verified=verified))
        except (httpx.HTTPError, KeyError) as error:
            return problem(NOT_REACHED, "not_signed_in", f"Firebase Auth or the functions did not answer: {error}")
        return problem(404, "unknown_role", f"Nobody here is a {role}; ask for partner, {', '.join(ROLES)}.")

    async def push(self, request: Request) -> Response:
        """Take over a message from the Pub/Sub emulator, to pass it on with the token that the real Pub/Sub adds."""
        name = request.path_params["function"]
        function = self.manifest.functions.get(name)
        if function is None:
            return unknown(name)
        self.pushes.take(name, function, await request.json())
        return Response(status_code=204)

    async def _bury(self, function: str, push: Push) -> None:
        await pubsub.bury(self._client, self.settings, function, push)

    async def schedules(self, _: Request) -> Response:
        """List the scheduled functions."""
        return JSONResponse({"running": self.scheduler.running, "jobs": self.scheduler.status()})

    async def run_schedule(self, request: Request) -> Response:
        """Run a scheduled function now; `due_at` says which moment it shall believe it was due at."""
        name = request.path_params["function"]
        if name not in self.scheduler.jobs:
            return unknown(name)
        try:
            due_at = moment(request.query_params.get("due_at"))
        except ValueError:
            return problem(422, "due_at_invalid", "due_at must be an RFC 3339 time with a zone.")
        run = await self.scheduler.run(name, due_at)
        return JSONResponse(describe(run), 200 if run.reply.succeeded else 502)

    async def queues(self, _: Request) -> Response:
        """List each queue's waiting tasks and what became of the latest others."""
        return JSONResponse(
            {
                "queues": [
                    {
                        "name": queue.name,
                        "paused": queue.paused,
                        "rules": queue.rules.model_dump(),
                        "waiting": [waiting_as_json(entry) for entry in queue.waiting()],
                        "finished": [finished_as_json(each) for each in reversed(queue.finished)],
                    }
                    for queue in self.tasks.queues
                ]
            }
        )

    async def docs(self, _: Request) -> Response:
        """Show the API reference."""
        return HTMLResponse(pages.api_reference())

    async def openapi(self, _: Request) -> Response:
        """Return the API's description, with this local cloud as its server."""
        file = self.settings.root / "infra" / "openapi.yaml"
        if not file.exists():
            return problem(404, "not_generated", "infra/openapi.yaml is missing. Write it with `make generate`.")
        description = yaml.safe_load(file.read_text())
        # The page tries calls out against its own origin, so that the functions need no CORS for it.
        description["servers"] = [{"url": "/functions", "description": "The functions of this local cloud"}]
        text = yaml.safe_dump(description, sort_keys=False, allow_unicode=True)
        return Response(text, media_type="application/yaml")

    async def forward(self, request: Request) -> Response:
        """Pass a call from the API reference on to its function."""
        path = request.path_params["path"]
        headers = {name: value for name, value in request.headers.items() if name not in HOP_HEADERS}
        try:
            answer = await self._client.request(
                request.method,
                self.settings.function_url(path),
                params=str(request.query_params),
                content=await request.body(),
                headers=headers,
            )
        except httpx.HTTPError as error:
            return problem(NOT_REACHED, "functions_not_reached", f"The functions host did not answer: {error}")
        kept = {name: value for name, value in answer.headers.items() if name not in HOP_HEADERS}
        return Response(answer.content, answer.status_code, kept)


def application(settings: Settings, manifest: Manifest) -> Starlette:
    """Return the control server; Cloud Tasks and Scheduler run while it does."""
    client = httpx.AsyncClient(timeout=60, limits=httpx.Limits(max_connections=1_000))
    control = Control(settings, manifest, client)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        server, _port = await serve(control.tasks, settings.address("tasks"))
        if settings.scheduler:
            control.scheduler.start()
        yield
        await control.scheduler.stop()
        await server.stop(grace=None)
        await control.tasks.stop()
        await control.pushes.stop()
        await client.aclose()

    return Starlette(routes=routes(control), lifespan=lifespan)


def routes(control: Control) -> list[Route | Mount]:
    """Return every address of the control server."""
    bundle = control.settings.root / "node_modules" / "swagger-ui-dist"
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return [
        Route("/", control.overview),
        Route("/healthz", control.health),
        Route("/certs", control.certs),
        Route("/token/{function}", control.token),
        Route("/people/{role}", control.person, methods=["POST"]),
        Route("/push/{function}", control.push, methods=["POST"]),
        Route("/scheduler", control.schedules),
        Route("/scheduler/{function}/run", control.run_schedule, methods=["POST"]),
        Route("/tasks", control.queues),
        Route("/docs", control.docs),
        Route("/openapi.yaml", control.openapi),
        Route("/functions/{path:path}", control.forward, methods=methods),
        *console.routes(control.settings),
        *([Mount("/static/api-reference", StaticFiles(directory=bundle))] if bundle.is_dir() else []),
        Mount("/static", StaticFiles(directory=pages.FOLDER)),
    ]


def moment(text: str | None) -> datetime:
    """Read a time with a zone; nothing means now."""
    if text is None:
        return datetime.now(UTC).replace(microsecond=0)
    # A plus sign that was not escaped arrives as a space.
    parsed = datetime.fromisoformat(text.strip().replace(" ", "+"))
    if parsed.tzinfo is None:
        raise ValueError(text)
    return parsed.astimezone(UTC)


def unknown(function: str) -> Response:
    """Answer that there is no such function."""
    return problem(404, "function_not_found", "There is no such function.", function=function)


def problem(status: int, code: str, title: str, **fields: str) -> Response:
    """Return an error as RFC 9457 has it."""
    body = {"type": "about:blank", "title": title, "status": status, "code": code, **fields}
    return JSONResponse(body, status, media_type="application/problem+json")


def main() -> None:
    """Serve until told to stop."""
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s", level=logging.WARNING)
    settings = Settings.from_environment()
    app = application(settings, Manifest.load(settings.manifest_file))
    uvicorn.run(app, host=HOST, port=settings.ports.control, access_log=False, log_level="warning")


if __name__ == "__main__":
    main()
