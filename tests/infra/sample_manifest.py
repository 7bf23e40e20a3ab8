"""Manifest with the structure of the real one and few functions, which Terraform handles in seconds."""

from collections.abc import Callable
from typing import Any

from tests.infra.terraform_runner import INFRA, Manifest

Function = dict[str, Any]

_GRANTED_TO_ACCOUNT = ("publishes", "enqueues")
"""Fields from which Terraform grants roles to the service account of the function's domain."""

_CHANGED_BY_MUTATIONS = ("answer-crisis", "check-open-refunds", "email-tickets", "receive-xendit-invoice")
"""Functions that the mutations of a plan name, or whose queue, topic or secrets they name."""


def describe_caller(function: Function) -> object:
    """Return the kind and the exposure of a function."""
    return function["kind"], function["exposure"]


def describe_shape(function: Function) -> object:
    """Return the kind and the exposure of a function, and which of its own fields have a value.

    Terraform makes the same resources and blocks for all functions of a shape; only values differ.
    """
    own = frozenset(field for field, value in function.items() if value and field not in _GRANTED_TO_ACCOUNT)
    return describe_caller(function), own


def build_sample_manifest(manifest: Manifest, describe: Callable[[Function], object] = describe_caller) -> Manifest:
    """Build a manifest with one function of each description: by default of each kind and exposure.

    It also holds the functions that Terraform's variables name, and whatever these functions use.
    """
    named = "".join(file.read_text() for file in INFRA.glob("variables*.tf"))
    functions = {name: function for name, function in manifest["functions"].items() if f'"{name}"' in named}
    functions |= {name: function for name, function in manifest["functions"].items() if f" {name} = " in named}
    functions |= {name: manifest["functions"][name] for name in _CHANGED_BY_MUTATIONS}
    shown = {describe(function) for function in functions.values()}
    for name, function in manifest["functions"].items():
        if describe(function) not in shown:
            shown.add(describe(function))
            functions[name] = function
    used = {
        need: {what for function in functions.values() for what in (*function[need], function.get(own))}
        for need, own in (("publishes", "topic"), ("enqueues", "queue"), ("secrets", None))
    }
    topics = {
        name: topic | {"consumers": [one for one in topic["consumers"] if one in functions]}
        for name, topic in manifest["topics"].items()
        if name in used["publishes"]
    }
    queues = {
        name: queue | {"tasks": [one for one in queue["tasks"] if one in functions]}
        for name, queue in manifest["queues"].items()
        if name in used["enqueues"]
    }
    return manifest | {
        "functions": functions,
        "topics": topics,
        "queues": queues,
        "secrets": [secret for secret in manifest["secrets"] if secret in used["secrets"]],
        "accounts": sorted({function["account"] for function in functions.values()}),
    }
