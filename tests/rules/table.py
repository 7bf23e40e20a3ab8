"""What apps may see: who may get, list and listen to what. What is not in here is closed to everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shared.kernel.ports import Query
from shared.kernel.schemas import Entity

# Of the rooms in `seeds.py`: the group, and what the owner asks the support.
INSIDE = "owner participant anonymous"
SUPPORTED = "owner admin"
SIGNED_IN = "owner participant anonymous removed blocked stranger expert admin"

Asks = Callable[[str], Query[Any]]
"""What the app of somebody (a uid) asks a collection for."""


@dataclass(frozen=True)
class Row:
    """Who may get the document at `path`, list what their app `asks` for, and list the collection as a `whole`.

    Who may get or list may also listen. `{me}` is the uid of whoever asks. Nobody creates, updates or deletes.
    """

    path: str
    asks: Asks
    get: str = ""
    list: str = ""
    whole: str = ""

    @property
    def collection(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        return self.collection.rpartition("/")[2]

    def lets(self, person: str, operation: str) -> bool:
        """Whether the table says so."""
        column = {"get": self.get, "watch": self.get, "list": self.list, "listen": self.list, "whole": self.whole}
        return person in column.get(operation, "").split()


def query(collection: str) -> Query[Any]:
    """All of a collection."""
    return Query(collection, Entity)


def of_mine(collection: str) -> Asks:
    """What says that it is theirs."""
    return lambda me: query(collection).matching("customer", "==", me)


def of_my_alias(collection: str) -> Asks:
    """What says that it is of somebody who calls."""
    return lambda me: query(collection).matching("customer", "==", f"anon-{me}")


def my_document(collection: str) -> Asks:
    """What is called as they are."""
    return lambda me: query(collection).matching("id", "==", me)


def the_owners(asks: Asks) -> Asks:
    """What the owner's app asks, asked by another."""
    return lambda _: asks("owner")


def bare(collection: str) -> Asks:
    """The collection whole."""
    return lambda me: query(collection.format(me=me))


def my_rooms(me: str) -> Query[Any]:
    """The rooms that somebody is in."""
    return query("rooms").matching("members", "array_contains", me).by("last_at", "desc").first(30)


def rooms_of_my_calls(me: str) -> Query[Any]:
    """The rooms that somebody is in without a name."""
    return my_rooms(f"anon-{me}")


def rooms_of_support(_: str) -> Query[Any]:
    """What people ask the support."""
    return query("rooms").matching("kind", "==", "support").by("support_at", "desc").first(30)


def rooms_of_the_pair(_: str) -> Query[Any]:
    """What the two have in common of whom one has blocked the other."""
    return query("rooms").matching("pair", "==", "blocked~owner")


def newest(room: str) -> Asks:
    """What was said last in a room."""
    return lambda _: query(f"rooms/{room}/messages").by("seq", "desc").first(50)


def reports(_: str) -> Query[Any]:
    """What is to be decided."""
    return query("message_reports").matching("status", "==", "open").by("reported_at", "desc")


def open_calls(_: str) -> Query[Any]:
    """The calls that wait for somebody."""
    return query("pairings").matching("status", "==", "searching").by("called_at")


def held_by_me(me: str) -> Query[Any]:
    """The sessions that an expert has."""
    return query("sessions").matching("expert", "==", me)


LISTENED = {
    "orders": Row("orders/owner", of_mine("orders"), get="owner", list=SIGNED_IN),
    "orders of another": Row("orders/owner", the_owners(of_mine("orders")), get="owner", list="owner"),
    "orders of guests": Row("orders/a-guests-order", lambda _: query("orders").matching("customer", "==", None)),
    "orders that are not there": Row("orders/no-such-order", bare("orders")),
    "rooms": Row("rooms/group", my_rooms, get=INSIDE, list=SIGNED_IN),
    "rooms of another": Row("rooms/group", the_owners(my_rooms), get=INSIDE, list="owner"),
    "rooms of calls": Row("rooms/call", rooms_of_my_calls, get="owner expert", list="owner"),
    "messages of a call": Row(
        "rooms/call/messages/first", newest("call"), get="owner expert", list="owner expert", whole="owner expert"
    ),
    "rooms of the support": Row("rooms/support", rooms_of_support, get=SUPPORTED, list="admin"),
    "rooms of a blocked pair": Row("rooms/pair", rooms_of_the_pair),
    "rooms that are not there": Row("rooms/no-such-room", bare("rooms")),
    "messages": Row("rooms/group/messages/first", newest("group"), get=INSIDE, list=INSIDE, whole=INSIDE),
    "messages to the support": Row(
        "rooms/support/messages/first", newest("support"), get=SUPPORTED, list=SUPPORTED, whole=SUPPORTED
    ),
    "messages of a blocked pair": Row("rooms/pair/messages/first", newest("pair")),
    "messages that are nowhere": Row("rooms/no-such-room/messages/first", newest("no-such-room")),
    "participants": Row(
        "rooms/group/participants/owner", bare("rooms/group/participants"), get=INSIDE, list=INSIDE, whole=INSIDE
    ),
    "participants, oneself": Row(
        "rooms/group/participants/{me}", bare("rooms/group/participants"), get=INSIDE, list=INSIDE, whole=INSIDE
    ),
    "participants of the support": Row(
        "rooms/support/participants/owner",
        bare("rooms/support/participants"),
        get=SUPPORTED,
        list=SUPPORTED,
        whole=SUPPORTED,
    ),
    "participants of a blocked pair": Row("rooms/pair/participants/owner", bare("rooms/pair/participants")),
    "uploads": Row("rooms/group/uploads/an-upload", lambda me: query("rooms/group/uploads").matching("by", "==", me)),
    "inboxes": Row("inboxes/owner", bare("inboxes"), get="owner"),
    "inboxes, one's own": Row("inboxes/{me}", my_document("inboxes"), get=SIGNED_IN),
    "inboxes of an alias": Row("inboxes/anon-owner", bare("inboxes"), get="owner"),
    "aliases": Row("aliases/owner", bare("aliases"), get="owner"),
    "blocks": Row("users/owner/blocks/blocked", bare("users/owner/blocks"), get="owner", list="owner", whole="owner"),
    "blocks, one's own": Row(
        "users/{me}/blocks/somebody", bare("users/{me}/blocks"), get=SIGNED_IN, list=SIGNED_IN, whole=SIGNED_IN
    ),
    "presence": Row(
        "presence/owner", bare("presence"), get="owner participant anonymous removed stranger expert admin"
    ),
    "presence of whom the owner has blocked": Row(
        "presence/blocked", bare("presence"), get="participant anonymous removed blocked stranger expert admin"
    ),
    "presence, one's own": Row("presence/{me}", my_document("presence"), get=SIGNED_IN),
    "pairings": Row("pairings/owner", open_calls, get="owner expert", list="expert"),
    "pairings, one's own": Row("pairings/owner", of_my_alias("pairings"), get="owner expert", list="owner"),
    "pairings by name": Row("pairings/owner", of_mine("pairings"), get="owner expert"),
    "sessions": Row("sessions/owner", of_mine("sessions"), get="owner expert", list=SIGNED_IN),
    "sessions, one's own": Row("sessions/owner", of_my_alias("sessions"), get="owner expert", list="owner"),
    "sessions of an expert": Row("sessions/owner", held_by_me, get="owner expert", list=SIGNED_IN),
    "availability": Row("availability/expert", bare("availability"), get="expert"),
    "stats": Row("stats/live", bare("stats"), get="admin"),
    "message_reports": Row("message_reports/a-report", reports),
}
