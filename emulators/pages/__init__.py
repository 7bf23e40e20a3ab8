"""Pages of the control server."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from emulators.manifest import Manifest
from emulators.settings import Settings
from emulators.tasks.queue import TaskQueue

FOLDER = Path(__file__).parent

templates = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)

PART_LABELS = {
    "functions": "Functions",
    "firestore": "Firestore",
    "pubsub": "Pub/Sub",
    "auth": "Firebase Auth",
    "tasks": "Cloud Tasks",
    "providers": "Xendit, SendGrid and other vendors",
    "control": "Control",
    "storage": "Object storage (S3)",
}


def render_overview(
    settings: Settings, manifest: Manifest, jobs: Sequence[Mapping[str, Any]], queues: Sequence[TaskQueue]
) -> str:
    """Render the overview of the local cloud."""
    functions = sorted(manifest.functions.items(), key=lambda item: (item[1].domain, item[1].kind, item[0]))
    domains = [(domain, list(items)) for domain, items in groupby(functions, lambda item: item[1].domain)]
    return templates.get_template("overview.html").render(
        settings=settings,
        parts=[(name, words, settings.address(name)) for name, words in PART_LABELS.items()],
        domains=domains,
        jobs=jobs,
        rules=manifest.queues,
        queues={queue.name.rpartition("/")[2]: queue for queue in queues},
    )


def render_api_reference() -> str:
    """Render the page that displays the OpenAPI description."""
    return templates.get_template("api_reference.html").render()
