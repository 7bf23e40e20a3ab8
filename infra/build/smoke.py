"""Smoke test of a deployment: `python -m infra.build.smoke staging` requests every route of both hosts once.

The test needs Python alone and no credentials: a function that is deployed answers that they are missing.
"""

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path

INFRA_FOLDER = Path(__file__).parents[1]
_MAX_CONCURRENT = 8
# Until the load balancer's last corner of the world has heard of a new route.
_TIMEOUT_SECONDS = 300.0
_RETRY_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class RouteResponse:
    """`ours`: a function of ours has said it, which puts its request's id on every answer."""

    status: int
    ours: bool
    location: str = ""


FetchRoute = Callable[[str, str], RouteResponse]


@dataclass(frozen=True, slots=True)
class Hosts:
    """Addresses of an environment."""

    public: str
    control_center: str


def read_hosts(environment: str) -> Hosts:
    """Read the addresses of an environment from infra/env."""
    text = (INFRA_FOLDER / "env" / f"{environment}.tfvars").read_text()
    said = dict(re.findall(r'^(\w+) *= *"([^"]*)"$', text, re.MULTILINE))
    return Hosts(said["domain"], said["control_center_domain"])


def read_exposures() -> dict[str, str]:
    """Read the exposure of each function from the manifest."""
    functions = json.loads((INFRA_FOLDER / "functions.json").read_text())["functions"]
    return {name: function["exposure"] for name, function in functions.items()}


def fetch_route(url: str, path: str) -> RouteResponse:
    """Send one GET without credentials."""
    scheme, _, host = url.partition("://")
    connection = (HTTPSConnection if scheme == "https" else HTTPConnection)(host, timeout=60)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return RouteResponse(
            response.status, response.headers.get("x-request-id") is not None, response.headers.get("location", "")
        )
    except (OSError, HTTPException):
        return RouteResponse(0, ours=False)
    finally:
        connection.close()


def find_failures(where: Hosts, exposures: dict[str, str], ask: FetchRoute = fetch_route) -> list[str]:
    """Describe each failure in a sentence."""

    def wrong(name: str) -> Iterable[str]:
        path, exposure = f"/{name}", exposures[name]
        outside = ask(f"https://{where.public}", path)
        inside = ask(f"https://{where.control_center}", path)
        if exposure == "public":
            if not outside.ours or outside.status >= 500:
                yield f"{name} does not answer at {where.public}: {outside.status}"
        elif outside != RouteResponse(404, ours=False):
            yield f"{name} is not for {where.public}, which answers {outside.status}"
        if inside.ours:
            yield f"{name} answers at {where.control_center} without a sign-in: {inside.status}"
        elif exposure == "control_center" and inside.status not in (302, 401):
            yield f"{where.control_center} asks nobody who calls {name} to sign in: {inside.status}"
        elif exposure != "control_center" and inside.status != 404:
            yield f"{name} is not for {where.control_center}, which answers {inside.status}"

    with ThreadPoolExecutor(_MAX_CONCURRENT) as pool:
        found = [finding for each in pool.map(lambda name: list(wrong(name)), sorted(exposures)) for finding in each]
    plain = ask(f"http://{where.public}", "/")
    if plain.status != 301 or not plain.location.startswith(f"https://{where.public}"):
        found.append(f"http://{where.public} does not lead to https: {plain.status}")
    return found


def main(arguments: list[str] | None = None, *, patience: float = _TIMEOUT_SECONDS) -> int:
    """Ask until all is well, or for as long as it may take; 1 when something is wrong then."""
    parser = argparse.ArgumentParser(prog="python -m infra.build.smoke", description=__doc__)
    parser.add_argument("environment", choices=sorted(file.stem for file in (INFRA_FOLDER / "env").glob("*.tfvars")))
    where, exposures = read_hosts(parser.parse_args(arguments).environment), read_exposures()
    ends = time.monotonic() + patience
    while found := find_failures(where, exposures):
        if time.monotonic() >= ends:
            print("\n".join(found), file=sys.stderr)
            return 1
        time.sleep(_RETRY_SECONDS)
    print(f"{len(exposures)} functions are where they should be, and nowhere else.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
