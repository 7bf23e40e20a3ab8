"""The two of a booking talk, in a room that is theirs for as long as the booking allows."""

from typing import Any

from emulators.demo.expectations import expect_equal, poll_until_equal
from emulators.demo.formats import parse_moment
from emulators.demo.function_client import FunctionResponse
from emulators.demo.marketplace_context import DemoPerson, MarketplaceContext

MESSAGE_WITH_PHONE = "Nomor saya 0812-3456-7890, langsung saja ya"


async def check_open_room(at: MarketplaceContext) -> str:
    """The paid booking has opened a room for the two, and for nobody else."""
    room = await poll_until_equal(
        "their room", lambda: _rooms(at, at.customer), _id(at), of=lambda rooms: rooms[0]["room_id"] if rooms else None
    )
    expect_equal("who is in it", set(room[0]["members"]), {at.customer.id, at.expert.id})
    expect_equal(
        "whether it stays open after the meeting", parse_moment(room[0]["closes_at"]) > parse_moment(at.slot), True
    )
    (await _say(at, at.rival, "from-outside", "Halo?")).require_error(404, "room_not_found")
    return "a room has opened for Putu and Maya; to Rizky there is none"


async def exchange_messages(at: MarketplaceContext) -> str:
    """A message that is sent twice is one message; its answer names it."""
    question = {"message_id": "m-1", "body": "Apa yang perlu saya siapkan?"}
    twice = [(await _say(at, at.customer, **question)).require_success() for _ in range(2)]
    expect_equal("the second sending", twice[1], twice[0])
    answer = (await _say(at, at.expert, "m-2", "CV terbaru saja.", reply_to="m-1")).require_success()
    expect_equal("the numbers", [twice[0]["seq"] + 1, answer["reply_to"]["id"]], [answer["seq"], "m-1"])
    unread = (await at.demo.functions.get("get-unread-total", as_=at.customer.headers)).require_success()[
        "unread_total"
    ]
    (await at.demo.functions.post("mark-room-read", {"room_id": _id(at)}, as_=at.customer.headers)).require_success()
    after = (await at.demo.functions.get("get-unread-total", as_=at.customer.headers)).require_success()["unread_total"]
    expect_equal("what is unread, before and after", (unread, after), (1, 0))
    return "Putu asks, on a bad line and so twice: one message; Maya answers; one unread, then none"


async def mask_phone_number(at: MarketplaceContext) -> str:
    """Where the admin wants it, contacts do not pass; a message can be taken back."""
    await _settings(at, contacts="mask")
    masked = (await _say(at, at.expert, "m-3", MESSAGE_WITH_PHONE)).require_success()
    expect_equal("what is left of it", ("0812" in masked["body"], masked["warning"]), (False, "contact"))
    await _settings(at, contacts="off")
    gone = {"room_id": _id(at), "message_id": "m-3"}
    deleted = (await at.demo.functions.post("delete-message", gone, as_=at.expert.headers)).require_success()
    expect_equal("the body of the deleted one", deleted["body"], "")
    return f"Maya writes her number: “{masked['body']}”; she takes it back, and only its trace is left"


CHAT_STEPS = (check_open_room, exchange_messages, mask_phone_number)


def _id(at: MarketplaceContext) -> str:
    room_id: str = at.booking["booking_id"]
    return room_id


async def _rooms(at: MarketplaceContext, who: DemoPerson) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await at.demo.functions.get("list-rooms", as_=who.headers)).require_success()[
        "items"
    ]
    return items


async def _say(at: MarketplaceContext, who: DemoPerson, message_id: str, body: str, **more: str) -> FunctionResponse:
    message = {"room_id": _id(at), "message_id": message_id, "body": body, **more}
    return await at.demo.functions.post("send-message", message, as_=who.headers)


async def _settings(at: MarketplaceContext, **chat: str) -> None:
    (await at.demo.functions.post("update-settings", {"chat": chat}, as_=at.admin)).require_success()
