"""Steps of a pairing: experts online, customers' calls, sessions."""

from collections.abc import Iterable
from typing import Any

from functions.pairing.accept_pairing import accept_pairing
from functions.pairing.go_online import go_online
from functions.pairing.request_pairing import request_pairing
from functions.pairing.send_heartbeat import send_heartbeat
from functions.sessions.end_session import end_session
from shared.identity import store as identity
from shared.kernel.ids import UserId
from shared.notifications import store as notifications
from shared.notifications.device_models import Device, PushDevices
from shared.pairing import store
from shared.pairing.models import CallerAccount, Pairing
from shared.sessions import store as sessions
from shared.sessions.models import Session
from tests.bookings.steps import a_user
from tests.orders.steps import deliver_invoice_callback, pay_invoice
from tests.world import EXPERT, Person, World, alias_in_session, alias_of_user

VERIFIED_PHONE_CLAIMS = {"phone_number": "+6281234567890"}
TRIAL_CUSTOMER = Person("ana", claims=VERIFIED_PHONE_CLAIMS)
"""Ana, signed in by a verified phone number, which gives her a free trial."""
PAYING_CUSTOMER = Person("budi")
"""Budi, without a verified phone number, who has to pay."""
PERSONAL_DATA = {"full_name": "Ana Rahasia Wijaya", "email": "ana.rahasia@example.com", "phone": "+6281234567890"}


async def register_customers(world: World, *uids: str, **given: Any) -> None:
    """Store registered customers."""
    for uid in uids:
        await world.put_documents((identity.user_ref(uid), a_user(uid, **given)))


def a_caller_account(uid: str, **given: Any) -> CallerAccount:
    """Build the caller account of a customer: trial and credits."""
    return CallerAccount(**{"id": alias_of_user(uid), "account": UserId(uid), "pseudonym": "Tenang"} | given)


def an_on_call_expert(uid: str) -> Person:
    """Build an expert who is signed in by phone."""
    return Person(uid, role="expert", claims={"phone_number": f"+62811{sum(uid.encode()):06}"})


async def put_experts_online(world: World, *uids: str, phones: bool = False) -> list[Person]:
    """Register experts, with a phone each if wanted, and bring them online by `go_online`."""
    experts = [an_on_call_expert(uid) for uid in uids]
    for expert in experts:
        await world.put_documents((identity.user_ref(expert.uid), a_user(expert.uid, role="expert")))
        assert (await world.call(go_online, as_=expert)).status == 200
        if phones:
            await put_phone(world, expert.uid)
    return experts


async def put_phone(world: World, uid: str, *tokens: str) -> None:
    """Register phones of a person for pushes: `phone-<uid>` by default."""
    known = {
        notifications.compute_token_hash(token): Device(
            token=token, platform="android", registered_at=world.now, seen_at=world.now
        )
        for token in tokens or (f"phone-{uid}",)
    }
    await world.put_documents((notifications.devices_ref(uid), PushDevices(id=UserId(uid), devices=known)))


async def send_heartbeats(world: World, *experts: Person) -> None:
    """Send a heartbeat for each expert."""
    for expert in experts:
        assert (await world.call(send_heartbeat, as_=expert)).status == 200


async def request_open_pairing(world: World, who: Person = TRIAL_CUSTOMER, **wish: Any) -> str:
    """Request a pairing that is open for experts, and return its id."""
    await register_customers(world, who.uid)
    answer = await world.call(request_pairing, wish, as_=who)
    assert (answer.status, answer.body["status"]) == (200, "searching"), answer.body
    pairing_id: str = answer.body["pairing_id"]
    return pairing_id


async def start_session(world: World, expert: Person, who: Person = TRIAL_CUSTOMER) -> str:
    """Request and accept a pairing, and return the session's id."""
    answer = await world.call(accept_pairing, {"pairing_id": await request_open_pairing(world, who)}, as_=expert)
    assert answer.status == 200, answer.body
    session_id: str = answer.body["session_id"]
    return session_id


async def start_session_by_credit(world: World, expert: Person, who: Person = TRIAL_CUSTOMER) -> str:
    """Request a call by a new credit, have an expert accept the call, and return the session's id."""
    account = await world.get(store.caller_account_ref(alias_of_user(who.uid))) or a_caller_account(who.uid)
    await world.put_documents((store.caller_account_ref(account.id), account.having(credits=1)))
    return await start_session(world, expert, who)


async def end_session_as_customer(world: World, session_id: str, who: Person = TRIAL_CUSTOMER) -> None:
    """End a session as its customer, and deliver what follows."""
    assert (await world.call(end_session, {"session_id": session_id}, as_=who)).status == 200
    await world.deliver()


async def start_session_with_expert(world: World) -> dict[str, str]:
    """Bring the expert online, start a session with the trial customer, and return the body that names it."""
    await put_experts_online(world, EXPERT.uid)
    return {"session_id": await start_session(world, EXPERT)}


async def load_pairing(world: World, pairing_id: str) -> Pairing:
    """Load the stored pairing."""
    found = await world.get(store.pairing_ref(pairing_id))
    assert found is not None
    return found


async def load_session(world: World, session_id: str) -> Session:
    """Load the stored session."""
    found = await world.get(sessions.session_ref(session_id))
    assert found is not None
    return found


def find_customer(customers: Iterable[Person], session: Session) -> Person:
    """Find the customer of a session by the alias of that session."""
    return next(who for who in customers if alias_in_session(who.uid, session.id) == session.customer)


async def list_boards(world: World) -> list[str]:
    """List the ids of all boards of open calls."""
    boards = await world.get(store.BOARDS)
    return list(boards.experts) if boards else []


async def find_boards_with_call(world: World, pairing_id: str) -> set[str]:
    """Find the boards on which a call stands."""
    return {id for id in await list_boards(world) if await world.get(store.open_call_ref(id, pairing_id))}


async def find_board(world: World, expert: Person) -> str:
    """Find the board that an expert reads."""
    availability = await world.get(store.availability_ref(expert.uid))
    assert availability is not None
    assert availability.board is not None
    return availability.board


async def pay_for_pairing(world: World, order_id: str) -> None:
    """Pay the order of a pairing, and deliver everything that follows."""
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
