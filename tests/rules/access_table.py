"""Table of access rules: which people may get, list and listen to which documents.

A document that is not in the table is closed to everyone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shared.kernel.ports import Query
from shared.kernel.schemas import Entity

# Of the rooms in `seeds.py`: the group, and what the owner asks the support.
GROUP_READERS = "owner participant anonymous restored"
SUPPORT_READERS = "owner admin"
SIGNED_IN = "owner participant anonymous removed blocked stranger expert admin finance former_admin restored"

QueryByUser = Callable[[str], Query[Any]]
"""Builds the query that the app of a user (a uid) makes."""


@dataclass(frozen=True)
class AccessRule:
    """Rule for the documents of a collection; nobody may create, update or delete them.

    A person who may get or list may also listen.

    Attributes:
        path: Path of a document; `{me}` is the uid of the person who asks.
        asks: Query that the person's app makes.
        get: People who may get the document.
        list: People who may list the result of the query.
        whole: People who may list the whole collection.
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
        """Return whether the table allows the operation."""
        column = {"get": self.get, "watch": self.get, "list": self.list, "listen": self.list, "whole": self.whole}
        return person in column.get(operation, "").split()


def query_collection(collection: str) -> Query[Any]:
    """Build the query of all documents of a collection."""
    return Query(collection, Entity)


def where_customer_is_me(collection: str) -> QueryByUser:
    """Build queries of the documents whose customer is the user."""
    return lambda me: query_collection(collection).matching("customer", "==", me)


def where_expert_is_me(collection: str) -> QueryByUser:
    """Build queries of the documents whose expert is the user."""
    return lambda me: query_collection(collection).matching("expert", "==", me)


def where_customer_is_my_alias(collection: str) -> QueryByUser:
    """Build queries of the documents whose customer is the user's alias."""
    return lambda me: query_collection(collection).matching("customer", "==", f"anon-{me}")


def where_id_is_me(collection: str) -> QueryByUser:
    """Build queries of the documents whose id is the user's uid."""
    return lambda me: query_collection(collection).matching("id", "==", me)


def as_owner(asks: QueryByUser) -> QueryByUser:
    """Build queries that ask for the owner's documents, whoever the user is."""
    return lambda _: asks("owner")


def whole_collection(collection: str) -> QueryByUser:
    """Build queries of a whole collection."""
    return lambda me: query_collection(collection.format(me=me))


def query_my_rooms(me: str) -> Query[Any]:
    """Build the query of a user's newest rooms."""
    return query_collection("rooms").matching("members", "array_contains", me).order_by("last_at", "desc").first(30)


def query_my_call_rooms(me: str) -> Query[Any]:
    """Build the query of the rooms that a user is in by alias."""
    return query_my_rooms(f"anon-{me}")


def query_support_rooms(_: str) -> Query[Any]:
    """Build the query of the newest support rooms."""
    return query_collection("rooms").matching("kind", "==", "support").order_by("support_at", "desc").first(30)


def query_blocked_pair_rooms(_: str) -> Query[Any]:
    """Build the query of the room of two people, one of whom has blocked the other."""
    return query_collection("rooms").matching("pair", "==", "blocked~owner")


def query_open_invitations(me: str) -> Query[Any]:
    """Build the query of the groups to which a user is invited."""
    invitations = query_collection(f"users/{me}/room_invitations").matching("declined", "==", False)
    return invitations.order_by("expire_at", "desc").first(50)


def query_newest_notifications(me: str) -> Query[Any]:
    """Build the query of a user's newest notifications."""
    return query_collection(f"users/{me}/notifications").order_by("changed_at", "desc").order_by("id", "desc").first(30)


def newest_messages(room: str) -> QueryByUser:
    """Build queries of the newest messages of a room."""
    return lambda _: query_collection(f"rooms/{room}/messages").order_by("seq", "desc").first(50)


def query_open_reports(_: str) -> Query[Any]:
    """Build the query of the reports that are not decided yet."""
    return query_collection("message_reports").matching("status", "==", "open").order_by("reported_at", "desc")


def query_open_pairings(_: str) -> Query[Any]:
    """Build the query of the open calls on a board."""
    return query_collection("boards/a-board/calls").order_by("called_at")


def query_searching_pairings(_: str) -> Query[Any]:
    """Build the query of the calls that no expert has accepted yet."""
    return query_collection("pairings").matching("status", "==", "searching").order_by("called_at")


def query_my_sessions(me: str) -> Query[Any]:
    """Build the query of an expert's sessions."""
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
    "rooms of calls by the session's alias": AccessRule(
        "rooms/call-s-1",
        lambda me: query_my_rooms(f"anon-of-session-{me}"),
        get="owner expert",
        list="owner",
    ),
    "messages of a call by the session's alias": AccessRule(
        "rooms/call-s-1/messages/first",
        newest_messages("call-s-1"),
        get="owner expert",
        list="owner expert",
        whole="owner expert",
    ),
    "messages of a call": AccessRule(
        "rooms/call/messages/first",
        newest_messages("call"),
        get="owner expert",
        list="owner expert",
        whole="owner expert",
    ),
    "rooms of the support": AccessRule("rooms/support", query_support_rooms, get=SUPPORT_READERS, list="admin"),
    "support room of a suspended person": AccessRule(
        "rooms/support-suspended/messages/first",
        newest_messages("support-suspended"),
        get="suspended admin",
        list="suspended admin",
        whole="suspended admin",
    ),
    "support room of a person who is signed out": AccessRule(
        "rooms/support-signed_out/messages/first",
        newest_messages("support-signed_out"),
        get="admin",
        list="admin",
        whole="admin",
    ),
    "support room of a closed account": AccessRule(
        "rooms/support-closed/messages/first",
        newest_messages("support-closed"),
        get="admin",
        list="admin",
        whole="admin",
    ),
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
    "answers of the support": AccessRule(
        "rooms/support/answers/first",
        whole_collection("rooms/support/answers"),
        get="admin",
        list="admin",
        whole="admin",
    ),
    "uploads": AccessRule(
        "rooms/group/uploads/an-upload", lambda me: query_collection("rooms/group/uploads").matching("by", "==", me)
    ),
    "inboxes": AccessRule("inboxes/owner", whole_collection("inboxes"), get="owner"),
    "inboxes, one's own": AccessRule("inboxes/{me}", where_id_is_me("inboxes"), get=SIGNED_IN),
    "inboxes of an alias": AccessRule("inboxes/anon-owner", whole_collection("inboxes"), get="owner"),
    "inboxes of a session's alias": AccessRule(
        "inboxes/anon-of-session-owner", whole_collection("inboxes"), get="owner"
    ),
    "session_aliases": AccessRule("session_aliases/anon-of-session-owner", whole_collection("session_aliases")),
    "attendance": AccessRule("attendance/of-booking", whole_collection("attendance")),
    "assignments": AccessRule(
        "assignments/owner", where_customer_is_me("assignments"), get="owner expert", list=SIGNED_IN
    ),
    "assignments of an expert": AccessRule(
        "assignments/owner", where_expert_is_me("assignments"), get="owner expert", list=""
    ),
    "assignments that nobody has paid": AccessRule(
        "assignments/unpaid", as_owner(where_customer_is_me("assignments")), get="owner", list="owner"
    ),
    "strikes": AccessRule("strikes/owner", where_expert_is_me("strikes"), get="owner", list=SIGNED_IN),
    "strike standings": AccessRule("strike_standings/owner", whole_collection("strike_standings"), get="owner"),
    "strike standings, one's own": AccessRule(
        "strike_standings/{me}", where_id_is_me("strike_standings"), get=SIGNED_IN
    ),
    "group_dates": AccessRule("group_dates/of-expert", whole_collection("group_dates")),
    "track_records": AccessRule("track_records/owner", whole_collection("track_records")),
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
    "ended blocks": AccessRule("users/owner/ended_blocks/blocked", whole_collection("users/owner/ended_blocks")),
    "room invitations": AccessRule(
        "users/owner/room_invitations/another-group",
        as_owner(query_open_invitations),
        get="owner",
        list="owner",
        whole="owner",
    ),
    "room invitations, one's own": AccessRule(
        "users/{me}/room_invitations/somewhere",
        query_open_invitations,
        get=SIGNED_IN,
        list=SIGNED_IN,
        whole=SIGNED_IN,
    ),
    "notifications": AccessRule(
        "users/owner/notifications/a-notification",
        as_owner(query_newest_notifications),
        get="owner",
        list="owner",
        whole="owner",
    ),
    "notifications, one's own": AccessRule(
        "users/{me}/notifications/a-notification",
        query_newest_notifications,
        get=SIGNED_IN,
        list=SIGNED_IN,
        whole=SIGNED_IN,
    ),
    "notification_states": AccessRule(
        "notification_states/owner", whole_collection("notification_states"), get="owner"
    ),
    "notification_states, one's own": AccessRule(
        "notification_states/{me}", where_id_is_me("notification_states"), get=SIGNED_IN
    ),
    "notification_preferences": AccessRule(
        "notification_preferences/owner", whole_collection("notification_preferences")
    ),
    "push_devices": AccessRule("push_devices/{me}", where_id_is_me("push_devices")),
    "push_tokens": AccessRule("push_tokens/a-token", whole_collection("push_tokens")),
    "suppressions": AccessRule("suppressions/email-a", whole_collection("suppressions")),
    "inbound_texts": AccessRule("inbound_texts/a-text", whole_collection("inbound_texts")),
    "text_windows": AccessRule("text_windows/whatsapp-a", whole_collection("text_windows")),
    "whatsapp_templates": AccessRule("whatsapp_templates/a-template", whole_collection("whatsapp_templates")),
    "duty_calls": AccessRule("duty_calls/a-call", whole_collection("duty_calls")),
    "text_spending": AccessRule("text_spending/a-part", whole_collection("text_spending")),
    "delivery_days": AccessRule("delivery_days/a-day", whole_collection("delivery_days")),
    "opt_outs": AccessRule("opt_outs/an-opt-out", whole_collection("opt_outs")),
    "notice_deliveries": AccessRule("notice_deliveries/a-delivery", whole_collection("notice_deliveries")),
    "host_users": AccessRule("host_users/front-end:own-1", whole_collection("host_users")),
    "fan_outs": AccessRule("fan_outs/a-fan-out", whole_collection("fan_outs")),
    "follow_targets": AccessRule("follow_targets/group:a", whole_collection("follow_targets")),
    "followers": AccessRule("followers/{me}:group:a", whole_collection("followers")),
    "presence": AccessRule("presence/owner", whole_collection("presence"), get="owner participant anonymous restored"),
    "presence of whom the owner has blocked": AccessRule(
        "presence/blocked", whole_collection("presence"), get="blocked"
    ),
    "open_rooms": AccessRule("open_rooms/{me}", where_id_is_me("open_rooms")),
    "presence, one's own": AccessRule("presence/{me}", where_id_is_me("presence"), get=SIGNED_IN),
    "calls": AccessRule("boards/a-board/calls/owner", query_open_pairings, get="expert", list="expert", whole="expert"),
    "calls on another board": AccessRule("boards/b-board/calls/owner", whole_collection("boards/b-board/calls")),
    "boards": AccessRule("boards/all", whole_collection("boards")),
    "pairings": AccessRule("pairings/owner", query_searching_pairings, get="owner"),
    "pairings, one's own": AccessRule(
        "pairings/owner", where_customer_is_my_alias("pairings"), get="owner", list="owner"
    ),
    "pairings of the account": AccessRule(
        "pairings/of-session",
        lambda me: query_collection("pairings").matching("account", "==", f"anon-{me}"),
        get="owner",
        list="owner",
    ),
    "pairings by name": AccessRule("pairings/owner", where_customer_is_me("pairings"), get="owner"),
    "sessions": AccessRule("sessions/owner", where_customer_is_me("sessions"), get="owner expert", list=SIGNED_IN),
    "sessions, one's own": AccessRule(
        "sessions/owner", where_customer_is_my_alias("sessions"), get="owner expert", list="owner"
    ),
    "sessions by the session's alias": AccessRule(
        "sessions/call-s-1",
        lambda me: query_collection("sessions").matching("customer", "==", f"anon-of-session-{me}"),
        get="owner expert",
        list="owner",
    ),
    "sessions of an expert": AccessRule("sessions/owner", query_my_sessions, get="owner expert", list=SIGNED_IN),
    "availability": AccessRule("availability/expert", whole_collection("availability"), get="expert"),
    "stats": AccessRule("stats/live", whole_collection("stats"), get="admin"),
    "account_restrictions": AccessRule("account_restrictions/suspended", whole_collection("account_restrictions")),
    "account_restrictions, one's own": AccessRule("account_restrictions/{me}", where_id_is_me("account_restrictions")),
    "message_reports": AccessRule("message_reports/a-report", query_open_reports),
}
