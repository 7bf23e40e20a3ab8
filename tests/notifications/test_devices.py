"""Devices: one phone belongs to the person who signed in last, and to nobody after sign-out or suspension."""

import pytest

from functions.notifications.forget_device import forget_device
from functions.notifications.forget_devices_when_user_suspended import forget_devices_when_user_suspended
from functions.notifications.list_my_devices import list_my_devices
from functions.notifications.register_device import register_device
from functions.notifications.send_push import send_push
from shared.identity import store as identity
from shared.identity.models import AccountRestriction
from shared.kernel.ids import UserId
from shared.notifications import store
from tests.notifications.steps import a_notice, add_person, tell_people
from tests.world import ANA, BUDI, Person, World

pytestmark = pytest.mark.emulator


async def register(world: World, person: Person, phone: str = "phone-1") -> int:
    """Register a device, and return how many devices its person has."""
    body = {"token": phone, "platform": "android"}
    return len((await world.call(register_device, body, as_=person)).body["devices"])


async def test_a_phone_belongs_to_the_person_who_signed_in_last(world: World) -> None:
    """
    When a second person registers the same phone, the first one's pushes do not go there any more.
    """
    await add_person(world, devices=0)
    await add_person(world, "budi", devices=0)
    await register(world, ANA)

    await register(world, BUDI)
    await tell_people(world, a_notice("ana"), a_notice("budi"))
    await world.deliver()

    assert (await world.call(list_my_devices, as_=ANA)).body["devices"] == []
    (push,) = await world.sent_pushes()
    assert push["token"] == "phone-1"


async def test_a_person_who_signs_out_gets_nothing_there(world: World) -> None:
    """
    A forgotten phone gets no pushes; to forget it twice is no error, and nobody forgets another's phone.
    """
    await add_person(world, devices=0)
    await register(world, ANA)

    strangers = await world.call(forget_device, {"token": "phone-1"}, as_=BUDI)
    first = await world.call(forget_device, {"token": "phone-1"}, as_=ANA)
    second = await world.call(forget_device, {"token": "phone-1"}, as_=ANA)
    await tell_people(world, a_notice())
    await world.deliver()

    assert [one.body["was_known"] for one in (strangers, first, second)] == [False, True, False]
    assert await world.sent_pushes() == []


async def test_a_dead_token_is_forgotten(world: World) -> None:
    """
    A device that the push service does not know any more is dropped; the other one gets the push.
    """
    await add_person(world, devices=2)
    await world.control_fcm("dead_tokens", token="token-ana-0")

    await tell_people(world, a_notice())
    await world.deliver()

    assert len(await world.sent_pushes()) == 1
    known = await world.get(store.devices_ref("ana"))
    assert known is not None
    assert [device.token for device in known.devices.values()] == ["token-ana-1"]
    assert await world.get(store.token_owner_ref(store.compute_token_hash("token-ana-0"))) is None


async def test_a_retry_reaches_no_device_twice(world: World) -> None:
    """
    If the push service fails for one of two devices, the retry goes to that one alone.
    """
    await add_person(world, devices=2)
    await world.control_fcm("faults", kind="error", status=503, error_code="UNAVAILABLE", times=1)

    await tell_people(world, a_notice())
    (entry,) = [one for one in world.sent.entries if one.type == "SendPush"]
    await world.deliver()
    again = await world.call.deliver_task(send_push, entry.payload, entry=entry, retries=1)
    third = await world.call.deliver_task(send_push, entry.payload, entry=entry, retries=2)

    assert (again.status, third.status) == (200, 200)
    assert sorted(push["token"] for push in await world.sent_pushes()) == ["token-ana-0", "token-ana-1"]


async def test_twenty_devices_at_most(world: World) -> None:
    """
    The twenty-first device takes the place of the one that was seen the longest ago.
    """
    await add_person(world, devices=0)
    for number in range(21):
        await register(world, ANA, f"phone-{number}")
        world.later(minutes=1)

    listed = (await world.call(list_my_devices, as_=ANA)).body["devices"]

    assert len(listed) == 20
    assert await world.get(store.token_owner_ref(store.compute_token_hash("phone-0"))) is None


async def test_a_device_that_is_silent_for_sixty_days_gets_nothing(world: World) -> None:
    """
    A stale device gets no pushes until its app registers again; a repeated registration of the day writes nothing.
    """
    await add_person(world, devices=0)
    ana = signed_in_at_time(ANA, world.now.timestamp())
    await register(world, ana)
    before = await world.get(store.devices_ref("ana"))
    world.later(hours=1)
    await register(world, ana)
    same = await world.get(store.devices_ref("ana"))

    world.later(days=60)
    await tell_people(world, a_notice(event="comment:1"))
    await world.deliver()
    silent = len(await world.sent_pushes())
    await register(world, ANA)
    await tell_people(world, a_notice(event="comment:2"))
    await world.deliver()

    assert before == same
    assert (silent, len(await world.sent_pushes())) == (0, 1)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"token": "", "platform": "android"}, "token"),
        ({"token": "a b", "platform": "android"}, "token"),
        ({"token": "phone-1", "platform": "symbian"}, "platform"),
        ({"token": "phone-1", "platform": "ios", "name": "x" * 81}, "name"),
    ],
)
async def test_bad_devices_name_their_field(world: World, body: dict[str, str], field: str) -> None:
    """
    A token or platform that cannot be is refused by name.
    """
    answer = await world.call(register_device, body, as_=ANA)

    assert (answer.status, answer.invalid_fields) == (422, [field])


async def test_a_suspended_person_has_no_devices(world: World) -> None:
    """
    Suspension forgets all devices; after it the app registers again.
    """
    await add_person(world, devices=0)
    await register(world, ANA)
    suspension = {"user_id": "ana", "suspended_at": world.now.isoformat()}

    await world.call.push_event(forget_devices_when_user_suspended, "UserSuspended", suspension, id="e-1")

    known = await world.get(store.devices_ref("ana"))
    assert known is not None
    assert known.devices == {}
    assert await world.get(store.token_owner_ref(store.compute_token_hash("phone-1"))) is None


async def test_devices_of_ended_sign_ins_get_nothing(world: World) -> None:
    """
    When all sign-ins of an account have ended, its devices get pushes only after they have registered again.
    """
    await add_person(world, devices=0)
    signed_in_at = world.now.timestamp()
    await register(world, ANA)
    world.later(minutes=1)
    ended = AccountRestriction(id=UserId("ana"), signed_in_after=world.now, changed_at=world.now)
    await world.put_documents((identity.restriction_ref("ana"), ended))

    await tell_people(world, a_notice(event="comment:1"))
    await world.deliver()
    silent = len(await world.sent_pushes())
    world.later(minutes=1)
    await register(world, signed_in_at_time(ANA, signed_in_at + 90))
    await tell_people(world, a_notice(event="comment:2"))
    await world.deliver()

    assert (silent, len(await world.sent_pushes())) == (0, 1)


def signed_in_at_time(person: Person, seconds: float) -> Person:
    """Return the person with a sign-in at this Unix time."""
    return Person(person.uid, claims=person.claims | {"auth_time": int(seconds)})
