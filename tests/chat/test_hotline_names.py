"""Names of hotlines: in Indonesian and English, wherever a card shows them."""

import pytest

from functions.bookings.request_booking import request_booking
from functions.chat.list_messages import list_messages
from functions.control_center.get_settings import get_settings
from functions.control_center.update_settings import update_settings
from functions.pairing.get_my_pairing import get_my_pairing
from functions.pairing.request_pairing import request_pairing
from functions.sessions.raise_crisis import raise_crisis
from shared.chat import store as chat
from shared.chat.settings import ChatSettings
from shared.kernel.ports import Ref
from shared.kernel.schemas import Entity
from tests.bookings.steps import a_booking_request, set_up_booking_domain
from tests.pairing.steps import TRIAL_CUSTOMER, put_experts_online, register_customers, start_session
from tests.world import ADMIN, ANA, World

pytestmark = pytest.mark.emulator

CRY = "Aku rasanya ingin mengakhiri hidup saja"
CARD = [
    {
        "name": "Layanan kesehatan jiwa (SEJIWA)",
        "name_en": "Mental health service (SEJIWA)",
        "phone": "119 ext 8",
    },
    {"name": "Panggilan darurat", "name_en": "Emergency call", "phone": "112"},
]


class _OldHotline(Entity):
    """Hotline as an earlier version stored it."""

    name: str
    phone: str


class _OldSettings(Entity):
    """Settings of chats as an earlier version stored them."""

    hotlines: tuple[_OldHotline, ...]


async def test_every_card_has_both_languages(world: World) -> None:
    """The app shows its reader's: in the answer to a booking and a call, when it asks again, and in a room's notice."""
    await set_up_booking_domain(world)
    await register_customers(world, "ana")
    booking = await world.call(request_booking, a_booking_request(topic=CRY), as_=ANA)
    call = await world.call(request_pairing, {"topic": CRY}, as_=ANA)
    again = await world.call(get_my_pairing, as_=ANA)

    assert [answer.body["hotlines"] for answer in (booking, call, again)] == [CARD, CARD, CARD]


async def test_a_room_shows_both_languages(world: World) -> None:
    """The two in a room may read different languages, so its notice has both."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi, TRIAL_CUSTOMER)

    await world.call(raise_crisis, {"session_id": session_id}, as_=dewi)
    await world.deliver()

    shown = await world.call(list_messages, {"room_id": session_id}, as_=TRIAL_CUSTOMER)
    (card,) = [one["notice"]["hotlines"] for one in shown.body["items"] if one["notice"] and one["notice"]["hotlines"]]
    assert card == CARD


async def test_settings_of_an_earlier_version_have_one_name(world: World) -> None:
    """Hotlines that admins kept before have no English name: their card shows the one that there is, until then."""
    old = {"hotlines": [{"name": "Yayasan Pulih", "phone": "021 788 42580"}]}
    await world.put_documents((Ref(chat.SETTINGS.path, _OldSettings), _OldSettings.model_validate(old)))
    await register_customers(world, "ana")

    call = await world.call(request_pairing, {"topic": CRY}, as_=ANA)
    named = old["hotlines"][0] | {"name_en": "Pulih Foundation"}
    changed = await world.call(update_settings, {"chat": {"hotlines": [named]}}, as_=ADMIN)
    shown = await world.call(get_settings, as_=ADMIN)

    assert call.body["hotlines"] == [old["hotlines"][0] | {"name_en": None}]
    assert (changed.status, shown.body["chat"]["hotlines"]) == (200, [named])
    assert await world.get(chat.SETTINGS) == ChatSettings.model_validate({"hotlines": [named]})
