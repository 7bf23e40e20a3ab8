"""Steps of the chat story: customer and expert of a booking write in its room."""

from emulators.demo.bookings import BOOKING_STORY
from emulators.demo.expectations import expect_equal, poll_until_equal
from emulators.demo.formats import parse_moment
from emulators.demo.marketplace_context import MarketplaceContext
from emulators.demo.story import Story

MESSAGE_WITH_PHONE = "Nomor saya 0812-3456-7890, langsung saja ya"


async def check_open_room(at: MarketplaceContext) -> str:
    """Check that the paid booking has a room for customer and expert only."""
    room = await poll_until_equal("whether they have a room", lambda: at.find_room(at.customer, _id(at)), True, of=bool)
    expect_equal("members of the room", set(room["members"]), {at.customer.id, at.expert.id})
    expect_equal("room open after the meeting", parse_moment(room["closes_at"]) > parse_moment(at.slot), True)
    (await at.send_message(at.rival, _id(at), "from-outside", "Halo?")).require_error(404, "room_not_found")
    return "a room has opened for Putu and Maya; Rizky gets 404"


async def exchange_messages(at: MarketplaceContext) -> str:
    """Send a message twice, and check that it is stored once and can be answered."""
    question = {"message_id": "m-1", "body": "Apa yang perlu saya siapkan?"}
    twice = [(await at.send_message(at.customer, _id(at), **question)).require_success() for _ in range(2)]
    expect_equal("response to the repeated message", twice[1], twice[0])
    answer = (await at.send_message(at.expert, _id(at), "m-2", "CV terbaru saja.", reply_to="m-1")).require_success()
    expect_equal(
        "number and quoted message of the answer",
        [twice[0]["seq"] + 1, answer["reply_to"]["id"]],
        [answer["seq"], "m-1"],
    )
    unread = (await at.functions.get("get-unread-total", as_=at.customer.headers)).require_success()["unread_total"]
    (await at.functions.post("mark-room-read", {"room_id": _id(at)}, as_=at.customer.headers)).require_success()
    after = (await at.functions.get("get-unread-total", as_=at.customer.headers)).require_success()["unread_total"]
    expect_equal("unread messages, before and after", (unread, after), (1, 0))
    return "Putu sends a question twice over a bad connection: one message; Maya answers; one unread, then none"


async def mask_phone_number(at: MarketplaceContext) -> str:
    """Mask contact details by a setting of the admin, then delete the message."""
    await at.update_settings(chat={"contacts": "mask"})
    masked = (await at.send_message(at.expert, _id(at), "m-3", MESSAGE_WITH_PHONE)).require_success()
    expect_equal(
        "number in the masked message, and its warning",
        ("0812" in masked["body"], masked["warning"]),
        (False, "contact"),
    )
    await at.update_settings(chat={"contacts": "off"})
    gone = {"room_id": _id(at), "message_id": "m-3"}
    deleted = (await at.functions.post("delete-message", gone, as_=at.expert.headers)).require_success()
    expect_equal("body of the deleted message", deleted["body"], "")
    return f"Maya writes her number: “{masked['body']}”; she deletes the message, and its text is gone"


CHAT_STORY = Story(
    "Chat about the session", (check_open_room, exchange_messages, mask_phone_number), requires=(BOOKING_STORY,)
)


def _id(at: MarketplaceContext) -> str:
    room_id: str = at.booking["booking_id"]
    return room_id
