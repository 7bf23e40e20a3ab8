"""The world of one test: call functions as the cloud does, see what is kept, let time pass, deliver what was sent."""

import base64
import io
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import httpx
import jwt
from functions_framework.aio import create_asgi_app_from_module
from starlette.types import ASGIApp

import functions.main
from emulators.demo.expectations import POLL_TIMEOUT
from emulators.identity_tokens import IdentityTokenSigner
from infra.build.discovery import collect_functions as all_functions
from infra.build.message_filters import parse_filter, render_spec_filter
from shared.gateways.firebase_auth import compute_alias
from shared.gateways.firestore.client import Firestore
from shared.gateways.firestore.unit_of_work import FirestoreReader, FirestoreUnitOfWork
from shared.kernel import outbox
from shared.kernel.errors import Unavailable
from shared.kernel.ids import UserId
from shared.kernel.ports import EntityT, Query, Ref
from shared.kernel.schemas import to_kebab_case
from shared.runtime.instance import Runtime
from shared.runtime.pipelines import RUNTIME_SCOPE_KEY
from shared.runtime.specs import Spec, get_spec

Function = Callable[..., Any]

ALIAS_KEY = "temani-test-alias-key"


def create_http_client(base_url: str = "", **options: Any) -> httpx.AsyncClient:
    """A client of servers on this machine, which may have their moments."""
    return httpx.AsyncClient(base_url=base_url, trust_env=False, timeout=POLL_TIMEOUT, **options)


def alias_of_user(uid: str) -> UserId:
    """By what somebody's calls know them."""
    return compute_alias(UserId(uid), ALIAS_KEY)


@dataclass(frozen=True)
class Person:
    """Who calls. `claims` are those of a Firebase ID token."""

    uid: str = ""
    role: str | None = None
    key: str | None = None
    anonymous: bool = False
    claims: dict[str, Any] = field(default_factory=dict)

    def headers(self, project: str) -> dict[str, str]:
        if self.key:
            return {"x-api-key": self.key}
        return {"authorization": f"Bearer {self.token(project)}"} if self.uid else {}

    def token(self, project: str) -> str:
        """An ID token as the Auth emulator makes them: unsigned."""
        now = int(time.time())
        provider = "anonymous" if self.anonymous else "phone" if "phone_number" in self.claims else "password"
        claims = {
            "iss": f"https://securetoken.google.com/{project}",
            "aud": project,
            "sub": self.uid,
            "user_id": self.uid,
            "auth_time": now,
            "iat": now,
            "exp": now + 3_600,
            "firebase": {"sign_in_provider": provider, "identities": {}},
        } | self.claims
        if self.role:
            claims["role"] = self.role
        return jwt.encode(claims, key="", algorithm="none")


NOBODY = Person()
ANA = Person("ana")
BUDI = Person("budi")
ADMIN = Person("citra", role="admin")
EXPERT = Person("dewi", role="expert")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: httpx.Headers
    content: bytes = b""

    @property
    def file_name(self) -> str:
        """The name of the file that came."""
        return self.headers["content-disposition"].removeprefix('attachment; filename="').removesuffix('"')

    @property
    def code(self) -> str | None:
        return self.body.get("code") if isinstance(self.body, dict) else None

    @property
    def invalid_fields(self) -> list[str]:
        """The fields that were found wrong."""
        return [error["field"] for error in self.body.get("errors", [])]


class FunctionCaller:
    """Calls a function through its decorator, served by functions-framework, in this process."""

    def __init__(self, runtime: Runtime, identity: IdentityTokenSigner) -> None:
        self._runtime = runtime
        self._identity = identity
        self._clients: dict[str, httpx.AsyncClient] = {}

    async def __call__(
        self,
        function: Function,
        body: Any = None,
        *,
        as_: Person = NOBODY,
        headers: dict[str, str] | None = None,
        content: bytes | None = None,
        method: str | None = None,
    ) -> Answer:
        """Call *function* with *body* (a GET's query, a POST's JSON)."""
        spec = get_spec(function)
        sent = as_.headers(self._runtime.settings.google_cloud_project) | (headers or {})
        verb = method or spec.method
        if verb == "GET":
            answer = await self._client(spec).request("GET", "/", params=body, headers=sent)
        elif content is not None:
            answer = await self._client(spec).request(verb, "/", content=content, headers=sent)
        else:
            answer = await self._client(spec).request(verb, "/", json=body or {}, headers=sent)
        kind = answer.headers.get("content-type", "")
        told = answer.json() if "json" in kind else answer.text
        return Answer(answer.status_code, told, answer.headers, answer.content)

    async def push_event(
        self,
        function: Function,
        event_type: str,
        payload: Mapping[str, Any],
        *,
        id: str,
        facts: Mapping[str, str] = MappingProxyType({}),
    ) -> Answer:
        """Push an event, as Pub/Sub does, whatever the function's filter says."""
        attributes = {**facts, "type": event_type, "id": id, "request_id": "req_test"}
        data = base64.b64encode(json.dumps(payload).encode()).decode()
        message = {"messageId": id, "data": data, "attributes": attributes}
        return await self(function, {"message": message, "subscription": "s"}, headers=self.machine_headers(function))

    async def deliver_task(
        self,
        function: Function,
        payload: Mapping[str, Any],
        *,
        entry: outbox.OutboxEntry | None = None,
        retries: int = 0,
    ) -> Answer:
        """Deliver a job, as Cloud Tasks does."""
        headers = {"x-cloudtasks-taskretrycount": str(retries), "x-cloudtasks-taskname": entry.id if entry else "task"}
        if entry:
            headers["x-temani-outbox"] = str(entry.delivery)
        return await self(function, payload, headers=self.machine_headers(function) | headers)

    async def run_schedule(self, function: Function, *, due_at: datetime) -> Answer:
        """Run a schedule that was due at *due_at*."""
        headers = {"x-cloudscheduler": "true", "x-cloudscheduler-scheduletime": due_at.isoformat()}
        return await self(function, {}, headers=self.machine_headers(function) | headers)

    def machine_headers(
        self, function: Function, *, email: str = "temani-internal@test.iam.gserviceaccount.com"
    ) -> dict[str, str]:
        """The header of one of our own machines."""
        audience = self._runtime.settings.url_for(get_spec(function).cloud_name)
        return {"authorization": f"Bearer {self._identity.issue_token(audience, email)}"}

    @property
    def called_functions(self) -> set[str]:
        """The names of the functions that have been called."""
        return set(self._clients)

    def _client(self, spec: Spec) -> httpx.AsyncClient:
        if spec.name not in self._clients:
            transport = httpx.ASGITransport(
                app=create_function_app(spec.name, self._runtime), raise_app_exceptions=False
            )
            self._clients[spec.name] = httpx.AsyncClient(transport=transport, base_url="http://functions.test")
        return self._clients[spec.name]


def create_function_app(name: str, runtime: Runtime) -> ASGIApp:
    """The function *name*'s own functions-framework app, on a runtime of the test's."""
    app = create_asgi_app_from_module(name, "functions/main.py", "http", functions.main, None)

    async def with_runtime(scope: Any, receive: Any, send: Any) -> None:
        scope[RUNTIME_SCOPE_KEY] = runtime
        await app(scope, receive, send)

    return with_runtime


class FakeOutboxTransport:
    """Stands at the post office's counter: takes events and jobs in place of Pub/Sub and Cloud Tasks.

    (The real emulators have tests of their own, and the journeys.)
    """

    def __init__(self) -> None:
        self.entries: list[outbox.OutboxEntry] = []
        self.closed = False

    async def publish(self, entry: outbox.OutboxEntry) -> None:
        self._record(entry)

    async def enqueue(self, entry: outbox.OutboxEntry) -> None:
        self._record(entry)

    def _record(self, entry: outbox.OutboxEntry) -> None:
        if self.closed:
            raise Unavailable("closed")
        # As Cloud Tasks: what has the name of something that waits is that.
        if not (entry.fleeting and any(entry.id == other.id for other in self.entries)):
            self.entries.append(entry)


@dataclass
class World:
    """Everything around one test."""

    runtime: Runtime
    documents: Firestore
    call: FunctionCaller
    sent: FakeOutboxTransport
    log: io.StringIO
    _now: list[datetime]
    vendors: str
    delivered: list[outbox.OutboxEntry] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return self._now[0]

    def later(self, **parts: float) -> datetime:
        """Let time pass, in the world of the functions."""
        self._now[0] += timedelta(**parts)
        return self.now

    def set_clock(self, moment: datetime) -> None:
        """Set the clock."""
        self._now[0] = moment

    async def put_documents(self, *things: tuple[Ref[EntityT], EntityT]) -> None:
        """Store documents, as if earlier calls had created them."""
        unit = self.new_unit_of_work()
        for ref, entity in things:
            unit.put(ref, entity)
        await self.documents.commit(unit.build_writes())

    async def get(self, ref: Ref[EntityT]) -> EntityT | None:
        return await FirestoreReader(self.documents).get(ref)

    @property
    def reader(self) -> FirestoreReader:
        return FirestoreReader(self.documents)

    def new_unit_of_work(self, attempt: int = 0) -> FirestoreUnitOfWork:
        """A unit of work outside of any call."""
        return FirestoreUnitOfWork(
            self.documents,
            request_id="req_world",
            now=self.now,
            instance_cache=self.runtime.instance_cache,
            attempt=attempt,
        )

    @property
    def sent_event_types(self) -> list[str]:
        """The types of the events sent, in order."""
        return [entry.type for entry in self.sent.entries if entry.kind == "event"]

    def delivered_payloads(self, event_type: str) -> list[dict[str, Any]]:
        """The payloads of the events of this type that were delivered, in order."""
        return [json.loads(json.dumps(entry.payload)) for entry in self.delivered if entry.type == event_type]

    @property
    def log_lines(self) -> list[dict[str, Any]]:
        """The log."""
        return [json.loads(line) for line in self.log.getvalue().splitlines()]

    async def deliver(self, *, rounds: int = 20, filtered: bool = True) -> list[tuple[str, int]]:
        """Deliver what has been sent and is due, and what follows from it, until all is quiet; who answered what.

        Without *filtered*, every function of an event's topic hears it, as from subscriptions that have no filter yet.
        """
        answers: list[tuple[str, int]] = []
        for _ in range(rounds):
            due = [entry for entry in self.sent.entries if entry.due_at <= self.now]
            if not due:
                return answers
            self.sent.entries = [entry for entry in self.sent.entries if entry not in due]
            self.delivered += due
            for entry in due:
                answers += [
                    (get_spec(function).name, await self._deliver(function, entry))
                    for function in _receivers_of(entry, filtered=filtered)
                ]
        raise AssertionError(f"never quiet: {answers[-10:]}")

    async def _deliver(self, function: Function, entry: outbox.OutboxEntry) -> int:
        if entry.kind == "event":
            answer = await self.call.push_event(
                function, entry.type, entry.payload, id=entry.id, facts=entry.attributes
            )
        else:
            answer = await self.call.deliver_task(function, entry.payload, entry=None if entry.fleeting else entry)
        return answer.status

    async def control_xendit(self, lever: str, **told: Any) -> Any:
        """Pull a lever of the payment provider's, on this test's own account."""
        settings = self.runtime.settings
        return await self._post_control(
            f"xendit/_control/{lever}", told, auth=(settings.xendit_secret_key.get_secret_value(), "")
        )

    async def count_hanging_calls(self, vendor: str) -> int:
        """How many of this test's calls the vendor leaves without an answer at this moment."""
        count: int = (await self._request_faults(vendor, "GET"))["hanging"]
        return count

    async def end_faults(self, vendor: str) -> None:
        """End every fault of a vendor's; its calls that hang go on."""
        await self._request_faults(vendor, "DELETE")

    async def _request_faults(self, vendor: str, method: str) -> Any:
        key = self.runtime.settings.xendit_secret_key.get_secret_value()
        who: dict[str, dict[str, Any]] = {
            "xendit": {"auth": (key, "")},
            "sendgrid": {"headers": self._mail_key()},
            "fcm": self._push_project(),
        }
        async with create_http_client(self.vendors) as client:
            return (await client.request(method, f"/{vendor}/_control/faults", **who[vendor])).json()

    async def list_xendit_records(self, kind: str) -> Any:
        """What the payment provider has on record for this test."""
        return await self.get_from_xendit(f"_control/{kind}")

    async def get_from_xendit(self, path: str) -> Any:
        """What the payment provider's own API says to this test's key."""
        settings = self.runtime.settings
        auth = (settings.xendit_secret_key.get_secret_value(), "")
        async with create_http_client(self.vendors) as client:
            return (await client.get(f"/xendit/{path}", auth=auth)).json()

    async def list_outbox_entries(self, entry_type: str) -> list[outbox.OutboxEntry]:
        """What waits in the outbox, of this type."""
        return await self.reader.query(Query("outbox", outbox.OutboxEntry).matching("type", "==", entry_type))

    async def sent_mails(self) -> list[dict[str, Any]]:
        """The e-mails sent in this test."""
        async with create_http_client(self.vendors) as client:
            answer = await client.get("/sendgrid/_control/mails", headers=self._mail_key())
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def sent_pushes(self) -> list[dict[str, Any]]:
        """The push messages sent in this test."""
        async with create_http_client(self.vendors) as client:
            answer = await client.get("/fcm/_control/pushes", **self._push_project())
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def control_fcm(self, lever: str, **told: Any) -> Any:
        """Pull a lever of the push provider's."""
        return await self._post_control(f"fcm/_control/{lever}", told, **self._push_project())

    async def fetch_from_provider(self, path: str) -> bytes:
        """What the provider servers show at *path*."""
        async with create_http_client(self.vendors) as client:
            return (await client.get(path)).raise_for_status().content

    async def control_sendgrid(self, lever: str, **told: Any) -> Any:
        """Pull a lever of the mail provider's."""
        return await self._post_control(f"sendgrid/_control/{lever}", told, headers=self._mail_key())

    def _mail_key(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.runtime.settings.sendgrid_api_key.get_secret_value()}"}

    def _push_project(self) -> dict[str, Any]:
        return {"params": {"project": self.runtime.settings.google_cloud_project}}

    async def _post_control(self, path: str, told: dict[str, Any], **options: Any) -> Any:
        async with create_http_client(self.vendors) as client:
            answer = await client.post(f"/{path}", json=told, **options)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None


def _receivers_of(entry: outbox.OutboxEntry, *, filtered: bool) -> list[Function]:
    """The functions that hear an event, or the one that does a job."""
    if entry.kind == "job":
        return [getattr(functions.main, to_kebab_case(entry.type).replace("-", "_"))]
    return [
        getattr(functions.main, function.spec.name)
        for function in all_functions()
        if function.spec.kind == "event"
        and function.spec.request_type
        and function.spec.request_type.__name__ == entry.type
        and (not filtered or parse_filter(render_spec_filter(function.spec))(entry.attributes))
    ]
