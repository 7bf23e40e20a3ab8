"""Texts that people write back. A stop word ends marketing on the channel; any text opens WhatsApp's 24 hours."""

import hashlib
from datetime import datetime, timedelta

from shared.contracts.delivery_reports import InboundText
from shared.contracts.notices import Channel
from shared.kernel.ports import Ref, UnitOfWork
from shared.kernel.schemas import Entity, Moment
from shared.notifications import store, suppressions

WINDOW_DURATION = timedelta(hours=24)
"""Time after a person's message in which WhatsApp allows free text."""
_RETENTION = timedelta(days=30)


class InboundRecord(Entity):
    """Record that a text of a person has been dealt with; the text itself is not kept.

    Attributes:
        was_stop: True if the text asked for an end of marketing.
        at: Instant in UTC of its arrival.
        expire_at: Instant in UTC after which TTL deletes the record.
    """

    was_stop: bool
    at: Moment
    expire_at: Moment


class TextWindow(Entity):
    """Time in which a number may get free text by WhatsApp. The document's id is a hash of the number.

    Attributes:
        open_until: Instant in UTC at which the 24 hours end.
        expire_at: Instant in UTC after which TTL deletes the document.
    """

    open_until: Moment
    expire_at: Moment


def inbound_record_ref(text: InboundText) -> Ref[InboundRecord]:
    """Build the reference of the record of a text."""
    return Ref(f"inbound_texts/{hashlib.sha256(text.id.encode()).hexdigest()[:32]}", InboundRecord)


def text_window_ref(number: str) -> Ref[TextWindow]:
    """Build the reference of the time in which a number may get free text."""
    return Ref(f"text_windows/{store.compute_suppression_key(Channel.WHATSAPP, number)}", TextWindow)


async def record_inbound_text(uow: UnitOfWork, text: InboundText, *, is_stop: bool, now: datetime) -> bool:
    """Record a text of a person, and return whether a stop is to be confirmed.

    The same text again changes nothing.

    Args:
        uow: Unit of work.
        text: Text of the person.
        is_stop: True if the text asks for an end of marketing.
        now: Present instant.
    """
    record, window = await uow.get_many(inbound_record_ref(text), text_window_ref(text.sender))
    if record is not None:
        return False
    channel = Channel(text.channel)
    uow.create(inbound_record_ref(text), InboundRecord(was_stop=is_stop, at=text.at, expire_at=now + _RETENTION))
    open_until = text.at + WINDOW_DURATION
    if channel is Channel.WHATSAPP and (window is None or window.open_until < open_until):
        changed = TextWindow(open_until=open_until, expire_at=open_until + timedelta(days=1))
        uow.put(text_window_ref(text.sender), changed)
    if is_stop:
        await suppressions.stop_marketing(uow, channel, text.sender, now=now)
    return is_stop
