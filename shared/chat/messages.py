"""Names by which the support writes, in the language of the person who asks."""

from collections.abc import Mapping

from shared.contracts.people import Locale

SUPPORT_NAMES: Mapping[Locale, str] = {"id": "Dukungan Temani", "en": "Temani Support"}
"""Name of the support room, and of the sender of every answer there."""
