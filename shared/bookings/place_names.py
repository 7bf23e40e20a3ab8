"""Names of the places of meetings that have neither a link nor an address, in the reader's language."""

from collections.abc import Mapping
from types import MappingProxyType

from shared.bookings.models import Booking
from shared.contracts.offers import ServiceKind
from shared.contracts.people import Locale

NAMES: Mapping[Locale, Mapping[str, str]] = MappingProxyType(
    {
        "id": {"video": "Ruang video di aplikasi", "chat": "Ruang obrolan di aplikasi"},
        "en": {"video": "Video room in the app", "chat": "Room in the app"},
    }
)


def find_place_name(booking: Booking, locale: Locale) -> str | None:
    """Find the name of the room of ours in which a booking's meeting takes place; None for another place."""
    if booking.meeting is None or booking.meeting.kind != "room":
        return None
    return NAMES[locale]["video" if booking.offer.kind is ServiceKind.VIDEO else "chat"]
