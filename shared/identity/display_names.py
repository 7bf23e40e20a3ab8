"""What people are called: by their name, or, while they are anonymous, by one that we give them."""

import hashlib

from shared.kernel.errors import Invalid
from shared.kernel.ids import UserId

_BIRDS = "Camar Cendrawasih Elang Gelatik Jalak Kenari Kutilang Merak Merpati Murai Nuri Pipit".split()
_COLOURS = "Biru Cokelat Emas Hijau Jingga Kelabu Kuning Lembayung Merah Perak Putih Ungu".split()


def resolve_display_name(given: str | None, uid: UserId, *, anonymous: bool) -> str:
    """The name that somebody gave, or a pseudonym for who may do without. Raises `Invalid`."""
    if given is None and not anonymous:
        raise Invalid.field("full_name", "is needed")
    return given or compute_pseudonym(uid)


def compute_pseudonym(uid: UserId) -> str:
    """A bird of some colour, always the same for a person: `Kenari Biru 27`. It gives nothing of the uid away."""
    bird, colour, number = hashlib.sha256(f"pseudonym:{uid}".encode()).digest()[:3]
    return f"{_BIRDS[bird % len(_BIRDS)]} {_COLOURS[colour % len(_COLOURS)]} {number % 90 + 10}"
