"""The expert sees a pseudonym: never a name, a phone, an e-mail, a photo."""

import json

import pytest

from functions.chat.list_messages import list_messages
from functions.chat.list_rooms import list_rooms
from functions.chat.send_message import send_message
from functions.pairing.accept_pairing import accept_pairing
from functions.pairing.list_open_pairings import list_open_pairings
from functions.sessions.get_session import get_session
from functions.sessions.join_session import join_session
from functions.sessions.list_my_active_sessions import list_my_active_sessions
from shared.chat import store as chat
from shared.pairing import store
from shared.pairing.settings import PairingSettings
from shared.sessions import store as sessions
from tests.pairing.house import CALLER, SECRETS, called, on_call
from tests.world import Person, World

pytestmark = pytest.mark.emulator

SAID = {"full_name": SECRETS["full_name"], "email": SECRETS["email"]}
KNOWN = Person("ana", claims=CALLER.claims | {"name": SAID["full_name"], "email": SAID["email"]})
LEAKS = ("Rahasia", "Wijaya", "ana.rahasia", "81234567890", store.hashed(CALLER.claims["phone_number"]))
"""The hash of a phone is as good as the phone: there are not too many to try."""


async def _all_an_expert_gets(world: World) -> dict[str, str]:
    """A whole session, and everything of it that reaches the expert: answers, documents, pushes, the log."""
    (dewi,) = await on_call(world, "dewi")
    pairing_id = await called(world, KNOWN)
    await world.deliver()
    answers = [
        await world.call(list_open_pairings, as_=dewi),
        accepted := await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=dewi),
    ]
    session_id = accepted.body["session_id"]
    await world.call(send_message, {"room_id": session_id, "message_id": "m-1", "body": "Halo"}, as_=KNOWN)
    answers += [
        await world.call(join_session, {"session_id": session_id}, as_=dewi),
        await world.call(get_session, {"session_id": session_id}, as_=dewi),
        await world.call(list_my_active_sessions, as_=dewi),
        await world.call(list_rooms, as_=dewi),
        await world.call(list_messages, {"room_id": session_id}, as_=dewi),
    ]
    await world.deliver()
    documents = [
        await world.get(store.ref(pairing_id)),
        await world.get(sessions.ref(session_id)),
        await world.get(chat.room_ref(session_id)),
        await world.get(chat.participant_ref(session_id, "ana")),
        *await world.reader.query(chat.messages(session_id)),
    ]
    assert all(answer.status == 200 for answer in answers)
    assert all(document is not None for document in documents)
    return {
        "answers": json.dumps([answer.body for answer in answers]),
        "documents": json.dumps([document.model_dump(mode="json") for document in documents if document]),
        "pushes": json.dumps(await world.pushes()),
        "log": world.log.getvalue(),
    }


async def test_nothing_tells_who_calls(world: World) -> None:
    """Not one of the places that an expert, or whoever reads the log, can look into."""
    told = await _all_an_expert_gets(world)

    assert {place: [leak for leak in LEAKS if leak in text] for place, text in told.items()} == {
        "answers": [],
        "documents": [],
        "pushes": [],
        "log": [],
    }
    assert "pairing_id" in told["pushes"]


async def test_where_anonymity_is_off_the_name_is_told(world: World) -> None:
    """The same look finds it then, so it would find a leak."""
    await world.has((store.SETTINGS, PairingSettings(anonymity=False)))

    told = await _all_an_expert_gets(world)

    assert "Ana" in told["documents"]
    assert "ana.rahasia" not in "".join(told.values())
