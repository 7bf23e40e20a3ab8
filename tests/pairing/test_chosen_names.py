"""A name that a customer chooses for one call."""

import pytest

from functions.pairing.accept_pairing import accept_pairing
from functions.pairing.get_my_pairing import get_my_pairing
from functions.pairing.request_pairing import request_pairing
from shared.pairing import store
from shared.pairing.settings import PairingSettings
from tests.pairing.steps import (
    PERSONAL_DATA,
    TRIAL_CUSTOMER,
    end_session_as_customer,
    find_board,
    load_session,
    put_experts_online,
    register_customers,
    start_session_by_credit,
)
from tests.world import World

pytestmark = pytest.mark.emulator

ANA = TRIAL_CUSTOMER


async def test_the_expert_knows_the_customer_by_the_chosen_name(world: World) -> None:
    """The chosen name stands on the board and in the session of this call, and in no later one."""
    (dewi,) = await put_experts_online(world, "dewi")
    await register_customers(world, ANA.uid, **PERSONAL_DATA)

    asked = await world.call(request_pairing, {"name": "Bintang Kecil"}, as_=ANA)
    shown = await world.call(get_my_pairing, as_=ANA)
    call = await world.get(store.open_call_ref(await find_board(world, dewi), asked.body["pairing_id"]))
    session = await world.call(accept_pairing, {"pairing_id": asked.body["pairing_id"]}, as_=dewi)
    await end_session_as_customer(world, session.body["session_id"])
    later = await load_session(world, await start_session_by_credit(world, dewi))

    assert (asked.status, asked.body["pseudonym"], shown.body["pseudonym"]) == (200, "Bintang Kecil", "Bintang Kecil")
    assert call is not None
    assert (call.pseudonym, session.body["pseudonym"]) == ("Bintang Kecil", "Bintang Kecil")
    assert later.pseudonym not in ("Bintang Kecil", PERSONAL_DATA["full_name"])


@pytest.mark.parametrize("settings", [PairingSettings(aliases="per_person"), PairingSettings(anonymity=False)])
async def test_a_chosen_name_goes_before_the_names_of_the_settings(world: World, settings: PairingSettings) -> None:
    """Where one pseudonym lasts for life, or names are shown, a chosen name still counts for its call."""
    await world.put_documents((store.SETTINGS, settings))
    await register_customers(world, ANA.uid)

    asked = await world.call(request_pairing, {"name": "Bintang Kecil"}, as_=ANA)

    assert (asked.status, asked.body["pseudonym"]) == (200, "Bintang Kecil")


@pytest.mark.parametrize("name", ["wa 0812 3456 7890", "Admin Temani", "https://menang.example", "!!!"])
async def test_a_name_that_nobody_may_have_is_refused(world: World, name: str) -> None:
    """A name with a contact, a name of ours and a name without letters are refused by their field."""
    await register_customers(world, ANA.uid)

    answer = await world.call(request_pairing, {"name": name}, as_=ANA)

    assert (answer.status, answer.invalid_fields) == (422, ["name"])


async def test_danger_is_heard_in_the_name(world: World) -> None:
    """A name that speaks of danger brings the hotlines, as the topic does."""
    await register_customers(world, ANA.uid)

    answer = await world.call(request_pairing, {"name": "Aku ingin bunuh diri"}, as_=ANA)

    assert (answer.status, answer.body["paid_by"]) == (200, "crisis")
    assert answer.body["hotlines"]
