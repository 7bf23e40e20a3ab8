"""Control server: identity, push delivery, Cloud Tasks, Cloud Scheduler, API reference, overview and console."""

import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import uvicorn
import yaml
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from emulators import console, pages, pubsub
from emulators.identity_tokens import IdentityTokenSigner
from emulators.internal_calls import UNREACHABLE_STATUS, InternalCaller
from emulators.manifest import Manifest
from emulators.moved_clock import MovedClock
from emulators.push_delivery import Push, PushDelivery
from emulators.sample_people import ROLES, SamplePeople
from emulators.scheduler import Scheduler, create_http_call, job_run_as_json
from emulators.settings import HOST, Settings
from emulators.tasks.delivery import TaskDelivery
from emulators.tasks.service import CloudTasks, start_task_server
from emulators.tasks.views import finished_as_json, waiting_as_json

# Headers that apply to a single connection and are not forwarded.
HOP_HEADERS = {"connection", "content-encoding", "content-length", "host", "transfer-encoding"}


class ControlServer:
    """Request handlers of the control server, with the services that they use."""

    def __init__(self, settings: Settings, manifest: Manifest, client: httpx.AsyncClient) -> None:
        self.settings = settings
        self.manifest = manifest
        self.identity = IdentityTokenSigner()
        self.calls = InternalCaller(client, self.identity, settings)
        schedules = manifest.functions_of_kind("schedule")
        self.scheduler = Scheduler(schedules, create_http_call(self.calls, schedules))
        self.tasks = CloudTasks(manifest.queues, TaskDelivery(client, self.identity))
        self.pushes = PushDelivery(self.calls, self._publish_dead_letter)
        self.people = SamplePeople(client, settings)
        self.clock = MovedClock(settings.local)
        self.tasks.move_clock(self.clock.ahead)
        self._client = client

    async def show_health(self, _: Request) -> Response:
        """Answer that the server is running."""
        return JSONResponse({"status": "ok"})

    async def show_overview(self, _: Request) -> Response:
        """Render the overview of parts, functions, schedules and queues."""
        jobs = self.scheduler.describe_jobs()
        return HTMLResponse(pages.render_overview(self.settings, self.manifest, jobs, self.tasks.queues))

    async def list_certificates(self, _: Request) -> Response:
        """Return the public keys that verify identity tokens."""
        return JSONResponse(self.identity.key_set(), headers={"Cache-Control": "public, max-age=300"})

    async def issue_token(self, request: Request) -> Response:
        """Return an identity token, so that a developer can call an internal function by hand."""
        function = request.path_params["function"]
        if function not in self.manifest.functions:
            return unknown_function_response(function)
        email = request.query_params.get("email", self.settings.caller_account)
        token = self.identity.issue_token(self.settings.function_url(function), email)
        return JSONResponse({"token": token, "email": email})

    async def sign_in_person(self, request: Request) -> Response:
        """Sign in a sample person of a role, or create an API key for a partner, to try the functions.

        Query parameters:
            name: Distinguishes several people of one role. Default: the role.
            phone: `verified` signs the person in by phone. Experts always sign in by phone.
        """
        role = request.path_params["role"]
        try:
            if role == "partner":
                return JSONResponse(await self.people.create_partner_key())
            if role in ROLES:
                asked = request.query_params
                verified = asked.get("phone") == "verified"
                return JSONResponse(await self.people.sign_in_as(role, name=asked.get("name", role), verified=verified))
        except (httpx.HTTPError, KeyError) as error:
            return problem_response(
                UNREACHABLE_STATUS, "not_signed_in", f"Firebase Auth or the functions did not answer: {error}"
            )
        return problem_response(
            404, "unknown_role", f"There is no role {role}. The roles are partner, {', '.join(ROLES)}."
        )

    async def accept_push(self, request: Request) -> Response:
        """Accept a push of the Pub/Sub emulator, to deliver it with the identity token that real pushes have."""
        name = request.path_params["function"]
        function = self.manifest.functions.get(name)
        if function is None:
            return unknown_function_response(name)
        self.pushes.accept_push(name, function, await request.json())
        return Response(status_code=204)

    async def _publish_dead_letter(self, function: str, push: Push) -> None:
        await pubsub.publish_dead_letter(self._client, self.settings, function, push)

    async def list_schedules(self, _: Request) -> Response:
        """List the scheduled functions."""
        return JSONResponse({"running": self.scheduler.is_running, "jobs": self.scheduler.describe_jobs()})

    async def run_schedule(self, request: Request) -> Response:
        """Run a scheduled function now. The query parameter `due_at` sets the due time that the function receives."""
        name = request.path_params["function"]
        if name not in self.scheduler.jobs:
            return unknown_function_response(name)
        try:
            due_at = parse_moment(request.query_params.get("due_at"), by_default=self.clock.now())
        except ValueError:
            return problem_response(422, "due_at_invalid", "due_at must be an RFC 3339 time with a zone.")
        run = await self.scheduler.run_job(name, due_at)
        return JSONResponse(job_run_as_json(run), 200 if run.reply.succeeded else 502)

    async def show_clock(self, _: Request) -> Response:
        """Return the time of the functions."""
        return JSONResponse({"now": self.clock.now().isoformat(), "ahead_seconds": self.clock.ahead.total_seconds()})

    async def move_clock(self, request: Request) -> Response:
        """Move the clock of the functions and their tasks. What is due by then follows at once.

        Query parameters:
            now: Time of the functions from now on, RFC 3339 with a zone, not in the past. Default: the true time.
        """
        try:
            moment = parse_moment(request.query_params.get("now"))
        except ValueError:
            return problem_response(422, "now_invalid", "now must be an RFC 3339 time with a zone.")
        self.clock.move(max(timedelta(), moment - datetime.now(UTC)))
        self.tasks.move_clock(self.clock.ahead)
        return await self.show_clock(request)

    async def list_queues(self, _: Request) -> Response:
        """List the waiting tasks and the latest finished tasks of each queue."""
        return JSONResponse(
            {
                "queues": [
                    {
                        "name": queue.name,
                        "paused": queue.paused,
                        "rules": queue.rules.model_dump(),
                        "waiting": [waiting_as_json(entry) for entry in queue.list_waiting()],
                        "finished": [finished_as_json(each) for each in reversed(queue.finished)],
                    }
                    for queue in self.tasks.queues
                ]
            }
        )

    async def list_pushes(self, request: Request) -> Response:
        """List the pushes to a device and its topics, oldest first, for a phone of the console.

        Query parameters:
            token: Registration token of the device.
            topic: Topic that the device follows; may be repeated.
        """
        url, asked = f"{self.settings.base_url('providers')}/fcm/_control/pushes", request.query_params
        targets = [(name, value) for name, value in asked.multi_items() if name in ("token", "topic")]
        try:
            answers = [await self._client.get(url, params={name: value}) for name, value in targets]
            found = [push for answer in answers for push in answer.raise_for_status().json()["items"]]
        except httpx.HTTPError as error:
            return problem_response(
                UNREACHABLE_STATUS, "providers_not_reached", f"The providers did not answer: {error}"
            )
        return JSONResponse({"items": sorted(found, key=lambda push: str(push["at"]))})

    async def show_api_reference(self, _: Request) -> Response:
        """Render the API reference."""
        return HTMLResponse(pages.render_api_reference())

    async def show_openapi(self, _: Request) -> Response:
        """Return the OpenAPI description with this local cloud as its only server."""
        file = self.settings.root / "infra" / "openapi.yaml"
        if not file.exists():
            return problem_response(
                404, "not_generated", "infra/openapi.yaml is missing. Write it with `make generate`."
            )
        description = yaml.safe_load(file.read_text())
        # The page sends calls to its own origin, so that the functions need no CORS for it.
        description["servers"] = [{"url": "/functions", "description": "The functions of this local cloud"}]
        text = yaml.safe_dump(description, sort_keys=False, allow_unicode=True)
        return Response(text, media_type="application/yaml")

    async def forward_call(self, request: Request) -> Response:
        """Forward a call from the API reference to the functions host."""
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
            return problem_response(
                UNREACHABLE_STATUS, "functions_not_reached", f"The functions host did not answer: {error}"
            )
        kept = {name: value for name, value in answer.headers.items() if name not in HOP_HEADERS}
        return Response(answer.content, answer.status_code, kept)


def create_application(settings: Settings, manifest: Manifest) -> Starlette:
    """Create the control server. Cloud Tasks and Cloud Scheduler run as long as the application runs."""
    client = httpx.AsyncClient(timeout=60, limits=httpx.Limits(max_connections=1_000))
    control = ControlServer(settings, manifest, client)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        server, _port = await start_task_server(control.tasks, settings.address("tasks"))
        if settings.scheduler:
            control.scheduler.start()
        yield
        await control.scheduler.stop()
        await server.stop(grace=None)
        await control.tasks.stop()
        await control.pushes.stop()
        await client.aclose()

    return Starlette(routes=create_routes(control), lifespan=lifespan)


def create_routes(control: ControlServer) -> list[Route | Mount]:
    """Return the routes of the control server."""
    bundle = control.settings.root / "node_modules" / "swagger-ui-dist"
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return [
        Route("/", control.show_overview),
        Route("/healthz", control.show_health),
        Route("/certs", control.list_certificates),
        Route("/token/{function}", control.issue_token),
        Route("/people/{role}", control.sign_in_person, methods=["POST"]),
        Route("/push/{function}", control.accept_push, methods=["POST"]),
        Route("/scheduler", control.list_schedules),
        Route("/scheduler/{function}/run", control.run_schedule, methods=["POST"]),
        Route("/clock", control.show_clock),
        Route("/clock", control.move_clock, methods=["POST"]),
        Route("/tasks", control.list_queues),
        Route("/pushes", control.list_pushes),
        Route("/docs", control.show_api_reference),
        Route("/openapi.yaml", control.show_openapi),
        Route("/functions/{path:path}", control.forward_call, methods=methods),
        *console.create_routes(control.settings),
        *([Mount("/static/api-reference", StaticFiles(directory=bundle))] if bundle.is_dir() else []),
        Mount("/static", StaticFiles(directory=pages.FOLDER)),
    ]


def parse_moment(text: str | None, *, by_default: datetime | None = None) -> datetime:
    """Parse an RFC 3339 time. Return `by_default`, or the true time, if there is no text.

    Raises:
        ValueError: The text is not a time or has no zone.
    """
    if text is None:
        return (by_default or datetime.now(UTC)).replace(microsecond=0)
    # A plus sign that is not escaped, as in +07:00, arrives as a space.
    parsed = datetime.fromisoformat(text.strip().replace(" ", "+"))
    if parsed.tzinfo is None:
        raise ValueError(text)
    return parsed.astimezone(UTC)


def unknown_function_response(function: str) -> Response:
    """Return the response for a function that does not exist."""
    return problem_response(404, "function_not_found", "There is no such function.", function=function)


def problem_response(status: int, code: str, title: str, **fields: str) -> Response:
    """Return an error response as RFC 9457 defines it."""
    body = {"type": "about:blank", "title": title, "status": status, "code": code, **fields}
    return JSONResponse(body, status, media_type="application/problem+json")


def main() -> None:
    """Run the control server until a signal stops it."""
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s", level=logging.WARNING)
    settings = Settings.from_environment()
    app = create_application(settings, Manifest.load(settings.manifest_file))
    uvicorn.run(app, host=HOST, port=settings.ports.control, access_log=False, log_level="warning")


if __name__ == "__main__":
    main()
