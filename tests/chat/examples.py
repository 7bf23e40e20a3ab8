"""Example values that several cases of the chat show."""

OPENING_MESSAGE = {
    "id": "k2Jh8sDf0aLq3WeRt5Yu",
    "seq": 1,
    "kind": "system",
    "sender": None,
    "sender_name": "",
    "text": "",
    "notice": {
        "kind": "opened",
        "by": "Zx3k9QmT1bV7cR5nW2pL",
        "people": ["Qw8r2TyU4iO6pA9sD1fG", "b8Kq2ZtP4mN6xR1vY9cL"],
        "minutes": None,
        "hotlines": [],
    },
    "deleted": False,
    "sent_at": "2026-11-26T05:00:00Z",
}

DIRECT_ROOM = {
    "room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3",
    "kind": "direct",
    "name": "Dewi Lestari",
    "avatar_url": None,
    "photo_url": None,
    "with_user": "Qw8r2TyU4iO6pA9sD1fG",
    "members": ["Qw8r2TyU4iO6pA9sD1fG", "Zx3k9QmT1bV7cR5nW2pL"],
    "admins": [],
    "host_name": None,
    "booking_id": None,
    "seq": 1,
    "last_message": OPENING_MESSAGE
    | {
        "notice": {
            "kind": "opened",
            "by": "Zx3k9QmT1bV7cR5nW2pL",
            "people": ["Qw8r2TyU4iO6pA9sD1fG"],
            "minutes": None,
            "hotlines": [],
        }
    },
    "last_at": "2026-11-26T05:00:00Z",
    "unread": 0,
    "muted": False,
    "muted_until": None,
    "pinned": False,
    "writable": True,
    "opens_at": None,
    "closes_at": None,
}
