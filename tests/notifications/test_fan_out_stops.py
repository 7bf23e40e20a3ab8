"""Stops of fan-outs: nobody else is told, and what has not left does not leave."""

from datetime import timedelta
from typing import Any

import pytest

from functions.notifications.get_fan_out import get_fan_out
from functions.notifications.stop_fan_out import stop_fan_out
from functions.notifications.stop_happening import stop_happening
from functions.notifications.tell_audience import tell_audience
from shared.control_center.audit_models import AuditRecord
from shared.kernel.ids import Id
from shared.kernel.ports import Query
from shared.notifications import fan_out_store
from shared.notifications.delivery_models import DropReason
from shared.notifications.fan_out_models import FanOutState
from shared.workflows import fan_outs
from tests.builders import FRONT_END
from tests.notifications.fan_out_steps import FOLLOWERS, announce_to, get_run, list_told
from tests.notifications.follow_steps import add_follow_target, add_followers
from tests.notifications.host_steps import OTHER_HOST, add_host, add_linked_people, publish_as_host
from tests.notifications.steps import add_person, list_deliveries, list_inbox
from tests.world import ADMIN, ANA, Answer, Person, World

pytestmark = pytest.mark.emulator

SUPPORT = Person("eka", role="admin", claims={"admin_scopes": ["support"]})
QUIET = {"quiet_hours": {"begins": "00:00", "ends": "23:59"}}


async def stop_run(world: World, fan_out_id: str, *, person: Person = ADMIN, reason: str = "Wrong date") -> Answer:
    """Stop a fan-out as an admin."""
    return await world.call(stop_fan_out, {"fan_out_id": fan_out_id, "reason": reason}, as_=person)


async def tell_first(world: World, fan_out_id: str) -> None:
    """Tell the first person of a fan-out, and leave the others and all deliveries for later."""
    await world.commit(fan_outs.tell_step, Id(fan_out_id), 0, size=1, now=world.now)


async def test_a_stop_ends_a_run_and_holds_back_what_has_not_left(world: World) -> None:
    """
    After a stop in the middle nobody else is told, and the push that was decided before is dropped.
    """
    for uid in ("ana", "budi", "cici"):
        await add_person(world, uid)
    await add_follow_target(world)
    await add_followers(world, "ana", "budi", "cici")
    started = await announce_to(world, followers_of=FOLLOWERS)
    id_ = started.body["fan_out_id"]
    await tell_first(world, id_)

    stopped = await stop_run(world, id_, person=SUPPORT)
    await world.deliver(rounds=3)

    shown = await world.call(get_fan_out, {"fan_out_id": id_}, as_=ADMIN)
    assert (stopped.status, stopped.body["state"], stopped.body["stopped_by"]) == (200, "stopped", "admin:eka")
    assert shown.body == stopped.body
    assert await list_told(world) == ["ana"]
    assert await world.sent_pushes() == []
    assert await world.sent_mails() == []
    assert (await list_deliveries(world))["push"].reason is DropReason.UNTRUE


async def test_a_run_that_is_done_can_be_stopped(world: World) -> None:
    """
    What waits for the end of quiet hours is dropped, although everybody was looked at; the inbox keeps its line.
    """
    await add_person(world, chosen=QUIET)
    started = await announce_to(world, people=["ana"])
    await world.deliver()
    done = await get_run(world, started.body["fan_out_id"])

    stopped = await stop_run(world, done.id)
    world.later(days=1)
    await world.deliver(rounds=3)

    assert done.state is FanOutState.DONE
    assert (stopped.body["state"], stopped.body["ended_at"]) == ("stopped", done.model_dump(mode="json")["ended_at"])
    assert await world.sent_pushes() == []
    assert (await list_deliveries(world))["push"].reason is DropReason.UNTRUE
    assert len(await list_inbox(world)) == 1


async def test_a_second_stop_changes_nothing(world: World) -> None:
    """
    The first stop counts, with its admin and its reason, which the audit record keeps.
    """
    await add_person(world)
    id_ = (await announce_to(world, people=["ana"])).body["fan_out_id"]

    first = await stop_run(world, id_, person=SUPPORT, reason="Wrong date")
    again = await stop_run(world, id_, reason="Again")
    late = await world.call.deliver_task(tell_audience, {"fan_out_id": id_, "page": 0})

    run = await get_run(world, id_)
    records = await world.reader.query(Query("audit_records", AuditRecord).matching("function", "==", "stop_fan_out"))
    assert (again.status, again.body) == (200, first.body)
    assert (run.stopped_by, run.stop_reason, late.status) == ("admin:eka", "Wrong date", 200)
    assert "Wrong date" in {record.reason for record in records}
    assert await list_told(world) == []


@pytest.mark.parametrize(
    ("body", "field"), [({"reason": ""}, "reason"), ({"fan_out_id": "a/b"}, "fan_out_id"), ({"reason": None}, "reason")]
)
async def test_a_stop_needs_an_id_and_a_reason(world: World, body: dict[str, Any], field: str) -> None:
    """
    A stop without a reason is an error of its field; what does not exist is not found.
    """
    answer = await world.call(stop_fan_out, {"fan_out_id": "nothing", "reason": "test"} | body, as_=ADMIN)

    assert (answer.status, answer.invalid_fields) == (422, [field])
    assert (await stop_run(world, "nothing")).code == "fan_out_not_found"
    assert (await stop_run(world, "nothing", person=ANA)).status == 403


async def test_a_partner_stops_its_own_happening(world: World) -> None:
    """
    A partner stops what it has published, and nothing of others; the same id is not told again.
    """
    await add_linked_people(world, "ana")
    await add_host(world, OTHER_HOST, partner_id="other-host")
    named = [{"own_id": "own-ana"}]
    published = await publish_as_host(world, recipients=named)
    await tell_first(world, published.body["fan_out_id"])

    foreign = await world.call(stop_happening, {"event_id": "comment-1"}, as_=OTHER_HOST)
    own = [await world.call(stop_happening, {"event_id": "comment-1"}, as_=FRONT_END) for _ in range(2)]
    again = await publish_as_host(world, recipients=named)
    await world.deliver(rounds=3)

    assert (foreign.status, foreign.code) == (404, "fan_out_not_found")
    assert [(answer.status, answer.body["state"]) for answer in (*own, again)] == [(200, "stopped")] * 3
    assert own[0].body["fan_out_id"] == again.body["fan_out_id"] == published.body["fan_out_id"]
    assert await world.sent_pushes() == []


async def test_a_fan_out_is_remembered_for_400_days(world: World) -> None:
    """
    TTL deletes a fan-out after 400 days; one of an earlier version has no end, and can still be read and stopped.
    """
    await add_person(world)
    run = await get_run(world, (await announce_to(world, people=["ana"])).body["fan_out_id"])
    earlier = run.having(expire_at=None)
    await world.put_documents((fan_out_store.fan_out_ref(run.id), earlier))

    stopped = await stop_run(world, run.id)

    assert run.expire_at == run.started_at + timedelta(days=400)
    assert (stopped.status, (await get_run(world, run.id)).expire_at) == (200, None)


async def test_what_a_forgotten_fan_out_has_told_is_still_sent(world: World) -> None:
    """
    A delivery whose fan-out is gone leaves as any other.
    """
    await add_person(world)
    id_ = (await announce_to(world, people=["ana"])).body["fan_out_id"]
    await tell_first(world, id_)
    unit = world.new_unit_of_work()
    unit.delete(fan_out_store.fan_out_ref(id_))
    await world.documents.commit(unit.build_writes())

    await world.deliver(rounds=2)

    assert len(await world.sent_pushes()) == 1
