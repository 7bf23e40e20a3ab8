"""Mail of a notification: plain, or composed by its family with files and more than a sentence.

A template with `has_own_mail` is composed by its family's composer, which stands in a workflow of its own. To add a
family: write `compose_…_mail(reader, request)` as `ComposeNoticeMail` says, give the family a case in
`find_mail_composer`, and set `has_own_mail` in `NOTICE_TEMPLATES`. The import stands inside of the case, so that a mail
loads only the domains that it tells of.
"""

from dataclasses import replace
from datetime import datetime
from functools import partial

from shared.contracts.mail import Mail
from shared.kernel.ids import OrderId
from shared.kernel.ports import Reader
from shared.notifications.delivery_models import NoticeDelivery
from shared.notifications.errors import NoMailAddress
from shared.notifications.notice_templates import NOTICE_TEMPLATES
from shared.workflows import plain_mails
from shared.workflows.notice_deliveries import RecordSentDelivery
from shared.workflows.notice_mail_requests import ComposeNoticeMail, NoticeMailRequest
from shared.workflows.plain_mails import MailRecipient


async def compose_notice_mail(reader: Reader, request: NoticeMailRequest) -> Mail:
    """Compose the mail of a delivery, from the documents as they are now.

    Raises:
        InvoiceNotFound: The order of a receipt has no invoice yet.
        OrderNotOpen: The order of a reminder is no longer open.
        OrderNotPaid: The order of a receipt is not paid.
        TicketNotFound: The tickets of a cancellation do not exist, or those to send are not valid any more.
        TicketEventNotFound: The tickets' event does not exist.
        NotRegistered: The owner of the address to verify has no account any more.
        VerificationNotNeeded: The address to verify is verified, or is another one by now.
        ApplicationDecided: The application has been decided otherwise since the person was told.
        ExpertNotFound: The expert does not exist.
        InvitationNotFound: The invitation does not exist.
        PairingNotFound: The call that ended without an expert does not exist.
        NoMailAddress: The recipient has no address.
        ContactChangeNotFound: The record of a former address is gone.
        PasswordResetNotFound: The link to choose a password is gone.
        NoLongerSo: The booking has changed since the person was told.
        NothingToRefund: The refund has changed since the person was told.
    """
    delivery = request.delivery
    compose = find_mail_composer(delivery.template)
    mail = _compose_plain_mail(request) if compose is None else await compose(reader, request)
    return replace(mail, delivery=delivery.id, categories=(str(delivery.kind), delivery.template))


def find_mail_composer(template: str) -> ComposeNoticeMail | None:
    """Find the composer of a template's mail; None for a plain mail.

    Raises:
        InvoiceNotFound: The order of a receipt has no invoice yet.
        OrderNotOpen: The order of a reminder is no longer open.
        OrderNotPaid: The order of a receipt is not paid.
        TicketNotFound: The tickets of a cancellation do not exist, or those to send are not valid any more.
        TicketEventNotFound: The tickets' event does not exist.
        NotRegistered: The owner of the address to verify has no account any more.
        VerificationNotNeeded: The address to verify is verified, or is another one by now.
        ApplicationDecided: The application has been decided otherwise since the person was told.
        ExpertNotFound: The expert does not exist.
        InvitationNotFound: The invitation does not exist.
        PairingNotFound: The call that ended without an expert does not exist.
        LookupError: The template has its own mail, and its family has no composer.
        ContactChangeNotFound: Raised by the composer of mails to former addresses.
        PasswordResetNotFound: Raised by the composer of mails about passwords.
        NoMailAddress: Raised by a composer, as `ComposeNoticeMail` says.
        NoLongerSo: Raised by the composer of bookings.
        NothingToRefund: Raised by the composer of refunds.
    """
    if not NOTICE_TEMPLATES[template].has_own_mail:
        return None
    match template.partition(".")[0]:
        case "account":
            from shared.workflows.verification_notices import compose_verification_mail

            return compose_verification_mail
        case "booking":
            from shared.workflows.booking_mails import compose_booking_mail

            return compose_booking_mail
        case "expert":
            from shared.workflows.expert_notices import compose_expert_mail

            return compose_expert_mail
        case "order":
            from shared.workflows.order_notices import compose_order_mail

            return compose_order_mail
        case "pairing":
            from shared.workflows.pairing_notices import compose_nobody_found_mail

            return compose_nobody_found_mail
        case "refund":
            from shared.workflows.refund_notices import compose_refund_mail

            return compose_refund_mail
        case "security":
            from shared.workflows.security_notices import compose_security_mail

            return compose_security_mail
        case "ticket":
            from shared.workflows.ticket_notices import compose_ticket_mail

            return compose_ticket_mail
        case family:
            raise LookupError(f"{template} has its own mail, and nothing composes mails of {family}")


def find_record(delivery: NoticeDelivery, mail: Mail, *, now: datetime) -> RecordSentDelivery | None:
    """Find what the family of a delivery records once the provider has taken `mail`; None for nothing."""
    if delivery.template != "ticket.issued" or mail.template != "e_ticket" or delivery.subject is None:
        return None
    from shared.tickets.ticket_mailings import record_mailing

    return partial(record_mailing, order_id=OrderId(delivery.subject.id), now=now)


def _compose_plain_mail(request: NoticeMailRequest) -> Mail:
    delivery, account = request.delivery, request.account
    if account is None or account.email is None:
        raise NoMailAddress(delivery_id=delivery.id)
    recipient = MailRecipient(
        email=account.email,
        name=account.full_name,
        grounds=account.email_grounds,
        locale=account.locale,
        zone=account.zone,
    )
    return plain_mails.compose_plain_mail(delivery, recipient, app_address=request.app_address)
