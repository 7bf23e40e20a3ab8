"""Display names of users: the given name, or a pseudonym for anonymous users."""

import hashlib

from shared.kernel.errors import Invalid
from shared.kernel.ids import UserId

_BIRDS = "Camar Cendrawasih Elang Gelatik Jalak Kenari Kutilang Merak Merpati Murai Nuri Pipit".split()
_COLOURS = "Biru Cokelat Emas Hijau Jingga Kelabu Kuning Lembayung Merah Perak Putih Ungu".split()


def resolve_display_name(given: str | None, uid: UserId, *, anonymous: bool) -> str:
    """Return the given name, or a pseudonym if an anonymous user gave none.

    Raises:
        Invalid: A user who is not anonymous gave no name.
    """
    if given is None and not anonymous:
        raise Invalid.field("full_name", "required")
    return given or compute_pseudonym(uid)


def compute_pseudonym(uid: UserId) -> str:
    """Compute the pseudonym of a user, such as `Kenari Biru 27`: a bird, a colour and a number from 10 to 99.

    A user always gets the same pseudonym. The hash does not reveal the uid.
    """
    bird, colour, number = hashlib.sha256(f"pseudonym:{uid}".encode()).digest()[:3]
    return f"{_BIRDS[bird % len(_BIRDS)]} {_COLOURS[colour % len(_COLOURS)]} {number % 90 + 10}"
