"""Reviews of services without a meeting: from the acceptance on, and void once all was paid back."""

import pytest

from functions.assignments.accept_delivery import accept_delivery
from functions.assignments.decide_delivery_dispute import decide_delivery_dispute
from functions.orders.refund_order_by_admin import refund_order_by_admin
from functions.reviews.get_my_review import get_my_review
from functions.reviews.write_review import write_review
from shared.catalogue import store as catalogue
from shared.kernel.ports import Query
from shared.notifications.inbox_models import Notification
from tests.assignments.steps import start_and_accept, start_and_deliver, start_and_dispute
from tests.catalogue.builders import DEWI
from tests.reviews.steps import deliver_due_jobs
from tests.world import ADMIN, ANA, BUDI, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator


async def write(world: World, assignment_id: str, as_: Person = ANA) -> Answer:
    """Write a review of four stars."""
    body = {"session_id": assignment_id, "stars": 4, "text": "Catatannya jelas."}
    return await world.call(write_review, body, as_=as_)


async def test_both_sides_write_after_the_acceptance(world: World) -> None:
    """
    Not before; the rating counts once it is published, and a stranger writes nothing.
    """
    assignment_id = await start_and_deliver(world)
    early = await write(world, assignment_id)
    await world.call(accept_delivery, {"assignment_id": assignment_id}, as_=ANA)

    answers = [await write(world, assignment_id, as_) for as_ in (ANA, BUDI, EXPERT)]
    await world.deliver()

    expert = await catalogue.get_expert(world.reader, DEWI)
    assert (early.status, early.code) == (409, "session_not_held")
    assert [answer.status for answer in answers] == [200, 404, 200]
    assert (expert.rating, expert.rating_count) == (400, 1)


async def test_a_full_refund_voids_them(world: World) -> None:
    """
    Whoever got all the money back did not get what is reviewed; the rating follows.
    """
    assignment_id = await start_and_accept(world)
    await write(world, assignment_id)
    await write(world, assignment_id, EXPERT)
    await world.deliver()

    await world.call(refund_order_by_admin, {"order_id": assignment_id, "reason": "Maaf"}, as_=ADMIN)
    await world.deliver()
    late = await world.call(get_my_review, {"session_id": assignment_id}, as_=ANA)

    assert (await catalogue.get_expert(world.reader, DEWI)).rating_count == 0
    assert late.code == "session_not_held"


@pytest.mark.parametrize(("refund", "status"), [(0, 200), (40_000, 200), (105_000, 409)])
async def test_after_a_dispute(world: World, refund: int, status: int) -> None:
    """
    What was paid for, at least in part, can be reviewed.
    """
    assignment_id = await start_and_dispute(world)
    body = {"assignment_id": assignment_id, "refund": refund, "reason": "Hanya satu kalimat"}
    await world.call(decide_delivery_dispute, body, as_=ADMIN)

    assert (await write(world, assignment_id)).status == status


async def test_refunds_that_sum_up_to_everything(world: World) -> None:
    """
    A part by an admin, and the rest by the decision: nothing was paid for in the end.
    """
    assignment_id = await start_and_dispute(world)
    part = {"order_id": assignment_id, "amount": 50_000, "reason": "Maaf"}
    await world.call(refund_order_by_admin, part, as_=ADMIN)
    body = {"assignment_id": assignment_id, "refund": 55_000, "reason": "Hanya satu kalimat"}
    assert (await world.call(decide_delivery_dispute, body, as_=ADMIN)).status == 200

    assert (await write(world, assignment_id)).code == "session_not_held"


async def test_the_customer_is_reminded_once(world: World) -> None:
    """
    Some time after the acceptance, unless a review is there.
    """
    await start_and_accept(world)
    world.later(days=3)

    await deliver_due_jobs(world)
    await deliver_due_jobs(world)

    found = await world.reader.query(Query("users/ana/notifications", Notification))
    assert [one.template for one in found if one.template.startswith("review.")] == ["review.reminder"]
