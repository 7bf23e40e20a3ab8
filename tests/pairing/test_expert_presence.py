"""Experts come and go."""

from datetime import timedelta

import pytest

from functions.pairing.accept_pairing import accept_pairing
from functions.pairing.decline_pairing import decline_pairing
from functions.pairing.get_online_log import get_online_log
from functions.pairing.go_offline import go_offline
from functions.pairing.go_online import go_online
from functions.pairing.list_experts_online import list_experts_online
from functions.pairing.list_open_pairings import list_open_pairings
from functions.pairing.send_heartbeat import send_heartbeat
from functions.pairing.take_silent_experts_offline import take_silent_experts_offline
from shared.pairing import store
from shared.pairing.settings import PairingSettings
from tests.builders import NOON
from tests.pairing.steps import (
    TRIAL_CUSTOMER,
    put_experts_online,
    request_open_pairing,
    send_heartbeats,
)
from tests.world import ADMIN, NOBODY, Person, World

pytestmark = pytest.mark.emulator


async def test_who_goes_online_sees_the_calls(world: World) -> None:
    """The longest waiting first, and nothing of who calls."""
    (dewi,) = await put_experts_online(world, "dewi")
    first = await request_open_pairing(world)
    world.later(seconds=5)
    second = await request_open_pairing(world, Person("budi", claims={"phone_number": "+6285551234567"}), topic="Work")

    answer = await world.call(list_open_pairings, as_=dewi)

    assert [call["pairing_id"] for call in answer.body["items"]] == [first, second]
    assert set(answer.body["items"][0]) == {
        "pairing_id",
        "pseudonym",
        "topic",
        "mood",
        "minutes",
        "rerouted",
        "called_at",
        "gives_up_at",
    }


async def test_a_lease_that_is_not_renewed_runs_out(world: World) -> None:
    """To the second, without anything having to be cleaned up; who beats stays."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    world.later(seconds=60)
    await send_heartbeats(world, eko)
    world.later(seconds=30)

    silent, there = [await world.call(list_open_pairings, as_=who) for who in (dewi, eko)]

    assert (silent.status, silent.code) == (409, "not_online")
    assert there.status == 200
    online = await world.call(list_experts_online, as_=ADMIN)
    assert [expert["expert"] for expert in online.body["items"]] == ["eko"]


async def test_a_beat_brings_nobody_online(world: World) -> None:
    """A late beat, or one made up, opens nothing: only `go_online` does."""
    (dewi,) = await put_experts_online(world, "dewi")
    await world.call(go_offline, as_=dewi)
    pairing_id = await request_open_pairing(world)

    beat = await world.call(send_heartbeat, as_=dewi)

    assert (beat.status, beat.code) == (409, "not_online")
    accepted = await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=dewi)
    assert (accepted.status, accepted.code) == (409, "not_online")


async def test_silence_is_logged_as_long_as_it_was_online(world: World) -> None:
    """Until the lease ended, not until somebody noticed; and once, however often one looks."""
    (dewi,) = await put_experts_online(world, "dewi")
    world.later(seconds=30)
    await send_heartbeats(world, dewi)
    world.later(minutes=10)

    for _ in range(2):
        assert (await world.call.run_schedule(take_silent_experts_offline, due_at=world.now)).status == 200

    log = await world.call(get_online_log, as_=ADMIN)
    (span,) = log.body["items"]
    assert (span["expert"], span["ended_by"]) == ("dewi", "silence")
    assert span["began_at"].startswith(f"{NOON:%Y-%m-%dT%H:%M:%S}")
    assert span["ended_at"].startswith(f"{NOON + timedelta(seconds=120):%Y-%m-%dT%H:%M:%S}")
    assert await world.get(store.heartbeat_ref("dewi")) is None


async def test_coming_back_after_silence_is_clean(world: World) -> None:
    """Whether or not anybody had noticed: what was before is in the log, and the lease is new."""
    (dewi,) = await put_experts_online(world, "dewi")
    world.later(minutes=5)

    back = await world.call(go_online, as_=dewi)

    assert back.status == 200
    assert back.body["since"].startswith(f"{world.now:%Y-%m-%dT%H:%M:%S}")
    log = await world.call(get_online_log, {"expert_id": "dewi"}, as_=ADMIN)
    assert [span["ended_by"] for span in log.body["items"]] == ["silence"]
    assert (await world.call(list_open_pairings, as_=dewi)).status == 200


async def test_who_takes_calls_signs_in_by_phone(world: World) -> None:
    """A password does not do, unless an admin has said that it does."""
    await put_experts_online(world, "dewi")
    by_password = Person("dewi", role="expert")

    refused = await world.call(go_online, as_=by_password)
    await world.put_documents((store.SETTINGS, PairingSettings(experts_by_phone=False)))
    there = await world.call(go_online, as_=by_password)

    assert (refused.status, refused.code) == (403, "phone_sign_in_needed")
    assert there.status == 200


async def test_going_online_twice_is_being_online_once(world: World) -> None:
    """Since the first time; the log has one span when it ends."""
    (dewi,) = await put_experts_online(world, "dewi")
    world.later(seconds=40)

    again = await world.call(go_online, as_=dewi)

    assert again.body["since"].startswith(f"{NOON:%Y-%m-%dT%H:%M:%S}")
    for _ in range(2):
        assert (await world.call(go_offline, as_=dewi)).body == {"online": False}
    log = await world.call(get_online_log, as_=ADMIN)
    assert [span["ended_by"] for span in log.body["items"]] == ["expert"]


async def test_a_declined_call_is_seen_no_more(world: World) -> None:
    """By that expert; the others still see it."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    pairing_id = await request_open_pairing(world)

    answer = await world.call(decline_pairing, {"pairing_id": pairing_id}, as_=dewi)

    assert answer.status == 200
    assert (await world.call(list_open_pairings, as_=dewi)).body["items"] == []
    assert len((await world.call(list_open_pairings, as_=eko)).body["items"]) == 1


async def test_a_lease_is_ones_own_and_as_long_as_it_is(world: World) -> None:
    """Nobody names another, or a later end; who is no expert has none."""
    (dewi,) = await put_experts_online(world, "dewi")
    world.later(seconds=30)
    forged = {"user_id": "eko", "uid": "eko", "until": "2027-01-01T00:00:00Z", "online_until": "2027-01-01T00:00:00Z"}

    beat = await world.call(send_heartbeat, forged, as_=dewi)
    strange = [
        await world.call(function, as_=who)
        for function in (send_heartbeat, go_online)
        for who in (TRIAL_CUSTOMER, ADMIN, NOBODY)
    ]

    lease = await world.get(store.heartbeat_ref("dewi"))
    assert lease is not None
    assert (beat.status, sorted(beat.invalid_fields)) == (422, sorted(forged))
    assert lease.until == NOON + timedelta(seconds=90)
    assert await world.get(store.heartbeat_ref("eko")) is None
    assert [answer.status for answer in strange] == [403, 403, 401] * 2


async def test_whoever_was_taken_offline_hears_of_it_with_the_next_beat(world: World) -> None:
    """Their phone was out of reach: it goes online again, and nobody has counted it meanwhile."""
    (dewi,) = await put_experts_online(world, "dewi")
    world.later(seconds=100)
    await world.call.run_schedule(take_silent_experts_offline, due_at=world.now)

    late = await world.call(send_heartbeat, as_=dewi)

    assert (late.status, late.code) == (409, "not_online")
    assert await world.get(store.heartbeat_ref("dewi")) is None
    assert (await world.call(list_experts_online, as_=ADMIN)).body["items"] == []
    assert (await world.call(go_online, as_=dewi)).status == 200
    assert (await world.call(send_heartbeat, as_=dewi)).status == 200
