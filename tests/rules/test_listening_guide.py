"""Code of `docs/listening.md`, run as app developers would copy it."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

import functions.main
from emulators.demo.expectations import POLL_TIMEOUT
from shared.chat import store
from tests.chat.builders import create_room, post_message
from tests.chat.steps import call_successfully
from tests.notifications.steps import a_notice, add_person, list_inbox, tell_people
from tests.rules.firestore_clients import NodeProcess, run_node_program
from tests.rules.seeds import a_seed_message
from tests.world import ANA, BUDI, World

pytestmark = pytest.mark.emulator

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "listening.md"


class Reader:
    """Ana's app, made of the page's code, with one room open."""

    def __init__(self, process: NodeProcess, world: World) -> None:
        self._process = process
        self._world = world
        self.calls: list[dict[str, Any]] = []

    async def shows(self, **expected: Any) -> None:
        """Wait until this is on the screen."""
        shown: dict[str, Any] = {}
        try:
            async with asyncio.timeout(POLL_TIMEOUT):
                while expected.items() - shown.items():
                    shown = _hashable(await self._process.read_line())
        except TimeoutError:
            raise AssertionError(f"{expected} is not in {shown}") from None

    async def catches_up(self) -> list[int]:
        """The numbers of all that was said, when the app has kept nothing."""
        await self._process.write_line({"caught_up": True})
        while "all" not in (told := await self._process.read_line()):
            if "call" in told:
                self.calls.append(told["asked"])
                function = getattr(functions.main, told["call"].replace("-", "_"))
                answer = await self._world.call(function, told["asked"], as_=ANA)
                await self._process.write_line({"answer": answer.body})
        return list(told["all"])


def _hashable(shown: dict[str, Any]) -> dict[str, Any]:
    """Lists as tuples, and what is unread by room as pairs."""
    lists = {name: tuple(each) for name, each in shown.items() if isinstance(each, list)}
    maps = {name: tuple(each.items()) for name, each in shown.items() if isinstance(each, dict)}
    return shown | lists | maps


@pytest.fixture
async def room_id(world: World) -> str:
    """Ana's room with Budi, who has said three things."""
    room_id = await create_room(world, "ana", "budi")
    for number in range(1, 4):
        await post_message(world, BUDI, room_id, f"m-{number}")
    return room_id


@pytest.fixture
async def reader(world: World, room_id: str, firestore_emulator: str, tmp_path: Path) -> AsyncIterator[Reader]:
    """Ana's app."""
    page = tmp_path / "page.mjs"
    page.write_text("\n".join(re.findall(r"^```js\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)))
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    project = world.documents.address.project
    told = {
        "page": str(page),
        "token": ANA.token(project),
        "me": "ana",
        "other": "budi",
        "room": room_id,
        "now": world.now.timestamp() * 1_000,
    }
    async with run_node_program("reader.mjs", project, firestore_emulator, **told) as process:
        reader = Reader(process, world)
        await reader.shows(heard=("badge", "inbox", "messages", "notifications", "participants", "presence", "rooms"))
        yield reader


async def test_what_is_unread_and_how_far_the_other_is(world: World, room_id: str, reader: Reader) -> None:
    """One's own words are not news; a watermark moves on the other's screen."""
    await post_message(world, ANA, room_id, "m-4")
    await reader.shows(unread=((room_id, 3),), said=("m-1", "m-2", "m-3", "m-4"), delivered=(), read=())
    await call_successfully(world, BUDI, "mark_room_delivered", room_id=room_id)
    await reader.shows(delivered=("m-4",), read=())
    await call_successfully(world, BUDI, "mark_room_read", room_id=room_id)
    await reader.shows(delivered=("m-4",), read=("m-4",))
    await call_successfully(world, ANA, "mark_room_read", room_id=room_id)
    await reader.shows(unread=((room_id, 0),))


async def test_who_is_there(world: World, room_id: str, reader: Reader) -> None:
    """Leases, which end by themselves."""
    await call_successfully(world, BUDI, "set_typing", room_id=room_id, typing=True)
    await reader.shows(typing=("budi",), typing_after_5_s=())
    await call_successfully(world, BUDI, "update_presence", online=True)
    await reader.shows(online=True, online_after_90_s=False)


async def test_after_a_pause_nothing_is_missing(world: World, room_id: str, reader: Reader) -> None:
    """What the newest fifty leave out is asked for by number."""
    room = await world.get(store.room_ref(room_id))
    assert room is not None
    await world.put_documents((store.room_ref(room_id), room.having(seq=160)))
    await world.put_documents(
        *((store.message_ref(room_id, f"message-{seq}"), a_seed_message(seq)) for seq in range(4, 161))
    )
    await reader.shows(said=tuple(f"message-{seq}" for seq in range(111, 161)))

    everything = await reader.catches_up()

    assert everything == list(range(1, 161))
    assert [call["after_seq"] for call in reader.calls] == [0, 100]


async def test_notifications_and_their_badge(world: World, reader: Reader) -> None:
    """The list shows what a function has told, and the badge follows each mark."""
    await add_person(world)
    await tell_people(world, a_notice(event="comment:1"))
    await tell_people(world, a_notice(event="comment:2"))
    await reader.shows(notifications=("Riko menanggapi komentarmu",) * 2, badge=2)
    first, second = [one.id for one in await list_inbox(world)]
    await call_successfully(world, ANA, "mark_notifications", notification_ids=[second])
    await reader.shows(badge=1)
    await call_successfully(world, ANA, "mark_notifications", notification_ids=[second], as_read=False)
    await reader.shows(badge=2)
    await call_successfully(world, ANA, "delete_notifications", notification_ids=[first])
    await reader.shows(notifications=("Riko menanggapi komentarmu",), badge=1)
    await call_successfully(world, ANA, "mark_all_notifications_read")
    await reader.shows(badge=0)


async def test_it_ends_when_the_room_is_lost(world: World, room_id: str, reader: Reader) -> None:
    """The room goes, and what else was listened to is refused as soon as there would be something to see."""
    await call_successfully(world, BUDI, "block_user", user_id="ana")
    await reader.shows(unread=())
    await call_successfully(world, BUDI, "update_presence", online=True)
    await reader.shows(lost=("presence: permission-denied",), online=False)
