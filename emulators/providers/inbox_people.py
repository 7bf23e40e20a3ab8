"""Recipients of the inbox: one person has a mail address, a phone and the tokens of devices."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from emulators.providers.inbox import Inbox, InboxMessage, MessageChannel

PHONE_CHANNELS = (MessageChannel.SMS, MessageChannel.WHATSAPP, MessageChannel.PUSH)
"""Channels whose messages the page shows as a phone does."""
_THREAD_LENGTH = 20


@dataclass(frozen=True)
class InboxFilter:
    """Choice of messages on the page.

    Attributes:
        kind: Channel; empty for all.
        words: Words that a message contains, in lower case.
        addresses: Addresses of the chosen person: mail address, phone, device tokens; empty for everybody.
    """

    kind: str
    words: tuple[str, ...]
    addresses: tuple[str, ...]

    @classmethod
    def of(cls, query: QueryParams) -> "InboxFilter":
        """Read the choice from the query of the page."""
        addresses = tuple(dict.fromkeys(filter(None, query.getlist("to"))))
        return cls(query.get("kind", ""), tuple(query.get("q", "").lower().split()), addresses)

    def is_for_person(self, message: InboxMessage) -> bool:
        """Return whether the message went to the chosen person."""
        return not self.addresses or any(message.is_for(address) for address in self.addresses)

    def fits(self, message: InboxMessage) -> bool:
        """Return whether the page shows the message."""
        return (
            (not self.kind or message.kind == self.kind)
            and self.is_for_person(message)
            and all(word in message.searched_text for word in self.words)
        )

    @property
    def person_query(self) -> str:
        """Part of a link that keeps the chosen person, such as `&to=ana%40temani.example`; may be empty."""
        return "".join(f"&{urlencode({'to': address})}" for address in self.addresses)

    def list_without(self) -> list[tuple[str, str]]:
        """List each chosen address with the link's part that keeps the others."""
        return [
            (address, "".join(f"&{urlencode({'to': other})}" for other in self.addresses if other != address))
            for address in self.addresses
        ]


def list_recipients(inbox: Inbox, chosen: InboxFilter) -> list[tuple[str, int]]:
    """List the addresses that are not chosen, with the number of their messages, by name."""
    counts = Counter(address for message in inbox.newest_first() for address in message.recipients)
    known = {address.lower() for address in chosen.addresses}
    return sorted((address, count) for address, count in counts.items() if address.lower() not in known)


def list_thread(inbox: Inbox, message: InboxMessage) -> list[InboxMessage]:
    """List the latest messages of the same channel to the same address, oldest first, and `message` among them."""
    thread = inbox.select_messages(lambda other: other.kind is message.kind and other.to == message.to)
    place = thread.index(message)
    return thread[max(0, place - _THREAD_LENGTH // 2) : place + _THREAD_LENGTH // 2]
