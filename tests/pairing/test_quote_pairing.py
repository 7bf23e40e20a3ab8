"""Quotes of a pairing match the pairing that follows."""

import pytest

from functions.pairing.grant_pairing_credits import grant_pairing_credits
from functions.pairing.quote_pairing import quote_pairing
from functions.pairing.request_pairing import request_pairing
from functions.sessions.end_session import end_session
from shared.pairing import store
from shared.pairing.quotes import EntitlementKind, compute_entitlement_kind, is_registration_required
from shared.pairing.settings import PairingSettings
from tests.pairing.steps import (
    PAYING_CUSTOMER,
    TRIAL_CUSTOMER,
    a_caller_account,
    load_pairing,
    put_experts_online,
    register_customers,
    request_open_pairing,
    start_session,
)
from tests.world import ADMIN, EXPERT, NOBODY, Person, World, alias_of_user

pytestmark = pytest.mark.emulator

SETTINGS = PairingSettings(price=70_000, minutes=40, trial_minutes=10)
TRIAL = {"paid_by": "trial", "price": 0, "minutes": 10, "must_register": False, "open_pairing_id": None}
CREDIT = TRIAL | {"paid_by": "credit", "minutes": 40}
ORDER = TRIAL | {"paid_by": "order", "price": 70_000, "minutes": 40}


@pytest.mark.parametrize(
    ("left", "trial", "trial_free", "right"),
    [
        (1, True, True, "credit"),
        (1, False, False, "credit"),
        (0, True, True, "trial"),
        (0, True, False, "order"),
        (0, False, True, "order"),
    ],
)
def test_the_order_of_rights(left: int, trial: bool, trial_free: bool, right: EntitlementKind) -> None:
    """Credits first, then a trial that is offered and not used, then money."""
    settings = PairingSettings(trial=trial)

    assert compute_entitlement_kind(a_caller_account("ana", credits=left), settings, trial_free=trial_free) == right


def test_newcomers() -> None:
    """Who has never called has no credits and no sessions."""
    assert compute_entitlement_kind(None, SETTINGS, trial_free=True) == "trial"
    assert not is_registration_required(None, SETTINGS, anonymous=True)
    assert is_registration_required(None, PairingSettings(anonymous_sessions=0), anonymous=True)


@pytest.mark.parametrize(
    ("who", "left", "told"),
    [
        (TRIAL_CUSTOMER, 0, TRIAL),
        (TRIAL_CUSTOMER, 1, CREDIT),
        (PAYING_CUSTOMER, 0, ORDER),
        (PAYING_CUSTOMER, 2, CREDIT),
    ],
)
async def test_what_is_quoted_is_what_happens(world: World, who: Person, left: int, told: dict[str, object]) -> None:
    """The call that follows is of that kind and that long; asking changes nothing."""
    await register_customers(world, who.uid)
    await world.put_documents((store.SETTINGS, SETTINGS))
    await world.put_documents(
        (store.caller_account_ref(alias_of_user(who.uid)), a_caller_account(who.uid, credits=left))
    )
    writes = world.documents.meter.writes

    quoted = await world.call(quote_pairing, as_=who)

    assert world.documents.meter.writes == writes
    answer = await world.call(request_pairing, as_=who)
    assert (quoted.status, quoted.body) == (200, told)
    assert {name: answer.body[name] for name in ("paid_by", "minutes")} == {
        name: told[name] for name in ("paid_by", "minutes")
    }


async def test_a_used_trial_is_quoted_to_nobody(world: World) -> None:
    """Whoever else signs in with that phone has to pay; credits that are given since then are told at once."""
    await world.put_documents((store.SETTINGS, SETTINGS))
    await request_open_pairing(world)
    twin = Person("twin", claims=TRIAL_CUSTOMER.claims)
    await register_customers(world, "twin")

    before = await world.call(quote_pairing, as_=twin)
    await world.call(grant_pairing_credits, {"user_id": "twin", "credits": 1}, as_=ADMIN)

    assert before.body == ORDER
    assert (await world.call(quote_pairing, as_=twin)).body == CREDIT


async def test_the_open_call_is_named_until_its_session_is_over(world: World) -> None:
    """While it is looked for somebody and while they talk; not a moment longer, though the news has not come yet."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    known = await world.get(store.caller_account_ref(alias_of_user(TRIAL_CUSTOMER.uid)))
    assert known is not None

    during = await world.call(quote_pairing, as_=TRIAL_CUSTOMER)
    await world.call(end_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)
    after = await world.call(quote_pairing, as_=TRIAL_CUSTOMER)

    assert (await load_pairing(world, str(known.open))).status == "accepted"
    assert during.body["open_pairing_id"] == known.open
    assert (after.body["paid_by"], after.body["open_pairing_id"]) == ("order", None)
    assert (await world.call(request_pairing, as_=TRIAL_CUSTOMER)).status == 200


async def test_who_must_register_is_told_so_before(world: World) -> None:
    """As the call itself would; an account of one's own ends it."""
    await register_customers(world, "ana", anonymous=True)
    await world.put_documents((store.caller_account_ref(alias_of_user("ana")), a_caller_account("ana", sessions=3)))
    nameless = Person("ana", anonymous=True)

    told = [(await world.call(quote_pairing, as_=who)).body["must_register"] for who in (nameless, TRIAL_CUSTOMER)]

    assert told == [True, False]
    assert (await world.call(request_pairing, as_=nameless)).code == "must_register"


async def test_for_customers_only(world: World) -> None:
    """Nobody else calls."""
    answers = [await world.call(quote_pairing, as_=who) for who in (NOBODY, EXPERT, ADMIN)]

    assert [answer.status for answer in answers] == [401, 403, 403]
