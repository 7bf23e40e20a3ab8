"""Eight people talk at once in one room, though connections break and the host is killed; nobody misses a word."""

import asyncio
import contextlib
import json
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from emulators.cloud import LocalCloud
from emulators.demo.expectations import POLL_TIMEOUT, poll_until_equal
from emulators.demo.function_client import FunctionResponse
from emulators.demo.marketplace_context import DemoPerson, MarketplaceContext
from emulators.settings import HOST, Settings
from shared.chat import store
from shared.chat.settings import ChatSettings
from shared.gateways.firestore.client import DatabaseAddress, Firestore
from shared.gateways.firestore.unit_of_work import FirestoreUnitOfWork

pytestmark = [pytest.mark.emulator, pytest.mark.slow]

LISTENER = Path(__file__).with_name("listener.mjs")
SPEAKERS, WORDS, LISTENERS = 8, 25, 2
SAID = SPEAKERS * WORDS
# The room is opened, and then everybody joins.
NOTICES = 1 + SPEAKERS + LISTENERS
KILLS = (SAID // 4, SAID // 2)
"""After so many answers the functions host is killed."""

Shown = list[tuple[str, int, str]]


@dataclass
class Talk:
    """One room, and what the apps of those who talk in it know: the number that each message was given, by its id."""

    on: MarketplaceContext
    url: httpx.URL
    room_id: str
    luck: random.Random
    told: dict[str, int] = field(default_factory=dict)
    unanswered: int = 0
    hung_up: int = 0
    doubled: int = 0
    _progress: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def speak(self, who: DemoPerson, name: str) -> None:
        """Say everything that one person has to say, one after the other, through whatever happens."""
        for number in range(WORDS):
            message_id = f"{name}-{number}"
            fate = self.luck.random()
            if fate < 0.2:
                self.hung_up += await self._hang_up(who, message_id)
            copies = 1 + (fate > 0.8)
            self.doubled += copies - 1
            answers = await asyncio.gather(*(self._insist(who, message_id) for _ in range(copies)))
            seqs = {answer.require_success()["seq"] for answer in answers}
            assert len(seqs) == 1, f"{message_id} was told {seqs}"
            await self._heard(message_id, seqs.pop())

    async def after(self, count: int) -> None:
        """Wait until so many messages have been answered."""
        async with self._progress:
            await self._progress.wait_for(lambda: len(self.told) >= count)

    async def _heard(self, message_id: str, seq: int) -> None:
        async with self._progress:
            self.told[message_id] = seq
            self._progress.notify_all()

    def _message(self, message_id: str) -> dict[str, str]:
        return {"room_id": self.room_id, "message_id": message_id, "body": words(message_id)}

    async def _say(self, who: DemoPerson, message_id: str) -> FunctionResponse:
        return await self.on.functions.post("send-message", self._message(message_id), as_=who.headers)

    async def _hang_up(self, who: DemoPerson, message_id: str) -> bool:
        """Send, and be gone before there is an answer; whether none was quicker."""
        body = json.dumps(self._message(message_id)).encode()
        headers = {"host": self.url.host, "content-type": "application/json", "content-length": f"{len(body)}"}
        head = "".join(f"{name}: {value}\r\n" for name, value in {**headers, **who.headers}.items())
        try:
            answer, request = await asyncio.open_connection(self.url.host, self.url.port)
        except OSError:
            return False
        request.write(f"POST {self.url.path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        answering = asyncio.ensure_future(answer.read(1))
        await asyncio.wait([answering], timeout=self.luck.uniform(0, 0.05))
        hung_up = answering.cancel()
        request.close()
        with contextlib.suppress(asyncio.CancelledError, OSError):
            await answering
        with contextlib.suppress(OSError):
            await request.wait_closed()
        return hung_up

    async def _insist(self, who: DemoPerson, message_id: str) -> FunctionResponse:
        """Send until there is an answer that is one: what any app has to do."""
        while True:
            with contextlib.suppress(httpx.TransportError):
                answer = await self._say(who, message_id)
                if answer.status < 500:
                    return answer
            self.unanswered += 1
            await asyncio.sleep(self.luck.uniform(0.05, 0.2))


def words(message_id: str) -> str:
    """What is said under this id."""
    return f"Kata nomor {message_id}"


class Listener:
    """Somebody's app, which has the room open: every picture that it showed, in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.pictures: list[Shown] = []
        self.changes: list[tuple[str, str]] = []
        self.open = asyncio.Event()

    async def screen(self) -> Shown:
        """What is shown now."""
        await self.open.wait()
        return self.pictures[-1]

    async def follow(self) -> None:
        """Look at the screen until the app is closed."""
        while line := await _stream(self._process.stdout).readline():
            picture = json.loads(line)
            if not picture["from_cache"]:
                self.pictures.append([tuple(each) for each in picture["shown"]])
                self.changes += [tuple(change) for change in picture["changes"]]
                self.open.set()


def _stream(stream: asyncio.StreamReader | None) -> asyncio.StreamReader:
    assert stream is not None
    return stream


@contextlib.asynccontextmanager
async def listening(settings: Settings, who: DemoPerson, room_id: str) -> AsyncIterator[Listener]:
    """Have somebody's app open at the room, with the SDK that apps are made with."""
    told = {
        "project": settings.project,
        "host": HOST,
        "port": settings.ports.firestore,
        "token": who.headers["Authorization"].removeprefix("Bearer "),
        "room": room_id,
    }
    process = await asyncio.create_subprocess_exec(
        "node",
        str(LISTENER),
        json.dumps(told),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**24,  # one picture is one line
    )
    listener = Listener(process)
    following = asyncio.ensure_future(listener.follow())
    try:
        async with asyncio.timeout(POLL_TIMEOUT):
            await listener.open.wait()
        yield listener
    finally:
        if process.stdin:
            process.stdin.close()
        await process.wait()
        await following


@pytest.fixture
async def _no_flood_limit(cloud: LocalCloud) -> AsyncIterator[None]:
    """Many messages in a row are a flood, which is not what this is about."""
    address = DatabaseAddress(cloud.settings.project, emulator=cloud.settings.address("firestore"))
    db = Firestore.open(address)

    async def change(make: Callable[[FirestoreUnitOfWork], None]) -> None:
        unit = FirestoreUnitOfWork(db, request_id="req_settings", now=datetime.now(UTC), instance_cache={})
        make(unit)
        await db.commit(unit.build_writes())

    await change(lambda unit: unit.put(store.SETTINGS, ChatSettings(burst=1_000)))
    yield
    await change(lambda unit: unit.delete(store.SETTINGS))
    await db.close()


async def kill(cloud: LocalCloud, talk: Talk) -> None:
    """Kill the functions host in the middle of the talk, and start it again."""
    for count in KILLS:
        await talk.after(count)
        await asyncio.to_thread(cloud.kill_functions)
        await asyncio.to_thread(cloud.restart_functions)


@pytest.mark.usefixtures("_no_flood_limit")
async def test_everybody_hears_every_word_once_and_in_order(
    cloud: LocalCloud, empty_context: MarketplaceContext
) -> None:
    """Each message is kept once, numbers have no gap, and two apps that listened show just what the server has."""
    seed = random.randrange(1_000_000)
    # Shown when the test fails, though the moments of the kills are the machine's as well.
    print(f"seed {seed}")
    people = await _people(empty_context)
    speakers, listeners = people[:SPEAKERS], people[SPEAKERS:]
    room_id = await _group(empty_context, people)
    url = httpx.URL(cloud.settings.function_url("send-message"))
    talk = Talk(empty_context, url, room_id, random.Random(seed))

    async with contextlib.AsyncExitStack() as open_apps:
        apps = [await open_apps.enter_async_context(listening(cloud.settings, who, room_id)) for who in listeners]
        async with asyncio.TaskGroup() as meanwhile:
            meanwhile.create_task(kill(cloud, talk))
            for number, who in enumerate(speakers):
                meanwhile.create_task(talk.speak(who, f"s{number}"))
        for app in apps:
            await poll_until_equal("what an app shows", app.screen, NOTICES + SAID, of=len)

    kept = await _kept(empty_context, listeners[0], room_id)
    assert talk.unanswered > 0, "nobody noticed a kill"
    assert talk.hung_up > 0, "nobody hung up"
    assert talk.doubled > 0, "nothing was sent twice"
    _every_word_once_and_in_order(talk, kept)
    for app in apps:
        assert app.pictures[-1] == kept
        _never_a_gap(app)
    await _unread_is_what_others_said(empty_context, speakers, listeners)


def _every_word_once_and_in_order(talk: Talk, kept: Shown) -> None:
    notices, said = kept[:NOTICES], kept[NOTICES:]
    assert [notice[1:] for notice in notices] == [(seq, "") for seq in range(1, NOTICES + 1)]
    assert [seq for _, seq, _ in kept] == list(range(1, NOTICES + SAID + 1))
    assert {message_id: seq for message_id, seq, _ in said} == talk.told
    assert all(body == words(message_id) for message_id, _, body in said)
    for number in range(SPEAKERS):
        # Whoever waits for the answer before speaking on is heard in that order.
        own = [message_id for message_id, _, _ in said if message_id.startswith(f"s{number}-")]
        assert own == [f"s{number}-{word}" for word in range(WORDS)]


def _never_a_gap(app: Listener) -> None:
    """Not only in the end: at no moment did the screen show one message without the one before it."""
    for shown in app.pictures:
        assert [seq for _, seq, _ in shown] == list(range(1, len(shown) + 1))
    assert sorted(app.changes) == sorted(("added", message_id) for message_id, _, _ in app.pictures[-1])


async def _unread_is_what_others_said(
    on: MarketplaceContext, speakers: list[DemoPerson], listeners: list[DemoPerson]
) -> None:
    for who, expected in [(speakers[0], SAID - WORDS), (speakers[-1], SAID - WORDS), (listeners[0], SAID)]:
        total = (await on.functions.get("get-unread-total", as_=who.headers)).require_success()
        assert total["unread_total"] == expected


async def _people(on: MarketplaceContext) -> list[DemoPerson]:
    return [await on.register_person(f"Orang{number} Ramai") for number in range(SPEAKERS + LISTENERS)]


async def _group(on: MarketplaceContext, people: list[DemoPerson]) -> str:
    # The people do not know one another, so an admin brings them together.
    await on.sign_in_admin()
    (await on.functions.post("register-user", {"full_name": "Citra Kirana"}, as_=on.admin)).require_success()
    wanted = {"name": "Ramai", "member_ids": [person.id for person in people]}
    room: dict[str, Any] = (await on.functions.post("create-group-room", wanted, as_=on.admin)).require_success()
    room_id: str = room["room_id"]
    for person in people:
        accepted = await on.functions.post("accept-room-invitation", {"room_id": room_id}, as_=person.headers)
        accepted.require_success()
    for person in people:
        read = await on.functions.post("mark-room-read", {"room_id": room_id}, as_=person.headers)
        read.require_success()
    return room_id


async def _kept(on: MarketplaceContext, who: DemoPerson, room_id: str) -> Shown:
    """All that the server has, paged from the first number to the end."""
    kept: Shown = []
    more = True
    while more:
        asked = {"room_id": room_id, "after_seq": kept[-1][1] if kept else 0, "limit": 100}
        page = (await on.functions.get("list-messages", as_=who.headers, **asked)).require_success()
        kept += [(item["message_id"], item["seq"], item["body"]) for item in page["items"]]
        more = page["has_more"]
    return kept
