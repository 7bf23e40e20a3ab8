"""Phones on a page, a chat's two and a pairing's four: what an app does with the functions and with Firestore."""

import json
import os
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from emulators.settings import Settings

FOLDER = Path(__file__).parent
MODULES = ("app", "auth", "firestore")

templates = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)


class NoCacheStaticFiles(StaticFiles):
    """Files that a browser asks for anew each time, so that old and new modules never meet."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Any, status_code: int = 200
    ) -> Response:
        """Return the file, or that it has not changed."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "no-cache"
        return response


def create_routes(settings: Settings) -> list[Route | Mount]:
    """Return the pages and their files; Firebase's are those that npm has installed."""
    firebase = settings.root / "node_modules" / "firebase"

    def page(template: str) -> Callable[[Request], Awaitable[HTMLResponse]]:
        async def show(_: Request) -> HTMLResponse:
            return _page(template, settings, _imports(firebase))

        return show

    return [
        Route("/console", page("index.html")),
        Route("/console/pairing", page("pairing/index.html")),
        *([Mount("/console/firebase", StaticFiles(directory=firebase))] if firebase.is_dir() else []),
        Mount("/console", NoCacheStaticFiles(directory=FOLDER)),
    ]


def _page(template: str, settings: Settings, imports: dict[str, str]) -> HTMLResponse:
    nonce = secrets.token_urlsafe(12)
    cloud = {
        "project": settings.project,
        "logs": str(settings.local / "logs"),
        **{part: settings.base_url(part) for part in ("functions", "auth", "firestore")},
    }
    html = templates.get_template(template).render(cloud=cloud, imports=imports, nonce=nonce)
    return HTMLResponse(
        html, headers={"Content-Security-Policy": _policy(settings, nonce), "Cache-Control": "no-cache"}
    )


def _imports(firebase: Path) -> dict[str, str]:
    """Which file each name stands for; the ready modules name one another by their address at Firebase's CDN."""
    package = firebase / "package.json"
    if not package.exists():
        return {}
    cdn = f"https://www.gstatic.com/firebasejs/{json.loads(package.read_text())['version']}"
    files = {name: f"/console/firebase/firebase-{name}.js" for name in MODULES}
    return {f"firebase/{name}": file for name, file in files.items()} | {
        f"{cdn}/firebase-{name}.js": file for name, file in files.items()
    }


def _policy(settings: Settings, nonce: str) -> str:
    """The page talks to the parts of this local cloud and to nobody else, and runs no script but its own."""
    storage = settings.base_url("storage")
    parts = " ".join(settings.base_url(part) for part in ("functions", "auth", "firestore", "storage"))
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            "style-src 'self'",
            f"img-src 'self' blob: data: {storage}",
            f"connect-src 'self' {parts}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )
