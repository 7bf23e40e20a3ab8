"""The generated files: fresh, valid, and refused when the source does not fit together."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from openapi_spec_validator import validate

from infra.build import __main__ as build
from infra.build import manifest, openapi
from infra.build.discovery import ROOT, BuildError, Function
from infra.build.discovery import collect_functions as all_functions
from infra.build.examples import FUNCTION_EXAMPLES_FILE, Examples, load_examples
from infra.build.manifest_schema import Manifest
from shared.gateways.xendit import XenditPayments
from shared.orders.ports import InvoiceNotice, InvoiceStatus
from tests.case_examples import render_examples


@pytest.fixture(scope="module")
def description(functions: list[Function]) -> dict[str, Any]:
    """The API's description, as a reader loads it."""
    loaded: dict[str, Any] = yaml.safe_load(openapi.render_openapi(functions))
    return loaded


def operations(description: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation in it."""
    for path in description["paths"].values():
        yield from path.values()


def test_committed_files_are_fresh() -> None:
    """What is committed is what the functions say."""
    stale = [str(file.relative_to(ROOT)) for file in build.find_stale_files(build.render_generated_files())]

    assert stale == [], "refresh with `make generate`"


def test_the_committed_examples_are_those_of_the_cases() -> None:
    """The example of a function is written once, in its case."""
    assert render_examples() == FUNCTION_EXAMPLES_FILE.read_text(), "refresh with `make generate`"


def test_check_names_what_is_stale(tmp_path: Any) -> None:
    """A file that differs, or is not there, is stale."""
    fresh, changed, missing = tmp_path / "fresh", tmp_path / "changed", tmp_path / "missing"
    fresh.write_text("as it should be")
    changed.write_text("as it was")

    stale = build.find_stale_files(dict.fromkeys((fresh, changed, missing), "as it should be"))

    assert stale == [changed, missing]


def test_the_build_needs_no_environment() -> None:
    """The same source gives the same files on every machine, in every process."""
    command = [sys.executable, "-m", "infra.build", "--check"]

    check = subprocess.run(command, cwd=ROOT, env={"PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=False)

    assert check.returncode == 0, check.stderr


def test_openapi_is_valid(description: dict[str, Any]) -> None:
    """The description is OpenAPI 3.1, down to its examples' places."""
    assert description["openapi"].startswith("3.1.")
    validate(description)


def test_texts_of_digits_are_texts_for_every_reader(functions: list[Function]) -> None:
    """A phone number is quoted: readers of YAML 1.2 take `081234567890` without quotes for a number."""

    def list_scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
        if isinstance(node, yaml.ScalarNode):
            yield node
        for child in node.value if isinstance(node, yaml.CollectionNode) else ():
            for part in child if isinstance(child, tuple) else (child,):
                yield from list_scalars(part)

    root = yaml.compose(openapi.render_openapi(functions), Loader=yaml.SafeLoader)

    assert root is not None
    texts = [node for node in list_scalars(root) if node.tag == "tag:yaml.org,2002:str"]
    assert {node.style for node in texts if node.value == "081234567890"} == {"'"}
    assert [node.value for node in texts if node.style is None and node.value.isdecimal()] == []


def test_openapi_shows_what_outsiders_may_call(description: dict[str, Any], functions: list[Function]) -> None:
    """One path for each function of apps, partners, senders and the control center; none for internal ones."""
    shown = {one.spec.name for one in functions if one.spec.exposure != "internal"}

    assert {operation["operationId"] for operation in operations(description)} == shown


def test_openapi_lists_every_declared_error(description: dict[str, Any], functions: list[Function]) -> None:
    """Each error that a function declares stands under its status, by its code."""
    specs = {one.spec.name: one.spec for one in functions}
    for operation in operations(description):
        told = {
            (int(status), code)
            for status, answer in operation["responses"].items()
            for code in _problems(answer, description)
        }
        declared = {(error.status, error.code) for error in specs[operation["operationId"]].raises}

        assert declared <= told
        assert {(500, "internal_error"), (401, "unauthenticated")} <= told


def _problems(answer: dict[str, Any], description: dict[str, Any]) -> dict[str, Any]:
    content = _resolved(answer, description).get("content", {})
    found: dict[str, Any] = content.get("application/problem+json", {}).get("examples", {})
    return found


def _resolved(answer: dict[str, Any], description: dict[str, Any]) -> dict[str, Any]:
    shared: dict[str, dict[str, Any]] = description["components"]["responses"]
    return shared[answer["$ref"].rpartition("/")[2]] if "$ref" in answer else answer


def test_every_answer_carries_a_request_id(description: dict[str, Any]) -> None:
    """Whatever happens, both sides can name the call."""
    for operation in operations(description):
        for answer in operation["responses"].values():
            assert "X-Request-Id" in _resolved(answer, description)["headers"]


def test_changes_take_an_idempotency_key(description: dict[str, Any]) -> None:
    """Every POST of ours does, unless it says that it needs none; a sender's webhook is claimed by what it tells.

    A function that refuses a call without a key says that the header is required.
    """
    may, must = ({"$ref": f"#/components/parameters/{name}"} for name in ("IdempotencyKey", "NeededIdempotencyKey"))
    specs = {function.spec.cloud_name: function.spec for function in all_functions()}
    for address, path in description["paths"].items():
        for method, operation in path.items():
            theirs = "sender" in operation["x-temani"]["audience"]
            spec = specs[address.strip("/")]
            takes_key = method == "post" and not theirs and spec.takes_idempotency_key
            expected = [must if spec.needs_idempotency_key else may] if takes_key else []

            assert [one for one in operation["parameters"] if one in (may, must)] == expected, address
    parameters = description["components"]["parameters"]
    assert (parameters["IdempotencyKey"]["required"], parameters["NeededIdempotencyKey"]["required"]) == (False, True)


def test_the_webhooks_example_is_understood() -> None:
    """What the description shows as Xendit's callback is one that our gateway translates."""
    example = Examples.load().request_example("receive_xendit_invoice")
    gateway = XenditPayments(base_url="", secret_key="", callback_tokens="")

    notice = gateway.translate_callback(example, InvoiceNotice)

    assert notice == InvoiceNotice(
        id=example["id"],
        order_id=example["external_id"],
        status=InvoiceStatus.PAID,
        amount=300_000,
        currency="IDR",
    )


@pytest.mark.parametrize(
    ("function", "part", "wrong"),
    [
        ("get_order", "request", {"order_id": "not an id"}),
        ("cancel_order", "request", {"order_id": "BE-20261126-ACD346", "reason": "unknown field"}),
        ("cancel_order", "request", None),
        ("resend_ticket", "response", {"order_id": "BE-20261126-ACD346"}),
        ("save_ticket_event", "response", {"event_id": "tedx-bandung-2026"}),
        ("no_such_function", "request", {}),
    ],
)
def test_a_stale_example_stops_the_build(functions: list[Function], function: str, part: str, wrong: Any) -> None:
    """An example that the function would not take or give is named, with what is wrong."""
    known = load_examples()
    known["functions"].setdefault(function, {})[part] = wrong
    shown = [one for one in functions if one.spec.exposure != "internal"]

    with pytest.raises(BuildError) as error:
        Examples(known).check_examples(shown, set(known["errors"]))

    assert function in str(error.value)


def test_an_example_of_an_error_that_nobody_gives_stops_the_build(functions: list[Function]) -> None:
    """Examples of errors go with the errors."""
    shown = [one for one in functions if one.spec.exposure != "internal"]

    with pytest.raises(BuildError) as error:
        Examples.load().check_examples(shown, set())

    assert "errors.tickets_sold_out" in str(error.value)


def test_the_committed_manifest_is_a_manifest() -> None:
    """Terraform reads what the model describes."""
    document = json.loads(manifest.MANIFEST_FILE.read_text())

    assert Manifest.model_validate(document).model_dump(mode="json", exclude_none=True) == document
