"""Errors of pairing."""

from typing import Self

from shared.kernel.errors import Conflict, Forbidden, NotFound
from shared.pairing.models import Pairing, PairingStatus


class PairingNotFound(NotFound):
    """The call does not exist, or belongs to another person."""

    code = "pairing_not_found"


class AlreadySearching(Conflict):
    """The caller has an open call, or a session that still goes on; `pairing_id` names it."""

    code = "already_searching"


class AlreadyTaken(Conflict):
    """Another expert has accepted the call."""

    code = "already_taken"


class PairingOver(Conflict):
    """The call has ended; `pairing_status` says how.

    If it was accepted, `session_id` names the session, which can be ended.
    """

    code = "pairing_over"

    @classmethod
    def of(cls, pairing: Pairing) -> Self:
        """Build the error for the customer of the call, who may learn the id of its session."""
        if pairing.status is PairingStatus.ACCEPTED:
            return cls("accepted", pairing_status=pairing.status, session_id=pairing.session_id)
        return cls(pairing_status=pairing.status)


class OwnCall(Forbidden):
    """The caller is the customer of this call."""

    code = "own_call"


class NotOnline(Conflict):
    """The expert is offline, or the last heartbeat is too old."""

    code = "not_online"


class NoRoomLeft(Conflict):
    """The expert has as many customers as allowed; `most` is that number."""

    code = "no_room_left"


class MustRegister(Forbidden):
    """An anonymous customer has had the allowed number of sessions; `after` is that number."""

    code = "must_register"


class PhoneSignInNeeded(Forbidden):
    """The settings require that experts sign in with a phone number."""

    code = "phone_sign_in_needed"


class ExpertSuspended(Forbidden):
    """An admin has suspended the expert from calls."""

    code = "expert_suspended"


class ExpertUnwanted(Conflict):
    """Customer and expert have blocked each other."""

    code = "expert_unwanted"


ACCEPT_ERRORS = (PairingNotFound, AlreadyTaken, PairingOver, OwnCall, NotOnline, NoRoomLeft, ExpertSuspended)
"""Errors that keep an expert from accepting a call."""
