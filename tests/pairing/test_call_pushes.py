"""Push about a call: it rings on the phones of the free experts who suit the call best, and names nobody."""

from datetime import timedelta
from typing import Any

import pytest

from functions.pairing.decline_pairing import decline_pairing
from functions.pairing.go_offline import go_offline
from functions.pairing.push_pairing import push_pairing
from shared.identity import store as identity
from shared.identity.models import AccountRestriction
from shared.kernel.ids import SessionId, UserId
from shared.notifications import store as notifications
from shared.pairing import store
from shared.pairing.settings import PairingSettings
from tests.bookings.steps import a_user
from tests.identity.admin_cases import a_restriction
from tests.pairing.steps import (
    TRIAL_CUSTOMER,
    find_boards_with_call,
    put_experts_online,
    put_phone,
    request_open_pairing,
    send_heartbeats,
    start_session,
)
from tests.world import World

pytestmark = pytest.mark.emulator


async def list_rung_phones(world: World) -> list[str]:
    """Deliver what waits, and list the tokens of the phones that have rung."""
    await world.deliver()
    return sorted(push["message"]["token"] for push in await world.sent_pushes())


async def limit_pushes(world: World, most: int) -> None:
    """Let so many experts ring in a round."""
    await world.put_documents((store.SETTINGS, PairingSettings(pushed_experts=most)))


async def give_customers(world: World, uid: str, count: int) -> None:
    """Let an expert talk to some customers already."""
    known = await world.get(store.availability_ref(uid))
    assert known is not None
    talking = tuple(SessionId(f"{uid}-{number}") for number in range(count))
    await world.put_documents((store.availability_ref(uid), known.having(sessions=talking)))


async def test_every_phone_rings_in_the_language_of_its_owner(world: World) -> None:
    """All live devices of an expert ring. The push says that somebody calls, and not who."""
    await put_experts_online(world, "dewi", "eka")
    await world.put_documents((identity.user_ref("eka"), a_user("eka", role="expert", locale="en")))
    await put_phone(world, "dewi", "phone-1", "phone-2")
    await put_phone(world, "eka", "phone-3")

    pairing_id = await request_open_pairing(world, TRIAL_CUSTOMER)
    await world.deliver()

    pushes: list[dict[str, Any]] = [push["message"] for push in await world.sent_pushes()]
    told = {push["token"]: push["notification"]["title"] for push in pushes}
    assert told == {
        "phone-1": "Ada yang ingin bercerita",
        "phone-2": "Ada yang ingin bercerita",
        "phone-3": "Somebody wants to talk",
    }
    assert [push["data"] for push in pushes] == [{"pairing_id": pairing_id, "kind": "pairing_call"}] * 3


async def test_those_with_the_fewest_customers_ring_first(world: World) -> None:
    """Of several with as many, those who have been online the longest. The others see the call in the app."""
    for uid in ("dewi", "eka", "fitri", "gita"):
        await put_experts_online(world, uid, phones=True)
        world.later(seconds=1)
    await give_customers(world, "dewi", 2)
    await give_customers(world, "fitri", 1)
    await limit_pushes(world, 2)

    pairing_id = await request_open_pairing(world)

    assert await list_rung_phones(world) == ["phone-eka", "phone-gita"]
    assert await find_boards_with_call(world, pairing_id)


async def test_the_next_round_rings_for_the_next_experts(world: World) -> None:
    """And from the beginning again where there are no more."""
    experts = await put_experts_online(world, "dewi", "eka", "fitri", phones=True)
    await limit_pushes(world, 2)
    await request_open_pairing(world)
    first = await list_rung_phones(world)

    world.later(seconds=60)
    await send_heartbeats(world, *experts)
    both = await list_rung_phones(world)

    assert len(first) == 2
    assert len(both) == 4
    assert set(both) == {"phone-dewi", "phone-eka", "phone-fitri"}


async def test_experts_who_cannot_take_the_call_do_not_ring(world: World) -> None:
    """Offline, silent, full or suspended, with signed-out devices, or without any: only the free one rings."""
    experts = await put_experts_online(world, "off", "silent", "full", "suspended", "out", "bare", "free", phones=True)
    await world.call(go_offline, as_=experts[0])
    await give_customers(world, "full", 3)
    ended = AccountRestriction(id=UserId("out"), signed_in_after=world.now + timedelta(hours=1), changed_at=world.now)
    await world.put_documents(
        (identity.restriction_ref("suspended"), a_restriction("suspended", world.now)),
        (identity.restriction_ref("out"), ended),
    )
    unit = world.new_unit_of_work()
    unit.delete(notifications.devices_ref("bare"))
    await world.documents.commit(unit.build_writes())
    world.later(seconds=80)
    still_there = [expert for expert in experts if expert.uid not in ("off", "silent", "suspended")]
    await send_heartbeats(world, *still_there)
    world.later(seconds=15)

    await request_open_pairing(world)

    assert await list_rung_phones(world) == ["phone-free"]


async def test_an_expert_who_has_declined_does_not_ring_again(world: World) -> None:
    """The second round leaves the expert in peace."""
    dewi, eka = await put_experts_online(world, "dewi", "eka", phones=True)
    pairing_id = await request_open_pairing(world)
    await world.deliver()
    await world.call(decline_pairing, {"pairing_id": pairing_id}, as_=dewi)

    world.later(seconds=60)
    await send_heartbeats(world, dewi, eka)

    assert await list_rung_phones(world) == ["phone-dewi", "phone-eka", "phone-eka"]


async def test_dead_phones_are_forgotten(world: World) -> None:
    """A device that the push service does not know any more is dropped; the other one rings."""
    await put_experts_online(world, "dewi")
    await put_phone(world, "dewi", "phone-1", "phone-2")
    await world.control_fcm("dead_tokens", token="phone-1")

    await request_open_pairing(world)

    assert await list_rung_phones(world) == ["phone-2"]
    known = await world.get(notifications.devices_ref("dewi"))
    assert known is not None
    assert [device.token for device in known.devices.values()] == ["phone-2"]


async def test_a_failing_provider_is_tried_again(world: World) -> None:
    """The task asks for another attempt only if no phone has rung."""
    await put_experts_online(world, "dewi", phones=True)
    await request_open_pairing(world)
    (entry,) = [one for one in world.sent.entries if one.type == "PushPairing"]
    await world.control_fcm("faults", kind="error", status=503, error_code="UNAVAILABLE", times=1)

    failed = await world.call.deliver_task(push_pairing, entry.payload, entry=entry)
    again = await world.call.deliver_task(push_pairing, entry.payload, entry=entry, retries=1)

    assert (failed.status, again.status) == (503, 200)
    assert [push["message"]["token"] for push in await world.sent_pushes()] == ["phone-dewi"]


async def test_a_call_that_was_taken_rings_nowhere(world: World) -> None:
    """The task comes after an expert has accepted."""
    (dewi,) = await put_experts_online(world, "dewi", phones=True)
    await start_session(world, dewi)

    assert [token for token in await list_rung_phones(world) if token == "phone-dewi"] == []
