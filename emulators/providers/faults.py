"""What can go wrong between us and a vendor, on demand and a counted number of times."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

RESET_EXTENSION = "temani.reset"
"""The ASGI extension by which our server lets an application reset its connection."""

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
]
ErrorResponse = Callable[[int, str, str], Response]

_BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n"
)


class Fault(BaseModel):
    """One way to fail, for the next calls of an operation (`*`: of any)."""

    model_config = ConfigDict(extra="forbid")

    kind: FaultKind
    operation: str = "*"
    times: int = Field(default=1, ge=1)
    seconds: float = Field(default=5.0, ge=0)
    status: int = Field(default=500, ge=400, le=599)
    error_code: str = "SERVER_ERROR"
    message: str = "Something went wrong"


class ConnectionReset(Response):
    """No answer at all: the connection is reset under the caller."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Reset the connection, or raise when the caller is in this process and has none."""
        reset = scope.get("extensions", {}).get(RESET_EXTENSION)
        if reset is None:
            raise ConnectionResetError("the connection was reset on purpose")
        reset()
        while (await receive())["type"] != "http.disconnect":
            continue


@dataclass
class FaultQueue:
    """The faults that wait for their calls, oldest first."""

    waiting: list[Fault] = field(default_factory=list)
    hanging: set[asyncio.Event] = field(default_factory=set)

    def add(self, fault: Fault) -> None:
        """Let the next calls fail."""
        self.waiting.append(fault.model_copy())

    def take_next(self, operation: str) -> Fault | None:
        """The fault this call must suffer, if any; each counts once a call."""
        for fault in self.waiting:
            if fault.operation in ("*", operation):
                fault.times -= 1
                if fault.times == 0:
                    self.waiting.remove(fault)
                return fault
        return None

    async def hang_for(self, seconds: float) -> None:
        """Do nothing for so long, or until all is well again."""
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
        """All is well again: no more faults, and whoever hangs goes on."""
        self.waiting.clear()
        for well in self.hanging:
            well.set()

    def as_json(self) -> dict[str, Any]:
        """What still waits, and how many calls hang at this moment, as JSON."""
        return {"faults": [fault.model_dump() for fault in self.waiting], "hanging": len(self.hanging)}


async def _in_time(fault: Fault, queue: FaultQueue, work: Callable[[], Awaitable[Response]]) -> Response:
    """Hang, and then do nothing (`hang`) or the work (`slow`); or do the work, and then hang (`late`)."""
    answer = await work() if fault.kind == "late" else None
    await queue.hang_for(fault.seconds)
    if fault.kind == "slow":
        return await work()
    return answer or ConnectionReset()


async def respond_with_fault(
    fault: Fault | None,
    queue: FaultQueue,
    request: Request,
    work: Callable[[], Awaitable[Response]],
    error: ErrorResponse,
) -> Response:
    """Do the work as the fault allows, and answer as it dictates."""
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
            return refusal
        case "error":
            return error(fault.status, fault.error_code, fault.message)
