"""What can go wrong at the ticket office."""

from shared.kernel.errors import Conflict, Gone, Invalid, NotFound, TooMany


class TicketEventNotFound(NotFound):
    title = "No such event"
    code = "ticket_event_not_found"


class TicketTypeNotFound(NotFound):
    title = "No such ticket type"
    code = "ticket_type_not_found"


class TicketNotFound(NotFound):
    title = "No such ticket"
    code = "ticket_not_found"


class TicketSaleNotStarted(Conflict):
    """`valid_from` says when it starts."""

    title = "This ticket is not on sale yet"
    code = "ticket_sale_not_started"


class TicketSaleEnded(Gone):
    """`valid_until` says when it ended."""

    title = "This ticket is no longer on sale"
    code = "ticket_sale_ended"


class TicketsSoldOut(Conflict):
    """`left` is how many are still free."""

    title = "Not enough tickets are left"
    code = "tickets_sold_out"


class QuotaBelowSold(Conflict):
    """`free` is how many could be withdrawn."""

    title = "More tickets are held or sold than that"
    code = "quota_below_sold"


class TicketAlreadyCheckedIn(Conflict):
    """`first_checked_in_at` and `first_gate` say when and where."""

    title = "This ticket has been checked in before"
    code = "ticket_already_checked_in"


class TicketRevoked(Gone):
    title = "This ticket is no longer valid"
    code = "ticket_revoked"


class TicketForged(Invalid):
    title = "This is not a ticket of ours"
    code = "ticket_not_genuine"


class TicketOfAnotherEvent(Conflict):
    """`event_id` is the event it is for."""

    title = "This ticket is for another event"
    code = "ticket_of_another_event"


class TicketsNotIssued(Conflict):
    title = "This order has no tickets"
    code = "tickets_not_issued"


SALE_ERRORS = (
    TicketEventNotFound,
    TicketTypeNotFound,
    TicketSaleNotStarted,
    TicketSaleEnded,
    TicketsSoldOut,
)
"""Why tickets may not be had."""


class ResentTooSoon(TooMany):
    title = "These tickets were sent a moment ago"
    code = "tickets_resent_too_soon"
