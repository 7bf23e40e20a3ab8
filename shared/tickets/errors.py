"""Errors of tickets."""

from shared.kernel.errors import Conflict, Gone, Invalid, NotFound, TooMany


class TicketEventNotFound(NotFound):
    """The event does not exist, or is not published."""

    code = "ticket_event_not_found"


class TicketTypeNotFound(NotFound):
    """The event has no ticket type with this id."""

    code = "ticket_type_not_found"


class TicketNotFound(NotFound):
    """The code is genuine, but its ticket is not known."""

    code = "ticket_not_found"


class TicketSaleNotStarted(Conflict):
    """The ticket type is not on sale yet; `valid_from` is the start of the sale."""

    code = "ticket_sale_not_started"


class TicketSaleEnded(Gone):
    """The ticket type is no longer on sale; `valid_until` is the end of the sale."""

    code = "ticket_sale_ended"


class TicketsSoldOut(Conflict):
    """Fewer units are free than were asked for; `left` is the number of free units."""

    code = "tickets_sold_out"


class QuotaBelowSold(Conflict):
    """The new quota is below the units that are sold or held; `free` is the number of units that can be withdrawn."""

    code = "quota_below_sold"


class TicketAlreadyCheckedIn(Conflict):
    """The ticket was checked in before; `first_checked_in_at` and `first_gate` say when and where."""

    code = "ticket_already_checked_in"


class TicketRevoked(Gone):
    """The ticket was revoked after a refund."""

    code = "ticket_revoked"


class TicketCodeReplaced(Gone):
    """The ticket is valid, but a newer code has replaced this one."""

    code = "ticket_code_replaced"


class TicketUsed(Conflict):
    """A ticket has been checked in; `ticket_id` is its id. Refund it only with `even_if_used`."""

    code = "ticket_used"


class TicketEventCancelled(Conflict):
    """The event is cancelled, and stays so: it admits nobody. Save another event under another slug."""

    code = "ticket_event_cancelled"


class TicketForged(Invalid):
    """The code is not signed by us."""

    code = "ticket_not_genuine"


class TicketOfAnotherEvent(Conflict):
    """The ticket is valid for another event, named by `event_id`."""

    code = "ticket_of_another_event"


class TicketsLinkNotValid(NotFound):
    """The link is not one of ours, or a newer link has replaced it, or it has expired."""

    code = "tickets_link_not_valid"


class TicketsNotIssued(Conflict):
    """The order is unpaid, sells no tickets, or belongs to another person."""

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

    code = "tickets_resent_too_soon"
