"""Bodies of requests about ticket events."""

from tests.builders import EVENT

TICKET_EVENT_BODY = {
    "event_id": EVENT,
    "name": "TEDx Bandung 2026",
    "venue": "Sasana Budaya Ganesha",
    "starts_at": "2026-12-26T12:00:00+07:00",
    "ends_at": "2026-12-26T20:00:00+07:00",
    "status": "published",
    "partner_id": "front-end",
}


TICKET_TYPE_BODY = {
    "event_id": EVENT,
    "ticket_type_id": "regular",
    "name": "Regular",
    "price": 150_000,
    "quota": 10,
    "valid_from": "2026-11-25T00:00:00+07:00",
    "valid_until": "2026-12-25T00:00:00+07:00",
}
