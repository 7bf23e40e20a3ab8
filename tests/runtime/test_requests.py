"""Requests: size limits, parsing, and the request id."""

import contextlib
import json
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from shared.gateways.form_bodies import parse_posted_form
from shared.kernel.errors import Invalid
from shared.kernel.schemas import Request
from shared.runtime import requests
from shared.runtime.context import Context
from shared.runtime.requests import MAX_BODY_BYTES
from shared.runtime.triggers import http
from tests.runtime.sample_functions import Bell, RingBell, SampleFunctionCaller, increment_counter, load_count
from tests.world import ANA, NOBODY, World

pytestmark = pytest.mark.emulator

JSON = {"content-type": "application/json"}


@http.post(who="customer")
async def ring_once(body: RingBell, ctx: Context) -> Bell:
    """Ring."""
    return Bell(n=await ctx.commit(increment_counter, body.bell, body.times))


@http.get(who="customer")
async def hear_bell(query: RingBell, ctx: Context) -> Bell:
    """Hear."""
    return Bell(n=query.times)


@http.post(who="anyone")
async def be_silent(ctx: Context) -> None:
    """Say nothing."""


class RingByForm(Request):
    """Request of a form."""

    bell: str
    loud: Annotated[str, Field(alias="Ring-Loud")] = "no"


@http.post(who="anyone", body="form", page="show-bell", takes_idempotency_key=False)
async def ring_by_form(body: RingByForm, ctx: Context) -> Bell:
    """Ring."""
    return Bell(n=await ctx.commit(increment_counter, body.bell, 10 if body.loud == "yes" else 1))


@pytest.fixture(autouse=True)
def _set_up(toys: SampleFunctionCaller) -> None:
    toys.serve_handlers(ring_once, hear_bell, be_silent, ring_by_form)


BODIES: dict[str, tuple[bytes, int, str, list[str]]] = {
    "a megabyte": (b'{"bell": "' + b"x" * 1024 * 1024 + b'"}', 413, "body_too_large", []),
    "a byte too many": (b" " * (MAX_BODY_BYTES + 1), 413, "body_too_large", []),
    "nothing": (b"", 422, "invalid", ["body"]),
    "no JSON": (b"{bell: 1}", 422, "invalid", ["body"]),
    "half": (b'{"bell": "b"', 422, "invalid", ["body"]),
    "two": (b"{}{}", 422, "invalid", ["body"]),
    "a list": (b"[]", 422, "invalid", ["body"]),
    "a text": (b'"bell"', 422, "invalid", ["body"]),
    "null": (b"null", 422, "invalid", ["body"]),
    "not UTF-8": (b'{"bell": "\xff"}', 422, "invalid", ["body"]),
    "a lone surrogate": (b'{"bell": "\\ud800"}', 422, "invalid", ["body"]),
    "a nest": (b'{"bell": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 422, "invalid", ["body"]),
    "a nest of objects": (b'{"bell": ' + b'{"a":' * 30_000 + b"1" + b"}" * 30_000 + b"}", 422, "invalid", ["body"]),
    "not a number": (b'{"times": NaN}', 422, "invalid", ["times"]),
    "infinity": (b'{"times": Infinity}', 422, "invalid", ["times"]),
    "too large a number": (b'{"times": 1e400}', 422, "invalid", ["times"]),
    "a huge number": (b'{"times": ' + b"9" * 4_000 + b"}", 422, "invalid", ["times"]),
    "half a number": (b'{"times": 1.5}', 422, "invalid", ["times"]),
    "an unknown field": (b'{"colour": "red"}', 422, "invalid", ["colour"]),
    "a wrong type": (b'{"bell": 5}', 422, "invalid", ["bell"]),
    "two wrong fields": (b'{"bell": 5, "times": "x"}', 422, "invalid", ["bell", "times"]),
}


@pytest.mark.parametrize("name", BODIES)
async def test_a_body_that_is_none(world: World, toys: SampleFunctionCaller, name: str) -> None:
    """
    Too large, or not what is taken: the right 4xx, with the field where there is one, and nothing done.
    """
    content, status, code, fields = BODIES[name]

    answer = await toys(ring_once, content=content, as_=ANA, headers=JSON)

    assert (answer.status, answer.code, answer.invalid_fields) == (status, code, fields), answer.body
    assert len(str(answer.body)) < 1_000
    assert await load_count(world) == 0


@pytest.mark.parametrize(
    "announced", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "json", ""]
)
async def test_another_content_type(toys: SampleFunctionCaller, announced: str | None) -> None:
    """
    A body is JSON and says so; a web page's form cannot be one.
    """
    headers = {} if announced is None else {"content-type": announced}

    answer = await toys(ring_once, content=b"{}", as_=ANA, headers=headers)

    assert (answer.status, answer.code) == (415, "unsupported_media_type")


@pytest.mark.parametrize("announced", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
async def test_json_by_any_of_its_names(toys: SampleFunctionCaller, announced: str) -> None:
    """
    Parameters and capitals in a content type do not matter.
    """
    answer = await toys(ring_once, content=b"{}", as_=ANA, headers={"content-type": announced})

    assert answer.status == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_another_method(toys: SampleFunctionCaller, method: str) -> None:
    """
    A function has one method, and names it.
    """
    answer = await toys(ring_once, {}, as_=ANA, method=method)

    assert (answer.status, answer.code, answer.headers["allow"]) == (405, "method_not_allowed", "POST")


async def test_a_post_to_a_get(toys: SampleFunctionCaller) -> None:
    """
    Reading is a GET.
    """
    answer = await toys(hear_bell, {}, as_=ANA, method="POST")

    assert (answer.status, answer.headers["allow"]) == (405, "GET")


@pytest.mark.parametrize(
    ("query", "status", "fields"),
    [
        ([("times", "3")], 200, []),
        ([("times", "3"), ("times", "4")], 422, ["times"]),
        ([("times", "three")], 422, ["times"]),
        ([("times", "")], 422, ["times"]),
        ([("colour", "red")], 422, ["colour"]),
        ([("times[]", "3")], 422, ["times[]"]),
    ],
)
async def test_a_query(
    toys: SampleFunctionCaller, query: list[tuple[str, str]], status: int, fields: list[str]
) -> None:
    """
    Each parameter comes once, and is known.
    """
    answer = await toys(hear_bell, query, as_=ANA)

    assert (answer.status, [] if status == 200 else answer.invalid_fields) == (status, fields)


def a_multipart_form(**fields: str) -> bytes:
    """A form as mail programs send one."""
    parts = [
        f'--limit\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    return ("".join(parts) + "--limit--\r\n").encode()


FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=limit"


@pytest.mark.parametrize(
    ("query", "announced", "content", "rings"),
    [
        ("bell=b", FORM, b"", 1),
        ("bell=b", FORM, b"Ring-Loud=yes", 10),
        ("bell=b", f"{FORM}; charset=utf-8", b"Ring-Loud=yes", 10),
        ("", FORM, b"bell=b&Ring-Loud=yes", 10),
        ("bell=b", PARTS, a_multipart_form(**{"Ring-Loud": "yes"}), 10),
        ("", PARTS, a_multipart_form(**{"bell": "b", "Ring-Loud": "no"}), 1),
    ],
)
async def test_a_form(
    world: World, toys: SampleFunctionCaller, query: str, announced: str, content: bytes, rings: int
) -> None:
    """
    Fields stand in the body, in either form that browsers and mail programs send, or in the address.
    """
    answer = await toys(ring_by_form, query=query, content=content, headers={"content-type": announced})

    assert (answer.status, await load_count(world)) == (200, rings), answer.body


@pytest.mark.parametrize(
    ("query", "announced", "content", "status", "fields"),
    [
        ("", FORM, b"", 422, ["bell"]),
        ("bell=b", FORM, b"bell=b", 422, ["bell"]),
        ("bell=b", FORM, b"Ring-Loud=yes&Ring-Loud=no", 422, ["Ring-Loud"]),
        ("bell=b", FORM, b"colour=red", 422, ["colour"]),
        ("bell=b", FORM, b"Ring-Loud=\xff", 422, ["body"]),
        ("bell=b", FORM, b"&" * 500, 422, ["body"]),
        ("bell=b", PARTS, a_multipart_form(**{"Ring-Loud": "yes"}).replace(b"yes", b"\xff"), 422, ["body"]),
        ("bell=b", PARTS, b"--limit\r\n\r\nyes\r\n--limit--\r\n", 422, ["body"]),
        ("bell=b", JSON["content-type"], b"{}", 415, []),
    ],
)
async def test_a_form_that_is_none(
    world: World, toys: SampleFunctionCaller, query: str, announced: str, content: bytes, status: int, fields: list[str]
) -> None:
    """
    What is missing, unknown, given twice or unreadable is named, and nothing is done.
    """
    answer = await toys(ring_by_form, query=query, content=content, headers={"content-type": announced})

    assert (answer.status, answer.invalid_fields if status == 422 else []) == (status, fields)
    assert await load_count(world) == 0


@given(st.binary(max_size=300), st.sampled_from([FORM, PARTS, "multipart/form-data", "multipart/form-data; boundary="]))
def test_whatever_a_form_holds(content: bytes, announced: str) -> None:
    """
    Any bytes are a form or a refusal, and never a crash.
    """
    with contextlib.suppress(Invalid):
        assert all(
            isinstance(value, str) for given in parse_posted_form(content, announced).values() for value in given
        )


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_browser_is_sent_to_the_page(world: World, toys: SampleFunctionCaller, method: str) -> None:
    """
    Whoever opens the address of a function with a page gets there, with what stands in the address; nothing is done.
    """
    answer = await toys(ring_by_form, {"bell": "b"} if method == "GET" else None, query="bell=b", method=method)

    assert (answer.status, answer.headers["location"]) == (303, "/show-bell?bell=b")
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert await load_count(world) == 0


async def test_what_can_be_read_has_a_head(toys: SampleFunctionCaller) -> None:
    """
    A HEAD is answered like the GET; the server leaves out the body.
    """
    answer = await toys(hear_bell, query="times=3", as_=ANA, method="HEAD")

    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")


async def test_a_function_that_says_nothing(toys: SampleFunctionCaller) -> None:
    """
    An answer without content is a 204 without a body.
    """
    answer = await toys(be_silent, as_=NOBODY)

    assert (answer.status, answer.body) == (204, "")


@pytest.mark.parametrize(
    ("content", "headers", "status", "fields"),
    [
        (b"", {}, 204, []),
        (b"{}", JSON, 204, []),
        (b'{"colour": "red"}', JSON, 422, ["colour"]),
        (b"[]", JSON, 422, ["body"]),
        (b"colour=red", {"content-type": "application/x-www-form-urlencoded"}, 415, []),
    ],
)
async def test_a_function_that_takes_nothing(
    toys: SampleFunctionCaller, content: bytes, headers: dict[str, str], status: int, fields: list[str]
) -> None:
    """
    Who sends it something is told that it is not wanted; no body is as good as an empty one.
    """
    answer = await toys(be_silent, content=content, as_=NOBODY, headers=headers)

    assert (answer.status, answer.invalid_fields if status == 422 else []) == (status, fields)


async def test_a_key_of_nothing(toys: SampleFunctionCaller) -> None:
    """
    No body and an empty one are the same request, so one key may come with both.
    """
    key = {"idempotency-key": "k-1"}

    answers = [await toys(be_silent, content=body, as_=NOBODY, headers=key | JSON) for body in (b"", b"{}")]

    assert [answer.status for answer in answers] == [204, 204]


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\there"])
async def test_a_key_that_is_none(world: World, toys: SampleFunctionCaller, key: str) -> None:
    """
    An Idempotency-Key has 1 to 255 printable characters.
    """
    answer = await toys(ring_once, {}, as_=ANA, headers={"idempotency-key": key})

    assert (answer.status, answer.invalid_fields) == (422, ["Idempotency-Key"])
    assert await load_count(world) == 0


@pytest.mark.parametrize("key", ["x", "x" * 255, "cart/1 of 2", "../../etc"])
async def test_a_key_that_is_one(toys: SampleFunctionCaller, key: str) -> None:
    """
    Anything printable may be a key, whatever it would mean in a path.
    """
    answers = [await toys(ring_once, {}, as_=ANA, headers={"idempotency-key": key}) for _ in range(2)]

    assert [answer.body for answer in answers] == [{"n": 1}] * 2


async def test_every_answer_tells_the_time_of_the_server(world: World, toys: SampleFunctionCaller) -> None:
    """
    With milliseconds, also with an error and with a repeated answer: phones' clocks are wrong by hours.
    """
    key = {"idempotency-key": "k-1"}
    first = await toys(ring_once, {}, as_=ANA, headers=key)
    later = world.later(milliseconds=1_500)
    repeated = await toys(ring_once, {}, as_=ANA, headers=key)
    refused = await toys(ring_once, {"times": "x"}, as_=ANA)

    assert first.headers["x-server-time"] == "2026-11-26T05:00:00.000+00:00"
    assert repeated.headers["idempotency-replayed"] == "true"
    assert {answer.headers["x-server-time"] for answer in (repeated, refused)} == {"2026-11-26T05:00:01.500+00:00"}
    assert datetime.fromisoformat(repeated.headers["x-server-time"]) == later


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abc-123_X", True), ("", False), ("a b", False), ("x" * 129, False), ("a/b", False)],
)
async def test_a_request_has_one_id(world: World, toys: SampleFunctionCaller, given: str, kept: bool) -> None:
    """
    A caller's sane X-Request-Id is ours too; else we give one. It is in the answer and in the log.
    """
    answer = await toys(be_silent, headers={"x-request-id": given})

    ours = answer.headers["x-request-id"]
    assert (ours == given) is kept
    assert kept or ours.startswith("req_")
    assert [line["request_id"] for line in world.log_lines] == [ours]


@pytest.mark.parametrize(
    "headers",
    [
        {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
        {"x-cloud-trace-context": "4bf92f3577b34da6a3ce929d0e0e4736/123;o=1"},
    ],
)
async def test_the_trace_is_in_the_log(world: World, toys: SampleFunctionCaller, headers: dict[str, str]) -> None:
    """
    Google's trace, old header or new, joins the log line to the request's other lines.
    """
    await toys(be_silent, headers=headers)

    project = world.runtime.settings.google_cloud_project
    (line,) = world.log_lines
    assert line["logging.googleapis.com/trace"] == f"projects/{project}/traces/4bf92f3577b34da6a3ce929d0e0e4736"


async def test_one_line_says_it_all(world: World, toys: SampleFunctionCaller) -> None:
    """
    Function, request, actor, outcome, code and milliseconds: one line a call.
    """
    await toys(ring_once, {"times": "x"}, as_=ANA, headers={"x-request-id": "r1"})

    (line,) = world.log_lines
    assert line.pop("milliseconds") >= 0
    assert line == {
        "severity": "INFO",
        "message": "ring-once 422",
        "function": "ring-once",
        "request_id": "r1",
        "actor": "customer:ana",
        "outcome": 422,
        "code": "invalid",
    }


async def test_what_was_sent_is_not_repeated(toys: SampleFunctionCaller) -> None:
    """
    What is wrong with a field is said without the value, which may be anybody's data.
    """
    body: dict[str, Any] = {"times": "sari@example.com", "bell": ["081234567890"]}

    answer = await toys(ring_once, body, as_=ANA)

    assert answer.invalid_fields == ["bell", "times"]
    assert "sari" not in json.dumps(answer.body)
    assert "0812" not in json.dumps(answer.body)


@given(st.text(alphabet="ab=&%20+;\u00e9", max_size=20))
def test_a_query_is_read_as_the_standard_library_reads_it(text: str) -> None:
    """
    The short way for what needs no decoding comes to the same.
    """
    assert requests._split_query(text) == parse_qsl(text, keep_blank_values=True)
