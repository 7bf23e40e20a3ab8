"""What apps may see: who may get, list and listen to what. What is not in here is closed to everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shared.kernel.ports import Query
from shared.kernel.schemas import Entity

# Of the rooms in `seeds.py`: the group, and what the owner asks the support.
GROUP_READERS = "owner participant anonymous"
SUPPORT_READERS = "owner admin"
SIGNED_IN = "owner participant anonymous removed blocked stranger expert admin"

QueryByUser = Callable[[str], Query[Any]]
"""What the app of somebody (a uid) asks a collection for."""


@dataclass(frozen=True)
class AccessRule:
    """Who may get the document at `path`, list what their app `asks` for, and list the collection as a `whole`.

    Who may get or list may also listen. `{me}` is the uid of whoever asks. Nobody creates, updates or deletes.
    """

    path: str
    asks: QueryByUser
    get: str = ""
    list: str = ""
    whole: str = ""

    @property
    def collection(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        return self.collection.rpartition("/")[2]

    def is_allowed(self, person: str, operation: str) -> bool:
        """Whether the table says so."""
        column = {"get": self.get, "watch": self.get, "list": self.list, "listen": self.list, "whole": self.whole}
        return person in column.get(operation, "").split()


def query_collection(collection: str) -> Query[Any]:
    """All of a collection."""
    return Query(collection, Entity)


def where_customer_is_me(collection: str) -> QueryByUser:
    """What says that it is theirs."""
    return lambda me: query_collection(collection).matching("customer", "==", me)


def where_customer_is_my_alias(collection: str) -> QueryByUser:
    """What says that it is of somebody who calls."""
    return lambda me: query_collection(collection).matching("customer", "==", f"anon-{me}")


def where_id_is_me(collection: str) -> QueryByUser:
    """What is called as they are."""
    return lambda me: query_collection(collection).matching("id", "==", me)


def as_owner(asks: QueryByUser) -> QueryByUser:
    """What the owner's app asks, asked by another."""
    return lambda _: asks("owner")


def whole_collection(collection: str) -> QueryByUser:
    """The collection whole."""
    return lambda me: query_collection(collection.format(me=me))


def query_my_rooms(me: str) -> Query[Any]:
    """The rooms that somebody is in."""
    return query_collection("rooms").matching("members", "array_contains", me).order_by("last_at", "desc").first(30)


def query_my_call_rooms(me: str) -> Query[Any]:
    """The rooms that somebody is in without a name."""
    return query_my_rooms(f"anon-{me}")


def query_support_rooms(_: str) -> Query[Any]:
    """What people ask the support."""
    return query_collection("rooms").matching("kind", "==", "support").order_by("support_at", "desc").first(30)


def query_blocked_pair_rooms(_: str) -> Query[Any]:
    """What the two have in common of whom one has blocked the other."""
    return query_collection("rooms").matching("pair", "==", "blocked~owner")


def newest_messages(room: str) -> QueryByUser:
    """What was said last in a room."""
    return lambda _: query_collection(f"rooms/{room}/messages").order_by("seq", "desc").first(50)


def query_open_reports(_: str) -> Query[Any]:
    """What is to be decided."""
    return query_collection("message_reports").matching("status", "==", "open").order_by("reported_at", "desc")


def query_open_pairings(_: str) -> Query[Any]:
    """The calls that wait for somebody."""
    return query_collection("pairings").matching("status", "==", "searching").order_by("called_at")


def query_my_sessions(me: str) -> Query[Any]:
    """The sessions that an expert has."""
    return query_collection("sessions").matching("expert", "==", me)


ACCESS_TABLE = {
    "orders": AccessRule("orders/owner", where_customer_is_me("orders"), get="owner", list=SIGNED_IN),
    "orders of another": AccessRule(
        "orders/owner", as_owner(where_customer_is_me("orders")), get="owner", list="owner"
    ),
    "orders of guests": AccessRule(
        "orders/a-guests-order", lambda _: query_collection("orders").matching("customer", "==", None)
    ),
    "orders that are not there": AccessRule("orders/no-such-order", whole_collection("orders")),
    "rooms": AccessRule("rooms/group", query_my_rooms, get=GROUP_READERS, list=SIGNED_IN),
    "rooms of another": AccessRule("rooms/group", as_owner(query_my_rooms), get=GROUP_READERS, list="owner"),
    "rooms of calls": AccessRule("rooms/call", query_my_call_rooms, get="owner expert", list="owner"),
    "messages of a call": AccessRule(
        "rooms/call/messages/first",
        newest_messages("call"),
        get="owner expert",
        list="owner expert",
        whole="owner expert",
    ),
    "rooms of the support": AccessRule("rooms/support", query_support_rooms, get=SUPPORT_READERS, list="admin"),
    "rooms of a blocked pair": AccessRule("rooms/pair", query_blocked_pair_rooms),
    "rooms that are not there": AccessRule("rooms/no-such-room", whole_collection("rooms")),
    "messages": AccessRule(
        "rooms/group/messages/first",
        newest_messages("group"),
        get=GROUP_READERS,
        list=GROUP_READERS,
        whole=GROUP_READERS,
    ),
    "messages to the support": AccessRule(
        "rooms/support/messages/first",
        newest_messages("support"),
        get=SUPPORT_READERS,
        list=SUPPORT_READERS,
        whole=SUPPORT_READERS,
    ),
    "messages of a blocked pair": AccessRule("rooms/pair/messages/first", newest_messages("pair")),
    "messages that are nowhere": AccessRule("rooms/no-such-room/messages/first", newest_messages("no-such-room")),
    "participants": AccessRule(
        "rooms/group/participants/owner",
        whole_collection("rooms/group/participants"),
        get=GROUP_READERS,
        list=GROUP_READERS,
        whole=GROUP_READERS,
    ),
    "participants, oneself": AccessRule(
        "rooms/group/participants/{me}",
        whole_collection("rooms/group/participants"),
        get=GROUP_READERS,
        list=GROUP_READERS,
        whole=GROUP_READERS,
    ),
    "participants of the support": AccessRule(
        "rooms/support/participants/owner",
        whole_collection("rooms/support/participants"),
        get=SUPPORT_READERS,
        list=SUPPORT_READERS,
        whole=SUPPORT_READERS,
    ),
    "participants of a blocked pair": AccessRule(
        "rooms/pair/participants/owner", whole_collection("rooms/pair/participants")
    ),
    "uploads": AccessRule(
        "rooms/group/uploads/an-upload", lambda me: query_collection("rooms/group/uploads").matching("by", "==", me)
    ),
    "inboxes": AccessRule("inboxes/owner", whole_collection("inboxes"), get="owner"),
    "inboxes, one's own": AccessRule("inboxes/{me}", where_id_is_me("inboxes"), get=SIGNED_IN),
    "inboxes of an alias": AccessRule("inboxes/anon-owner", whole_collection("inboxes"), get="owner"),
    "aliases": AccessRule("aliases/owner", whole_collection("aliases"), get="owner"),
    "blocks": AccessRule(
        "users/owner/blocks/blocked", whole_collection("users/owner/blocks"), get="owner", list="owner", whole="owner"
    ),
    "blocks, one's own": AccessRule(
        "users/{me}/blocks/somebody",
        whole_collection("users/{me}/blocks"),
        get=SIGNED_IN,
        list=SIGNED_IN,
        whole=SIGNED_IN,
    ),
    "presence": AccessRule(
        "presence/owner", whole_collection("presence"), get="owner participant anonymous removed stranger expert admin"
    ),
    "presence of whom the owner has blocked": AccessRule(
        "presence/blocked",
        whole_collection("presence"),
        get="participant anonymous removed blocked stranger expert admin",
    ),
    "presence, one's own": AccessRule("presence/{me}", where_id_is_me("presence"), get=SIGNED_IN),
    "pairings": AccessRule("pairings/owner", query_open_pairings, get="owner expert", list="expert"),
    "pairings, one's own": AccessRule(
        "pairings/owner", where_customer_is_my_alias("pairings"), get="owner expert", list="owner"
    ),
    "pairings by name": AccessRule("pairings/owner", where_customer_is_me("pairings"), get="owner expert"),
    "sessions": AccessRule("sessions/owner", where_customer_is_me("sessions"), get="owner expert", list=SIGNED_IN),
    "sessions, one's own": AccessRule(
        "sessions/owner", where_customer_is_my_alias("sessions"), get="owner expert", list="owner"
    ),
    "sessions of an expert": AccessRule("sessions/owner", query_my_sessions, get="owner expert", list=SIGNED_IN),
    "availability": AccessRule("availability/expert", whole_collection("availability"), get="expert"),
    "stats": AccessRule("stats/live", whole_collection("stats"), get="admin"),
    "message_reports": AccessRule("message_reports/a-report", query_open_reports),
}
