"""Manifest with the structure of the real one and few functions, which Terraform handles in seconds."""

from tests.infra.terraform_runner import INFRA, Manifest


def build_sample_manifest(manifest: Manifest) -> Manifest:
    """Build a manifest with one function of each kind and exposure.

    It also holds the functions that Terraform's variables name, and whatever these functions use.
    """
    named = "".join(file.read_text() for file in INFRA.glob("variables*.tf"))
    functions = {name: function for name, function in manifest["functions"].items() if f'"{name}"' in named}
    functions |= {name: function for name, function in manifest["functions"].items() if f" {name} = " in named}
    for name, function in manifest["functions"].items():
        shown = {(one["kind"], one["exposure"]) for one in functions.values()}
        if (function["kind"], function["exposure"]) not in shown:
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
