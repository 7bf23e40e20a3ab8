"""Verification of e-mail addresses: by a link in a mail, and by a payment."""

from datetime import datetime

from shared.contracts.mail_links import ConfirmationLink
from shared.contracts.notices import Channel
from shared.identity import email_verification
from shared.identity import store as identity
from shared.identity.email_verification import VerificationTerms
from shared.identity.schemas import EmailVerificationView
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, UserId
from shared.kernel.ports import UnitOfWork
from shared.notifications import store as notifications
from shared.notifications import suppressions
from shared.notifications.errors import ConfirmationLinkExpired, ConfirmationLinkNotValid
from shared.notifications.schemas import EmailConfirmed
from shared.notifications.settings import MailSettings
from shared.orders import store as orders
from shared.tickets import ticket_mailings
from shared.workflows.announcements import verification_announcements


async def request_email_verification(uow: UnitOfWork, *, actor: Actor, now: datetime) -> EmailVerificationView:
    """Send the verification mail to the address of the actor's account, under the limits of the mail settings.

    Raises:
        NotRegistered: The actor has not registered.
        EmailNeeded: The account has no address.
        LimitReached: The actor has asked for too many mails in the last 24 hours.
    """
    await uow.prefetch(notifications.SETTINGS, *email_verification.verification_reads(actor.id))
    settings = await uow.get(notifications.SETTINGS) or MailSettings()
    terms = VerificationTerms(settings.verification_interval, settings.confirmation_validity)
    view = await email_verification.request_verification(uow, terms, actor=actor, now=now)
    if view.sent_at == now and view.expires_at is not None:
        person = await identity.get_user(uow, UserId(actor.id))
        await verification_announcements.announce_verification(
            uow, person.id, person.email_version, expires_at=view.expires_at, now=now
        )
    return view


async def confirm_link(uow: UnitOfWork, link: ConfirmationLink, *, now: datetime) -> EmailConfirmed:
    """Do what `link` confirms. A repetition changes nothing.

    Raises:
        ConfirmationLinkExpired: The link has ended.
        ConfirmationLinkNotValid: The account or order has another address by now, or is gone, or has no valid ticket.
    """
    if link.has_expired(now):
        raise ConfirmationLinkExpired(expires_at=link.expires_at)
    if link.kind == "tickets":
        order_id = OrderId(link.subject)
        is_confirmed = await ticket_mailings.confirm_address(uow, order_id, link.version, now=now)
        order = await uow.get(orders.order_ref(order_id)) if is_confirmed else None
        address = order.buyer.email if order is not None else None
    else:
        is_confirmed = await email_verification.confirm_address(uow, UserId(link.subject), link.version, now=now)
        person = await uow.get(identity.user_ref(link.subject))
        address = person.email if person is not None else None
    if not is_confirmed:
        raise ConfirmationLinkNotValid()
    if address is not None:
        await suppressions.lift_suppression(uow, Channel.EMAIL, address)
    return EmailConfirmed(kind=link.kind)


async def record_paid_address(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Record that the customer of a paid order has paid under its address, if that is the account's address.

    Raises:
        OrderNotFound: No order has this id.
    """
    order = await orders.get_order(uow, order_id)
    if order.customer is not None and order.total.amount > 0 and order.payment.paid_at is not None:
        await email_verification.record_paid_address(uow, order.customer, order.buyer.email, now=now)
