"""Errors of pairing."""

from typing import Self

from shared.kernel.errors import Conflict, Forbidden, NotFound
from shared.pairing.models import Pairing, PairingStatus


class PairingNotFound(NotFound):
    """The call does not exist, or belongs to another person."""

    title = "There is no such call"
    code = "pairing_not_found"


class AlreadySearching(Conflict):
    """The caller has an open call, or a session that still goes on; `pairing_id` names it."""

    title = "You have an open call already"
    code = "already_searching"


class AlreadyTaken(Conflict):
    """Another expert has accepted the call."""

    title = "Another expert was faster"
    code = "already_taken"


class PairingOver(Conflict):
    """The call has ended; `pairing_status` says how.

    If it was accepted, `session_id` names the session, which can be ended.
    """

    title = "This call is over"
    code = "pairing_over"

    @classmethod
    def of(cls, pairing: Pairing) -> Self:
        """Build the error for the customer of the call, who may learn the id of its session."""
        if pairing.status is PairingStatus.ACCEPTED:
            told = "This call was accepted: end its session instead."
            return cls(told, pairing_status=pairing.status, session_id=pairing.session_id)
        return cls(f"This call is {pairing.status}.", pairing_status=pairing.status)


class OwnCall(Forbidden):
    """The caller is the customer of this call."""

    title = "You cannot accept your own call"
    code = "own_call"


class NotOnline(Conflict):
    """The expert is offline, or the last heartbeat is too old."""

    title = "Go online first"
    code = "not_online"


class NoRoomLeft(Conflict):
    """The expert has as many customers as allowed; `most` is that number."""

    title = "The expert cannot take another customer"
    code = "no_room_left"


class MustRegister(Forbidden):
    """An anonymous customer has had the allowed number of sessions; `after` is that number."""

    title = "Create an account to go on"
    code = "must_register"


class PhoneSignInNeeded(Forbidden):
    """The settings require that experts sign in with a phone number."""

    title = "Sign in by phone to take calls"
    code = "phone_sign_in_needed"


class ExpertSuspended(Forbidden):
    """An admin has suspended the expert from calls."""

    title = "You cannot take calls at the moment"
    code = "expert_suspended"


class ExpertUnwanted(Conflict):
    """Customer and expert have blocked each other."""

    title = "This expert and this customer cannot meet"
    code = "expert_unwanted"


ACCEPT_ERRORS = (PairingNotFound, AlreadyTaken, PairingOver, OwnCall, NotOnline, NoRoomLeft, ExpertSuspended)
"""Errors that keep an expert from accepting a call."""
