"""Phone numbers that are spread over several messages: each message holds only a few digits."""

from datetime import datetime, timedelta

from shared.chat.contact_filter import Finding, Mode, filter_contacts
from shared.chat.inbox_models import Inbox, NumberTail
from shared.kernel.contact_details import MASK
from shared.kernel.ids import RoomId

_TAIL_LENGTH = 80
_TAIL_TTL = timedelta(minutes=10)


def filter_message(
    inbox: Inbox, room_id: RoomId, text: str, mode: Mode, *, now: datetime
) -> tuple[Inbox, str, Finding | None]:
    """Search a message for contact details, also for the rest of a contact detail that began in the messages before.

    Only messages that consist of a number are parts of such a contact detail. Messages with other words in between
    change nothing. Once a contact detail is complete, the rest stays hidden: the same digits again complete it.

    Args:
        inbox: Inbox of the sender, with the numbers sent lately.
        room_id: Room of the message.
        text: Text of the message.
        mode: `off` searches nothing, `warn` only reports, `mask` replaces each contact by `MASK`.
        now: Time of the message.

    Returns:
        The inbox with the numbers sent lately, the text to send, and `contact` if there is a contact detail.
    """
    text, found = filter_contacts(text, mode)
    if mode == "off" or found or not text:
        return inbox, text, found
    from shared.kernel.contact_details.number_words import is_number_part
    from shared.kernel.contact_details.search import continues_contact

    if not is_number_part(text):
        return inbox, text, None
    tail = inbox.number_tail
    before = tail.text if tail and tail.room_id == room_id and now - tail.at <= _TAIL_TTL else ""
    if before and continues_contact(before, text):
        return inbox, (MASK if mode == "mask" else text), "contact"
    said = f"{before}\n{text}".strip()[-_TAIL_LENGTH:]
    return inbox.having(number_tail=NumberTail(room_id=room_id, text=said, at=now)), text, None
