"""Disputes about deliveries: who may object until when, who decides, and what goes back."""

from datetime import timedelta
from typing import Any

import pytest

from functions.assignments.accept_delivery import accept_delivery
from functions.assignments.decide_delivery_dispute import decide_delivery_dispute
from functions.assignments.dispute_delivery import dispute_delivery
from functions.assignments.download_assignment_file import download_assignment_file
from functions.assignments.list_delivery_disputes import list_delivery_disputes
from functions.orders.refund_order_by_admin import refund_order_by_admin
from shared.assignments import store
from shared.assignments.models import DeliveryDisputeStatus
from shared.contracts.assignments import AssignmentStatus
from shared.gateways.storage import Storage
from shared.orders.models import RefundCause
from tests.assignments.builders import a_file
from tests.assignments.steps import (
    buy_service_as,
    deliver_text,
    list_ends,
    list_notices,
    load_assignment,
    load_order,
    run_sweep,
    set_up_assignments,
    start_and_deliver,
    start_and_dispute,
    start_assignment,
)
from tests.world import ADMIN, ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator

SUPPORT = Person("eka", role="admin", claims={"admin_scopes": ["support"]})


async def decide(world: World, assignment_id: str, refund: int, as_: Person = ADMIN) -> Any:
    """Decide a dispute as an admin."""
    body = {"assignment_id": assignment_id, "refund": refund, "reason": "Catatannya hanya satu kalimat"}
    return await world.call(decide_delivery_dispute, body, as_=as_)


@pytest.mark.parametrize("refund", [0, 40_000, 105_000])
async def test_an_admin_decides(world: World, refund: int) -> None:
    """
    With a reason for both; nothing, a part or all of the payment goes back, and the end says so once.
    """
    assignment_id = await start_and_dispute(world)
    listed = (await world.call(list_delivery_disputes, as_=ADMIN)).body["items"]

    decided = await decide(world, assignment_id, refund)
    again = await decide(world, assignment_id, 105_000)
    await world.deliver()

    order = await load_order(world, assignment_id)
    assert [each["assignment_id"] for each in listed] == [assignment_id]
    assert (decided.body["status"], decided.body["refund"]["amount"]) == ("decided", refund)
    assert decided.body["dispute"]["reason"] == "Catatannya hanya satu kalimat"
    assert (again.status, again.code) == (409, "delivery_dispute_closed")
    assert [(each.amount, each.cause, each.opened_by) for each in order.refunds] == [
        (refund, RefundCause.DELIVERY_DISPUTED, ADMIN.uid) for _ in range(bool(refund))
    ]
    assert list_ends(world) == [("decided", 105_000, refund)]
    assert (await world.call(list_delivery_disputes, as_=ADMIN)).body["items"] == []
    assert (await list_notices(world, ANA))[-1] == "assignment.decided"
    assert (await list_notices(world, EXPERT))[-2:] == ["assignment.disputed", "assignment.decided"]


async def test_both_sides_are_heard(world: World) -> None:
    """
    The customer opens it and the expert answers; a second statement replaces the first, and nothing else can be done.
    """
    assignment_id = await start_and_dispute(world)
    wish = {"assignment_id": assignment_id}

    await world.call(dispute_delivery, wish | {"text": "Sudah sesuai."}, as_=EXPERT)
    await world.call(dispute_delivery, wish | {"text": "Semua bagian ada."}, as_=EXPERT)
    answer = await world.call(dispute_delivery, wish | {"text": "Ini CV orang lain."}, as_=ANA)
    others = [
        await world.call(dispute_delivery, wish | {"text": "Halo"}, as_=BUDI),
        await world.call(accept_delivery, wish, as_=ANA),
        await deliver_text(world, assignment_id),
    ]

    statements = [(each["side"], each["text"]) for each in answer.body["dispute"]["statements"]]
    assert statements == [("customer", "Ini CV orang lain."), ("expert", "Semua bagian ada.")]
    assert answer.body["next_step"] == {"at": answer.body["dispute"]["decide_before"], "then": "kept"}
    assert [each.code for each in others] == ["assignment_not_found", "assignment_not_open", "assignment_not_open"]


async def test_our_silence_accepts(world: World) -> None:
    """
    A week later the delivery counts as accepted, as both were shown before; an admin who comes later is too late.
    """
    assignment_id = await start_and_dispute(world)
    world.later(days=7)
    late = await world.call(dispute_delivery, {"assignment_id": assignment_id, "text": "Halo?"}, as_=ANA)
    by_admin = await decide(world, assignment_id, 105_000)

    await run_sweep(world)

    found = await load_assignment(world, assignment_id)
    assert late.code == by_admin.code == "delivery_dispute_closed"
    assert (found.status, found.dispute and found.dispute.status) == (
        AssignmentStatus.ACCEPTED,
        DeliveryDisputeStatus.KEPT,
    )
    assert list_ends(world) == [("accepted", 105_000, 0)]
    assert (await list_notices(world, ANA))[-1] == (await list_notices(world, EXPERT))[-1] == "assignment.kept"


async def test_when_nobody_may_object(world: World) -> None:
    """
    Not before a delivery, not after its time, and the expert opens no dispute.
    """
    assignment_id = await start_assignment(world)
    wish = {"assignment_id": assignment_id, "text": "Ini bukan CV saya."}

    before = await world.call(dispute_delivery, wish, as_=ANA)
    await deliver_text(world, assignment_id)
    by_expert = await world.call(dispute_delivery, wish, as_=EXPERT)
    world.later(days=3)
    late = await world.call(dispute_delivery, wish, as_=ANA)

    assert (before.code, by_expert.code, late.code) == (
        "assignment_not_open",
        "delivery_dispute_closed",
        "acceptance_time_over",
    )


async def test_limits_of_the_money(world: World) -> None:
    """
    Never more than what was paid; above the limit an owner decides.
    """
    assignment_id = await start_and_deliver(world, price=3_000_000)
    await world.call(dispute_delivery, {"assignment_id": assignment_id, "text": "Kosong."}, as_=ANA)

    too_much = await decide(world, assignment_id, 3_150_001)
    no_owner = await decide(world, assignment_id, 2_500_000, as_=SUPPORT)
    within = await decide(world, assignment_id, 2_000_000, as_=SUPPORT)

    assert (too_much.code, no_owner.code, within.status) == ("refund_too_large", "refund_needs_owner", 200)


async def test_a_free_one_has_nothing_to_give_back(world: World) -> None:
    """
    It can be disputed, and the decision moves no money.
    """
    assignment_id = await start_and_deliver_free(world)

    too_much = await decide(world, assignment_id, 1)
    decided = await decide(world, assignment_id, 0)

    assert (too_much.code, decided.body["status"]) == ("refund_too_large", "decided")


async def start_and_deliver_free(world: World) -> str:
    """Order a free service as Ana, deliver it as Dewi, and dispute it as Ana."""
    await set_up_assignments(world, price=0)
    made: str = (await buy_service_as(world)).body["assignment_id"]
    await world.deliver()
    await deliver_text(world, made)
    await world.call(dispute_delivery, {"assignment_id": made, "text": "Kosong."}, as_=ANA)
    return made


async def test_the_team_is_alerted_once(world: World) -> None:
    """
    A new dispute alerts a person; statements in it alert nobody.
    """
    assignment_id = await start_and_dispute(world)
    await world.call(dispute_delivery, {"assignment_id": assignment_id, "text": "Sudah sesuai."}, as_=EXPERT)
    await world.deliver()

    alerts = [line for line in world.log_lines if line["message"].startswith("delivery disputed")]
    assert [line["assignment_id"] for line in alerts] == [assignment_id]


async def test_admins_read_the_files_of_a_dispute(world: World, storage: Storage) -> None:
    """
    Without a dispute the files are nobody's business but the two's.
    """
    assignment_id = await start_and_deliver(world)
    found = await load_assignment(world, assignment_id)
    await world.put_documents((store.assignment_ref(assignment_id), found.having(files=(a_file(),))))
    wish = {"assignment_id": assignment_id, "file_id": "resume"}

    before = await world.call(download_assignment_file, wish, as_=ADMIN)
    await world.call(dispute_delivery, {"assignment_id": assignment_id, "text": "Kosong."}, as_=ANA)
    after = await world.call(download_assignment_file, wish, as_=ADMIN)
    unknown = await world.call(download_assignment_file, wish | {"file_id": "nothing"}, as_=ADMIN)

    assert (before.code, after.status, unknown.code) == ("assignment_file_not_found", 200, "assignment_file_not_found")
    assert after.body["expires_at"] == (world.now + timedelta(minutes=5)).isoformat().replace("+00:00", "Z")


async def test_a_full_refund_by_an_admin_ends_the_dispute(world: World) -> None:
    """The money went back without a decision: nobody waits for one, and both see a dispute that is closed."""
    assignment_id = await start_and_dispute(world)

    wish = {"order_id": assignment_id, "reason": "Kesepakatan dengan pelanggan"}
    refunded = await world.call(refund_order_by_admin, wish, as_=ADMIN)
    await world.deliver()

    assert refunded.status == 200, refunded.body
    found = await load_assignment(world, assignment_id)
    assert found.dispute is not None
    assert (found.status, found.dispute.status) == (AssignmentStatus.CANCELLED, DeliveryDisputeStatus.DECIDED)
    assert (found.dispute.closed_at, found.undecided_before) == (found.ended_at, None)
