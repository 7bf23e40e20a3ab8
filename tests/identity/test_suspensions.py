"""Suspension: from the next request on, in every function and in every domain, and only until the suspension ends."""

import time
from datetime import timedelta
from typing import Any

import pytest

import functions.main
from functions.bookings.request_booking import request_booking
from functions.chat.list_messages import list_messages
from functions.chat.open_support_room import open_support_room
from functions.chat.send_message import send_message
from functions.identity.get_my_account import get_my_account
from functions.identity.register_user import register_user
from functions.identity.restore_user import restore_user
from functions.identity.suspend_user import suspend_user
from functions.pairing.go_online import go_online
from shared.catalogue import store as catalogue
from shared.catalogue.models import ExpertStatus
from shared.contracts.bookings import BookingStatus
from shared.gateways.firestore.client import PreconditionFailed
from shared.identity import store
from shared.identity.models import AccountRestriction, UserStatus
from shared.kernel.ids import UserId
from shared.pairing import store as pairing
from shared.pairing.models import PairingStatus
from shared.runtime.specs import Spec, get_spec
from shared.workflows import suspensions
from tests.bookings.steps import (
    a_booking_request,
    create_confirmed_booking,
    list_taken_quarters,
    load_booking,
    set_up_domain_with_links,
)
from tests.builders import put_tickets_on_sale
from tests.cases import deliver_job, load_cases
from tests.catalogue.builders import add_bookable_expert
from tests.catalogue.fakes import FakeAccounts
from tests.chat.builders import create_room
from tests.identity.admin_cases import a_restriction
from tests.pairing.steps import (
    load_pairing,
    load_session,
    put_experts_online,
    request_open_pairing,
    start_session,
)
from tests.world import ADMIN, ANA, BUDI, EXPERT, Answer, Person, World, alias_of_user

pytestmark = pytest.mark.emulator

PEOPLE = {"customer": ANA, "expert": EXPERT, "admin": ADMIN}


@pytest.fixture(autouse=True)
def _accounts(world: World) -> None:
    """Let every account exist at the sign-in provider."""
    world.runtime.gateways.accounts = FakeAccounts()  # type: ignore[assignment]


async def suspend(world: World, uid: str = "ana", **given: Any) -> Answer:
    """Suspend an account as an admin."""
    body = {"user_id": uid, "cause": "spam", "reason": "60 mails to strangers", **given}
    return await world.call(suspend_user, body, as_=ADMIN)


def signed_in_later(person: Person, world: World) -> Person:
    """Return the person with a sign-in from after the present time of the world."""
    at = int(world.now.timestamp()) + 60
    return Person(person.uid, role=person.role, claims={**person.claims, "auth_time": at, "iat": int(time.time())})


def _functions_for_people() -> list[Spec]:
    specs = [get_spec(getattr(functions.main, name)) for name in load_cases()]
    return [one for one in specs if one.kind == "http" and "anyone" not in one.who and set(one.who) & PEOPLE.keys()]


async def test_every_function_refuses_suspended_people(world: World) -> None:
    """Whatever they send, and whatever the function is for: only the own account and the support are open."""
    restricted = [(store.restriction_ref(one.uid), a_restriction(one.uid, world.now)) for one in PEOPLE.values()]
    await world.put_documents(*restricted)
    surprises = {}

    for spec in _functions_for_people():
        for role in set(spec.who) & PEOPLE.keys():
            answer = await world.call(getattr(functions.main, spec.name), as_=PEOPLE[role])
            if (answer.status, answer.code) != (403, "account_suspended") and spec.open_to_suspended is not True:
                surprises[spec.name, role] = answer.status, answer.code

    assert surprises == {}


async def test_every_function_refuses_earlier_sign_ins(world: World) -> None:
    """A token from before the sign-out opens nothing, not even the own account."""
    late = world.now + timedelta(days=4_000)
    for uid in (one.uid for one in PEOPLE.values()):
        restriction = AccountRestriction(id=UserId(uid), signed_in_after=late, changed_at=world.now)
        await world.put_documents((store.restriction_ref(uid), restriction))
    surprises = {}

    for spec in _functions_for_people():
        for role in set(spec.who) & PEOPLE.keys():
            answer = await world.call(getattr(functions.main, spec.name), as_=PEOPLE[role])
            if (answer.status, answer.code) != (401, "signed_out"):
                surprises[spec.name, role] = answer.status, answer.code

    assert surprises == {}


async def test_the_check_costs_no_round_trip(world: World) -> None:
    """The restriction is read with the first documents that a function reads anyway."""
    await world.call(register_user, {"full_name": "Ana"}, as_=ANA)
    before = world.documents.meter.rpcs

    await world.call(get_my_account, as_=ANA)

    assert world.documents.meter.rpcs - before == 1


async def test_a_suspended_customer_can_write_to_the_support_alone(world: World) -> None:
    """The own account tells why and until when; the support room is open, a group is not."""
    await world.call(register_user, {"full_name": "Ana"}, as_=ANA)
    group = await create_room(world, "ana", "budi")
    until = world.now + timedelta(days=7)
    await suspend(world, until=until.isoformat())
    ana = signed_in_later(ANA, world)

    account = await world.call(get_my_account, as_=ana)
    room = await world.call(open_support_room, {}, as_=ana)
    message = {"message_id": "m-1", "kind": "text", "body": "Kenapa akun saya ditangguhkan?"}
    said = [await world.call(send_message, {"room_id": id, **message}, as_=ana) for id in (room.body["room_id"], group)]
    read = await world.call(list_messages, {"room_id": room.body["room_id"]}, as_=ana)

    assert (account.body["status"], account.body["suspension_reason"]) == ("suspended", "spam")
    assert account.body["suspended_until"] == until.isoformat().replace("+00:00", "Z")
    assert [answer.status for answer in said] == [200, 403]
    assert said[1].body["reason"] == "spam"
    assert [item["kind"] for item in read.body["items"]] == ["system", "text"]


async def test_a_suspension_ends_by_itself(world: World) -> None:
    """The clock decides at once; the stored status follows with the task."""
    await world.call(register_user, {"full_name": "Ana"}, as_=ANA)
    await suspend(world, until=(world.now + timedelta(hours=1)).isoformat())
    ana = signed_in_later(ANA, world)
    world.later(hours=1)

    room = await world.call(open_support_room, {}, as_=ana)
    await world.deliver()
    account = await world.call(get_my_account, as_=ana)

    assert room.status == 200
    assert account.body["status"] == "active"
    assert account.body["suspended_until"] is None


async def test_an_admin_restores_an_account(world: World) -> None:
    """A repeated restoration changes nothing; sign-ins from before the suspension stay invalid."""
    await world.call(register_user, {"full_name": "Ana"}, as_=ANA)
    old = Person("ana", claims={"auth_time": int(world.now.timestamp()) - 60})
    await suspend(world, closed=True)
    closed = await world.call(get_my_account, as_=signed_in_later(ANA, world))

    answers = [await world.call(restore_user, {"user_id": "ana", "reason": "a mistake"}, as_=ADMIN) for _ in range(2)]

    assert (closed.status, closed.code) == (403, "account_closed")
    assert [(one.status, one.body["suspended"], one.body["closed"]) for one in answers] == [(200, False, False)] * 2
    assert (await world.call(get_my_account, as_=old)).code == "signed_out"
    assert (await world.call(get_my_account, as_=signed_in_later(ANA, world))).body["status"] == "active"


@pytest.mark.parametrize(
    ("given", "field"),
    [({"until": "2026-11-26T04:00:00Z"}, "until"), ({"user_id": "citra"}, "user_id"), ({"cause": "mood"}, "cause")],
)
async def test_invalid_suspensions(world: World, given: dict[str, Any], field: str) -> None:
    """An end in the past, the own account, a cause that does not exist."""
    answer = await suspend(world, **given)

    assert (answer.status, answer.invalid_fields) == (422, [field])
    assert await world.get(store.restriction_ref(given.get("user_id", "ana"))) is None


async def test_nobody_restores_whom_nobody_suspended(world: World) -> None:
    """Restoring an account that was never suspended is refused."""
    answer = await world.call(restore_user, {"user_id": "ana", "reason": "a mistake"}, as_=ADMIN)

    assert (answer.status, answer.code) == (409, "not_suspended")


async def test_a_suspended_experts_page_is_hidden(world: World) -> None:
    """Page and free times are gone for customers, and come back as they were, whatever the order of the events."""
    expert = await add_bookable_expert(world)

    await suspend(world, expert.id)
    await world.deliver()
    hidden = await world.get(catalogue.expert_ref(expert.id))
    refused = await world.call(functions.main.get_expert, {"slug": expert.slug})
    await world.call(restore_user, {"user_id": expert.id, "reason": "a mistake"}, as_=ADMIN)
    late = {"user_id": expert.id, "until": None, "suspended_at": world.now.isoformat()}
    await world.call.push_event(functions.main.hide_expert_when_user_suspended, "UserSuspended", late, id="e-late")
    await world.deliver()

    shown = await world.get(catalogue.expert_ref(expert.id))
    assert hidden
    assert (hidden.status, hidden.keys) == (ExpertStatus.SUSPENDED, ())
    assert refused.status == 404
    assert shown
    assert (shown.status, shown.keys) == (ExpertStatus.ACTIVE, expert.keys)


async def test_a_suspended_expert_loses_calls_and_sessions(world: World) -> None:
    """The expert is offline, cannot come back, and another expert takes the session over."""
    expert, _ = await put_experts_online(world, "dewi", "eka")
    await start_session(world, expert)

    await suspend(world, "dewi")
    await world.deliver()

    availability = await world.get(pairing.availability_ref("dewi"))
    assert availability
    assert (availability.open, availability.suspended, availability.sessions) == (False, True, ())
    assert (await world.call(go_online, {}, as_=signed_in_later(expert, world))).code == "account_suspended"


@pytest.mark.parametrize("who", ["ana", "dewi"])
async def test_bookings_of_a_suspended_person_are_cancelled(world: World, who: str) -> None:
    """Either side's suspension frees the time and gives the customer everything back."""
    await set_up_domain_with_links(world)
    booking_id = await create_confirmed_booking(world)

    await suspend(world, who)
    await world.deliver()

    booking = await load_booking(world, booking_id)
    assert booking.status is BookingStatus.CANCELLED
    assert booking.refund == booking.paid > 0
    assert await list_taken_quarters(world) == {}


async def test_a_booking_after_a_suspension_stays(world: World) -> None:
    """A suspension that ends before the meeting cancels nothing."""
    await set_up_domain_with_links(world)
    booking_id = await create_confirmed_booking(world)

    await suspend(world, until=(world.now + timedelta(hours=1)).isoformat())
    await world.deliver()

    assert (await load_booking(world, booking_id)).status is BookingStatus.CONFIRMED


async def test_an_admin_must_be_removed_first(world: World) -> None:
    """The account of an admin cannot be suspended while the grant holds."""
    await world.call(register_user, {"full_name": "Budi"}, as_=BUDI)
    grant = {"user_id": "budi", "scopes": ["support"], "reason": "joins the team"}
    await world.call(functions.main.make_admin, grant, as_=ADMIN)

    answer = await suspend(world, "budi")

    assert (answer.status, answer.code) == (409, "admin_account")


async def test_suspension_is_read_before_a_repeated_answer(world: World) -> None:
    """A suspended person is not told the stored result of an earlier request either."""
    await put_tickets_on_sale(world)
    await set_up_domain_with_links(world)
    headers = {"idempotency-key": "k-1"}
    first = await world.call(request_booking, a_booking_request(), as_=ANA, headers=headers)
    await world.put_documents((store.restriction_ref("ana"), a_restriction("ana", world.now)))

    second = await world.call(request_booking, a_booking_request(), as_=ANA, headers=headers)

    assert (first.status, second.status, second.code) == (200, 403, "account_suspended")


async def test_a_task_that_comes_early_comes_again(world: World) -> None:
    """The clock of an instance may be behind by some seconds; the suspension ends all the same."""
    await world.call(register_user, {"full_name": "Ana"}, as_=ANA)
    await suspend(world, until=(world.now + timedelta(hours=1)).isoformat())
    await world.deliver()
    world.later(minutes=59, seconds=58)

    early = await (await deliver_job(world, "end_suspension", "EndSuspension"))()
    world.later(seconds=2)
    await world.deliver()

    user = await world.get(store.user_ref("ana"))
    assert early.status == 200
    assert user is not None
    assert user.status is UserStatus.ACTIVE


async def test_a_closed_account_opens_when_the_suspension_ends(world: World) -> None:
    """The clock decides, before any task has run."""
    await world.call(register_user, {"full_name": "Ana"}, as_=ANA)
    await suspend(world, closed=True, until=(world.now + timedelta(hours=1)).isoformat())
    ana = signed_in_later(ANA, world)
    closed = await world.call(get_my_account, as_=ana)
    world.later(hours=1)

    assert closed.code == "account_closed"
    assert (await world.call(get_my_account, as_=ana)).status == 200


async def test_an_alias_is_not_suspended(world: World) -> None:
    """A restriction of an alias would hold nobody up, so the id is refused."""
    world.runtime.gateways.accounts = FakeAccounts()  # type: ignore[assignment]

    answer = await suspend(world, alias_of_user("ana"))

    assert (answer.status, answer.invalid_fields) == (422, ["user_id"])


async def test_a_consumer_that_was_overtaken_looks_again(world: World) -> None:
    """The restriction changes between the look and the commit: the page follows what is true at the commit."""
    expert = await add_bookable_expert(world)
    unit = world.new_unit_of_work()
    await suspensions.update_expert_page(unit, expert.id, now=world.now)

    await world.put_documents((store.restriction_ref(expert.id), a_restriction(expert.id, world.now)))

    with pytest.raises(PreconditionFailed):
        await world.documents.commit(unit.build_writes())


async def test_the_call_of_a_suspended_customer_ends(world: World) -> None:
    """A search is cancelled and the trial comes back; no expert can accept the call any more."""
    (expert,) = await put_experts_online(world, "dewi")
    pairing_id = await request_open_pairing(world)

    await suspend(world)
    await world.deliver()

    call = await load_pairing(world, pairing_id)
    accepted = await world.call(functions.main.accept_pairing, {"pairing_id": pairing_id}, as_=expert)
    assert call.status is PairingStatus.CANCELLED
    assert accepted.status in (404, 409, 410)


async def test_the_session_of_a_suspended_customer_ends(world: World) -> None:
    """The expert is free for others at once."""
    (expert,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, expert)

    await suspend(world)
    await world.deliver()

    session = await load_session(world, session_id)
    availability = await world.get(pairing.availability_ref("dewi"))
    assert session.ended_at == world.now
    assert availability is not None
    assert availability.sessions == ()
