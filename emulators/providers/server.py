"""HTTP server of the providers: uvicorn, extended so that an application can reset a connection."""

import asyncio
import socket
import struct
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from emulators.providers.faults import RESET_EXTENSION


class ResettableProtocol(H11Protocol):
    """HTTP/1.1 protocol that lets the application reset the connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accept a connection and add the reset extension to each request on it."""
        super().connection_made(transport)
        application = cast(ASGIApp, self.app)

        def reset() -> None:
            # SO_LINGER of zero seconds makes the kernel send RST instead of FIN.
            connection: socket.socket | None = transport.get_extra_info("socket")
            if connection is not None and not transport.is_closing():
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()

        async def resettable(scope: Scope, receive: Receive, send: Send) -> None:
            extensions = {**scope.get("extensions", {}), RESET_EXTENSION: reset}
            await application({**scope, "extensions": extensions}, receive, send)

        self.app = cast(Any, resettable)


def create_server(app: ASGIApp, *, host: str, port: int, log_level: str = "warning") -> uvicorn.Server:
    """Create an HTTP server for the application, without starting it."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_level=log_level,
            loop="asyncio",
            http=ResettableProtocol,
            ws="none",
            lifespan="on",
            timeout_graceful_shutdown=1,
        )
    )
