"""Injected faults: failures between us and a vendor, for a given number of calls."""

import asyncio
import json
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

RESET_EXTENSION = "temani.reset"
"""Name of the ASGI extension with which an application resets its connection."""

FaultKind = Literal[
    "bad_gateway",
    "unavailable",
    "hang",
    "slow",
    "late",
    "reset",
    "reset_before",
    "duplicate",
    "rate_limited",
    "error",
    "garbage",
    "partial",
]
ErrorResponse = Callable[[int, str, str], Response]

_BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n"
)


class Fault(BaseModel):
    """Failure that the next calls of an operation meet.

    Attributes:
        kind: Kind of failure.
        operation: Operation id, or `*` for any operation.
        times: Number of calls that fail.
        seconds: Length of a delay, or of the pause that the headers of the kind `rate_limited` ask for.
        status: HTTP status of the kind `error`.
        error_code: Vendor's error code of the kind `error`.
        message: Error message of the kind `error`.
        fields: Fields that the kind `partial` leaves out of the true answer, or of each entry of a list.
    """

    model_config = ConfigDict(extra="forbid")

    kind: FaultKind
    operation: str = "*"
    times: int = Field(default=1, ge=1)
    seconds: float = Field(default=5.0, ge=0)
    status: int = Field(default=500, ge=400, le=599)
    error_code: str = "SERVER_ERROR"
    message: str = "Something went wrong"
    fields: list[str] = Field(default_factory=list)


class ConnectionReset(Response):
    """Response that resets the connection instead of answering."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Reset the connection.

        Raises:
            ConnectionResetError: The caller runs in this process, so there is no connection.
        """
        reset = scope.get("extensions", {}).get(RESET_EXTENSION)
        if reset is None:
            raise ConnectionResetError("the connection was reset by an injected fault")
        reset()
        while (await receive())["type"] != "http.disconnect":
            continue


@dataclass
class FaultQueue:
    """Queue of faults that apply to coming calls, oldest first.

    Attributes:
        waiting: Faults that still apply to coming calls.
        hanging: Events that end the calls that hang now.
    """

    waiting: list[Fault] = field(default_factory=list)
    hanging: set[asyncio.Event] = field(default_factory=set)

    def add(self, fault: Fault) -> None:
        """Add a fault for the next calls."""
        self.waiting.append(fault.model_copy())

    def take_next(self, operation: str) -> Fault | None:
        """Return the fault for a call of `operation`, or None, and count the call."""
        for fault in self.waiting:
            if fault.operation in ("*", operation):
                fault.times -= 1
                if fault.times == 0:
                    self.waiting.remove(fault)
                return fault
        return None

    async def hang_for(self, seconds: float) -> None:
        """Wait for a number of seconds, or until the faults are cleared."""
        well = asyncio.Event()
        self.hanging.add(well)
        try:
            async with asyncio.timeout(seconds):
                await well.wait()
        except TimeoutError:
            return
        finally:
            self.hanging.discard(well)

    def clear_faults(self) -> None:
        """Remove all faults, and let the calls that hang continue."""
        self.waiting.clear()
        for well in self.hanging:
            well.set()

    def as_json(self) -> dict[str, Any]:
        """Return the waiting faults and the number of hanging calls as JSON."""
        return {"faults": [fault.model_dump() for fault in self.waiting], "hanging": len(self.hanging)}


async def _in_time(fault: Fault, queue: FaultQueue, work: Callable[[], Awaitable[Response]]) -> Response:
    """Answer with a delay.

    The kinds differ in the work: `hang` never does it, `slow` does it after the delay, `late` before.
    """
    answer = await work() if fault.kind == "late" else None
    await queue.hang_for(fault.seconds)
    if fault.kind == "slow":
        return await work()
    return answer or ConnectionReset()


def _without_fields(answer: Response, fields: list[str]) -> Response:
    """Leave fields out of a JSON answer: of the object, of each entry of a list, and of each entry of its `data`."""
    told = json.loads(bytes(answer.body))
    listed = told if isinstance(told, list) else told.get("data") if isinstance(told.get("data"), list) else [told]
    for entry in listed:
        for name in fields:
            entry.pop(name, None)
    return JSONResponse(told, status_code=answer.status_code)


async def respond_with_fault(
    fault: Fault | None,
    queue: FaultQueue,
    request: Request,
    work: Callable[[], Awaitable[Response]],
    error: ErrorResponse,
) -> Response:
    """Answer a call, changed by `fault` if there is one.

    Args:
        fault: Fault to apply, or None.
        queue: Queue of the fault, which ends delays when it is cleared.
        request: Request of the call.
        work: Function that does the call's work and returns the true answer.
        error: Function that renders an error as the vendor does.
    """
    if fault is None:
        return await work()
    match fault.kind:
        case "bad_gateway":
            return HTMLResponse(_BAD_GATEWAY, status_code=502)
        case "unavailable":
            return Response(status_code=503)
        case "garbage":
            return HTMLResponse("<html><body>maintenance</body></html>", status_code=200)
        case "hang" | "slow" | "late":
            return await _in_time(fault, queue, work)
        case "reset":
            await work()
            return ConnectionReset()
        case "reset_before":
            return ConnectionReset()
        case "duplicate":
            status = 409 if "refund" in fault.operation or "/refunds" in request.url.path else 400
            return error(status, "DUPLICATE_ERROR", "The idempotency key was already used by another request")
        case "rate_limited":
            refusal = error(429, "RATE_LIMIT_EXCEEDED", "Rate limit exceeded")
            refusal.headers["Rate-Limit-Limit"] = "60"
            refusal.headers["Rate-Limit-Remaining"] = "0"
            refusal.headers["Rate-Limit-Reset"] = f"{fault.seconds:.1f}"
            refusal.headers["Retry-After"] = str(math.ceil(fault.seconds))
            # SendGrid names the moment, not the time until then.
            refusal.headers["X-RateLimit-Reset"] = str(math.ceil(time.time() + fault.seconds))
            return refusal
        case "partial":
            return _without_fields(await work(), fault.fields)
        case "error":
            return error(fault.status, fault.error_code, fault.message)
