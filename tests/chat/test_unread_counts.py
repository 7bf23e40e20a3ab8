"""Whatever people do in their rooms, in whatever order: what is unread is what a recount finds."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

import functions.main
from shared.chat import store
from shared.chat.inbox_models import Inbox
from shared.chat.models import Room, RoomKind
from shared.kernel.ids import RoomId, UserId
from tests.builders import NOON
from tests.chat.builders import (
    NO_FLOOD_LIMIT,
    a_room,
    a_text_message,
    add_room,
    is_from_user,
    list_room_messages,
    post_message,
)
from tests.proof_scale import scale_examples
from tests.world import ANA, BUDI, EXPERT, Answer, Person, World

pytestmark = [pytest.mark.emulator, pytest.mark.slow]

T = TypeVar("T")

PEOPLE = (ANA, BUDI, EXPERT)
WHO = st.sampled_from(PEOPLE)
ROOMS = st.sampled_from(["direct", "group", "meeting"])
CLOSES = NOON + timedelta(minutes=30)


class Talk(RuleBasedStateMachine):
    """Three people; a room of two, a group, and a room of a meeting that closes and may open again."""

    run: Callable[[Awaitable[Any]], Any]
    new_world: Callable[[], World]
    seen: Counter[str]
    """What all histories together came across."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.read: dict[tuple[str, str], int] = {}
        """How far somebody has read in a room, by our own book-keeping."""
        self.world: World = self.run(self._opened())

    async def _opened(self) -> World:
        world = self.new_world()
        await world.put_documents((store.SETTINGS, NO_FLOOD_LIMIT))
        self.rooms = {
            "direct": await add_room(world, a_room("ana", "dewi")),
            "group": await add_room(world, a_room("ana", "budi", "dewi")),
            "meeting": await add_room(
                world,
                a_room("budi", "dewi", id=RoomId("a-meeting"), kind=RoomKind.MENTOR_STUDENT, closes_at=CLOSES),
            ),
        }
        await post_message(world, BUDI, self.rooms["meeting"], "hello")
        return world

    def does(self, name: str, body: dict[str, Any], who: Person) -> Answer:
        """Somebody calls a function; whatever it answers, it does not break."""
        answer: Answer = self.run(self.world.call(getattr(functions.main, name), body, as_=who))
        assert answer.status < 500, (name, answer.body)
        return answer

    def room(self, name: str) -> Room:
        """The room as it is."""
        found: Room | None = self.run(self.world.get(store.room_ref(self.rooms[name])))
        assert found is not None
        return found

    def inbox(self, who: Person) -> Inbox:
        """Somebody's inbox as it is."""
        found: Inbox = self.run(store.get_inbox(self.world.reader, UserId(who.uid)))
        return found

    @rule(who=WHO, name=ROOMS)
    def says(self, who: Person, name: str) -> None:
        self.count += 1
        self.does("send_message", a_text_message(self.rooms[name], f"m-{self.count}"), who)

    @rule(who=WHO, name=ROOMS, back=st.integers(0, 4))
    def reads_some(self, who: Person, name: str, back: int) -> None:
        self.reads(who, name, back)

    def reads(self, who: Person, name: str, back: int) -> None:
        """Somebody reads all but the last *back* messages."""
        seq = max(0, self.room(name).seq - back)
        if self.does("mark_room_read", {"room_id": self.rooms[name], "seq": seq}, who).status == 200:
            self.read[who.uid, name] = max(self.read.get((who.uid, name), 0), seq)

    @rule(who=WHO, name=ROOMS, muted=st.booleans(), pinned=st.booleans())
    def mutes_or_pins(self, who: Person, name: str, muted: bool, pinned: bool) -> None:
        self.does("mute_room", {"room_id": self.rooms[name], "muted": muted}, who)
        self.does("pin_room", {"room_id": self.rooms[name], "pinned": pinned}, who)

    @rule(who=WHO)
    def reads_everything(self, who: Person) -> None:
        for name in self.rooms:
            self.reads(who, name, 0)

    @rule(who=WHO, whom=WHO, on=st.booleans())
    def blocks(self, who: Person, whom: Person, on: bool) -> None:
        self.does("block_user" if on else "unblock_user", {"user_id": whom.uid}, who)

    @rule(who=st.sampled_from([BUDI, EXPERT]))
    def comes_and_goes(self, who: Person) -> None:
        """Ana runs the group; who comes back starts where it is then."""
        body = {"room_id": self.rooms["group"]}
        if who.uid in self.room("group").members:
            self.does("leave_room", body, who)
        else:
            self.does("add_room_members", body | {"member_ids": [who.uid]}, ANA)
            answer = self.does("accept_room_invitation", body, who)
            if answer.status == 200:
                self.read[who.uid, "group"] = self.inbox(who).rooms[self.rooms["group"]].read_seq

    @rule()
    def time_passes(self) -> None:
        self.world.later(minutes=20)

    @rule()
    def the_meeting_is_long_over(self) -> None:
        """What nobody has read of it for a week is news no more."""
        self.world.later(days=8)
        room = self.room("meeting")
        self.run(self.world.call.deliver_task(functions.main.archive_closed_room, {"room_id": room.id}))
        for uid in room.members:
            self.read[uid, "meeting"] = room.seq

    @invariant()
    def adds_up(self) -> None:
        """Each room's number, and the total, for each of the three."""
        for person in PEOPLE:
            listed = self.does("list_rooms", {"limit": 100}, person).body
            expected = {
                self.rooms[name]: self._recounted(person, name)
                for name in self.rooms
                if person.uid in self.room(name).members
            }
            assert {room["room_id"]: room["unread"] for room in listed["items"]} == expected
            assert listed["unread_total"] == sum(expected.values())
            inbox = self.inbox(person)
            self.seen.update(unread=sum(expected.values()), settled=inbox.settled, hidden=len(inbox.hidden))

    def _recounted(self, person: Person, name: str) -> int:
        mark = self.read.get((person.uid, name), 0)
        said = self.run(list_room_messages(self.world, self.rooms[name]))
        assert [message.seq for message in said] == list(range(1, len(said) + 1))
        return sum(message.seq > mark and not is_from_user(message, person.uid) for message in said)


@pytest.fixture
async def loop() -> asyncio.AbstractEventLoop:
    """The loop on which the worlds live."""
    return asyncio.get_running_loop()


def test_unread_is_what_a_recount_finds(new_world: Callable[[], World], loop: asyncio.AbstractEventLoop) -> None:
    """
    After every step, for everybody: each room's unread messages, and their total, are those that a recount finds.
    """
    seen: Counter[str] = Counter()
    given = {"run": staticmethod(loop.run_until_complete), "new_world": staticmethod(new_world), "seen": seen}
    kind = type("Talking", (Talk,), given)

    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=scale_examples(10),
            stateful_step_count=30,
            deadline=None,
            # A history is told in a minute; to look for a shorter one would take many.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert seen["unread"], "nobody ever had anything unread"
    assert seen["settled"], "no inbox ever let go of a room"
    assert seen["hidden"], "nobody ever hid a room"
