"""Errors of bookings."""

from shared.kernel.errors import Conflict, Invalid, NotFound, TooMany


class BookingNotFound(NotFound):
    """The booking does not exist, or the caller is neither its customer nor its expert."""

    code = "booking_not_found"


class SlotTaken(Conflict):
    """The time belongs to another booking; `starts_at` is the time that was wanted."""

    code = "slot_taken"


class MeetingOverlap(Conflict):
    """The caller has another meeting at that time; `booking_ids` names the caller's bookings."""

    code = "meeting_overlap"


class OwnService(Invalid):
    """The caller is the expert who offers the service."""

    code = "own_service"


class ProfileIncomplete(Conflict):
    """`missing` lists the fields of the account to fill in with `update_my_account`."""

    code = "profile_incomplete"


class TooManyOpenBookings(TooMany):
    """`most` is the number of bookings that may be unpaid at once: with all experts, or with one, as `rule` says."""

    code = "too_many_open_bookings"


class BookingNotOpen(Conflict):
    """`booking_status` is the present status of the booking."""

    code = "booking_not_open"


class NoProposal(Conflict):
    """The booking has no proposal of another time, or the proposal has expired."""

    code = "no_proposal"


class OwnProposal(Conflict):
    """The caller proposed the time, so that the other side has to accept it."""

    code = "own_proposal"


class QuoteChanged(Conflict):
    """`refund` is the amount that would go back now. Ask the user again."""

    code = "quote_changed"


class MeetingLinkNotFound(NotFound):
    """No meeting link has this id."""

    code = "meeting_link_not_found"


class GroupDateNotFound(NotFound):
    """The date of a group does not exist, or is not the caller's."""

    code = "group_date_not_found"


class GroupDateNotOpen(Conflict):
    """The date was cancelled, or its sale or meeting has begun; `group_date_status` is its present status."""

    code = "group_date_not_open"


class NoSeatLeft(Conflict):
    """All seats of the date are taken."""

    code = "no_seat_left"


class AlreadySeated(Conflict):
    """The caller has a seat at this date; `booking_id` names it."""

    code = "already_seated"


class SeatIsFixed(Conflict):
    """The booking is a seat in a group, whose time is the same for everybody."""

    code = "seat_is_fixed"


class NoLongerSo(Conflict):
    """The booking has changed since this message became due, so it is not sent."""

    code = "no_longer_so"


class NoAddress(Conflict):
    """The account has no e-mail address to write to."""

    code = "no_address"


BOOKING_REFUSAL_ERRORS = (OwnService, ProfileIncomplete, TooManyOpenBookings, SlotTaken, MeetingOverlap)
"""Errors of a request for a time that the expert offers."""

SEAT_ERRORS = (GroupDateNotFound, GroupDateNotOpen, NoSeatLeft, AlreadySeated)
"""Errors of a seat that is to be held."""

BOOKING_CHANGE_ERRORS = (BookingNotFound, BookingNotOpen)
"""Errors of every change of a booking."""
