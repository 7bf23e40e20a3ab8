"""Errors of bookings."""

from shared.kernel.errors import Conflict, Invalid, NotFound, TooMany


class BookingNotFound(NotFound):
    """The booking does not exist, or the caller is neither its customer nor its expert."""

    title = "There is no such booking"
    code = "booking_not_found"


class SlotTaken(Conflict):
    """The time belongs to another booking; `starts_at` is the time that was wanted."""

    title = "This time has just been taken"
    code = "slot_taken"


class OwnService(Invalid):
    """The caller is the expert who offers the service."""

    title = "You cannot book your own service"
    code = "own_service"


class ProfileIncomplete(Conflict):
    """`missing` lists the fields of the account to fill in with `update_my_account`."""

    title = "Your profile lacks details that the invoice needs"
    code = "profile_incomplete"


class TooManyOpenBookings(TooMany):
    """`most` is the number of bookings that may be unpaid at once: with all experts, or with one, as `rule` says."""

    title = "Too many of your bookings are open"
    code = "too_many_open_bookings"


class BookingNotOpen(Conflict):
    """`booking_status` is the present status of the booking."""

    title = "The booking no longer allows this"
    code = "booking_not_open"


class NoProposal(Conflict):
    """The booking has no proposal of another time, or the proposal has expired."""

    title = "There is no proposal to answer"
    code = "no_proposal"


class OwnProposal(Conflict):
    """The caller proposed the time, so that the other side has to accept it."""

    title = "The other side answers this proposal"
    code = "own_proposal"


class QuoteChanged(Conflict):
    """`refund` is the amount that would go back now. Ask the user again."""

    title = "The refund has changed since it was quoted"
    code = "quote_changed"


class MeetingLinkNotFound(NotFound):
    """No meeting link has this id."""

    title = "There is no such meeting link"
    code = "meeting_link_not_found"


class NoLongerSo(Conflict):
    """The booking has changed since this message became due, so it is not sent."""

    title = "This message is no longer due"
    code = "no_longer_so"


class NoAddress(Conflict):
    """The account has no e-mail address to write to."""

    title = "This account has no e-mail address"
    code = "no_address"


BOOKING_REFUSAL_ERRORS = (OwnService, ProfileIncomplete, TooManyOpenBookings, SlotTaken)
"""Errors of a request for a time that the expert offers."""

BOOKING_CHANGE_ERRORS = (BookingNotFound, BookingNotOpen)
"""Errors of every change of a booking."""
