"""Facts about one call: function, request id, time and caller."""

import secrets
from datetime import datetime
from typing import Any

from shared.kernel.actors import ANYONE, Actor
from shared.kernel.rate_limits import RateLimitStatus
from shared.runtime.instance import Runtime


class CallInfo:
    """Facts about one call of a function, shared by all that serves the call.

    Attributes:
        runtime: Instance that serves the call.
        function: Name of the function in the cloud, with dashes.
        request_id: Id of the request in every log line; an event or a task keeps the id of its cause.
        call_id: Id of this call alone, made here; a request id may come from the caller's header, and come twice.
        trace: Trace id of the front end, if there is one.
        now: Time at which the call began, in UTC.
        actor: Authenticated caller; `ANYONE` until the caller is known.
        replayed: True if an earlier arrival with the same idempotency key has done the work.
        client_address: IP address of the client, as our load balancer saw it; None without a load balancer.
        limit_status: State of the tightest limit that the call has counted against; None if there is none.
        delivery: Reference to the scheduling of the job that the call does, the same at each attempt; None elsewhere.
        raw_body: Body of a webhook, event or task as it arrived, for dead letters.
    """

    def __init__(
        self,
        runtime: Runtime,
        *,
        function: str,
        request_id: str,
        trace: str | None = None,
        client_address: str | None = None,
    ) -> None:
        self.runtime = runtime
        self.function = function
        self.request_id = request_id
        self.call_id = secrets.token_hex(10)
        self.trace = trace
        self.now: datetime = runtime.clock()
        self.actor: Actor = ANYONE
        self.replayed = False
        self.client_address = client_address
        self.limit_status: RateLimitStatus | None = None
        self.delivery: str | None = None
        self.raw_body = b""

    @property
    def max_wait_seconds(self) -> float:
        """Longest time for which the call waits for what another call has begun."""
        return self.runtime.max_wait_seconds

    def current_time(self) -> datetime:
        """Return the present instant, in UTC; `now` is the beginning of the call."""
        return self.runtime.clock()

    def alert(self, message: str, **fields: Any) -> None:
        """Write an ERROR line, on which the alert policies notify a person."""
        self.log("ERROR", message, **fields)

    def log(self, severity: str, message: str, **fields: Any) -> None:
        """Write a line that names the function and the request."""
        self.runtime.log.write_line(severity, message, function=self.function, request_id=self.request_id, **fields)

    def log_crash(self, error: BaseException, **fields: Any) -> None:
        """Report a bug, with the function and the request."""
        self.runtime.log.write_crash(error, function=self.function, request_id=self.request_id, **fields)
