"""Experts on call, and customers who call: the steps of a pairing."""

from typing import Any

from functions.pairing.accept_pairing import accept_pairing
from functions.pairing.go_online import go_online
from functions.pairing.request_pairing import request_pairing
from functions.pairing.send_heartbeat import send_heartbeat
from shared.identity import store as identity
from shared.kernel.ids import UserId
from shared.pairing import store
from shared.pairing.models import Pairing, Standing
from shared.sessions import store as sessions
from shared.sessions.models import Session
from tests.bookings.office import a_user
from tests.orders.test_settling import pay, tell
from tests.world import Person, World, alias

VERIFIED = {"phone_number": "+6281234567890"}
CALLER = Person("ana", claims=VERIFIED)
"""Ana, signed in by a phone that she has shown to be hers: she has a trial."""
PAYER = Person("budi")
"""Budi, without a phone: he pays."""
SECRETS = {"full_name": "Ana Rahasia Wijaya", "email": "ana.rahasia@example.com", "phone": "081234567890"}


async def people(world: World, *uids: str, **given: Any) -> None:
    """Customers who have registered."""
    for uid in uids:
        await world.has((identity.user_ref(uid), a_user(uid, **given)))


def standing(uid: str, **given: Any) -> Standing:
    """What a customer may have."""
    return Standing(**{"id": alias(uid), "account": UserId(uid), "pseudonym": "Tenang"} | given)


def an_expert(uid: str) -> Person:
    """Who takes calls: signed in by phone."""
    return Person(uid, role="expert", claims={"phone_number": f"+62811{sum(uid.encode()):06}"})


async def on_call(world: World, *uids: str) -> list[Person]:
    """Experts who have gone online."""
    experts = [an_expert(uid) for uid in uids]
    for expert in experts:
        await world.has((identity.user_ref(expert.uid), a_user(expert.uid, role="expert")))
        assert (await world.call(go_online, as_=expert)).status == 200
    return experts


async def beats(world: World, *experts: Person) -> None:
    """Their phones say that they are still there."""
    for expert in experts:
        assert (await world.call(send_heartbeat, as_=expert)).status == 200


async def called(world: World, who: Person = CALLER, **wish: Any) -> str:
    """A call that is out; its id."""
    await people(world, who.uid)
    answer = await world.call(request_pairing, wish, as_=who)
    assert (answer.status, answer.body["status"]) == (200, "searching"), answer.body
    pairing_id: str = answer.body["pairing_id"]
    return pairing_id


async def in_session(world: World, expert: Person, who: Person = CALLER) -> str:
    """A session of the two; its id."""
    answer = await world.call(accept_pairing, {"pairing_id": await called(world, who)}, as_=expert)
    assert answer.status == 200, answer.body
    session_id: str = answer.body["session_id"]
    return session_id


async def kept(world: World, pairing_id: str) -> Pairing:
    """The call as it is."""
    found = await world.get(store.ref(pairing_id))
    assert found is not None
    return found


async def session(world: World, session_id: str) -> Session:
    """The session as it is."""
    found = await world.get(sessions.ref(session_id))
    assert found is not None
    return found


async def paid(world: World, order_id: str) -> None:
    """The order is paid, and what follows from it has happened."""
    await pay(world, order_id)
    await tell(world, order_id, "PAID")
    await world.deliver()
