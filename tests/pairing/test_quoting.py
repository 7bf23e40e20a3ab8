"""What a call would be is told before anybody calls, and is what it then is."""

import pytest

from functions.control_center.grant_pairing_credits import grant_pairing_credits
from functions.pairing.quote_pairing import quote_pairing
from functions.pairing.request_pairing import request_pairing
from functions.sessions.end_session_now import end_session_now
from shared.pairing import store
from shared.pairing.quoting import Right, must_register, right_of
from shared.pairing.settings import PairingSettings
from tests.pairing.house import CALLER, PAYER, called, in_session, kept, on_call, people, standing
from tests.world import ADMIN, EXPERT, NOBODY, Person, World, alias

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
def test_the_order_of_rights(left: int, trial: bool, trial_free: bool, right: Right) -> None:
    """Credits first, then a trial that is offered and not used, then money."""
    settings = PairingSettings(trial=trial)

    assert right_of(standing("ana", credits=left), settings, trial_free=trial_free) == right


def test_newcomers() -> None:
    """Who has never called has no credits and no sessions."""
    assert right_of(None, SETTINGS, trial_free=True) == "trial"
    assert not must_register(None, SETTINGS, anonymous=True)
    assert must_register(None, PairingSettings(anonymous_sessions=0), anonymous=True)


@pytest.mark.parametrize(
    ("who", "left", "told"), [(CALLER, 0, TRIAL), (CALLER, 1, CREDIT), (PAYER, 0, ORDER), (PAYER, 2, CREDIT)]
)
async def test_what_is_quoted_is_what_happens(world: World, who: Person, left: int, told: dict[str, object]) -> None:
    """The call that follows is of that kind and that long; asking changes nothing."""
    await people(world, who.uid)
    await world.has((store.SETTINGS, SETTINGS))
    await world.has((store.standing_ref(alias(who.uid)), standing(who.uid, credits=left)))
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
    await world.has((store.SETTINGS, SETTINGS))
    await called(world)
    twin = Person("twin", claims=CALLER.claims)
    await people(world, "twin")

    before = await world.call(quote_pairing, as_=twin)
    await world.call(grant_pairing_credits, {"user_id": "twin", "credits": 1}, as_=ADMIN)

    assert before.body == ORDER
    assert (await world.call(quote_pairing, as_=twin)).body == CREDIT


async def test_the_open_call_is_named_until_its_session_is_over(world: World) -> None:
    """While it is looked for somebody and while they talk; not a moment longer, though the news has not come yet."""
    (dewi,) = await on_call(world, "dewi")
    session_id = await in_session(world, dewi)
    known = await world.get(store.standing_ref(alias(CALLER.uid)))
    assert known is not None

    during = await world.call(quote_pairing, as_=CALLER)
    await world.call(end_session_now, {"session_id": session_id}, as_=CALLER)
    after = await world.call(quote_pairing, as_=CALLER)

    assert (await kept(world, str(known.open))).status == "accepted"
    assert during.body["open_pairing_id"] == known.open
    assert (after.body["paid_by"], after.body["open_pairing_id"]) == ("order", None)
    assert (await world.call(request_pairing, as_=CALLER)).status == 200


async def test_who_must_register_is_told_so_before(world: World) -> None:
    """As the call itself would; an account of one's own ends it."""
    await people(world, "ana", anonymous=True)
    await world.has((store.standing_ref(alias("ana")), standing("ana", sessions=3)))
    nameless = Person("ana", anonymous=True)

    told = [(await world.call(quote_pairing, as_=who)).body["must_register"] for who in (nameless, CALLER)]

    assert told == [True, False]
    assert (await world.call(request_pairing, as_=nameless)).code == "must_register"


async def test_for_customers_only(world: World) -> None:
    """Nobody else calls."""
    answers = [await world.call(quote_pairing, as_=who) for who in (NOBODY, EXPERT, ADMIN)]

    assert [answer.status for answer in answers] == [401, 403, 403]
