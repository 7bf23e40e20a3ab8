"""Headers of every answer: no guessing of types, and no copies of what is for one caller."""

import pytest

from shared.kernel.errors import Conflict
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http, task
from tests.runtime.sample_functions import Bell, Ring, RingBell, SampleFunctionCaller
from tests.world import ANA, NOBODY, Answer

pytestmark = pytest.mark.emulator


class Look(Request):
    """Query of nothing."""


@http.get(who="customer")
async def see_own(query: Look, ctx: Context) -> Bell:
    """Answer one person."""
    return Bell(n=1)


@http.get(who="anyone")
async def see_public(query: Look, ctx: Context) -> Bell:
    """Answer anybody."""
    return Bell(n=1)


@http.get(who="anyone", raises=(Conflict,))
async def fail_in_public(query: Look, ctx: Context) -> Bell:
    """Refuse."""
    raise Conflict


@http.post(who="customer")
async def do_nothing(body: RingBell, ctx: Context) -> None:
    """Answer without a body."""


@task(Ring)
async def ring_quietly(job: Ring, ctx: Context) -> None:
    """Do a job."""


@pytest.fixture(autouse=True)
def _set_up(toys: SampleFunctionCaller) -> None:
    toys.serve_handlers(see_own, see_public, fail_in_public, do_nothing, ring_quietly)


def read_headers(answer: Answer) -> tuple[str | None, str | None]:
    """Read what an answer says of guessing and of storing."""
    return answer.headers.get("x-content-type-options"), answer.headers.get("cache-control")


async def test_a_personal_answer_is_kept_by_nobody(toys: SampleFunctionCaller) -> None:
    """
    An answer to a signed-in person, an empty one and an error say `no-store`; all say `nosniff`.
    """
    answers = [
        await toys(see_own, {}, as_=ANA),
        await toys(do_nothing, {"bell": "b"}, as_=ANA),
        await toys(see_own, {}, as_=NOBODY),
        await toys(see_own, {"wrong": "1"}, as_=ANA),
        await toys.deliver_task(ring_quietly, {"bell": "b"}),
    ]

    assert [answer.status for answer in answers] == [200, 204, 401, 422, 200]
    assert {read_headers(answer) for answer in answers} == {("nosniff", "no-store")}


async def test_a_public_answer_may_be_kept(toys: SampleFunctionCaller) -> None:
    """
    Only a good answer to a caller without a name says nothing of storing.
    """
    public = await toys(see_public, {}, as_=NOBODY)
    personal = await toys(see_public, {}, as_=ANA)
    refused = await toys(fail_in_public, {}, as_=NOBODY)

    assert [read_headers(one) for one in (public, personal, refused)] == [
        ("nosniff", None),
        ("nosniff", "no-store"),
        ("nosniff", "no-store"),
    ]
