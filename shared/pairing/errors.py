"""Errors of pairing."""

from typing import Self

from shared.kernel.errors import Conflict, Forbidden, NotFound
from shared.pairing.models import Pairing, PairingStatus


class PairingNotFound(NotFound):
    title = "No such call"
    code = "pairing_not_found"


class AlreadySearching(Conflict):
    """The caller has an open call, or a session that still goes on; `pairing_id` names it."""

    title = "You are calling already"
    code = "already_searching"


class AlreadyTaken(Conflict):
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
        """Told to its own customer, who may know where it led."""
        if pairing.status is PairingStatus.ACCEPTED:
            told = "This call was accepted: end its session instead."
            return cls(told, pairing_status=pairing.status, session_id=pairing.session_id)
        return cls(f"This call is {pairing.status}.", pairing_status=pairing.status)


class OwnCall(Forbidden):
    title = "One's own call cannot be taken"
    code = "own_call"


class NotOnline(Conflict):
    title = "Go online first"
    code = "not_online"


class NoRoomLeft(Conflict):
    """The expert has as many customers as allowed; `most` is that number."""

    title = "You have as many customers as you may have"
    code = "no_room_left"


class MustRegister(Forbidden):
    """An anonymous customer has had the allowed number of sessions; `after` is that number."""

    title = "Make an account to go on"
    code = "must_register"


class PhoneSignInNeeded(Forbidden):
    title = "Sign in by phone to take calls"
    code = "phone_sign_in_needed"


class ExpertSuspended(Forbidden):
    title = "You cannot take calls at the moment"
    code = "expert_suspended"


class ExpertUnwanted(Conflict):
    title = "The expert and the customer want nothing to do with each other"
    code = "expert_unwanted"


ACCEPT_ERRORS = (PairingNotFound, AlreadyTaken, PairingOver, OwnCall, NotOnline, NoRoomLeft, ExpertSuspended)
"""Why an expert may not have a call."""
