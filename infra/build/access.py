"""Access that the cloud grants to a function: account, roles, buckets, environment.

Derived from the function's code.
"""

import ast
import inspect
from collections.abc import Collection, Mapping
from functools import cache
from typing import Literal

from pydantic import SecretStr

from infra.build import imports
from infra.build.discovery import ROOT, Function
from shared.orders.ports import RefundProvider
from shared.runtime import settings
from shared.runtime.settings import Settings

DocumentAccess = Literal["none", "read", "write"]

PAYOUTS_ACCOUNT = "payouts"
"""The account of the functions that send money out; the others run as their domain's."""
MONEY_SENDING_PORTS = frozenset({RefundProvider})
"""Ports by which money leaves."""

_ROLES = {
    "accounts": ("roles/firebaseauth.admin",),
    "push": ("roles/firebasecloudmessaging.admin",),
}
_BUCKETS = {"storage": ("files",)}
# Without it functions-framework sets up a Flask that an async function never uses.
_SERVED = "FUNCTION_USE_ASGI"
_FROM_CLOUD_RUN = frozenset({"k_service"})


def compute_account(function: Function) -> str:
    """Compute the service account of a function."""
    sends_money = MONEY_SENDING_PORTS & {port for _, port in function.spec.ports}
    return PAYOUTS_ACCOUNT if sends_money else function.spec.domain


def compute_document_access(function: Function) -> DocumentAccess:
    """Compute the function's access to documents.

    A function that only reads still writes its log of calls to the provider.
    """
    gateways = function.spec.gateways
    if "documents" not in gateways:
        return "none"
    return "read" if function.spec.method == "GET" and "payments" not in gateways else "write"


def compute_buckets(function: Function) -> tuple[str, ...]:
    """Compute the buckets in which the function reads, writes or deletes files."""
    return _of_gateways(_BUCKETS, function)


def compute_roles(function: Function) -> tuple[str, ...]:
    """Compute the project roles that the function's gateways need, beyond documents, topics, queues and secrets."""
    return _of_gateways(_ROLES, function)


def compute_environment(function: Function, *, sends_jobs: bool) -> tuple[str, ...]:
    """Compute the environment variables that the function reads, without secrets and those that Cloud Run sets."""
    used = {name for name, field in Settings.model_fields.items() if field.is_required()}
    for gateway in {*function.spec.gateways, *(("tasks",) if sends_jobs else ())}:
        used |= compute_gateway_settings(gateway)
    if function.spec.kind == "http":
        used |= {"cors_origins", "app_check"}
    return tuple(sorted({_SERVED, *(name.upper() for name in used)}))


def compute_gateway_settings(gateway: str) -> frozenset[str]:
    """Compute the settings that a gateway is built from and that the cloud must provide."""
    return _read_by_gateways().get(gateway, frozenset()) - _not_given()


def _of_gateways(given: Mapping[str, tuple[str, ...]], function: Function) -> tuple[str, ...]:
    return tuple(sorted({one for gateway in function.spec.gateways for one in given.get(gateway, ())}))


@cache
def _not_given() -> frozenset[str]:
    """List the settings that the manifest gives to no function: secrets, emulators and local hosts of vendors."""
    secrets = {name for name, field in Settings.model_fields.items() if field.annotation is SecretStr}
    local_only = {name.lower() for name in (*settings._EMULATOR_VARIABLES, *settings._VENDOR_URL_VARIABLES)}
    return _FROM_CLOUD_RUN | secrets | local_only


@cache
def _read_by_gateways() -> dict[str, frozenset[str]]:
    """Read the settings that each gateway's property in the runtime names, directly or by a property of `Settings`."""
    tree = ast.parse((ROOT / imports.GATEWAYS).read_text())
    derived = {node.name: _fields(node, ("self",)) for node in _methods(ast.parse(inspect.getsource(Settings)))}
    found = {}
    for method in _methods(tree):
        named = _fields(method, ("settings", "_settings"))
        found[method.name] = frozenset(field for name in named for field in derived.get(name, {name}))
    return found


def _methods(tree: ast.Module) -> list[ast.FunctionDef]:
    holders = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return [node for holder in holders for node in holder.body if isinstance(node, ast.FunctionDef)]


def _fields(method: ast.FunctionDef, holders: Collection[str]) -> frozenset[str]:
    return frozenset(
        node.attr for node in ast.walk(method) if isinstance(node, ast.Attribute) and _name(node.value) in holders
    )


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
