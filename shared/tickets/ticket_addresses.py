"""Addresses of tickets: an admin has changed the e-mail address of an order."""

from datetime import datetime

from shared.kernel.ids import OrderId, TicketNumber
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Email
from shared.tickets import jobs, rules, store
from shared.tickets.models import TicketMailing, TicketStatus


async def readdress_tickets(uow: UnitOfWork, order_id: OrderId, email: Email, *, new_codes: bool, now: datetime) -> int:
    """Send the valid tickets of an order to `email`, and return their number; 0 before the order is paid.

    The link in earlier mails shows nothing any more. The codes in earlier mails stay valid unless `new_codes` is true.
    """
    tickets = await store.list_order_tickets(uow, order_id)
    mailing = await uow.get(store.ticket_mailing_ref(order_id)) or TicketMailing(
        order_id=order_id, sent_at=now, times=0
    )
    uow.put(
        store.ticket_mailing_ref(order_id),
        mailing.having(readdressed=True, confirmed_at=None, vouched=False, link_version=mailing.link_version + 1),
    )
    valid = [ticket for ticket in tickets if ticket.status is TicketStatus.VALID]
    for ticket in tickets:
        changed = ticket.having(email=email)
        if new_codes and ticket in valid:
            changed = rules.with_new_code(changed, TicketNumber.new(uow.random_below), now=now)
        if changed != ticket:
            uow.put(store.ticket_ref(ticket.id), changed)
    if valid:
        # Without a key: a task of an earlier mail, which is on its way to the former address, must not conclude it.
        uow.schedule(jobs.EmailTickets(order_id=order_id))
    return len(valid)
