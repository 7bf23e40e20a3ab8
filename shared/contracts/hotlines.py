"""Contract of chat and pairing: services where people in danger find help."""

from shared.kernel.schemas import Entity, Line


class Hotline(Entity):
    """A service where people in danger find help."""

    name: Line
    """Name of the service in Indonesian, one line of 1 to 200 characters."""
    name_en: Line | None = None
    """Name of the service in English, for readers of English; null where there is none, and `name` serves all."""
    phone: Line
    """Phone number to dial, as people write it, such as `119 ext 8`."""
