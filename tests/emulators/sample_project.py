"""Small project that the local cloud can serve."""

import json
from pathlib import Path

MAIN_SOURCE = '''
"""Four functions, loaded by name."""

import os

from starlette.responses import JSONResponse


def __getattr__(name):
    if name == "broken":
        raise ImportError("a module that is not there")
    if name not in ("echo", "greet", "hear"):
        raise AttributeError(name)

    async def function(request):
        body = (await request.body()).decode()
        print(name, body, flush=True)
        said = {"function": name, "path": request.url.path, "query": dict(request.query_params), "body": body}
        return JSONResponse({**said, "pid": os.getpid(), "project": os.environ["GOOGLE_CLOUD_PROJECT"]})

    return function
'''

MANIFEST = {
    "functions": {
        "echo": {"kind": "http", "domain": "toys", "entry_point": "echo", "method": "POST"},
        "greet": {"kind": "schedule", "domain": "toys", "entry_point": "greet", "schedule": "0 3 * * *"},
        "hear": {"kind": "event", "domain": "toys", "entry_point": "hear", "topic": "toy-made"},
        "broken": {"kind": "http", "domain": "toys", "entry_point": "broken"},
    },
    "topics": {"toy-made": {}},
    "queues": {"toys": {"attempts": 2}},
}


def write_project(folder: Path) -> Path:
    """Write the project's functions and manifest into `folder`."""
    for name in ("functions", "infra"):
        (folder / name).mkdir()
    (folder / "functions" / "main.py").write_text(MAIN_SOURCE)
    (folder / "infra" / "functions.json").write_text(json.dumps(MANIFEST))
    return folder
