"""Request pipelines, one for each kind of trigger: identify, parse, claim, call the handler, answer, log."""

import asyncio
import base64
import binascii
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from shared.contracts.files import Download
from shared.kernel import outbox
from shared.kernel.actors import ANYONE, Actor
from shared.kernel.errors import Fault, Invalid, Unavailable
from shared.kernel.ports import CALLBACK_PATH
from shared.kernel.schemas import Model, Moment
from shared.runtime import auth, cors, dead_letters, error_responses, idempotency, languages, requests
from shared.runtime.context import Context
from shared.runtime.instance import Runtime, current_runtime
from shared.runtime.requests import IncomingRequest
from shared.runtime.schedules import RUN_RETENTION, RunRecord, RunSummary, ScheduledRun, record_run
from shared.runtime.specs import Kind, Spec

ServeRequest = Callable[[Spec, HttpRequest], Awaitable[Response]]
Pipeline = Callable[[Spec, IncomingRequest, Context], Awaitable[Response]]

RUNTIME_SCOPE_KEY = "temani.runtime"
# Clocks of two machines differ by less.
_CLOCK_SKEW = timedelta(seconds=5)


def _wrap_pipeline(door: Pipeline) -> ServeRequest:
    """Wrap a pipeline in what is the same for all: request id, errors, one log line."""

    async def serve(spec: Spec, http: HttpRequest) -> Response:
        began = time.perf_counter()
        at: Runtime = http.scope.get(RUNTIME_SCOPE_KEY) or current_runtime()
        request = IncomingRequest(http)
        if asked := cors.answer_preflight(spec, request, at.settings):
            asked.raw_headers.append((b"x-content-type-options", b"nosniff"))
            return asked
        ctx = Context(
            at,
            function=spec.cloud_name,
            request_id=requests.resolve_request_id(request),
            trace=requests.find_trace_id(request),
            client_address=requests.find_client_address(request, at.settings.trusted_proxies),
        )
        fault: Fault | None = None
        try:
            response = await door(spec, request, ctx)
        except Exception as error:  # noqa: BLE001 (a bug must not tell the caller what it knows)
            response, fault = await _answer_error(spec, request, ctx, error)
        response.raw_headers.append((b"x-request-id", ctx.request_id.encode("latin-1")))
        _forbid_sniffing_and_storing(spec, ctx, response)
        # Devices compare with this clock: their own may be wrong by hours. `Date` has whole seconds, and may be cached.
        response.raw_headers.append((b"x-server-time", ctx.now.isoformat(timespec="milliseconds").encode("ascii")))
        cors.allow_origin(spec, request, at.settings, response)
        if ctx.limit_status and fault is None:
            response.headers.update(error_responses.render_limit_headers(ctx.limit_status))
        if ctx.replayed:
            response.raw_headers.append((b"idempotency-replayed", b"true"))
        at.log.write_line(
            _severity(response.status_code),
            f"{ctx.function} {response.status_code}",
            trace=ctx.trace,
            function=ctx.function,
            request_id=ctx.request_id,
            actor=str(ctx.actor),
            outcome=response.status_code,
            code=fault.code if fault else None,
            replayed=ctx.replayed or None,
            milliseconds=round((time.perf_counter() - began) * 1000, 1),
        )
        return response

    return serve


def _forbid_sniffing_and_storing(spec: Spec, ctx: Context, response: Response) -> None:
    """Forbid browsers to guess the media type, and caches to keep an answer for one caller."""
    response.raw_headers.append((b"x-content-type-options", b"nosniff"))
    is_public = "anyone" in spec.who and ctx.actor is ANYONE and response.status_code < 400
    if not is_public:
        response.headers.setdefault("Cache-Control", "no-store")


def _severity(status: int) -> str:
    return "ERROR" if status >= 500 else "INFO"


async def _answer_error(
    spec: Spec, request: IncomingRequest, ctx: Context, error: Exception
) -> tuple[Response, Fault | None]:
    """Build the answer after an error; if that fails too, the answer after the second error."""
    try:
        fault = _fault_from_error(ctx, error)
        response = await _answer_fault(spec, request, ctx, fault)
        await ctx.dispatch.finish_sending()
    except idempotency.Duplicate:
        ctx.replayed = True
        await ctx.dispatch.finish_sending()
        return Response(status_code=200), None
    except Exception as worse:  # noqa: BLE001 (as above)
        fault = _fault_from_error(ctx, worse)
        response = _render_problem(spec.kind, request, ctx, fault)
    return response, fault


def _fault_from_error(ctx: Context, error: Exception) -> Fault:
    if isinstance(error, idempotency.Duplicate):
        raise error
    if isinstance(error, Fault):
        return error
    ctx.log_crash(error, trace=ctx.trace)
    return error_responses.Bug()


async def _answer_fault(spec: Spec, request: IncomingRequest, ctx: Context, fault: Fault) -> Response:
    """Build the answer to a fault. What would otherwise be lost is stored as a dead letter first."""
    if ctx.actor is ANYONE:
        # Nobody of ours said this, or we could not tell: it is refused, and nothing of it is kept.
        return _render_problem("http", request, ctx, fault)
    decided = error_responses.decide_error_action(spec.kind, fault)
    if decided == "skip" and spec.kind != "schedule":
        # There is nothing (more) to do, so the arrival is dealt with.
        await ctx.finish()
        return _render_problem(spec.kind, request, ctx, fault)
    last = spec.kind == "task" and decided in ("retry", "fail") and dead_letters.is_last_attempt(request, spec.attempts)
    if decided in ("drop", "record") or last:
        kept = await dead_letters.save_dead_letter(ctx, spec, request, fault)
        if last and kept:
            return Response(status_code=200)
        if not last and not kept:
            return _render_problem(spec.kind, request, ctx, Unavailable())
    return _render_problem(spec.kind, request, ctx, fault)


def _render_problem(kind: Kind, request: IncomingRequest, ctx: Context, fault: Fault) -> Response:
    """Render `fault` in the language and zone of the caller, as far as the header or earlier reads tell them."""
    account = ctx.find_read_account()
    locale = languages.find_accepted_locale(request.headers.get("accept-language")) or account.locale
    return error_responses.render_problem(kind, fault, ctx.request_id, locale=locale, zone=account.zone)


async def _http(spec: Spec, request: IncomingRequest, ctx: Context) -> Response:
    if spec.page and request.method in ("GET", "HEAD"):
        return _redirect_to_page(spec, request)
    body, wrong = await _try_parse(spec, request)
    ctx.actor = await _identify_while_preloading(
        auth.authenticate_caller(spec, request.headers, ctx), _preload_for_known_partner(spec, request, ctx, body)
    )
    if auth.is_person(ctx.actor) and "anyone" not in spec.who:
        ctx.guard_account(open_to_suspended=_is_open_to_suspended(spec, body))
    if wrong is not None:
        await ctx.check_account()
        raise wrong
    if ctx.actor.role == "admin" and spec.audited and spec.method == "POST":
        ctx.audit_changes(spec.name, body)
    try:
        response = await _serve(spec, request, ctx, body)
    except Fault:
        await ctx.check_account()
        raise
    # A function that has neither read nor committed is refused to suspended people too.
    await ctx.check_account()
    return response


def _redirect_to_page(spec: Spec, request: IncomingRequest) -> Response:
    """Send a browser to the page behind a function: opening an address changes nothing."""
    query = requests.get_query_text(request)
    headers = {"location": f"/{spec.page}?{query}" if query else f"/{spec.page}"}
    return Response(status_code=303, headers=headers | {"cache-control": "no-store", "referrer-policy": "no-referrer"})


async def _serve(spec: Spec, request: IncomingRequest, ctx: Context, body: Any) -> Response:
    """Call the handler for a caller who may call it, and build the response."""
    if spec.preload and body is not None:
        # What a known partner's request needs has been read already; then this reads nothing.
        await spec.preload(ctx.prefetched_unit(), body, ctx.actor)
    if key := requests.find_idempotency_key(spec, request):
        sent = body.model_dump_json().encode() if body is not None else b""
        ctx.set_idempotency_key(idempotency.key_for_request(key, caller=str(ctx.actor), function=spec.name, body=sent))
    ports = _get_ports(spec, ctx)
    answer = await (spec.handler(ctx, **ports) if spec.request_type is None else spec.handler(body, ctx, **ports))
    await ctx.finish()
    return _file_response(answer) if isinstance(answer, Download) else _json_response(answer)


def _preload_for_known_partner(
    spec: Spec, request: IncomingRequest, ctx: Context, body: Any
) -> Coroutine[Any, Any, None] | None:
    """Read ahead while the key is checked, if the key was valid at an earlier call of this instance."""
    if spec.preload is None or body is None or not auth.is_known_partner(spec, request.headers, ctx):
        return None
    return spec.preload(ctx.prefetched_unit(), body, None)


async def _identify_while_preloading(identified: Awaitable[Actor], ahead: Coroutine[Any, Any, None] | None) -> Actor:
    """Find out who calls while reading ahead; who may not come in is told so, whatever the reading came to."""
    if ahead is None:
        return await identified
    reading = asyncio.ensure_future(ahead)
    try:
        actor = await identified
    except BaseException:
        await asyncio.gather(reading, return_exceptions=True)
        raise
    await reading
    return actor


def _is_open_to_suspended(spec: Spec, body: Any) -> bool:
    if callable(spec.open_to_suspended):
        return body is not None and spec.open_to_suspended(body)
    return spec.open_to_suspended


async def _try_parse(spec: Spec, request: IncomingRequest) -> tuple[Any, Invalid | None]:
    """Parse the body, or return what is wrong with it, which an unauthenticated caller is not told."""
    try:
        return await requests.parse_request(spec, request), None
    except Invalid as wrong:
        return None, wrong


async def _webhook(spec: Spec, request: IncomingRequest, ctx: Context) -> Response:
    requests.check_method(spec, request)
    ctx.raw_body = await requests.read_raw_body(request, limit=1024 * 1024)
    gateway = ctx.runtime.gateways.get_sender(spec.sender or "")
    # The sender signs the address that it was told, which a proxy may have changed since.
    query = requests.get_query_text(request)
    path = f"/{spec.cloud_name}?{query}" if query else f"/{spec.cloud_name}"
    verified = gateway.verify_callback({**request.headers, CALLBACK_PATH: path}, ctx.raw_body)
    if verified is not None:
        await verified
    ctx.actor = Actor("sender", spec.sender or "")
    body = requests.parse_callback(spec.body, ctx.raw_body, query)
    event = gateway.translate_callback(body, _request_model(spec))
    if event is not None:
        await spec.handler(event, ctx, **_get_ports(spec, ctx))
    await ctx.finish()
    return Response(status_code=200)


async def _event(spec: Spec, request: IncomingRequest, ctx: Context) -> Response:
    requests.check_method(spec, request)
    ctx.actor = await auth.authenticate_internal_caller(spec, request.headers, ctx)
    ctx.raw_body = await requests.read_raw_body(request, limit=15 * 1024 * 1024)
    push = requests.parse_json(_PubSubPush, ctx.raw_body)
    ctx.request_id = push.message.attributes.get("request_id", ctx.request_id)
    event = requests.parse_json(_request_model(spec), push.message.decode_payload())
    ctx.set_idempotency_key(
        idempotency.key_for_event(push.message.attributes.get("id") or push.message.messageId, function=spec.name)
    )
    await spec.handler(event, ctx, **_get_ports(spec, ctx))
    await ctx.finish()
    return Response(status_code=200)


async def _task(spec: Spec, request: IncomingRequest, ctx: Context) -> Response:
    requests.check_method(spec, request)
    ctx.actor = await auth.authenticate_internal_caller(spec, request.headers, ctx)
    ctx.raw_body = await requests.read_raw_body(request, limit=1024 * 1024)
    job = requests.parse_json(_request_model(spec), ctx.raw_body)
    if delivery := dead_letters.find_delivery(request):
        # A task often ends in a call to a vendor, so that a second delivery is better noticed first.
        unit, ref = ctx.prefetched_unit(), outbox.entry_ref(delivery.entry_id)
        entry = await unit.get(ref)
        if entry is None or entry.generation != delivery.generation:
            raise idempotency.Duplicate
        if entry.due_at > ctx.now + _CLOCK_SKEW:
            # It has been put off since this task was made; the task of the new time will do it.
            return Response(status_code=200)
        ctx.delivery = str(delivery)
        ctx.set_idempotency_key(idempotency.key_for_job(unit.get_read_version(ref), generation=delivery.generation))
    await spec.handler(job, ctx, **_get_ports(spec, ctx))
    await ctx.finish()
    return Response(status_code=200)


async def _schedule(spec: Spec, request: IncomingRequest, ctx: Context) -> Response:
    requests.check_method(spec, request)
    ctx.actor = await auth.authenticate_internal_caller(spec, request.headers, ctx)
    tick = ScheduledRun(due_at=_find_due_time(request) or ctx.now)
    run = RunRecord(job=spec.name, due_at=tick.due_at, started_at=ctx.now, expire_at=ctx.now + RUN_RETENTION)
    began = time.perf_counter()
    try:
        tally: RunSummary = await spec.handler(tick, ctx, **_get_ports(spec, ctx))
    except Exception as error:
        await ctx.commit(
            record_run, run.having(failed=1, milliseconds=_milliseconds_since(began), error=type(error).__name__)
        )
        raise
    done = run.having(counted=tally.counted, failed=tally.failed, milliseconds=_milliseconds_since(began))
    await ctx.commit(record_run, done)
    await ctx.finish()
    return _json_response(tally)


def _get_ports(spec: Spec, ctx: Context) -> dict[str, Any]:
    return ctx.runtime.gateways.get_ports(spec.ports)


def _milliseconds_since(began: float) -> int:
    return round((time.perf_counter() - began) * 1000)


def _request_model(spec: Spec) -> type[Model]:
    if spec.request_type is None:
        raise TypeError(f"{spec.name} has no request model")
    return spec.request_type


def _find_due_time(request: IncomingRequest) -> datetime | None:
    """Find the due time that Cloud Scheduler sends, so that a late retry computes the same result."""
    text = request.headers.get("x-cloudscheduler-scheduletime")
    return requests.validate_values(_DueHeader, {"due_at": text}).due_at if text else None


class _DueHeader(BaseModel):
    due_at: Moment


class _PubSubMessage(BaseModel):
    messageId: str  # noqa: N815 (Pub/Sub's name)
    data: str = ""
    attributes: dict[str, str] = {}

    def decode_payload(self) -> bytes:
        try:
            return base64.b64decode(self.data, validate=True)
        except binascii.Error:
            raise Invalid.field("message.data", "not_base64") from None


class _PubSubPush(BaseModel):
    """Pub/Sub's push body."""

    message: _PubSubMessage


def _file_response(answer: Download) -> Response:
    return Response(answer.content, media_type=answer.media_type, headers=answer.headers)


def _json_response(answer: BaseModel | None) -> Response:
    if answer is None:
        return Response(status_code=204)
    return Response(answer.__pydantic_serializer__.to_json(answer), media_type="application/json")


serve_http, serve_webhook, serve_event, serve_task, serve_schedule = map(
    _wrap_pipeline, (_http, _webhook, _event, _task, _schedule)
)
