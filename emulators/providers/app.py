"""Application that contains all provider servers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from emulators.providers.fcm import fcm_routes
from emulators.providers.inbox import Inbox
from emulators.providers.inbox_pages import inbox_routes
from emulators.providers.pages import render_page
from emulators.providers.sendgrid import MailAccounts, sendgrid_routes
from emulators.providers.settings import ProviderSettings
from emulators.providers.text_account import TextAccounts
from emulators.providers.twilio import twilio_routes
from emulators.providers.video import VideoAccounts, video_routes
from emulators.providers.xendit import xendit_routes
from emulators.providers.xendit.account import Accounts


def create_app(settings: ProviderSettings | None = None) -> Starlette:
    """Create the application. Each application has its own state in memory."""
    settings = settings or ProviderSettings()
    # Webhooks go to this machine, so a proxy in the environment variables does not apply.
    client = httpx.AsyncClient(trust_env=False, limits=httpx.Limits(max_connections=100))
    accounts = Accounts(settings, client)
    mail_accounts = MailAccounts(settings, client)
    text_accounts = TextAccounts(settings, client)
    video_accounts = VideoAccounts(settings, client)
    inbox = Inbox()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        accounts.close_all()
        mail_accounts.close_all()
        text_accounts.close_all()
        video_accounts.close_all()
        await client.aclose()

    async def index(request: Request) -> Response:
        newest = next(inbox.newest_first(), None)
        return render_page(
            request, "index.html", invoices=accounts.list_recent_invoices(12), newest=newest, settings=settings
        )

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    app = Starlette(
        routes=[
            Route("/", index, methods=["GET"]),
            Route("/healthz", health, methods=["GET"]),
            Mount("/xendit", routes=xendit_routes(accounts)),
            Mount("/sendgrid", routes=sendgrid_routes(mail_accounts, inbox)),
            Mount("/twilio", routes=twilio_routes(text_accounts, inbox)),
            Mount("/fcm", routes=fcm_routes(settings, inbox)),
            Mount("/videosdk", routes=video_routes(video_accounts)),
            *inbox_routes(inbox),
        ],
        lifespan=lifespan,
    )
    app.state.accounts = accounts
    app.state.inbox = inbox
    return app
