"""What can go wrong between a customer and an expert."""

from shared.kernel.errors import Conflict, Invalid, NotFound


class BookingNotFound(NotFound):
    """There is none, or it is somebody else's."""

    title = "No such booking"
    code = "booking_not_found"


class SlotTaken(Conflict):
    """`starts_at` is the time that is not to be had."""

    title = "This time has just been taken"
    code = "slot_taken"


class OwnService(Invalid):
    title = "One's own service cannot be booked"
    code = "own_service"


class ProfileIncomplete(Conflict):
    """`missing` names what the profile must hold before one may book."""

    title = "The profile lacks what an invoice needs"
    code = "profile_incomplete"


class TooManyOpenBookings(Conflict):
    """`most` is how many of one's bookings may wait for their answer or their payment at once."""

    title = "Too many bookings are open"
    code = "too_many_open_bookings"


class BookingNotOpen(Conflict):
    """`booking_status` is what it is now."""

    title = "The booking has gone past that"
    code = "booking_not_open"


class NoProposal(Conflict):
    """Nobody has proposed another time, or not in time for it to be accepted."""

    title = "There is no proposal to answer"
    code = "no_proposal"


class OwnProposal(Conflict):
    title = "The other side answers this proposal"
    code = "own_proposal"


class QuoteChanged(Conflict):
    """`refund` is what would go back now."""

    title = "Another amount goes back by now"
    code = "quote_changed"


class MeetingLinkNotFound(NotFound):
    title = "No such meeting link"
    code = "meeting_link_not_found"


class NoLongerSo(Conflict):
    """The booking has changed since this message was due."""

    title = "There is nothing to tell any more"
    code = "no_longer_so"


class NoAddress(Conflict):
    """This person can not be written to."""

    title = "This account has no e-mail address"
    code = "no_address"


BOOKING_REFUSAL_ERRORS = (OwnService, ProfileIncomplete, TooManyOpenBookings, SlotTaken)
"""Why one may not book, when the expert offers it."""

BOOKING_CHANGE_ERRORS = (BookingNotFound, BookingNotOpen)
"""Why a booking may not be changed."""
