"""Console: pages with simulated phones that call the functions and listen to Firestore, as the apps do."""

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
    """Static files that a browser revalidates on every request, so that old and new modules never mix."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Any, status_code: int = 200
    ) -> Response:
        """Return the file with `Cache-Control: no-cache`, or 304 if the file has not changed."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "no-cache"
        return response


def create_routes(settings: Settings) -> list[Route | Mount]:
    """Return the routes of the console's pages, of their files and of npm's copy of the Firebase SDK."""
    firebase = settings.root / "node_modules" / "firebase"

    def page(template: str) -> Callable[[Request], Awaitable[HTMLResponse]]:
        async def show(_: Request) -> HTMLResponse:
            return _page(template, settings, _imports(firebase))

        return show

    return [
        Route("/console", page("index.html")),
        Route("/console/pairing", page("pairing/index.html")),
        Route("/console/meetings", page("meetings/index.html")),
        *([Mount("/console/firebase", StaticFiles(directory=firebase))] if firebase.is_dir() else []),
        Mount("/console", NoCacheStaticFiles(directory=FOLDER)),
    ]


def _page(template: str, settings: Settings, imports: dict[str, str]) -> HTMLResponse:
    nonce = secrets.token_urlsafe(12)
    cloud = {
        "project": settings.project,
        "logs": str(settings.local / "logs"),
        **{part: settings.base_url(part) for part in ("functions", "auth", "firestore", "providers")},
    }
    html = templates.get_template(template).render(cloud=cloud, imports=imports, nonce=nonce)
    return HTMLResponse(
        html, headers={"Content-Security-Policy": _policy(settings, nonce), "Cache-Control": "no-cache"}
    )


def _imports(firebase: Path) -> dict[str, str]:
    """Return the page's import map: module name to file.

    The SDK's modules import each other from Firebase's CDN, so the CDN addresses are mapped too.
    """
    package = firebase / "package.json"
    if not package.exists():
        return {}
    cdn = f"https://www.gstatic.com/firebasejs/{json.loads(package.read_text())['version']}"
    files = {name: f"/console/firebase/firebase-{name}.js" for name in MODULES}
    return {f"firebase/{name}": file for name, file in files.items()} | {
        f"{cdn}/firebase-{name}.js": file for name, file in files.items()
    }


def _policy(settings: Settings, nonce: str) -> str:
    """Return the content security policy of the page.

    The page may call only this local cloud and run only its own scripts.
    """
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
