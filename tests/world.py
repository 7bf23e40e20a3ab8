"""World of one test: the functions as the cloud serves them, their documents, a clock, and the deliveries.

A test calls functions, reads stored documents, moves the clock, and delivers events and jobs.
"""

import base64
import io
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import uuid4

import httpx
import jwt
from functions_framework.aio import create_asgi_app_from_module
from starlette.types import ASGIApp

import functions.main
from emulators.demo.expectations import POLL_TIMEOUT
from emulators.identity_tokens import IdentityTokenSigner
from infra.build.discovery import collect_functions as all_functions
from infra.build.message_filters import parse_filter, render_spec_filter
from shared.contracts.calls import identify_customer
from shared.gateways.firebase_auth import compute_alias, compute_alias_key
from shared.gateways.firestore.client import Firestore
from shared.gateways.firestore.unit_of_work import FirestoreReader, FirestoreUnitOfWork
from shared.kernel import outbox
from shared.kernel.actors import Actor
from shared.kernel.errors import Unavailable
from shared.kernel.ids import SessionId, UserId
from shared.kernel.ports import EntityT, Query, Ref
from shared.kernel.schemas import to_kebab_case
from shared.runtime.context import Context
from shared.runtime.instance import Runtime
from shared.runtime.pipelines import RUNTIME_SCOPE_KEY
from shared.runtime.specs import Spec, get_spec

Function = Callable[..., Any]
T = TypeVar("T")

ALIAS_KEY = "temani-test-alias-key"


def create_http_client(base_url: str = "", **options: Any) -> httpx.AsyncClient:
    """Create an HTTP client for servers on this machine, with a timeout that suits a slow machine."""
    return httpx.AsyncClient(base_url=base_url, trust_env=False, timeout=POLL_TIMEOUT, **options)


def alias_of_user(uid: str) -> UserId:
    """Compute the pseudonymous id that a customer has in pairing calls."""
    return compute_alias(UserId(uid), ALIAS_KEY)


def alias_in_session(uid: str, session_id: str) -> UserId:
    """Compute the pseudonymous id that a customer has in one session of a call."""
    return identify_customer(a_customer_actor(uid), SessionId(session_id))


def a_customer_actor(uid: str, **given: Any) -> Actor:
    """Build the actor of a customer, with the aliases that the sign-in computes."""
    keys = {"alias": alias_of_user(uid), "alias_key": compute_alias_key(UserId(uid), ALIAS_KEY)}
    return Actor(**{"role": "customer", "id": uid} | keys | given)


@dataclass(frozen=True)
class Person:
    """Caller of a function.

    Attributes:
        uid: The Firebase user's id; empty for a caller who is not signed in.
        role: Value of the custom claim `role`, or None.
        key: API key of a partner, or None.
        anonymous: Whether the user signed in anonymously.
        claims: Further claims of the Firebase ID token.
    """

    uid: str = ""
    role: str | None = None
    key: str | None = None
    anonymous: bool = False
    claims: dict[str, Any] = field(default_factory=dict)

    def with_email(self, address: str, *, verified: bool = True) -> "Person":
        """Return the person signed in with an e-mail address, which the provider has verified or not."""
        return replace(self, claims=self.claims | {"email": address, "email_verified": verified})

    def headers(self, project: str) -> dict[str, str]:
        if self.key:
            return {"x-api-key": self.key}
        return {"authorization": f"Bearer {self.token(project)}"} if self.uid else {}

    def token(self, project: str) -> str:
        """Return an ID token as the Auth emulator issues them: unsigned."""
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
ADMIN = Person("citra", role="admin", claims={"admin_scopes": ["owner"]})
EXPERT = Person("dewi", role="expert")


@dataclass(frozen=True)
class Answer:
    """HTTP response of a function, with its body parsed."""

    status: int
    body: Any
    headers: httpx.Headers
    content: bytes = b""

    @property
    def file_name(self) -> str:
        """Name of the downloaded file."""
        return self.headers["content-disposition"].removeprefix('attachment; filename="').removesuffix('"')

    @property
    def code(self) -> str | None:
        return self.body.get("code") if isinstance(self.body, dict) else None

    @property
    def invalid_fields(self) -> list[str]:
        """Names of the request's fields that the function rejected."""
        return [error["field"] for error in self.body.get("errors", [])]


_KEY_HEADER = "idempotency-key"


def _with_needed_key(spec: Spec, headers: dict[str, str]) -> dict[str, str]:
    """Return `headers` with a fresh `Idempotency-Key` if the function needs one; an empty one stands for no key."""
    if not spec.needs_idempotency_key:
        return headers
    named = {name.lower(): value for name, value in headers.items()}
    key = named.pop(_KEY_HEADER, uuid4().hex)
    return named | ({_KEY_HEADER: key} if key else {})


class FunctionCaller:
    """Caller of functions through their decorators, served by functions-framework in this process."""

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
        query: str = "",
    ) -> Answer:
        """Call `function` with `body`: the query of a GET, the JSON of a POST. The app is English by default.

        `content` is a body as bytes instead of the JSON, and `query` belongs to the address of a POST.
        """
        spec = get_spec(function)
        person = as_.headers(self._runtime.settings.google_cloud_project)
        sent = _with_needed_key(spec, {"accept-language": "en"} | person | (headers or {}))
        verb, address = method or spec.method, f"/?{query}" if query else "/"
        if verb == "GET":
            answer = await self._client(spec).request("GET", "/", params=body, headers=sent)
        elif content is not None:
            answer = await self._client(spec).request(verb, address, content=content, headers=sent)
        else:
            answer = await self._client(spec).request(verb, address, json=body or {}, headers=sent)
        kind = answer.headers.get("content-type", "")
        told = answer.json() if "json" in kind and answer.content else answer.text
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
        """Push an event as Pub/Sub does, whether or not the function's filter admits it."""
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
        """Deliver a job as Cloud Tasks does."""
        headers = {"x-cloudtasks-taskretrycount": str(retries), "x-cloudtasks-taskname": entry.id if entry else "task"}
        if entry:
            headers["x-temani-outbox"] = str(entry.delivery)
        return await self(function, payload, headers=self.machine_headers(function) | headers)

    async def run_schedule(self, function: Function, *, due_at: datetime) -> Answer:
        """Run a scheduled function that was due at `due_at`."""
        headers = {"x-cloudscheduler": "true", "x-cloudscheduler-scheduletime": due_at.isoformat()}
        return await self(function, {}, headers=self.machine_headers(function) | headers)

    def machine_headers(
        self, function: Function, *, email: str = "temani-internal@test.iam.gserviceaccount.com"
    ) -> dict[str, str]:
        """Build the authorization header of an internal caller, for example of Cloud Tasks."""
        audience = self._runtime.settings.url_for(get_spec(function).cloud_name)
        return {"authorization": f"Bearer {self._identity.issue_token(audience, email)}"}

    @property
    def called_functions(self) -> set[str]:
        """Names of the functions that have been called."""
        return set(self._clients)

    def _client(self, spec: Spec) -> httpx.AsyncClient:
        if spec.name not in self._clients:
            transport = httpx.ASGITransport(
                app=create_function_app(spec.name, self._runtime), raise_app_exceptions=False
            )
            self._clients[spec.name] = httpx.AsyncClient(transport=transport, base_url="http://functions.test")
        return self._clients[spec.name]


def create_function_app(name: str, runtime: Runtime) -> ASGIApp:
    """Create a function's own functions-framework app, with the test's `runtime`."""
    app = create_asgi_app_from_module(name, "functions/main.py", "http", functions.main, None)

    async def with_runtime(scope: Any, receive: Any, send: Any) -> None:
        scope[RUNTIME_SCOPE_KEY] = runtime
        await app(scope, receive, send)

    return with_runtime


class FakeOutboxTransport:
    """Outbox transport that records events and jobs in place of Pub/Sub and Cloud Tasks.

    The real emulators have tests of their own, and the journeys use them.
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
    """Everything around one test.

    Attributes:
        runtime: Runtime of the functions that the test calls.
        documents: The test's own database.
        call: Calls functions.
        sent: Events and jobs that commits have sent and that are not delivered yet.
        log: The functions' log, one JSON object a line.
        vendors: Address of the provider servers.
        delivered: Events and jobs that `deliver` has delivered, in order.
    """

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
        """Move the functions' clock forward, and return the new time."""
        self._now[0] += timedelta(**parts)
        return self.now

    def set_clock(self, moment: datetime) -> None:
        """Set the functions' clock."""
        self._now[0] = moment

    async def put_documents(self, *things: tuple[Ref[EntityT], EntityT]) -> None:
        """Store documents, as if earlier calls had created them."""
        unit = self.new_unit_of_work()
        for ref, entity in things:
            unit.put(ref, entity)
        await self.documents.commit(unit.build_writes())

    async def get(self, ref: Ref[EntityT]) -> EntityT | None:
        return await FirestoreReader(self.documents).get(ref)

    async def commit(self, action: Callable[..., Awaitable[T]], *args: Any, **kwargs: Any) -> T:
        """Commit an action as a function does, and send off the events and jobs of the commit."""
        ctx = Context(self.runtime, function="world", request_id="req_world")
        result = await ctx.commit(action, *args, **kwargs)
        await ctx.finish()
        return result

    @property
    def reader(self) -> FirestoreReader:
        return FirestoreReader(self.documents)

    def new_unit_of_work(self, attempt: int = 0) -> FirestoreUnitOfWork:
        """Create a unit of work that belongs to no call."""
        return FirestoreUnitOfWork(
            self.documents,
            request_id="req_world",
            now=self.now,
            instance_cache=self.runtime.instance_cache,
            attempt=attempt,
        )

    @property
    def sent_event_types(self) -> list[str]:
        """Types of the events that were sent and not delivered yet, in order."""
        return [entry.type for entry in self.sent.entries if entry.kind == "event"]

    def delivered_payloads(self, event_type: str) -> list[dict[str, Any]]:
        """Return the payloads of the delivered events of a type, in order."""
        return [json.loads(json.dumps(entry.payload)) for entry in self.delivered if entry.type == event_type]

    @property
    def log_lines(self) -> list[dict[str, Any]]:
        """Entries of the functions' log."""
        return [json.loads(line) for line in self.log.getvalue().splitlines()]

    async def deliver(self, *, rounds: int = 20, filtered: bool = True) -> list[tuple[str, int]]:
        """Deliver all due events and jobs, and those that follow from them, until none is left.

        Args:
            rounds: Limit of the rounds of deliveries.
            filtered: Whether subscriptions apply their filters; otherwise each function of a topic gets each event.

        Returns:
            Function name and HTTP status of each delivery, in order.

        Raises:
            AssertionError: Entries are still due after the last round.
        """
        answers: list[tuple[str, int]] = []
        for _ in range(rounds):
            due = [entry for entry in self.sent.entries if entry.due_at <= self.now]
            if not due:
                return answers
            self.sent.entries = [entry for entry in self.sent.entries if entry not in due]
            self.delivered += due
            for entry in due:
                answers += await self.deliver_entry(entry, filtered=filtered)
        raise AssertionError(f"never quiet: {answers[-10:]}")

    async def deliver_entry(self, entry: outbox.OutboxEntry, *, filtered: bool = True) -> list[tuple[str, int]]:
        """Deliver one event or job to its functions; return the name and the HTTP status of each."""
        receivers = _receivers_of(entry, filtered=filtered)
        return [(get_spec(function).name, await self._deliver(function, entry)) for function in receivers]

    async def _deliver(self, function: Function, entry: outbox.OutboxEntry) -> int:
        if entry.kind == "event":
            answer = await self.call.push_event(
                function, entry.type, entry.payload, id=entry.id, facts=entry.attributes
            )
        else:
            answer = await self.call.deliver_task(function, entry.payload, entry=None if entry.fleeting else entry)
        return answer.status

    async def control_xendit(self, lever: str, **told: Any) -> Any:
        """Call a control endpoint of the local Xendit, on the test's own account."""
        settings = self.runtime.settings
        return await self._post_control(
            f"xendit/_control/{lever}", told, auth=(settings.xendit_secret_key.get_secret_value(), "")
        )

    async def count_hanging_calls(self, vendor: str) -> int:
        """Count the test's calls that a vendor has not answered at this moment."""
        count: int = (await self._request_faults(vendor, "GET"))["hanging"]
        return count

    async def end_faults(self, vendor: str) -> None:
        """End every fault of a vendor; its hanging calls go on."""
        await self._request_faults(vendor, "DELETE")

    async def _request_faults(self, vendor: str, method: str) -> Any:
        key = self.runtime.settings.xendit_secret_key.get_secret_value()
        who: dict[str, dict[str, Any]] = {
            "xendit": {"auth": (key, "")},
            "sendgrid": {"headers": self._mail_key()},
            "fcm": self._push_project(),
            "twilio": {"auth": self._text_account()},
            "videosdk": {"headers": self._video_key()},
        }
        async with create_http_client(self.vendors) as client:
            return (await client.request(method, f"/{vendor}/_control/faults", **who[vendor])).json()

    async def list_xendit_records(self, kind: str) -> Any:
        """List the local Xendit's records of a kind for this test."""
        return await self.get_from_xendit(f"_control/{kind}")

    async def get_from_xendit(self, path: str) -> Any:
        """Call the local Xendit's API with the test's key."""
        settings = self.runtime.settings
        auth = (settings.xendit_secret_key.get_secret_value(), "")
        async with create_http_client(self.vendors) as client:
            return (await client.get(f"/xendit/{path}", auth=auth)).json()

    async def list_outbox_entries(self, entry_type: str) -> list[outbox.OutboxEntry]:
        """List the stored outbox entries of a type."""
        return await self.reader.query(Query("outbox", outbox.OutboxEntry).matching("type", "==", entry_type))

    async def sent_mails(self) -> list[dict[str, Any]]:
        """Return the e-mails that this test has sent."""
        async with create_http_client(self.vendors) as client:
            answer = await client.get("/sendgrid/_control/mails", headers=self._mail_key())
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def sent_pushes(self) -> list[dict[str, Any]]:
        """Return the push messages that this test has sent."""
        async with create_http_client(self.vendors) as client:
            answer = await client.get("/fcm/_control/pushes", **self._push_project())
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def control_fcm(self, lever: str, **told: Any) -> Any:
        """Call a control endpoint of the local push provider."""
        return await self._post_control(f"fcm/_control/{lever}", told, **self._push_project())

    async def fetch_from_provider(self, path: str) -> bytes:
        """Fetch a page of the provider servers."""
        async with create_http_client(self.vendors) as client:
            return (await client.get(path)).raise_for_status().content

    async def control_sendgrid(self, lever: str, **told: Any) -> Any:
        """Call a control endpoint of the local mail provider."""
        return await self._post_control(f"sendgrid/_control/{lever}", told, headers=self._mail_key())

    async def sent_texts(self) -> list[dict[str, Any]]:
        """Return the SMS and WhatsApp messages that this test has sent."""
        async with create_http_client(self.vendors) as client:
            answer = await client.get("/twilio/_control/messages", auth=self._text_account())
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def list_text_callbacks(self, **wanted: str) -> list[dict[str, Any]]:
        """Return the signed callbacks of the local Twilio whose fields match; nothing of them was sent."""
        async with create_http_client(self.vendors) as client:
            answer = await client.get("/twilio/_control/callbacks", auth=self._text_account(), params=wanted)
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def control_twilio(self, lever: str, **told: Any) -> Any:
        """Call a control endpoint of the local Twilio."""
        return await self._post_control(f"twilio/_control/{lever}", told, auth=self._text_account())

    async def control_videosdk(self, lever: str, **told: Any) -> Any:
        """Call a control endpoint of the local VideoSDK."""
        return await self._post_control(f"videosdk/_control/{lever}", told, headers=self._video_key())

    async def list_video_calls(self) -> list[dict[str, Any]]:
        """Return the calls of the local VideoSDK's API, in order."""
        async with create_http_client(self.vendors) as client:
            answer = await client.get("/videosdk/_control/calls", headers=self._video_key())
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    def _video_key(self) -> dict[str, str]:
        return {"x-videosdk-api-key": self.runtime.settings.videosdk_api_key.get_secret_value()}

    def _text_account(self) -> tuple[str, str]:
        settings = self.runtime.settings
        return settings.twilio_account_sid, settings.twilio_auth_token.get_secret_value()

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
    """Return the functions that an event or a job is delivered to."""
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
