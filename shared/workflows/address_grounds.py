"""Grounds for mail to the address of an order: what shows that the address is the buyer's."""

from collections.abc import Sequence
from datetime import datetime

from shared.contracts.mail import AddressGrounds
from shared.identity import store as identity
from shared.identity import vouched_orders
from shared.identity.models import User
from shared.kernel.email_addresses import is_same_address
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.orders import store as orders
from shared.orders.models import Order
from shared.tickets import store as tickets
from shared.tickets import ticket_mailings
from shared.tickets.models import Ticket, TicketMailing


async def find_known_grounds(
    reader: Reader, mailing: TicketMailing | None, *, customer: UserId | None, email: str
) -> AddressGrounds:
    """Find what has spoken for the address of an order by now, payments aside."""
    if mailing is not None and mailing.confirmed_at is not None:
        return AddressGrounds.VERIFIED
    if mailing is not None and mailing.vouched:
        return AddressGrounds.VOUCHED
    if mailing is not None and mailing.readdressed:
        return AddressGrounds.INVITED
    person = await reader.get(identity.user_ref(customer)) if customer is not None else None
    return find_account_grounds(person, email)


async def find_ticket_grounds(reader: Reader, issued: Sequence[Ticket], mailing: TicketMailing) -> AddressGrounds:
    """Find the reason for which tickets of one order may go to their buyer's address; `NONE` if nothing speaks for it.

    An admin has named the address, or money has come from its owner. The address of free tickets needs a proof.
    """
    if mailing.readdressed:
        return AddressGrounds.INVITED
    if any(ticket.price for ticket in issued):
        return AddressGrounds.PAID
    return await find_known_grounds(reader, mailing, customer=issued[0].customer, email=issued[0].email)


async def claim_vouched_address(
    uow: UnitOfWork, issued: Sequence[Ticket], mailing: TicketMailing, *, now: datetime
) -> None:
    """Claim the partner's word for the address of a guest with free tickets, if nothing else speaks for the address.

    The partner's key answers for a limited number of orders a day, and for each order once.
    """
    first = issued[0]
    if first.customer is not None or await find_ticket_grounds(uow, issued, mailing) is not AddressGrounds.NONE:
        return
    order = await uow.get(orders.order_ref(first.order_id))
    if order is None or order.partner_key is None:
        return
    if await vouched_orders.claim_vouched_order(uow, order.partner_key, now=now):
        await ticket_mailings.vouch_for_address(uow, first.order_id, now=now)


async def find_order_grounds(reader: Reader, order: Order) -> AddressGrounds:
    """Find what speaks for the address of an order now: a payment, its owner, a partner, an admin, or nothing."""
    mailing = await reader.get(tickets.ticket_mailing_ref(order.id))
    is_named_by_admin = mailing is not None and mailing.readdressed
    if order.payment.paid_at is not None and order.total.amount and not is_named_by_admin:
        return AddressGrounds.PAID
    return await find_known_grounds(reader, mailing, customer=order.customer, email=order.buyer.email)


def find_account_grounds(person: User | None, email: str) -> AddressGrounds:
    """Find what speaks for an address as that of an account; nothing if the account has another address."""
    is_theirs = person is not None and is_same_address(person.email, email)
    return person.email_grounds if person is not None and is_theirs else AddressGrounds.NONE
