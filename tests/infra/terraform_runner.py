"""Runner of Terraform on a copy of infra/.

It runs offline by tfcheck, or else with the provider from the registry.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from infra.build.discovery import ROOT

Plan = dict[str, Any]
Manifest = dict[str, Any]

INFRA = ROOT / "infra"
ENVIRONMENTS = ("staging", "production")
LOCAL_STATE = 'terraform {\n  backend "local" {}\n}\n'
# What the registry, and then Google, say to a machine that they have never heard of.
_REGISTRY_UNREACHABLE = ("could not connect to registry", "failed to query available provider packages", "Error 401")


class TerraformUnavailable(Exception):
    """Terraform or the provider is not available on this machine; the text says which."""


class TerraformFailed(Exception):
    """Terraform has found a problem; the text is its output."""


class Terraform(Protocol):
    """Terraform on a folder that it may write to.

    Every method raises TerraformFailed for a problem, and TerraformUnavailable if Terraform cannot run.
    """

    def check(self, infra: Path) -> None:
        """Check format and validity, and run `terraform test`."""
        ...

    def plan(self, infra: Path, environment: str) -> Plan:
        """Plan an empty project; a warning counts as a problem."""
        ...

    def apply(self, infra: Path, environment: str) -> None:
        """Apply the plan in a simulated cloud, and check that a second plan changes nothing."""
        ...


def find_terraform() -> Terraform:
    """Find Terraform on this machine: by tfcheck if that is installed, else by the registry.

    Raises:
        TerraformUnavailable: Terraform is not installed.
    """
    if not shutil.which("terraform"):
        raise TerraformUnavailable("terraform is not installed (https://developer.hashicorp.com/terraform/install)")
    places = (
        os.environ.get("TFCHECK"),
        shutil.which("tfcheck"),
        ROOT.parent / "shared" / "tools" / "tfcheck" / "tfcheck",
    )
    for place in places:
        if place and Path(place).is_file():
            return OfflineTerraform(Path(place))
    return RegistryTerraform()


@dataclass(frozen=True, slots=True)
class OfflineTerraform:
    """Terraform with the provider's schema, by tfcheck."""

    program: Path

    def check(self, infra: Path) -> None:
        self._run(infra, "--strict")

    def plan(self, infra: Path, environment: str) -> Plan:
        file = infra.parent / f"{environment}.json"
        _without_warnings(
            self._run(infra, "--no-fmt", "--no-test", "-v", "--plan-json", str(file), variables=environment)
        )
        return _read(file)

    def apply(self, infra: Path, environment: str) -> None:
        self._run(infra, "--no-fmt", "--no-test", "--apply", variables=environment)

    def _run(self, infra: Path, *options: str, variables: str | None = None) -> str:
        chosen = ["--var-file", str(_variables(infra, variables))] if variables else []
        ours = {"TFCHECK_PYTHON": sys.executable} if importlib.util.find_spec("msgpack") else {}
        return _run([str(self.program), str(infra), "--root", str(infra.parent), *options, *chosen], infra, ours)


class RegistryTerraform:
    """Terraform with the real provider; it cannot apply, because no cloud is behind it."""

    def check(self, infra: Path) -> None:
        self._prepare(infra)
        for command in (["fmt", "-check", "-diff", "-recursive"], ["validate"], ["test"]):
            self._terraform(infra, *command)

    def plan(self, infra: Path, environment: str) -> Plan:
        self._prepare(infra)
        variables = f"-var-file={_variables(infra, environment)}"
        _without_warnings(self._terraform(infra, "plan", "-input=false", "-no-color", "-out=plan", variables))
        file = infra / "plan.json"
        file.write_text(self._terraform(infra, "show", "-json", "plan"))
        return _read(file)

    def apply(self, infra: Path, environment: str) -> None:
        raise TerraformUnavailable("only tfcheck simulates an apply")

    def _prepare(self, infra: Path) -> None:
        (infra / "zz_override.tf").write_text(LOCAL_STATE)
        self._terraform(infra, "init", "-input=false", "-no-color")

    @staticmethod
    def _terraform(infra: Path, *command: str) -> str:
        # The provider wants a token before it knows that it has nothing to ask.
        return _run(["terraform", *command], infra, {"GOOGLE_OAUTH_ACCESS_TOKEN": "none"})


def copy_infra(place: Path, manifest: Manifest | None = None) -> Path:
    """Copy infra/ below `place`, with a listed archive for each function of `manifest`."""
    copy = place / "infra"
    shutil.copytree(INFRA, copy, ignore=shutil.ignore_patterns(".build", ".terraform", "build", "*.tfstate*", "*.yaml"))
    if manifest is None:
        manifest = read_manifest(copy)
    else:
        (copy / "functions.json").write_text(json.dumps(manifest))
    archives = {name: {"file": f"{name}-{16 * '0'}.zip", "sha256": 64 * "0"} for name in manifest["functions"]}
    (copy / ".build").mkdir()
    (copy / ".build" / "archives.json").write_text(json.dumps(archives))
    for archive in archives.values():
        (copy / ".build" / archive["file"]).touch()
    return copy


def read_manifest(infra: Path = INFRA) -> Manifest:
    """Read the manifest in a copy of infra/."""
    return _read(infra / "functions.json")


def list_all_resources(plan: Plan) -> Iterator[dict[str, Any]]:
    """List the planned resources of all modules: `address`, `type` and the known `values`."""
    waiting = [plan["planned_values"]["root_module"]]
    while waiting:
        module = waiting.pop()
        yield from (one for one in module.get("resources", ()) if one["mode"] == "managed")
        waiting += module.get("child_modules", ())


def select_resources_by_type(plan: Plan, kind: str) -> dict[str, dict[str, Any]]:
    """Return the values of the planned resources of a type, by address."""
    return {one["address"]: one["values"] for one in list_all_resources(plan) if one["type"] == kind}


def index_resources_by_name(plan: Plan, kind: str, key: str = "name") -> dict[str, dict[str, Any]]:
    """Return the values of the planned resources of a type, by their name in the cloud."""
    return {values[key]: values for values in select_resources_by_type(plan, kind).values()}


def _read(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(file.read_text())
    return read


def _variables(infra: Path, environment: str) -> Path:
    return infra / "env" / f"{environment}.tfvars"


def _without_warnings(said: str) -> None:
    if "Warning: " in said:
        raise TerraformFailed(said[said.index("Warning: ") :])


def _run(command: list[str], folder: Path, more: dict[str, str]) -> str:
    done = subprocess.run(command, check=False, cwd=folder, env=os.environ | more, capture_output=True, text=True)
    if done.returncode == 0:
        return done.stdout
    said = done.stdout + done.stderr
    for reason in _REGISTRY_UNREACHABLE:
        if reason in said:
            raise TerraformUnavailable(f"neither tfcheck nor the provider can be had here: {reason}")
    raise TerraformFailed(said)
