"""The two of a booking talk, in a room that is theirs for as long as the booking allows."""

from emulators.demo.bookings import BOOKING_STORY
from emulators.demo.expectations import expect_equal, poll_until_equal
from emulators.demo.formats import parse_moment
from emulators.demo.marketplace_context import MarketplaceContext
from emulators.demo.story import Story

MESSAGE_WITH_PHONE = "Nomor saya 0812-3456-7890, langsung saja ya"


async def check_open_room(at: MarketplaceContext) -> str:
    """The paid booking has opened a room for the two, and for nobody else."""
    room = await poll_until_equal("whether they have a room", lambda: at.find_room(at.customer, _id(at)), True, of=bool)
    expect_equal("who is in it", set(room["members"]), {at.customer.id, at.expert.id})
    expect_equal(
        "whether it stays open after the meeting", parse_moment(room["closes_at"]) > parse_moment(at.slot), True
    )
    (await at.send_message(at.rival, _id(at), "from-outside", "Halo?")).require_error(404, "room_not_found")
    return "a room has opened for Putu and Maya; to Rizky there is none"


async def exchange_messages(at: MarketplaceContext) -> str:
    """A message that is sent twice is one message; its answer names it."""
    question = {"message_id": "m-1", "body": "Apa yang perlu saya siapkan?"}
    twice = [(await at.send_message(at.customer, _id(at), **question)).require_success() for _ in range(2)]
    expect_equal("the second sending", twice[1], twice[0])
    answer = (await at.send_message(at.expert, _id(at), "m-2", "CV terbaru saja.", reply_to="m-1")).require_success()
    expect_equal("the numbers", [twice[0]["seq"] + 1, answer["reply_to"]["id"]], [answer["seq"], "m-1"])
    unread = (await at.functions.get("get-unread-total", as_=at.customer.headers)).require_success()["unread_total"]
    (await at.functions.post("mark-room-read", {"room_id": _id(at)}, as_=at.customer.headers)).require_success()
    after = (await at.functions.get("get-unread-total", as_=at.customer.headers)).require_success()["unread_total"]
    expect_equal("what is unread, before and after", (unread, after), (1, 0))
    return "Putu asks, on a bad line and so twice: one message; Maya answers; one unread, then none"


async def mask_phone_number(at: MarketplaceContext) -> str:
    """Where the admin wants it, contacts do not pass; a message can be taken back."""
    await at.update_settings(chat={"contacts": "mask"})
    masked = (await at.send_message(at.expert, _id(at), "m-3", MESSAGE_WITH_PHONE)).require_success()
    expect_equal("what is left of it", ("0812" in masked["body"], masked["warning"]), (False, "contact"))
    await at.update_settings(chat={"contacts": "off"})
    gone = {"room_id": _id(at), "message_id": "m-3"}
    deleted = (await at.functions.post("delete-message", gone, as_=at.expert.headers)).require_success()
    expect_equal("the body of the deleted one", deleted["body"], "")
    return f"Maya writes her number: “{masked['body']}”; she takes it back, and only its trace is left"


CHAT_STORY = Story("Talk about it", (check_open_room, exchange_messages, mask_phone_number), requires=(BOOKING_STORY,))


def _id(at: MarketplaceContext) -> str:
    room_id: str = at.booking["booking_id"]
    return room_id
