"""State of one function instance: settings, clock, log, gateways, and a cache that outlives a request."""

from typing import Any

from shared.runtime import clock
from shared.runtime import settings as settings_
from shared.runtime.gateways import Gateways
from shared.runtime.logs import Log
from shared.runtime.settings import Settings

_MAX_WAIT_SECONDS = 20.0


class InstanceCache(dict[str, Any]):
    """Least recently used values of one instance, at most 500: callers may ask about any id that they invent."""

    _LIMIT = 500

    def setdefault(self, key: str, default: Any = None) -> Any:
        """Get the value of `key`, and mark `key` as the most recently used."""
        self[key] = value = self.pop(key, default)
        if len(self) > self._LIMIT:
            del self[next(iter(self))]
        return value


class Runtime:
    """State of one instance. Nothing is built before its first use.

    Attributes:
        settings: Environment of the instance, checked.
        clock: Source of the current time, in UTC.
        log: Writer of the log lines.
        gateways: Clients of the vendors, each built on first use.
        max_wait_seconds: Longest time for which a call waits for what another call has begun.
        instance_cache: Values of earlier requests, possibly old: steer by them, decide nothing by them.
    """

    def __init__(self, settings: Settings, *, clock: clock.Clock = clock.utc_now, log: Log | None = None) -> None:
        self.settings = settings
        self.clock = clock
        self.log = log or Log(project=settings.google_cloud_project, include_error_text=settings.environment == "local")
        self.gateways = Gateways(settings, self.log)
        self.max_wait_seconds = _MAX_WAIT_SECONDS
        self.instance_cache: dict[str, Any] = InstanceCache()


_current: Runtime | None = None


def current_runtime() -> Runtime:
    """Get the runtime of this process, built from the environment on first use."""
    global _current  # noqa: PLW0603 (one a process, as the environment is)
    if _current is None:
        _current = Runtime(settings_.read_settings())
    return _current
