"""Errors of tickets."""

from shared.kernel.errors import Conflict, Gone, Invalid, NotFound, TooMany


class TicketEventNotFound(NotFound):
    """The event does not exist, or is not published."""

    title = "There is no such event"
    code = "ticket_event_not_found"


class TicketTypeNotFound(NotFound):
    """The event has no ticket type with this id."""

    title = "There is no such ticket type"
    code = "ticket_type_not_found"


class TicketNotFound(NotFound):
    """The code is genuine, but its ticket is not known."""

    title = "There is no such ticket"
    code = "ticket_not_found"


class TicketSaleNotStarted(Conflict):
    """The ticket type is not on sale yet; `valid_from` is the start of the sale."""

    title = "This ticket is not on sale yet"
    code = "ticket_sale_not_started"


class TicketSaleEnded(Gone):
    """The ticket type is no longer on sale; `valid_until` is the end of the sale."""

    title = "This ticket is no longer on sale"
    code = "ticket_sale_ended"


class TicketsSoldOut(Conflict):
    """Fewer units are free than were asked for; `left` is the number of free units."""

    title = "Not enough tickets are left"
    code = "tickets_sold_out"


class QuotaBelowSold(Conflict):
    """The new quota is below the units that are sold or held; `free` is the number of units that can be withdrawn."""

    title = "More tickets are held or sold than this quota"
    code = "quota_below_sold"


class TicketAlreadyCheckedIn(Conflict):
    """The ticket was checked in before; `first_checked_in_at` and `first_gate` say when and where."""

    title = "This ticket has been checked in already"
    code = "ticket_already_checked_in"


class TicketRevoked(Gone):
    """The ticket was revoked after a refund."""

    title = "This ticket is no longer valid"
    code = "ticket_revoked"


class TicketForged(Invalid):
    """The code is not signed by us."""

    title = "This is not one of our tickets"
    code = "ticket_not_genuine"


class TicketOfAnotherEvent(Conflict):
    """The ticket is valid for another event, named by `event_id`."""

    title = "This ticket is for another event"
    code = "ticket_of_another_event"


class TicketsNotIssued(Conflict):
    """The order is unpaid, sells no tickets, or belongs to another person."""

    title = "This order has no tickets"
    code = "tickets_not_issued"


SALE_ERRORS = (
    TicketEventNotFound,
    TicketTypeNotFound,
    TicketSaleNotStarted,
    TicketSaleEnded,
    TicketsSoldOut,
)
"""Errors that keep a buyer from ordering tickets."""


class ResentTooSoon(TooMany):
    """`Retry-After` says how many seconds to wait."""

    title = "These tickets were sent a moment ago"
    code = "tickets_resent_too_soon"
