"""The two of a booking talk, in a room that is theirs for as long as the booking allows."""

from typing import Any

from emulators.demo.expectations import eventually, expect
from emulators.demo.market import Market, Person
from emulators.demo.office import Answer
from emulators.demo.wording import moment

SECRET = "Nomor saya 0812-3456-7890, langsung saja ya"


async def room_is_open(at: Market) -> str:
    """The paid booking has opened a room for the two, and for nobody else."""
    room = await eventually(
        "their room", lambda: _rooms(at, at.customer), _id(at), of=lambda rooms: rooms[0]["room_id"] if rooms else None
    )
    expect("who is in it", set(room[0]["members"]), {at.customer.id, at.expert.id})
    expect("whether it stays open after the meeting", moment(room[0]["closes_at"]) > moment(at.slot), True)
    (await _say(at, at.rival, "from-outside", "Halo?")).refused(404, "room_not_found")
    return "a room has opened for Putu and Maya; to Rizky there is none"


async def they_talk(at: Market) -> str:
    """A message that is sent twice is one message; its answer names it."""
    question = {"message_id": "m-1", "body": "Apa yang perlu saya siapkan?"}
    twice = [(await _say(at, at.customer, **question)).good() for _ in range(2)]
    expect("the second sending", twice[1], twice[0])
    answer = (await _say(at, at.expert, "m-2", "CV terbaru saja.", reply_to="m-1")).good()
    expect("the numbers", [twice[0]["seq"] + 1, answer["reply_to"]["id"]], [answer["seq"], "m-1"])
    unread = (await at.stage.office.get("get-unread-total", as_=at.customer.headers)).good()["unread_total"]
    (await at.stage.office.post("mark-room-read", {"room_id": _id(at)}, as_=at.customer.headers)).good()
    after = (await at.stage.office.get("get-unread-total", as_=at.customer.headers)).good()["unread_total"]
    expect("what is unread, before and after", (unread, after), (1, 0))
    return "Putu asks, on a bad line and so twice: one message; Maya answers; one unread, then none"


async def a_number_is_masked(at: Market) -> str:
    """Where the admin wants it, contacts do not pass; a message can be taken back."""
    await _settings(at, contacts="mask")
    masked = (await _say(at, at.expert, "m-3", SECRET)).good()
    expect("what is left of it", ("0812" in masked["body"], masked["warning"]), (False, "contact"))
    await _settings(at, contacts="off")
    gone = {"room_id": _id(at), "message_id": "m-3"}
    deleted = (await at.stage.office.post("delete-message", gone, as_=at.expert.headers)).good()
    expect("the body of the deleted one", deleted["body"], "")
    return f"Maya writes her number: “{masked['body']}”; she takes it back, and only its trace is left"


TALKING = (room_is_open, they_talk, a_number_is_masked)


def _id(at: Market) -> str:
    room_id: str = at.booking["booking_id"]
    return room_id


async def _rooms(at: Market, who: Person) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await at.stage.office.get("list-rooms", as_=who.headers)).good()["items"]
    return items


async def _say(at: Market, who: Person, message_id: str, body: str, **more: str) -> Answer:
    message = {"room_id": _id(at), "message_id": message_id, "body": body, **more}
    return await at.stage.office.post("send-message", message, as_=who.headers)


async def _settings(at: Market, **chat: str) -> None:
    (await at.stage.office.post("update-settings", {"chat": chat}, as_=at.admin)).good()
